"""The page that tells what happens under each fault is the one that the rows make."""

from pathlib import Path

from tests.faults.__main__ import page

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


def test_the_page_of_faults_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs-tables`"
