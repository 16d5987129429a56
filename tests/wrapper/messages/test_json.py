"""JSON read by orjson: whatever the bytes, the result is that of json.loads."""

import json
import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import answers
from clerk_organizations._messages import json as fast_json
from tests.support.tiers import examples

loads = fast_json.loads_for(True)

INTEGERS = st.integers() | st.integers(-(2**80), 2**80) | st.sampled_from([2**63, 2**64, -(2**63)]).flatmap(
    lambda edge: st.integers(edge - 2, edge + 2)
)  # fmt: skip
SCALARS = st.none() | st.booleans() | INTEGERS | st.floats() | st.text(st.characters(), max_size=30)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=6) | st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=6)
    ),
    max_leaves=30,
)
TOKENS = st.sampled_from([
    b"{", b"}", b"[", b"]", b",", b":", b'"', b" ", b"\n", b"\\", b"\\u", b"d800", b"0", b"1", b"-", b"+", b".", b"e",
    b"9" * 19, b"9" * 20, b"9" * 400, b"1e400", b"NaN", b"Infinity", b"null", b"true", b'"a"', b"\xff", b"\x00",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3\xa4", b"\t", b"\x0c", b"//", b"'",
])  # fmt: skip


def result(read: Any, content: bytes) -> Any:
    """A value in which types, signs and order are seen, or the kind of the refusal and what it says."""
    try:
        return seen(read(content))
    except ValueError as error:
        return type(error), str(error)


def seen(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, seen(member)) for key, member in value.items()]
    if isinstance(value, list):
        return ["list", *map(seen, value)]
    if isinstance(value, float):
        return "float", math.copysign(1, value), repr(value)
    return type(value).__name__, value


@settings(max_examples=examples(60, 300), deadline=None)
@given(VALUES, st.booleans(), st.sampled_from(["utf-8", "utf-16", "utf-32", "utf-8-sig"]))
def test_any_value_is_read_as_json_loads_reads_it(value: Any, ascii_only: bool, encoding: str) -> None:
    content = json.dumps(value, ensure_ascii=ascii_only).encode(encoding, "surrogatepass")
    assert result(loads, content) == result(json.loads, content)


@settings(max_examples=examples(100, 500), deadline=None)
@given(st.lists(TOKENS, max_size=12).map(b"".join) | st.binary(max_size=40))
@example(b"")
@example(b'{"a": 1, "b": 2, "a": 3}')
@example(b"18446744073709551616")
@example(b"[-9223372036854775809]")
@example(b"-0")
@example(b"1e400")
def test_any_bytes_are_read_or_refused_as_by_json_loads(content: bytes) -> None:
    assert result(loads, content) == result(json.loads, content)


@pytest.mark.parametrize("before", range(12))
@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**19, -(10**18) * 9, 2**64 - 1])
def test_a_long_integer_is_seen_wherever_it_stands(before: int, number: int) -> None:
    content = b" " * before + b"[%d]" % number
    assert seen(loads(content)) == seen([number])


@pytest.mark.parametrize("digits", [b"1234567890123 ", b"12345678-90123-4", b"2024-01-01T00:00:00.123456789"])
def test_many_places_that_look_like_long_integers(digits: bytes) -> None:
    content = b'["' + digits * 5000 + b'", 99999999999999999999]'
    assert result(loads, content) == result(json.loads, content)


def test_a_page_of_answers_is_read_by_orjson(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nothing would be gained: ids and timestamps are not taken for long integers."""
    expected, content = json.loads(answers.memberships(0, 500, 500)), answers.memberships(0, 500, 500)
    monkeypatch.setattr("clerk_organizations._messages.json.json.loads", None)
    assert loads(content) == expected


@pytest.mark.parametrize("depth", [500, 2_000, 1_000_000])
def test_nesting(depth: int) -> None:
    """How deep json.loads goes differs between versions of Python (a thousand levels, ten thousand, what the stack
    holds); orjson stops at 1024, and what json.loads reads beyond is read.
    """
    content = b"[" * depth + b"]" * depth
    assert depth_read(loads, content) == depth_read(json.loads, content)
    assert depth_read(loads, content) in ([500] if depth == 500 else [depth, RecursionError])


def depth_read(read: Any, content: bytes) -> int | type[RecursionError]:
    """How deep the lists go that were read, or that it is too deep."""
    try:
        value = read(content)
    except RecursionError:
        return RecursionError
    depth = 1
    while value:
        (value,) = value
        depth += 1
    return depth
