"""orjson.loads: dicts and no models."""

from __future__ import annotations

import orjson

from benchmarks.case import Case
from benchmarks.peers._measure import Metrics, kept, parsed

TITLE = "orjson.loads"
KIND = "floor"


def version() -> str:
    return str(orjson.__version__)


def parse(case: Case) -> Metrics:
    return parsed(case, orjson.loads)


def memory(case: Case) -> Metrics:
    return kept(case, orjson.loads)
