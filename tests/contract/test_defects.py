"""The list of seeded defects fits the sources. That each is caught takes a minute: make defects, make contract."""

import pytest

from tests.contract.defects import ROOT, Defect, defects


def test_there_are_many() -> None:
    found = defects()
    assert len(found) >= 20
    assert len({defect.id for defect in found}) == len(found)


@pytest.mark.parametrize("defect", defects(), ids=lambda defect: defect.id)
def test_it_can_be_seeded(defect: Defect) -> None:
    assert defect.problem() == ""
    assert (ROOT / "tests/contract" / defect.test.partition("::")[0]).is_file()
