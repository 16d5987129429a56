"""JSON read by orjson, of the extra `fast`, with the results of json.loads: its values, their types, its errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from ._fast import uses

_LONGEST = 20
"""Digits and sign of the shortest integers that may not fit into 64 bits, of which orjson makes floats."""
_STEP = 5
_IN_A_ROW = b"0" * (_LONGEST // _STEP)
_TO_ZERO = bytes(ord("0") if byte in b"0123456789-" else ord(" ") for byte in range(256))
_LONG = re.compile(rb"[0-9-]{%d}" % _LONGEST)
_LOOKS = 100
"""Places to look at more closely; with more of them, json.loads is soon the cheaper way."""


def loads_for(fast: bool | None) -> Callable[[bytes], Any]:
    """What reads JSON; raises ClerkConfigurationError if orjson must be used and is not there."""
    return _loads if uses("orjson", fast) else json.loads


def _loads(content: bytes) -> Any:
    """As json.loads, in half the time, unless there is something that orjson reads in another way or refuses."""
    if _may_have_long_integers(content):
        return json.loads(content)
    try:
        return _orjson_loads()(content)
    except ValueError:  # such as NaN, lone surrogates, other encodings than UTF-8; or it is no JSON
        return json.loads(content)


@cache
def _orjson_loads() -> Callable[[bytes], Any]:
    loads: Callable[[bytes], Any] = import_module("orjson").loads  # at the first answer: it takes 15 ms
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
