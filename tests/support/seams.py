"""Seams where tests put a defect: names of the client, the models and the mock, and the document.

None of them is a file, so defects hold wherever code stands and however it is written. A seam takes what it changes by
operationId or by the name of a model, and fails where there is no such thing.
"""

import inspect
import os
import re
import sys
import traceback
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType
from typing import Any, TypeAlias

import pytest

import clerk_organizations
from clerk_organizations import AsyncClerkClient, ClerkClient, models
from clerk_organizations.testing import MockClerk, Request, Response
from clerk_organizations_api import Operation, api
from tests.support.document import OPERATIONS, Described, deref

Seam: TypeAlias = Callable[[pytest.MonkeyPatch], object]
"""Makes the change, so that it can be taken back."""


@dataclass(frozen=True)
class Defect:
    """One change of behaviour, and the test in tests/contract that must see it."""

    id: str
    test: str
    seed: Seam


class Deliberate(Exception):
    """What a defect raises on purpose."""


@contextmanager
def _sound() -> Generator[None]:
    """A mistake in a defect itself must not look like one that was caught: it ends the process."""
    try:
        yield
    except Deliberate:
        raise
    except Exception:
        traceback.print_exc(file=sys.__stderr__)
        sys.stderr.flush()
        os._exit(3)


def arguments(operation_id: str, change: Callable[[dict[str, Any]], object], *clients: Any) -> Seam:
    """Change what a method of the clients is given, by name."""
    name = OPERATIONS[operation_id].python

    def calling(bound: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(bound)

        def call(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs)
            with _sound():
                change(given.arguments)
            return bound(*given.args, **given.kwargs)

        return call

    def bound_anew(method: Any, owner: Any) -> Callable[..., Any]:
        return calling(method.__get__(owner, type(owner)))

    def seed(patch: pytest.MonkeyPatch) -> None:
        for kind in clients or (ClerkClient, AsyncClerkClient):
            client = kind(secret_key="sk_test_defect")
            resource: Any = type(getattr(client, OPERATIONS[operation_id].resource))
            method: Any = inspect.getattr_static(resource, name)
            patch.setattr(resource, name, property(partial(bound_anew, method)))

    return seed


def operation(operation_id: str, change: Callable[[Operation[Any]], Operation[Any]]) -> Seam:
    """Change the operation that is described, whichever way the client was called."""
    function: FunctionType = getattr(api, re.sub(r"(?<!^)(?=[A-Z])", "_", operation_id).lower())

    def seed(patch: pytest.MonkeyPatch) -> None:
        original = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
        original.__kwdefaults__, original.__annotations__ = function.__kwdefaults__, function.__annotations__

        def described(*args: Any, **kwargs: Any) -> Operation[Any]:
            result = original(*args, **kwargs)
            with _sound():
                return change(result)

        # Other code in the same function: it is changed for all that hold it already.
        source = f"def {function.__name__}(*args, **kwargs): return _described(*args, **kwargs)"
        names: dict[str, Any] = {}
        exec(source, names)
        patch.setitem(function.__globals__, "_described", described)
        patch.setattr(function, "__defaults__", None)
        patch.setattr(function, "__kwdefaults__", None)
        patch.setattr(function, "__wrapped__", original, raising=False)
        patch.setattr(function, "__code__", names[function.__name__].__code__)

    return seed


def headers(change: Callable[[dict[str, str]], object]) -> Seam:
    """Change the headers of each request."""

    def seed(patch: pytest.MonkeyPatch) -> None:
        kind = _class_of_the_client("Request")
        original, signature = kind.__init__, inspect.signature(kind.__init__)

        def init(self: Any, *args: Any, **kwargs: Any) -> None:
            given = signature.bind(self, *args, **kwargs)
            with _sound():
                given.arguments["headers"] = dict(given.arguments["headers"])
                change(given.arguments["headers"])
            original(*given.args, **given.kwargs)

        patch.setattr(kind, "__init__", init)

    return seed


def _class_of_the_client(name: str) -> Any:
    """A class that is not public, wherever the client defines it; the mock has names of its own."""
    found = []
    for module in walk_packages(clerk_organizations.__path__, "clerk_organizations."):
        spec = None if ".testing" in module.name else find_spec(module.name)
        if spec and spec.origin and f"\nclass {name}:" in Path(spec.origin).read_text(encoding="utf-8"):
            found.append(getattr(import_module(module.name), name))
    (only,) = found
    return only


def reading(
    model: str,
    change: Callable[[Any, Mapping[str, Any]], object] = lambda read, src: None,
    source: Callable[[dict[str, Any]], Mapping[str, Any]] = lambda src: src,
) -> Seam:
    """Change what a model reads from (`source`), or the model once it was read."""

    def seed(patch: pytest.MonkeyPatch) -> None:
        kind: Any = getattr(models, model)
        original = kind._from_dict.__func__

        def from_dict(cls: Any, src: Any, shared: Any) -> Any:
            if isinstance(src, dict):
                with _sound():
                    src = source(src)
            read = original(cls, src, shared)
            with _sound():
                change(read, src)
            return read

        patch.setattr(kind, "_from_dict", classmethod(from_dict))  # where models inside of others are read as well

    return seed


def writing(model: str, change: Callable[[dict[str, Any]], object]) -> Seam:
    """Change what a model writes back."""

    def seed(patch: pytest.MonkeyPatch) -> None:
        kind: Any = getattr(models, model)
        original = kind.to_dict

        def to_dict(self: Any) -> Any:
            written = original(self)
            with _sound():
                change(written)
            return written

        patch.setattr(kind, "to_dict", to_dict)

    return seed


def answering(
    change: Callable[[Request, Response], Response] = lambda request, response: response,
    asked: Callable[[Request], Request] = lambda request: request,
) -> Seam:
    """Change what the mock is asked (`asked`), or what it answers."""

    def seed(patch: pytest.MonkeyPatch) -> None:
        original = MockClerk.handle

        def handle(self: MockClerk, request: Request) -> Response:
            with _sound():
                request = asked(request)
            response = original(self, request)
            with _sound():
                return change(request, response)

        patch.setattr(MockClerk, "handle", handle)

    return seed


def documented(operation_id: str, change: Callable[[pytest.MonkeyPatch, Described], object]) -> Seam:
    """Change the document as the tests read it, and neither the client nor the mock."""
    return lambda patch: change(patch, OPERATIONS[operation_id])


def renamed(patch: pytest.MonkeyPatch, node: dict[str, Any], old: str, new: str) -> None:
    """Another key for a part of the document."""
    patch.setitem(node, new, node[old])
    patch.delitem(node, old)


def property_of(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """The schema of a property."""
    found: dict[str, Any] = deref(deref(schema)["properties"][name])
    return found
