"""Runs the adapter of one peer: `python -m benchmarks.peers NAME`, one JSON line in and one out per measurement.

The first line it prints says who it is, or why it cannot be here. Requests are `{"row": …, "case": {…}}`.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
import traceback
from types import ModuleType
from typing import Any

from benchmarks.case import Case
from benchmarks.rows import ROWS


def main(name: str) -> None:
    """Answer requests until the standard input ends."""
    lines, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    try:
        adapter = importlib.import_module(f"benchmarks.peers.{name}")
    except ImportError as missing:
        print(json.dumps({"absent": str(missing)}), file=lines, flush=True)
        return
    print(json.dumps(_introduction(adapter)), file=lines, flush=True)
    for line in sys.stdin:
        print(json.dumps(_answer(adapter, json.loads(line))), file=lines, flush=True)


def _introduction(adapter: ModuleType) -> dict[str, Any]:
    rows = [row.key for row in ROWS if hasattr(adapter, row.key)]
    return {"title": adapter.TITLE, "kind": adapter.KIND, "version": adapter.version(), "rows": rows}


def _answer(adapter: ModuleType, request: dict[str, Any]) -> dict[str, Any]:
    try:
        measured = getattr(adapter, request["row"])(Case(**request["case"]))
        return {"metrics": asyncio.run(measured) if inspect.iscoroutine(measured) else measured}
    except Exception as error:
        traceback.print_exc()
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main(sys.argv[1])
