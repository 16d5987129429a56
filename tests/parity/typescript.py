"""Types in words that both languages have, and the surface of TypeScript read in them.

Kinds: string, number, boolean, date, enum (`values`), array and page (`of`), resource (`name`; in Python, `values` has
the names of its class and of that one's bases), metadata (an object of any shape), object (`properties`), file,
function, any; `other` for what only Python has.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.parity.sdks import Sdk
from tests.support import nodejs


@dataclass(frozen=True)
class Type:
    """A type, without null and undefined."""

    kind: str
    of: Type | None = None
    values: frozenset[str] = frozenset()
    name: str = ""
    properties: tuple[Property, ...] = ()

    def __str__(self) -> str:
        if self.kind == "enum":
            return "one of " + ", ".join(sorted(self.values))
        if self.of is not None:
            return f"{self.kind} of {self.of}"
        return self.name or self.kind


@dataclass(frozen=True)
class Property:
    """A parameter of a method, or a property of an object."""

    name: str
    type: Type
    optional: bool
    nullable: bool

    @property
    def snake(self) -> str:
        return snake(self.name)


@dataclass(frozen=True)
class Method:
    """A method; what stands in a params object is `named`."""

    resource: str
    name: str
    positional: tuple[Property, ...]
    named: tuple[Property, ...]
    one_of: tuple[tuple[str, ...], ...]
    """Groups of names, of which a call gives one."""
    returns: Type


@dataclass(frozen=True)
class Surface:
    """What a version of @clerk/backend declares."""

    version: str
    methods: tuple[Method, ...]
    resources: dict[str, tuple[Property, ...]]


def snake(name: str) -> str:
    """The Python name for a TypeScript name."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def declared(sdk: Sdk) -> Surface:
    """The surface as TypeScript's checker sees it. Takes about two seconds."""
    done = subprocess.run(
        [*nodejs.command("surface.mjs"), sdk.package, sdk.types],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        encoding="utf-8",
    )
    if done.returncode != 0:
        raise RuntimeError(f"tests/node/surface.mjs failed: {done.stderr}")
    document = json.loads(done.stdout)
    return Surface(
        version=document["version"],
        methods=tuple(map(_method, document["methods"])),
        resources={name: _properties(raw) for name, raw in document["resources"].items()},
    )


def _method(raw: dict[str, Any]) -> Method:
    return Method(
        resource=raw["resource"],
        name=raw["name"],
        positional=_properties(raw["positional"]),
        named=_properties(raw["named"]),
        one_of=tuple(tuple(names) for names in raw["one_of"]),
        returns=_type(raw["returns"]),
    )


def _properties(raw: list[dict[str, Any]]) -> tuple[Property, ...]:
    return tuple(Property(one["name"], _type(one["type"]), one["optional"], one["nullable"]) for one in raw)


def _type(raw: dict[str, Any]) -> Type:
    return Type(
        kind=raw["kind"],
        of=_type(raw["of"]) if "of" in raw else None,
        values=frozenset(raw.get("values", ())),
        name=raw.get("name", ""),
        properties=_properties(raw.get("properties", [])),
    )
