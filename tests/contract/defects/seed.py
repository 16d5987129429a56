"""Plugin that seeds one defect before tests are collected: SEEDED_DEFECT=id pytest -p tests.contract.defects.seed."""

import os

import pytest

from tests.contract.defects.all import BY_ID

VARIABLE = "SEEDED_DEFECT"


def pytest_configure(config: pytest.Config) -> None:
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    BY_ID[os.environ[VARIABLE]].seed(patch)
