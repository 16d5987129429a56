"""How much the tests try: a part after each edit (`make test`), all before a release (`make test-all`).

The environment says which: TESTS=all for all tests with every example, TESTS=each for all tests with few examples.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from random import Random

import pytest

EVERY_EXAMPLE = os.environ.get("TESTS") == "all"
EVERY_TEST = os.environ.get("TESTS") in ("all", "each")


def examples(some: int, every: int) -> int:
    """How often a property is tried, by `make test` and by `make test-all`."""
    return every if EVERY_EXAMPLE else some


def part_of(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """What `make test` runs: none that is marked slow; of one that is marked sample(n), n variants of each row."""
    kept: list[pytest.Item] = []
    families: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("slow"):
            continue
        families[_family(item) if item.get_closest_marker("sample") else (item.nodeid, "")].append(item)
    for family, variants in families.items():
        mark = variants[0].get_closest_marker("sample")
        count = min(mark.args[0], len(variants)) if mark else 1
        kept += Random("/".join(family)).sample(variants, count)  # always the same ones, spread over both clients
    wanted = set(kept)
    return [item for item in items if item in wanted]


def _family(item: pytest.Item) -> tuple[str, str]:
    """A test and, if its variants prove several rows of docs/faults.md, the row."""
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return item.nodeid.split("[")[0], getattr(parameters.get("row"), "id", "")
