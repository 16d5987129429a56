"""Each keyword of the document is compared by `make diff`, or named here as of no consequence."""

from typing import Any

from generator.document.structure import nodes
from tests.generator.test_diff import ROWS
from tests.support.source import SOURCE

NO_CONSEQUENCE = {
    "summary", "description", "example", "examples",
    "style",  # form, which is what a query is without it
    "x-enum", "x-nullable",  # when documents are compared these are in the enum and in the type
    "x-only-in-ts",  # who describes a property, not what it does
}  # fmt: skip
MEANINGLESS = {"text", "rewritten", "order", "unused"}


def test_every_keyword_is_compared_or_of_no_consequence() -> None:
    """Compared is what a row of the table changes, and is told as more than words."""
    used = {key for kind in ("operation", "parameter", "schema") for _, node in nodes(SOURCE, kind) for key in node}
    told = {key for row in ROWS if _tells(row) for _, place, *_ in row["do"] for key in place.split("/")[1:]}
    assert used - told == NO_CONSEQUENCE


def _tells(row: dict[str, Any]) -> bool:
    return bool({rule.split()[0] for rule in row["said"]} - MEANINGLESS)
