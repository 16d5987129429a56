"""Tables of methods in README.md and docs/: up to date, and made from the document alone."""

import re
from pathlib import Path

import pytest

from generator import tables
from generator.document.yaml_loader import parse_text
from generator.paths import ROOT
from generator.problem import InvalidInput
from tests.generator.conftest import document, operation
from tests.support.source import SOURCE

OFFSET = "parameters: [{name: offset, in: query, description: x, schema: {type: integer}}]\n"


@pytest.mark.parametrize("page", tables.PAGES)
def test_a_page_is_up_to_date(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == tables.updated(page, text, SOURCE), f"{page} differs from the document: run `{tables.COMMAND}`"


def test_the_command_writes_the_tables() -> None:
    recipe = re.search(
        rf"^{tables.COMMAND.removeprefix('make ')}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.M
    )
    assert recipe is not None
    assert "-m generator tables\n" in recipe[1]


def test_a_row_comes_from_the_document() -> None:
    paths = (
        operation("ListPings", more=f"x-ts-method: getPingList\n{OFFSET}")
        + operation("SendPing", path="/pings/{id}/send", method="post", more="x-ts-method: sendHTTPPing")
        + operation("DropPing", path="/pings/{id}/drop", method="post")
    )
    found = tables.methods(parse_text("spec.yaml", document(paths)))
    assert [(one.typescript, one.python, one.http, one.is_list) for one in found] == [
        ("getPingList", "get_ping_list", "GET /pings", True),
        ("sendHTTPPing", "send_http_ping", "POST /pings/{id}/send", False),
        ("", "drop_ping", "POST /pings/{id}/drop", False),
    ]
    assert tables.PAGES["README.md"](found).splitlines()[-1] == "| - | `drop_ping` | POST /pings/{id}/drop |"


def test_methods_stand_in_the_order_of_the_tags() -> None:
    paths = operation("One", more="x-ts-method: one").replace("[Pings]", "[Later]")
    paths += operation("Two", path="/twos", more="x-ts-method: two")
    text = document(paths, more="tags: [{name: Pings}, {name: Later}]\n")
    assert [one.python for one in tables.methods(parse_text("spec.yaml", text))] == ["two", "one"]


def test_pages_are_written_once_and_keep_the_rest(tmp_path: Path) -> None:
    for page in tables.PAGES:
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / page).read_text(encoding="utf-8")
        (tmp_path / page).write_text(text.replace("get_organization_list", "list_organizations"), encoding="utf-8")
    assert tables.write(SOURCE, tmp_path) == list(tables.PAGES)
    assert tables.write(SOURCE, tmp_path) == []
    for page in tables.PAGES:
        assert (tmp_path / page).read_bytes() == (ROOT / page).read_bytes()


def test_a_page_without_markers_is_one_problem() -> None:
    with pytest.raises(InvalidInput, match=r"^README\.md: the markers of the table are missing\n"):
        tables.updated("README.md", "# Nothing", SOURCE)


def test_no_page_counts_the_methods() -> None:
    """A number would be wrong after the next operation."""
    pages = [
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("openapi/*"),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "Makefile")),
    ]
    counted = re.compile(rf"\b{len(tables.methods(SOURCE))}\b[\w ]{{0,20}} (methods|operations|endpoints)\b")
    assert [path.name for path in pages if counted.search(path.read_text(encoding="utf-8"))] == []
