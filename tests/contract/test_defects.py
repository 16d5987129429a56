"""Each seeded defect has its place in the code of today. That each is caught takes a minute: make defects."""

from pathlib import Path

import pytest

from tests.contract.defects.__main__ import main
from tests.contract.defects.all import BY_ID, DEFECTS
from tests.support.seams import Defect


def test_there_are_many() -> None:
    assert len(DEFECTS) >= 78
    assert len(BY_ID) == len(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.id)
def test_it_can_be_seeded(defect: Defect) -> None:
    with pytest.MonkeyPatch.context() as patch:
        defect.seed(patch)
    assert (Path(__file__).parent / defect.test.partition("::")[0]).is_file()


def test_words_that_no_defect_has_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonesuch"]) == 2
    assert capsys.readouterr().out == "no defect has nonesuch in its id or its test\n"
