"""Parts of two documents that a comparison passes over."""

from typing import Any

import pytest
import yaml

from generator.diff.change import Change
from generator.diff.compare import compare
from generator.diff.unchanged import Unchanged
from generator.document.document import Document
from tests.generator import mutate

ROWS: list[dict[str, Any]] = yaml.load(mutate.TABLE.read_text(encoding="utf-8"), yaml.CSafeLoader)
OLD = mutate.document(mutate.PLAIN)


def to(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def with_schemas(**schemas: Any) -> Document:
    return mutate.document({"components": {"schemas": schemas}})


RING = {"A": {"items": to("B")}, "B": {"items": to("C")}, "C": {"items": to("A")}, "Text": {"type": "string"}}


def test_a_ring_is_the_same_until_a_link_of_it_changes() -> None:
    same, changed = with_schemas(**RING), with_schemas(**{**RING, "C": {"items": to("A"), "deprecated": True}})
    for name in RING:
        assert Unchanged(same, same).holds(to(name), to(name))
        for one, other in ((same, changed), (changed, same)):
            assert Unchanged(one, other).holds(to(name), to(name)) is (name == "Text")


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (1, True), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (["a", "b"], ["b", "a"]), (to("A"), to("B"))],
    ids=str,
)
def test_only_what_is_written_alike_is_the_same(one: Any, other: Any) -> None:
    unchanged = Unchanged(with_schemas(**RING), with_schemas(**RING))
    assert unchanged.holds({"x": one}, {"x": one})
    assert not unchanged.holds({"x": one}, {"x": other})


def test_what_leads_to_nothing_or_away_from_the_components_is_not_the_same() -> None:
    unchanged = Unchanged(with_schemas(**RING), with_schemas(**{**RING, "More": {}}))
    for reference in (to("More"), to("Nothing"), {"$ref": "#/paths/x"}, {"$ref": 'with "quotes"'}):
        assert not unchanged.holds({"deep": [reference]}, {"deep": [reference]})
    told = {"description": 'See "$ref": "#/components/schemas/More".'}  # words for people are no reference
    assert unchanged.holds(told, told)


@pytest.mark.sample(1)
@pytest.mark.parametrize("row", ROWS[::8], ids=lambda row: row["name"])
def test_passing_over_loses_no_change_and_none_of_its_effects(
    row: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = mutate.document(mutate.changed(row["do"]))
    quick: list[Change] = compare(OLD, new)
    monkeypatch.setattr(Unchanged, "holds", lambda *_: False)
    assert quick == compare(OLD, new)
