"""The rows of the tables in docs/faults.md: each is a fault, what we promise under it, and a test of that."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import pytest

F = TypeVar("F", bound=Callable[..., Any])


class Row(NamedTuple):
    """One fault and one promise. Letters of ids: T transport, H HTTP, C reconciled creates, I input,
    R run time, S secrets."""

    id: str
    fault: str
    promise: str
    given: Any = None
    """What the test needs to know."""


ROWS: dict[str, Row] = {}
"""All rows, by id."""

MODULES: dict[str, str] = {}
"""Id → the module of the test."""

MARKER = "fault"
"""The mark of the tests of rows, wherever they stand."""


def rows(*given: Row) -> Callable[[F], F]:
    """Decorator: run the test once for each row, which it gets as `row`."""
    for row in given:
        if row.id in ROWS:
            raise ValueError(f"there are two rows {row.id}")
        ROWS[row.id] = row
    marks = getattr(pytest.mark, MARKER), pytest.mark.parametrize("row", given, ids=[row.id for row in given])

    def marked(test: F) -> F:
        MODULES.update({row.id: test.__module__ for row in given})
        for mark in marks:
            test = mark(test)
        return test

    return marked
