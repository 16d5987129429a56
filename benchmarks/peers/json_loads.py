"""json.loads: dicts and no models."""

from __future__ import annotations

import json
import platform

from benchmarks.case import Case
from benchmarks.peers._measure import Metrics, kept, parsed

TITLE = "json.loads"
KIND = "floor"


def version() -> str:
    return platform.python_version()


def parse(case: Case) -> Metrics:
    return parsed(case, json.loads)


def memory(case: Case) -> Metrics:
    return kept(case, json.loads)
