"""Routing: the operation of a method and a path."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from . import error_catalog
from .messages import JsonObject, Refusal
from .operation import Operation

VERSION = "v1"
METHODS = ("get", "put", "post", "delete", "patch")


class Router:
    """Finds the operation of a method and a path. Only what follows /v1 counts: the API may be mounted anywhere."""

    def __init__(self, document: JsonObject) -> None:
        routes = [_Route(template, item, document) for template, item in document["paths"].items()]
        self._routes = sorted(routes, key=lambda route: route.generality)

    @property
    def operation_ids(self) -> list[str]:
        """Those of all operations."""
        return [operation.id for route in self._routes for operation in route.operations.values()]

    def operation_id(self, method: str, path: str) -> str | None:
        """The operation of a request; None when there is none."""
        try:
            return self.find(method, path)[0].id
        except Refusal:
            return None

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """The operation and its path parameters; raises Refusal: 404, or 405 with what the path allows."""
        allowed: set[str] = set()
        for segments in _mounted(path):
            for route in self._routes:
                values = route.match(segments)
                if values is None:
                    continue
                if method in route.operations:
                    return route.operations[method], values
                allowed |= route.operations.keys()
                break  # a more general route is another resource
        if not allowed:
            raise Refusal(error_catalog.NO_SUCH_PATH, f"There is nothing at {path}.")
        headers = {"allow": ", ".join(sorted(allowed))}
        raise Refusal(error_catalog.NO_SUCH_METHOD, f"{path} has no {method}.", headers=headers)


class _Route:
    """One path template and its operations by method."""

    def __init__(self, template: str, item: JsonObject, document: JsonObject) -> None:
        self._segments = template.strip("/").split("/")
        shared = item.get("parameters", [])
        self.operations = {
            method.upper(): Operation(item[method], shared, document) for method in METHODS if method in item
        }

    @property
    def generality(self) -> list[bool]:
        """Sorts /invitations/bulk before /invitations/{invitation_id}."""
        return [segment.startswith("{") for segment in self._segments]

    def match(self, segments: list[str]) -> dict[str, str] | None:
        """The path parameters, or None if the path is another one."""
        if len(segments) != len(self._segments):
            return None
        values: dict[str, str] = {}
        for expected, given in zip(self._segments, segments, strict=True):
            if expected.startswith("{") and given:
                values[expected[1:-1]] = given
            elif expected != given:
                return None
        return values


def _mounted(path: str) -> Iterator[list[str]]:
    """The decoded segments behind each /v1 of a path: an encoded slash does not split a segment."""
    segments = [unquote(segment) for segment in path.split("/")]
    for index, segment in enumerate(segments):
        if segment == VERSION:
            yield segments[index + 1 :]
