"""JSON of responses: read by json, or by orjson of the extra `fast` with the same values, types and errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, TypeAlias

from .._config import FAST_VARIABLE
from ..errors import ClerkConfigurationError

JSONLoads: TypeAlias = Callable[[bytes], Any]
"""Reads JSON as json.loads does."""

_LONGEST = 20
"""Digits and sign of the shortest integers that may not fit into 64 bits, of which orjson makes floats."""
_STEP = 5
_IN_A_ROW = b"0" * (_LONGEST // _STEP)
_TO_ZERO = bytes(ord("0") if byte in b"0123456789-" else ord(" ") for byte in range(256))
_LONG = re.compile(rb"[0-9-]{%d}" % _LONGEST)
_LOOKS = 100
"""Places to look at more closely; with more of them, json.loads is soon the cheaper way."""


def loads_for(fast: bool | None) -> JSONLoads:
    """The reader for this value of the option `fast`; raises ClerkConfigurationError if orjson is due and missing."""
    installed = find_spec("orjson") is not None  # imports nothing
    if fast and not installed:
        raise ClerkConfigurationError(
            f"orjson is not installed, which fast=True or {FAST_VARIABLE}=1 asks for: "
            "pip install 'clerk-organizations[fast]'"
        )
    return json.loads if fast is False or not installed else _loads


def _loads(content: bytes) -> Any:
    """As json.loads, in half the time, unless there is something that orjson reads in another way or refuses."""
    if _may_have_long_integers(content):
        return json.loads(content)
    try:
        return _orjson_loads()(content)
    except ValueError:  # such as NaN, lone surrogates, other encodings than UTF-8; or it is no JSON
        return json.loads(content)


@cache
def _orjson_loads() -> JSONLoads:
    import orjson  # noqa: PLC0415 - takes 15 ms, so at the first response

    loads: JSONLoads = orjson.loads
    return loads


def _may_have_long_integers(content: bytes) -> bool:
    """Whether so many digits stand in a row: then four of every fifth byte do. Costs 4 % of json.loads."""
    sampled = content[::_STEP].translate(_TO_ZERO)
    at = sampled.find(_IN_A_ROW)
    for _ in range(_LOOKS):
        if at < 0:
            return False
        start = max(0, at * _STEP - _STEP + 1)
        if _LONG.search(content, start, at * _STEP + _LONGEST):
            return True
        at = sampled.find(_IN_A_ROW, at + 1)
    return True
