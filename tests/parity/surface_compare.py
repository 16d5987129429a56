"""Our surface held against TypeScript's: what differs, and what only we have."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clerk_organizations import errors, models
from tests.parity.hints import Hint, Parameter, attributes_of, parameters_of, returned_by
from tests.parity.typescript import Method, Property, Surface, Type, snake
from tests.parity.values import camel
from tests.support.resources import ASYNC_RESOURCES, RESOURCES

META = "ClerkAPIErrorMeta"
_TIME = re.compile(r"_at(_before|_after)?$")


def _resources() -> dict[str, tuple[type, ...]]:
    """What both clients are declared to have."""
    return {camel(name): (RESOURCES[name], ASYNC_RESOURCES[name]) for name in RESOURCES}


def _classes() -> Iterator[tuple[str, type]]:
    """Models and errors by the names that TypeScript has for them."""
    yield from ((name, getattr(models, name)) for name in models.__all__)
    yield "PaginatedResourceResponse", models.Organizations
    yield "ClerkAPIResponseError", errors.ClerkAPIResponseError
    yield "ClerkAPIError", errors.ClerkAPIError


@dataclass(frozen=True)
class Ours:
    """What is held against TypeScript."""

    apis: Mapping[str, tuple[type, ...]] = field(default_factory=_resources)
    """The classes of both clients by resource, such as `organizationRoles`."""
    classes: Mapping[str, type] = field(default_factory=lambda: dict(_classes()))


@dataclass(frozen=True)
class SurfaceDifference:
    """Where we are not what TypeScript declares. `at` is the TypeScript name, `kind` what about it differs."""

    at: str
    kind: str
    says: str

    def __str__(self) -> str:
        return f"{self.at} ({self.kind}): {self.says}"


@dataclass(frozen=True)
class Extra:
    """What only we have, under its Python name."""

    name: str

    def __str__(self) -> str:
        return self.name


Finding = SurfaceDifference | Extra


def compare(surface: Surface, ours: Ours) -> list[Finding]:
    """All findings, each once: the two clients are compared one after the other."""
    found: list[Finding] = []
    for resource in {method.resource: None for method in surface.methods}:
        for api in ours.apis.get(resource, ()):
            found += _api([method for method in surface.methods if method.resource == resource], api)
    for name, properties in surface.resources.items():
        found += _meta(ours) if name == META else _resource(name, properties, ours.classes.get(name))
    return list(dict.fromkeys(found))


def _api(methods: Sequence[Method], api: type) -> Iterator[Finding]:
    for method in methods:
        definition, alias = (getattr(api, name, None) for name in (snake(method.name), method.name))
        for name, there in ((snake(method.name), definition), (method.name, alias)):
            if there is None:
                yield SurfaceDifference(f"{api.__name__}.{name}", "missing", "there is no such method")
        if definition is not None:
            if alias not in (None, definition):
                yield SurfaceDifference(f"{api.__name__}.{method.name}", "alias", f"is not {snake(method.name)}")
            yield from _method(method, inspect.unwrap(definition))
    known = {name for method in methods for name in (method.name, snake(method.name))}
    yield from (Extra(name) for name in dir(api) if not name.startswith("_") and name not in known)


def _method(method: Method, describe: Any) -> Iterator[Finding]:
    parameters = parameters_of(describe)
    for place, wanted in enumerate(method.positional):
        at = f"{method.name}.{wanted.name}"
        mine = next((one for one in parameters.values() if one.place == place), None)
        if mine is None:
            yield SurfaceDifference(at, "missing", f"no parameter stands in place {place + 1}")
            continue
        if mine.name != wanted.snake:
            yield SurfaceDifference(at, "name", f"is called {mine.name}")
        yield from _parameter(at, wanted, parameters.pop(mine.name), snake(method.name))
    for wanted in method.named:
        at = f"{method.name}.{wanted.name}"
        if wanted.snake not in parameters:
            yield SurfaceDifference(at, "missing", f"{snake(method.name)} has no parameter {wanted.snake}")
            continue
        mine = parameters.pop(wanted.snake)
        if mine.place is not None:
            yield SurfaceDifference(at, "place", "is positional, where TypeScript has it in the params object")
        yield from _parameter(at, wanted, mine, snake(method.name))
    for one in parameters.values():
        yield Extra(f"{snake(method.name)}.{one.name}")
        if one.required:
            yield SurfaceDifference(f"{method.name}.{one.name}", "required", "is required, and unknown to TypeScript")
    returns = returned_by(describe)
    if not _fits(method.returns, returns):
        yield SurfaceDifference(f"{method.name}()", "returns", f"returns {returns}, in TypeScript {method.returns}")


def _parameter(at: str, wanted: Property, mine: Parameter, owner: str) -> Iterator[Finding]:
    name = f"{owner}.{mine.name}"
    if mine.required == wanted.optional:
        there, here = ("optional", "required") if wanted.optional else ("required", "optional")
        yield SurfaceDifference(at, "required", f"is {here}, in TypeScript {there}")
    if wanted.nullable and not mine.hint.nullable:
        yield SurfaceDifference(at, "nullable", "does not take None, TypeScript takes null")
    fitting = next((one for one in mine.hint.types if _fits(wanted.type, one)), None)
    if fitting is None:
        yield SurfaceDifference(at, "type", f"takes {mine.hint}, in TypeScript {wanted.type}")
        return
    yield from _values(at, name, wanted.type, fitting)
    for other in mine.hint.types:
        is_time = (wanted.type.kind, other.kind) == ("number", "date") and _TIME.search(mine.name)
        if other != fitting and not is_time:
            yield Extra(f"{name} as {other}")
    if wanted.type.of and wanted.type.of.kind == "object" and fitting.of:
        yield from _row(f"{at}[]", f"{name}[]", wanted.type.of, fitting.of)


def _row(at: str, name: str, wanted: Type, mine: Type) -> Iterator[Finding]:
    """The keys of an object in an array: they follow the rules of keyword arguments."""
    keys = {}
    for key in mine.properties:
        keys[key.name] = Parameter(key.name, Hint((key.type,), key.nullable), not key.optional, None)
    for key in wanted.properties:
        if key.snake in keys:
            yield from _parameter(f"{at}.{key.name}", key, keys.pop(key.snake), name)
        else:
            yield SurfaceDifference(f"{at}.{key.name}", "missing", f"{mine.name} has no key {key.snake}")
    yield from (Extra(f"{name}.{key}") for key in keys)


def _resource(resource: str, properties: tuple[Property, ...], cls: type | None) -> Iterator[Finding]:
    if cls is None:
        yield SurfaceDifference(resource, "missing", "there is no such class")
        return
    attributes = attributes_of(cls)
    for wanted in properties:
        at = f"{resource}.{wanted.name}"
        mine = attributes.pop(wanted.snake, None)
        if mine is None:
            yield SurfaceDifference(at, "missing", f"{cls.__name__} has no {wanted.snake}")
            continue
        if (wanted.optional or wanted.nullable) and not mine.nullable:
            yield SurfaceDifference(at, "nullable", f"is {mine}, in TypeScript it can be null or undefined")
        fitting = next((one for one in mine.types if _fits(wanted.type, one)), None)
        if fitting is not None:
            yield from _values(at, f"{resource}.{wanted.snake}", wanted.type, fitting)
        # An open set of values may be a plain text: an answer can have one that nobody has foreseen.
        elif wanted.type.kind != "any" and (wanted.type.kind, mine.types) != ("enum", (Type("string"),)):
            yield SurfaceDifference(at, "type", f"is {mine}, in TypeScript {wanted.type}")
    yield from (Extra(f"{resource}.{name}") for name in attributes)


def _meta(ours: Ours) -> Iterator[Finding]:
    """What TypeScript names in `meta` needs no name here: the object of the answer is there as it came."""
    meta = attributes_of(ours.classes["ClerkAPIError"]).get("meta")
    if meta is None or meta.types != (Type("metadata"),):
        yield SurfaceDifference(META, "type", f"meta is {meta}, and must be a mapping that holds any key")


def _fits(wanted: Type, mine: Type) -> bool:
    """Whether a type of ours is what TypeScript says; the values of enums are compared apart."""
    if wanted.of is not None and mine.of is not None:
        return wanted.kind == mine.kind and _fits(wanted.of, mine.of)
    if wanted.kind == "resource":
        return mine.kind == "resource" and wanted.name in mine.values
    return wanted.kind == mine.kind


def _values(at: str, name: str, wanted: Type, mine: Type) -> Iterator[Finding]:
    while wanted.of is not None and mine.of is not None:
        wanted, mine = wanted.of, mine.of
    if wanted.kind == "enum":
        if lacking := sorted(wanted.values - mine.values):
            yield SurfaceDifference(at, "values", f"lacks {', '.join(lacking)}")
        yield from (Extra(f"{name} = {value}") for value in sorted(mine.values - wanted.values))
