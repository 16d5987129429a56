"""A repository for each test, made once and copied."""

from pathlib import Path

import pytest

from tests.release.repository import Repository, create


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return create(tmp_path_factory.mktemp("original") / "repository")


@pytest.fixture
def repository(original: Repository, tmp_path: Path) -> Repository:
    """One that nobody else uses, with a first commit and no release."""
    return original.copy(tmp_path / "repository")
