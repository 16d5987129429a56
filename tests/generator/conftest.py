"""A workshop: spec text in, a package out that can be imported, or the problems that were found."""

import importlib
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.__main__ import main
from generator.paths import ROOT

_NUMBERS = count()

PING = """
/pings/{ping_id}:
  get:
    operationId: GetPing
    x-resource: pings
    tags: [Pings]
    summary: Get a ping
    parameters:
      - {name: ping_id, in: path, required: true, description: Its id., schema: {type: string}}
    responses:
      '200':
        description: The ping.
        content: {application/json: {schema: {$ref: '#/components/schemas/Ping'}}}
"""
PING_SCHEMA = """
Ping:
  type: object
  description: A ping.
  required: [id]
  properties:
    id: {type: string, description: Its id.}
"""

MORE = PING_SCHEMA + """
Pong: {type: object, description: x, properties: {n: {type: integer, description: x}}}
State: {type: string, description: x, enum: [b, a]}
Moment: {type: integer, description: x, x-timestamp: milliseconds}
Free: {type: object, additionalProperties: true, description: x}
Many: {type: array, items: {type: integer}, description: x}
"""  # fmt: skip
PONG = "{$ref: '#/components/schemas/Pong'}"
STATE = "{$ref: '#/components/schemas/State'}"
MOMENT = "{$ref: '#/components/schemas/Moment'}"
FREE = "{type: object, additionalProperties: true}"
QUERY = "#/paths/~1pings/get/parameters/0/schema"
"""Where the schema of the only parameter is."""


def document(paths: str = PING, schemas: str = PING_SCHEMA, more: str = "") -> str:
    """A whole document around some paths and schemas."""
    head = "openapi: 3.1.0\ninfo: {title: Pings, version: '2026-01-01'}\npaths:\n"
    body = textwrap.indent(paths.strip("\n"), "  ")
    components = "\ncomponents:\n  schemas:\n" + textwrap.indent(schemas.strip("\n"), "    ")
    return head + body + components + "\n" + textwrap.dedent(more)


def operation(name: str = "GetPing", *, path: str = "/pings", method: str = "get", more: str = "") -> str:
    """One operation that answers with a Ping."""
    return f"""
{path}:
  {method}:
    operationId: {name}
    x-resource: pings
    tags: [Pings]
    summary: Do {name}
    responses:
      '200':
        description: Done.
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/Ping'}}}}}}
{textwrap.indent(textwrap.dedent(more).strip(chr(10)), "    ")}
"""


def parameters(*entries: str) -> str:
    return "parameters:\n" + "\n".join(f"  - {entry}" for entry in entries)


def query(name: str, schema: str, more: str = "") -> str:
    return f"{{name: {name}, in: query, description: About {name}., schema: {schema}{more}}}"


def body(schema: str, *, required: bool = True, kind: str = "application/json") -> str:
    return f"requestBody: {{required: {str(required).lower()}, content: {{{kind}: {{schema: {schema}}}}}}}"


@dataclass
class Run:
    """What a command did."""

    status: int
    out: str
    err: str


class Workshop:
    """A folder with a document, templates and a place for the package."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.spec = folder / "spec.yaml"
        self.templates = ROOT / "templates"
        self.package = folder / f"made_{next(_NUMBERS)}"
        self._capsys = capsys

    def run(self, command: str, text: str | None = None) -> Run:
        """`python -m generator …`, in this process."""
        if text is not None:
            self.spec.write_text(text, encoding="utf-8")
        places = ["--spec", str(self.spec), "--templates", str(self.templates), "--output", str(self.package)]
        self._capsys.readouterr()
        status = main([command, *places])
        said = self._capsys.readouterr()
        return Run(status, said.out, said.err)

    def tree(self) -> dict[str, bytes]:
        """All files of the package."""
        files = (path for path in sorted(self.package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
        return {str(path.relative_to(self.package)): path.read_bytes() for path in files}

    def make(self, paths: str = PING, schemas: str = PING_SCHEMA, more: str = "") -> ModuleType:
        """The package, imported."""
        done = self.run("generate", document(paths, schemas, more))
        assert done.status == 0, done.err
        self.part("api")
        self.part("models")
        return importlib.import_module(self.package.name)

    def part(self, name: str) -> Any:
        """A module of the package."""
        return importlib.import_module(f"{self.package.name}.{name}")


def refused(workshop: Workshop, text: str | None = None) -> str:
    """The messages; the package that was there before stays as it is."""
    workshop.package.mkdir(exist_ok=True)
    (workshop.package / "__init__.py").write_text("# Generated from an older document\n")
    done = workshop.run("generate", text)
    assert done.status == 2
    assert done.out == ""
    assert workshop.tree() == {"__init__.py": b"# Generated from an older document\n"}
    assert [path.name for path in workshop.folder.iterdir() if path.name.startswith(".")] == []
    assert "Traceback" not in done.err
    assert done.err.endswith("nothing was written\n")
    return done.err


def one_problem(workshop: Workshop, text: str) -> tuple[str, str]:
    """The first line (place and rule) and the remedy of the only problem."""
    first, remedy, last = refused(workshop, text).splitlines()
    assert last == "1 problem; nothing was written"
    assert remedy.startswith("    ")
    assert remedy.strip()
    return first, remedy.strip()


@pytest.fixture
def workshop(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    monkeypatch.syspath_prepend(tmp_path)
    shop = Workshop(tmp_path, capsys)
    yield shop
    for name in [name for name in sys.modules if name.partition(".")[0] == shop.package.name]:
        del sys.modules[name]
