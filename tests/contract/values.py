"""Values that a schema of the document allows, as Hypothesis strategies."""

import functools
from collections.abc import Callable, Iterator
from datetime import timedelta, timezone
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.support.document import SCHEMAS, deref

Schema: TypeAlias = dict[str, Any]
Strategy: TypeAlias = st.SearchStrategy[Any]

# Keywords that say something about values, and all that this module knows how to obey.
_OBEYED = {
    "type", "enum", "oneOf", "allOf", "properties", "required", "additionalProperties", "items",
    "minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength", "pattern", "format",
}  # fmt: skip
_SILENT = {"description", "examples", "default", "deprecated"}

# What encoders get wrong: text that means something in a path, a query, JSON or to Python.
_TRICKY = [
    "", " ", " padded ", "Camel", "a+b", "/", "..", "?a=b", "&", "#", "%", "%2F", "%20", ";", ",", "[]", "{}", "-", "0",
    "1", "true", "null", '"', "\\", "\n", "\t", "ü", "😀", "\u2028",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(_TRICKY), max_size=3).map("".join) | st.text(st.characters(codec="utf-8"), max_size=9)

_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | _NUMBERS | TEXT
JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2), max_leaves=4
)
FREE_OBJECTS = st.dictionaries(TEXT, JSON, max_size=2)

_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(timezones=_OFFSETS)
"""Aware, since a time without an offset is not RFC 3339."""


def values(schema: Schema) -> Strategy:
    """Everything that a schema allows, null included; fails on a keyword that nothing here obeys."""
    schema = deref(schema)
    unknown = {word for word in schema if not word.startswith("x-")} - _OBEYED - _SILENT
    assert not unknown, f"values() must learn to obey {sorted(unknown)}"
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "oneOf" in schema:
        return st.one_of([values(part) for part in schema["oneOf"]])
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return st.one_of([_OF_TYPE[kind](schema) for kind in kinds])


@functools.cache
def values_of(component: str) -> Strategy:
    """Everything that a component allows. Made once: to make a strategy and to check it takes longer than a draw."""
    return values(SCHEMAS[component])


def properties(schema: Schema) -> dict[str, Schema]:
    """Schema of each property by wire name, those of allOf first."""
    return dict(_properties(deref(schema)))


def _properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for part in schema.get("allOf", []):
        yield from _properties(deref(part))
    yield from schema.get("properties", {}).items()


def required(schema: Schema) -> set[str]:
    """Names of the required properties, those of allOf included."""
    schema = deref(schema)
    return set(schema.get("required", [])).union(*(required(part) for part in schema.get("allOf", [])))


def _objects(schema: Schema) -> Strategy:
    named = properties(schema)
    if not named:
        of_texts = schema.get("additionalProperties") == {"type": "string"}
        return st.dictionaries(TEXT, TEXT, max_size=2) if of_texts else FREE_OBJECTS
    always = required(schema)
    return st.fixed_dictionaries(
        {name: values(named[name]) for name in named if name in always},
        optional={name: values(named[name]) for name in named if name not in always},
    )


def _arrays(schema: Schema) -> Strategy:
    low, high = schema.get("minItems", 0), schema.get("maxItems", 100)
    return st.lists(values(schema["items"]), min_size=low, max_size=min(high, low + 2))


def _strings(schema: Schema) -> Strategy:
    if schema.get("format") == "binary":
        return st.binary(max_size=40)
    if schema.get("format") == "date-time":
        return TIMES.map(lambda time: time.isoformat())
    if "pattern" in schema:
        return st.from_regex(str(schema["pattern"]), fullmatch=True).filter(_is_one_line)
    longest = schema.get("maxLength", 1 << 16)
    texts = TEXT | st.sampled_from(["x", "ü"]).map(lambda letter: letter * min(longest, 256))
    return texts.filter(lambda text: len(text) >= schema["minLength"]) if "minLength" in schema else texts


def _is_one_line(text: str) -> bool:
    """To Python, `$` also stands before a line break at the end."""
    return "\n" not in text


def _integers(schema: Schema) -> Strategy:
    high = 2**31 - 1 if schema.get("format") == "int32" else 2**63 - 1
    return st.integers(schema.get("minimum", -high - 1), schema.get("maximum", high))


def _numbers(schema: Schema) -> Strategy:
    whole = {
        name: schema[word] for name, word in (("min_value", "minimum"), ("max_value", "maximum")) if word in schema
    }
    return st.floats(allow_nan=False, allow_infinity=False, **whole)


_OF_TYPE: dict[str, Callable[[Schema], Strategy]] = {
    "object": _objects,
    "array": _arrays,
    "string": _strings,
    "integer": _integers,
    "number": _numbers,
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}
