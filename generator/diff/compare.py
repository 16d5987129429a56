"""Comparison of two documents: operation by operation, then the rest.

Both documents must pass `generator.checks`.
"""

from typing import Any

from generator.diff.change import Change, Changes, Where, are_same
from generator.diff.operations import (
    Operation,
    arguments_of,
    function_of,
    operations_of,
    pairs_of,
    renamed_of,
    schema_of,
    used_components,
)
from generator.diff.schemas import Node, Schemas
from generator.diff.unchanged import Unchanged
from generator.document.document import Document, pointer, walk
from generator.parse.names import python_name

_OF_OPERATION = {
    "operationId", "tags", "parameters", "requestBody", "responses", "security", "servers", "x-positional",
    "x-resource", "x-idempotency-key",
}  # fmt: skip
_OF_PARAMETER = {"name", "in", "required", "schema", "explode", "x-multiple-values", "$ref"}
_REPORTED_IN_USE = ("schemas", "parameters", "requestBodies", "responses")
_SECTIONS = (*_REPORTED_IN_USE, "headers", "examples", "links")


def compare(old: Document, new: Document) -> list[Change]:
    """Every change, the worst first. Empty only when both documents say the same in the same words and order."""
    return _Comparison(old, new).changes.sorted()


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self._old, self._new = old, new
        self.changes = Changes()
        self._unchanged = Unchanged(old, new)
        self._report, self._schemas = self.changes.report, Schemas(self.changes, self._unchanged)
        self._head()
        self._operations()
        self.changes.operation = ""
        self._unused()
        if not self.changes.sorted() and (place := _first_difference(old.root, new.root)):
            self._report("rewritten", "the document", place, place)

    def _head(self) -> None:
        was, now = (Node(document, "#", document.root) for document in (self._old, self._new))
        old, new = was.child("info"), now.child("info")
        if old.raw["version"] != new.raw["version"]:
            at = pointer(old.at, "version")
            self._report("version-changed", "the version of the API", at, at, old.raw["version"], new.raw["version"])
        self._schemas.texts(old, new, "the document", {"version"})
        self._schemas.texts(was, now, "the document", {"info", "paths", "components", "servers", "security"})
        self._surroundings(was, now, "every call")
        schemes = [one.raw.get("components", {}).get("securitySchemes") for one in (was, now)]
        if not are_same(*schemes):
            at = "#/components/securitySchemes"
            self._report("security-changed", "every call", at, at)

    def _surroundings(self, old: Node, new: Node, subject: str) -> None:
        """Where calls go, and what authorizes them."""
        for key in ("servers", "security"):
            was, now = old.raw.get(key), new.raw.get(key)
            if are_same(was, now):
                continue
            is_text = key == "servers" and _urls(was) == _urls(now)
            rule = "text" if is_text else f"{key.removesuffix('s')}-changed"
            places = [pointer(one.at, key) if key in one.raw else None for one in (old, new)]
            self._report(rule, f"{key} of {subject}", *places, aspect=key)

    def _operations(self) -> None:
        was, now = (operations_of(document) for document in (self._old, self._new))
        pairs = pairs_of(was, now)
        for old in was:
            if old.id not in pairs:
                self._start(old)
                self._report("operation-gone", function_of(old), old.at, None, old.call, "")
        for new in now:
            if new.id not in pairs.values():
                self._start(new)
                self._report("operation-added", function_of(new), None, new.at, "", new.call)
        for old in was:
            if old.id in pairs:
                new = next(one for one in now if one.id == pairs[old.id])
                self._start(new)
                self._operation(old, new)
        self.changes.operation, self.changes.where = "", "operation"
        before, after = [pairs[one.id] for one in was if one.id in pairs], [one.id for one in now]
        self._schemas.order(before, after, "operations", "#/paths", "#/paths")

    def _start(self, operation: Operation, where: Where = "operation") -> None:
        self.changes.operation, self.changes.where = operation.id, where

    def _operation(self, old: Operation, new: Operation) -> None:
        if old.at == new.at and self._unchanged.holds(old.raw, new.raw):
            return
        subject = function_of(new)
        if old.id != new.id:
            self._report("operation-renamed", function_of(old), old.at, new.at, old.id, new.id)
        if old.shape != new.shape:
            self._report("operation-moved", subject, old.at, new.at, old.call, new.call)
        if old.raw["tags"] != new.raw["tags"]:
            self._report("module-changed", subject, old.at, new.at, old.raw["tags"][0], new.raw["tags"][0])
        if old.client_method != new.client_method:
            self._report("method-renamed", subject, old.at, new.at, old.client_method, new.client_method)
        keys = [one.raw.get("x-idempotency-key", "") for one in (old, new)]
        if keys[0] != keys[1]:
            self._report("key-changed" if keys[0] else "key-added", subject, old.at, new.at, *keys)
        self._schemas.texts(old, new, subject, _OF_OPERATION)
        self._surroundings(old, new, subject)
        self._start(new, "request")
        self._parameters(old, new)
        self._body(old, new)
        self._positions(old, new)
        self._responses(old, new)

    def _parameters(self, old: Operation, new: Operation) -> None:
        was, now = old.parameters, new.parameters
        renamed = renamed_of(old, new)
        was = {
            (place, renamed.get(name, name) if place == "path" else name): node for (place, name), node in was.items()
        }
        for key in [key for key in was if key not in now]:
            self._schemas.gone(was[key].followed(), was[key].followed().raw["name"], "")
        for key, node in now.items():
            target = node.followed()
            if key in was:
                self._written(was[key], node, f"argument `{python_name(key[1])}`")
                self._parameter(was[key].followed(), target)
            else:
                self._schemas.added(target, key[1], "", target.raw.get("required", False))
        self._schemas.order(list(was), list(now), "arguments", old.at, new.at)

    def _positions(self, old: Operation, new: Operation) -> None:
        """Which of the arguments that stay may be passed by position, and at which place."""
        renamed = renamed_of(old, new)
        before: list[str] = [renamed.get(name) or name for name in old.raw.get("x-positional", [])]
        after: list[str] = new.raw.get("x-positional", [])
        stays = {renamed.get(name, name) for name in old.addressed} & set(new.addressed)
        for name in [name for name in before if name in stays and after[before.index(name) :][:1] != [name]]:
            subject = f"argument `{python_name(name)}`"
            self._report(
                "argument-keyword-only", subject, old.at, new.at, ", ".join(before), ", ".join(after), aspect=name
            )
        for name in [name for name in after if name in stays and name not in before]:
            subject = f"argument `{python_name(name)}`"
            self._report(
                "argument-positional", subject, old.at, new.at, ", ".join(before), ", ".join(after), aspect=name
            )

    def _written(self, old: Node, new: Node, subject: str) -> None:
        if old.name != new.name:
            self._report("rewritten", subject, old.at, new.at, old.name or "in place", new.name or "in place")

    def _parameter(self, old: Node, new: Node) -> None:
        name, subject = new.raw["name"], f"argument `{python_name(new.raw['name'])}`"
        self._mark(old, new)
        if old.raw["name"] != name:
            self._report("argument-renamed", subject, old.at, new.at, old.raw["name"], name)
        self._schemas.texts(old, new, subject, _OF_PARAMETER)
        self._several(old, new, subject)
        required = [one.raw.get("required", False) for one in (old, new)]
        was, now = (one.child("schema") for one in (old, new))
        if new.raw["in"] == "query" and not any(required):  # None leaves it out, whether or not null is allowed
            if was.type.nullable != now.type.nullable:
                self._report("rewritten", f"null of {subject}", old.at, new.at, aspect="null")
        else:
            self._schemas.presence(was, now, subject, *required)
        self._schemas.value(was, now, subject)

    def _several(self, old: Node, new: Node, subject: str) -> None:
        """Whether several values are taken, and how they are written."""
        several = ["x-multiple-values" in one.raw for one in (old, new)]
        if several[0] != several[1]:
            self._report("several-taken" if several[1] else "several-refused", subject, old.at, new.at)
        was, now = (one.raw.get("explode") for one in (old, new))
        if was is not now:
            rule = "several-written" if False in (was, now) else "rewritten"
            self._report(rule, f"explode of {subject}", old.at, new.at, was, now, aspect="explode")

    def _mark(self, old: Node, new: Node) -> None:
        self._schemas.compared.add((old.at, new.at))

    def _body(self, old: Operation, new: Operation) -> None:
        if old.body and new.body:
            self._written(old.body, new.body, f"body of {function_of(new)}")
            was, now = old.body.followed(), new.body.followed()
            self._mark(was, now)
            subject = f"body of {function_of(new)}"
            self._schemas.texts(was, now, subject, {"required", "content", "$ref"})
            self._leaving_out(was, now, subject)
            self._media(was, now, subject)
            return
        self._replaced(schema_of(old.body), schema_of(new.body))

    def _leaving_out(self, old: Node, new: Node, subject: str) -> None:
        was, now = (one.raw.get("required") for one in (old, new))
        if (was is False) != (now is False):
            self._report("body-optional" if now is False else "body-always", subject, old.at, new.at)
        elif was is not now:
            self._report("rewritten", f"required of {subject}", old.at, new.at, aspect="required")

    def _media(self, old: Node, new: Node, subject: str) -> None:
        """The content of a body or an answer. A body, and an answer that is no error, has exactly one media type."""
        was, now = (list(one.raw.get("content", {})) for one in (old, new))
        if gone := [kind for kind in was if kind not in now]:
            added = [kind for kind in now if kind not in was]
            self._report("media-type-changed", subject, old.at, new.at, ", ".join(gone), ", ".join(added))
        elif was != now:
            added = [kind for kind in now if kind not in was]
            self._report("media-type-added", subject, old.at, new.at, "", ", ".join(added))
        for one, other in [(kind, kind) for kind in was if kind in now] or list(zip(was, now, strict=False))[:1]:
            before, after = old.child("content", one), new.child("content", other)
            self._schemas.texts(before, after, subject, {"schema"})
            self._content(before.child("schema"), after.child("schema"), subject)

    def _content(self, old: Node, new: Node, subject: str) -> None:
        is_body = self.changes.where == "request"
        if not is_body or old.type.kind == new.type.kind:
            self._schemas.value(old, new, subject, is_body=is_body)
            return
        self._replaced(old, new)

    def _replaced(self, old: Node | None, new: Node | None) -> None:
        """Other arguments in the place of those there were."""
        for name, (node, _) in arguments_of(old).items():
            self._schemas.gone(node, name, "")
        for name, (node, required) in arguments_of(new).items():
            self._schemas.added(node, name, "", required)

    def _responses(self, old: Operation, new: Operation) -> None:
        was, now = (one.child("responses") for one in (old, new))
        good = [next(status for status in one.raw if status.startswith("2")) for one in (was, now)]
        self._start(new, "answer")
        if good[0] != good[1]:
            self._report("success-changed", f"answer of {function_of(new)}", was.at, now.at, *good)
        self._response(was.child(good[0]), now.child(good[1]), f"answer of {function_of(new)}")
        self._start(new, "error")
        for status in [*was.raw, *(status for status in now.raw if status not in was.raw)]:
            subject = f"error {status} of {function_of(new)}"
            if status in good:
                continue
            if status not in now.raw:
                self._report("error-gone", subject, pointer(was.at, status), None)
            elif status not in was.raw:
                self._report("error-added", subject, None, pointer(now.at, status))
            else:
                self._response(was.child(status), now.child(status), subject)
        self._schemas.order(list(was.raw), list(now.raw), f"statuses of {function_of(new)}", was.at, now.at)

    def _response(self, old: Node, new: Node, subject: str) -> None:
        if self._unchanged.holds(old.raw, new.raw):
            return
        self._written(old, new, subject)
        subject = f"`{new.name}`" if new.name else subject
        self._mark(old.followed(), new.followed())
        self._schemas.texts(old.followed(), new.followed(), subject, {"content"})
        self._media(old.followed(), new.followed(), subject)

    def _unused(self) -> None:
        """Components that no comparison of operations has met."""
        self.changes.where = "operation"
        used = [used_components(document) for document in (self._old, self._new)]
        for section in _SECTIONS:
            was, now = (one.root.get("components", {}).get(section, {}) for one in (self._old, self._new))
            for name in [*was, *(name for name in now if name not in was)]:
                at = pointer("#/components", section, name)
                if name in was and name in now:
                    if section in _REPORTED_IN_USE and at in used[0] & used[1]:
                        continue  # reported where it is used, if only as gone there and new elsewhere
                    if (at, at) not in self._schemas.compared and not are_same(was[name], now[name]):
                        self._report("unused", f"`{name}`", at, at)
                elif at not in used[name in now]:
                    self._report("unused", f"`{name}`", *((at, None) if name in was else (None, at)))


def _urls(servers: Any) -> list[Any]:
    return [server.get("url") if isinstance(server, dict) else server for server in servers or []]


def _first_difference(old: Any, new: Any) -> str:
    """The pointer of the first node with another spelling or order; empty when there is none."""
    pairs = zip(walk(old), walk(new), strict=False)
    return next((at for (at, one), (other, two) in pairs if at != other or _is_leaf_apart(one, two)), "")


def _is_leaf_apart(one: Any, other: Any) -> bool:
    is_deep = isinstance(one, dict | list) and isinstance(other, dict | list)
    return not are_same(one, other) if not is_deep else len(one) != len(other)
