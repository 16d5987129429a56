"""What is said about a change of the document: a table of changes, then any change that hypothesis thinks of."""

import copy
import functools
import json
import os
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator.diff.change import Change
from generator.diff.compare import compare
from generator.diff.verdicts import RULES, VERDICTS
from generator.document.document import Document, walk
from tests.generator import mutate
from tests.support.tiers import examples

ROWS: list[dict[str, Any]] = yaml.load(mutate.TABLE.read_text(encoding="utf-8"), yaml.CSafeLoader)
OLD = mutate.document(mutate.PLAIN)


@functools.cache
def files_of_old() -> dict[str, str]:
    return mutate.rendered(OLD) or {}


@functools.cache
def code_of_old() -> dict[str, str]:
    return mutate.code(files_of_old())


MILD = {"order", "rewritten", "value-untold", "body-always", "not-deprecated", "presence"}
"""Rules of documentation that show in code: every call and every reading of before is as it was."""
EXAMPLES = int(os.environ.get("DIFF_EXAMPLES", examples(1, 20)))
some = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@pytest.mark.sample(1)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_all_that_is_said_and_what_it_does_to_the_code(row: dict[str, Any]) -> None:
    new = mutate.document(mutate.changed(row["do"]))
    found = compare(OLD, new)
    said = [(change.rule.name, change.new_at or change.old_at) for change in found]
    wanted = [(rule.split()[0], mutate.full(place)) for rule, place in row["said"].items()]
    if "only" in row:
        said = [one for one in said if one[0] == row["only"]]
    assert sorted(said) == sorted(wanted)
    assert found[0].verdict == row["verdict"]
    files = mutate.rendered(new)
    assert (files is None) is row.get("refused", False)
    if files:
        agrees(found, mutate.code(files))


@pytest.mark.sample(2)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_the_way_back(row: dict[str, Any]) -> None:
    """It is seen as well, and what was added is not added again."""
    new = mutate.document(mutate.changed(row["do"]))
    back = compare(new, OLD)
    assert back
    if row["verdict"] == "addition" and row["name"] not in BOTH_WAYS:
        assert back[0].verdict != "addition"


BOTH_WAYS = {"field gets an enum", "field loses its enum", "value of a field replaced"}
"""Readers of an open enum can go on either way."""


def agrees(found: list[Change], code: dict[str, str]) -> None:
    """Other code is more than documentation, but for what nobody notices; breaking changes code, or the wire."""
    if code != code_of_old():
        assert any(change.verdict != "documentation" or change.rule.name in MILD for change in found)
    elif found and found[0].verdict == "breaking":
        assert any(is_on_the_wire(change) for change in found if change.verdict == "breaking")


def is_on_the_wire(change: Change) -> bool:
    """Errors have no generated class: what they hold is read by the client."""
    return change.rule.wire or all(where == "error" for _, where in change.affects)


def test_every_rule_is_in_the_table() -> None:
    assert {rule.split()[0] for row in ROWS for rule in row["said"]} == RULES.keys()
    assert len(ROWS) >= 60
    assert {row["verdict"] for row in ROWS} == set(VERDICTS)


def test_a_shared_schema_is_told_once_with_all_that_it_reaches() -> None:
    root = mutate.changed([["set", "schemas/OrganizationEnrollmentMode/enum", ["manual_invitation"]]])
    (change,) = compare(OLD, mutate.document(root))
    assert change.rule.name == "value-refused"
    assert change.affects == {
        ("CreateOrganizationDomain", "request"): "breaking",
        ("CreateOrganizationDomain", "answer"): "documentation",
        ("ListOrganizationDomains", "answer"): "documentation",
        ("UpdateOrganizationDomain", "request"): "breaking",
        ("UpdateOrganizationDomain", "answer"): "documentation",
    }


def test_a_document_does_not_differ_from_itself() -> None:
    assert compare(OLD, OLD) == []
    assert compare(OLD, mutate.document(copy.deepcopy(mutate.PLAIN))) == []


NODES = [at for at, _ in walk(mutate.PLAIN) if at != "#"]
VALUES = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        1.0,
        "x",
        "string",
        "integer",
        "boolean",
        "number",
        ["string", "null"],
        ["integer", "null"],
    ]
    + [[], {}, "date-time", "path", "query", "milliseconds", "2026-01-01", ["a", "b"], {"type": "string"}]
    + [{"$ref": f"#/components/schemas/{name}"} for name in mutate.PLAIN["components"]["schemas"]]
    + [{"$ref": f"#/components/parameters/{name}"} for name in mutate.PLAIN["components"]["parameters"]]
    + [{"$ref": f"#/components/responses/{name}"} for name in mutate.PLAIN["components"]["responses"]]
)
KEYS = st.sampled_from(
    [
        "deprecated",
        "required",
        "description",
        "default",
        "maximum",
        "x-sensitive",
        "x-timestamp",
        "enum",
        "format",
        "slug",
    ]
)


@st.composite
def mutants(draw: st.DrawFn) -> Document:
    """The document with one thing removed, replaced, added, renamed or in another place of its order."""
    at = draw(st.sampled_from(NODES))
    act = draw(st.sampled_from(["remove", "set", "add", "rename", "first"]))
    root = copy.deepcopy(mutate.PLAIN)
    holder, key = mutate.holder(root, at)
    if act == "remove":
        del holder[key]
    elif act == "set":
        holder[key] = draw(VALUES)
    elif act == "add":
        assume(isinstance(holder[key], dict))
        holder[key][draw(KEYS)] = draw(VALUES)
    elif isinstance(holder, list):
        holder.insert(0, holder.pop(key))
    elif act == "rename":
        mutate.rename(holder, key, draw(KEYS))
    else:
        items = [(key, holder.pop(key)), *holder.items()]
        holder.clear()
        holder.update(items)
    return mutate.document(root)


@some
@given(mutants())
def test_no_change_of_the_code_passes_in_silence(new: Document) -> None:
    files = mutate.rendered(new)
    assume(files is not None)
    assert files is not None
    found = compare(OLD, new)
    assert bool(found) == (files != files_of_old()) == (json.dumps(new.root) != json.dumps(OLD.root))
    agrees(found, mutate.code(files))


@pytest.mark.slow
@some
@given(mutants())
def test_any_change_is_seen_from_both_sides(new: Document) -> None:
    assume(mutate.rendered(new) is not None)
    there, back = compare(OLD, new), compare(new, OLD)
    assert bool(there) == bool(back)
    assert compare(new, new) == []
    mirrored = {"operation-added": "operation-gone", "field-added": "field-gone", "maybe-none": "never-none"}
    for one, other in mirrored.items():
        for ahead, behind in ((there, back), (back, there)):
            first = {(change.old_at, change.new_at) for change in ahead if change.rule.name == one}
            second = {(change.new_at, change.old_at) for change in behind if change.rule.name == other}
            assert first == second
