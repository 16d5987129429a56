"""Comparison of schemas: fields, types, enums and limits."""

from dataclasses import dataclass, replace
from typing import Any

from generator.diff.change import Changes, are_same, as_json
from generator.diff.keywords import rule_of
from generator.diff.unchanged import Unchanged
from generator.document.document import Document, pointer
from generator.package import Type
from generator.parse import types
from generator.parse.names import python_name

_TYPED = {"type", "enum", "oneOf", "anyOf", "allOf", "properties", "required", "items", "format", "x-timestamp", "$ref"}
_LOWEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_HIGHEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_LIMITS = (*_LOWEST, *_HIGHEST, "multipleOf", "pattern", "uniqueItems")
_STRUCTURE = {*_TYPED, *_LIMITS, "default"}
_TAKES_MORE = {
    ("integer", "number"), ("integer", "timestamp"), ("boolean", "text_boolean"),
    ("enum", "string"), ("enum", "integer"),
}  # fmt: skip
"""(was, is): arguments that take all that they took, and more."""
_REFINED = {
    ("number", "integer"), ("integer", "timestamp"), ("string", "enum"), ("enum", "string"), ("integer", "enum"),
    ("enum", "integer"), ("string", "date_time"), ("string", "text_boolean"), ("text_boolean", "string"),
    ("enum", "text_boolean"), ("text_boolean", "enum"),
}  # fmt: skip
"""(was, is): fields whose readers can go on."""


@dataclass(frozen=True)
class Node:
    """A schema, or whatever else stands at a pointer of a document."""

    document: Document
    at: str
    raw: dict[str, Any]

    def child(self, *keys: str | int) -> "Node":
        raw: Any = self.raw
        for key in keys:
            raw = raw[key]
        return Node(self.document, pointer(self.at, *keys), raw)

    def followed(self) -> "Node":
        """Where a `$ref` leads, or the node itself."""
        return Node(self.document, *self.document.follow(self.at, self.raw))

    @property
    def name(self) -> str:
        """The component that a `$ref` names; empty for what is written in place."""
        return str(self.raw.get("$ref", "")).rpartition("/")[2]

    @property
    def type(self) -> Type:
        return types.read(self.document, self.at, self.raw)

    def without_null(self) -> "Node":
        """The one part of a union with null, or the node itself."""
        for word in ("oneOf", "anyOf"):
            for index, part in enumerate(self.raw.get(word, [])):
                if part.get("type") != "null":
                    return self.child(word, index)
        return self


class Schemas:
    """Compares schemas, and notes what differs."""

    def __init__(self, changes: Changes, unchanged: Unchanged) -> None:
        self._changes, self._report, self._unchanged = changes, changes.report, unchanged
        self._seen: set[tuple[str, str, str, str, bool]] = set()
        self.compared: set[tuple[str, str]] = set()
        """(old pointer, new pointer) of the components that were compared with each other."""

    def texts(self, old: Node, new: Node, subject: str, but: set[str]) -> None:
        """Keys that are looked at as a whole: words for people, and marks."""
        for key in [*old.raw, *(key for key in new.raw if key not in old.raw)]:
            was, now = old.raw.get(key), new.raw.get(key)
            if key in but or are_same(was, now):
                continue
            rule = rule_of(key, was, now, is_request=self._changes.is_request)
            what = subject if rule.removeprefix("not-") in ("deprecated", "sensitive") else f"{key} of {subject}"
            places = [pointer(one.at, key) if key in one.raw else None for one in (old, new)]
            simple = not isinstance(was, dict | list) and not isinstance(now, dict | list)
            self._report(rule, what, *places, *((was, now) if simple else ()), aspect=key)

    def value(self, old: Node, new: Node, subject: str, *, is_body: bool = False) -> None:
        """What stands in one place. Whether it may be null is judged with whether it must be there: see `presence`."""
        if self._unchanged.holds(old.raw, new.raw):
            return
        was, now = old.without_null(), new.without_null()
        if was.name and now.name:
            self._holders(old, new, was, now, subject)
            self._component(was, now, is_body=is_body)
            return
        if was.name or now.name:
            self._report("rewritten", subject, was.at, now.at, was.name or "in place", now.name or "in place")
            was, now = (replace(one.followed(), raw={**one.followed().raw, **one.raw}) for one in (was, now))
        if old.raw.keys() & {"oneOf", "anyOf"} or new.raw.keys() & {"oneOf", "anyOf"}:
            old, new = (_documented(one, core) for one, core in ((old, was), (new, now)))
            self.texts(old, new, subject, _STRUCTURE)
        else:
            self.texts(was, now, subject, _STRUCTURE)
        self._core(was, now, subject, owner="")

    def _holders(self, old: Node, new: Node, was: Node, now: Node, subject: str) -> None:
        self.texts(old, new, subject, _STRUCTURE)
        if was.at != old.at and now.at != new.at:
            self.texts(was, now, subject, _STRUCTURE)

    def _component(self, old: Node, new: Node, *, is_body: bool) -> None:
        key = (self._changes.operation, self._changes.where, old.raw["$ref"], new.raw["$ref"], is_body)
        if key in self._seen:
            return
        self._seen.add(key)
        was, now = old.followed(), new.followed()
        self.compared.add((was.at, now.at))
        if old.name != new.name:
            is_class = (was.type.kind == "model" or now.type.kind == "model") and not is_body
            names_class = is_class and self._changes.where != "error"
            rule = "rewritten" if not names_class else "row-renamed" if self._changes.is_request else "class-renamed"
            self._report(rule, f"`{old.name}`", was.at, now.at, old.name, new.name, aspect="name")
        self.texts(was, now, f"`{new.name}`", _STRUCTURE)
        self._core(was, now, f"`{new.name}`", owner="" if is_body else new.name)

    def _core(self, old: Node, new: Node, subject: str, owner: str) -> None:
        was, now = old.type, new.type
        if was.kind == now.kind == "model":
            self._base(old, new, subject)
            self._fields(old, new, owner)
        elif was.kind == now.kind == "array":
            self._nulls(old.child("items"), new.child("items"), f"items of {subject}")
            self.value(old.child("items"), new.child("items"), f"items of {subject}")
        elif was.kind == now.kind and _are_alike(was, now):
            self._values(old, new, was, now, subject)
        else:
            self._retyped(old, new, was, now, subject)
        if was.kind == now.kind and old.raw.get("format") != new.raw.get("format"):
            self._report(
                "text",
                f"format of {subject}",
                old.at,
                new.at,
                old.raw.get("format"),
                new.raw.get("format"),
                aspect="format",
            )
        self._limits(old, new, subject)
        self._default(old, new, subject)

    def _retyped(self, old: Node, new: Node, was: Type, now: Type, subject: str) -> None:
        if self._changes.is_request:
            rule = "widened" if _is_one_of(_TAKES_MORE, was, now) else "retyped"
        else:
            rule = "field-refined" if was.kind == "any" or _is_one_of(_REFINED, was, now) else "field-retyped"
        self._report(rule, subject, old.at, new.at, said(was), said(now), aspect="type")

    def _values(self, old: Node, new: Node, was: Type, now: Type, subject: str) -> None:
        less = [value for value in was.values if value not in now.values]
        more = [value for value in now.values if value not in was.values]
        request = self._changes.is_request
        if less:
            rule = "value-refused" if request else "value-untold"
            self._report(rule, subject, old.at, new.at, ", ".join(map(as_json, less)), "", aspect="less")
        if more:
            rule = "value-taken" if request else "value-told"
            self._report(rule, subject, old.at, new.at, "", ", ".join(map(as_json, more)), aspect="more")
        self.order(was.values, now.values, f"values of {subject}", old.at, new.at)

    def order(self, was: Any, now: Any, subject: str, old_at: str, new_at: str) -> None:
        """Whether what both have stands in another order."""
        before, after = [one for one in was if one in now], [one for one in now if one in was]
        if before != after:
            self._report("order", subject, old_at, new_at)

    def _base(self, old: Node, new: Node, subject: str) -> None:
        was, now = ({part["$ref"] for part in one.raw.get("allOf", []) if "$ref" in part} for one in (old, new))
        if was != now and self._changes.where == "answer":
            kept = was <= now
            names = [", ".join(sorted(ref.rpartition("/")[2] for ref in one)) for one in (was, now)]
            self._report("base-added" if kept else "base-changed", subject, old.at, new.at, *names)

    def _fields(self, old: Node, new: Node, owner: str) -> None:
        """The properties of an object, inherited ones included."""
        was, now = fields(old), fields(new)
        required = (required_names(old), required_names(new))
        for wire in [wire for wire in was if wire not in now]:
            self.gone(was[wire], wire, owner)
        for wire, node in now.items():
            if wire in was:
                subject = self._subject(wire, owner)
                self.presence(was[wire], node, subject, wire in required[0], wire in required[1])
                self.value(was[wire], node, subject)
            else:
                self.added(node, wire, owner, wire in required[1])
        before, after = _own(old), _own(new)
        self.order(before, after, f"fields of `{owner}`" if owner else "arguments", old.at, new.at)

    def gone(self, node: Node, wire: str, owner: str) -> None:
        """A field or an argument that is no longer there."""
        rule = "argument-gone" if self._changes.is_request else "field-gone"
        self._report(rule, self._subject(wire, owner), node.at, None, aspect="gone")

    def added(self, node: Node, wire: str, owner: str, is_required: bool) -> None:
        """A field or an argument that was not there."""
        request = "argument-demanded" if is_required else "argument-added"
        self._report(
            request if self._changes.is_request else "field-added",
            self._subject(wire, owner),
            None,
            node.at,
            aspect="new",
        )

    def _subject(self, wire: str, owner: str) -> str:
        name = python_name(wire)
        return f"`{owner}.{name}`" if owner else f"argument `{name}`"

    def presence(self, old: Node, new: Node, subject: str, was: bool, now: bool) -> None:
        """Whether a value must be there, and whether it may be null."""
        if self._changes.is_request:
            if was != now:
                rule = "now-required" if now else "now-optional"
                self._report(rule, subject, old.at, new.at, aspect="required")
            self._nulls(old, new, subject)
            return
        nulls = (old.type.nullable, new.type.nullable)
        none = (nulls[0] or not was, nulls[1] or not now)
        if none[0] != none[1]:
            self._report("maybe-none" if none[1] else "never-none", subject, old.at, new.at, aspect="required")
        elif nulls[0] != nulls[1] or was != now:
            aspect = "required" if was != now else "null"
            self._report("presence", subject, old.at, new.at, aspect=aspect)

    def _nulls(self, old: Node, new: Node, subject: str) -> None:
        was, now = old.type.nullable, new.type.nullable
        if was != now:
            rules = ("null-taken", "null-refused") if self._changes.is_request else ("maybe-none", "never-none")
            self._report(rules[0] if now else rules[1], subject, old.at, new.at, aspect="null")

    def _limits(self, old: Node, new: Node, subject: str) -> None:
        for key in _LIMITS:
            was, now = (one.raw.get(key) or None if key == "uniqueItems" else one.raw.get(key) for one in (old, new))
            if are_same(was, now):
                continue
            wider = now is None
            if was is not None and now is not None and key in _LOWEST + _HIGHEST:
                wider = now <= was if key in _LOWEST else now >= was
            rule = "limit-widened" if wider else "limit-narrowed"
            rule = rule if self._changes.is_request else "limit-told"
            self._report(rule, f"{key} of {subject}", old.at, new.at, was, now, aspect=key)

    def _default(self, old: Node, new: Node, subject: str) -> None:
        was, now = (as_json(one.raw["default"]) if "default" in one.raw else "" for one in (old, new))
        if was != now:
            rule = "default-changed" if was and now and self._changes.is_request else "default-told"
            self._report(rule, f"default of {subject}", old.at, new.at, was, now, aspect="default")


def fields(node: Node) -> dict[str, Node]:
    """Wire name → schema, inherited ones included."""
    found = types.properties(node.document, node.at, node.raw)
    return {wire: Node(node.document, *place) for wire, place in found.items()}


def _own(holder: Node) -> list[str]:
    """Wire names of the properties that are not inherited, as they stand."""
    return [wire for part in [holder.raw, *holder.raw.get("allOf", [])] for wire in part.get("properties", {})]


def required_names(node: Node) -> set[str]:
    """Wire names of the properties that must be there, inherited ones included."""
    node = node.followed()
    names = set(node.raw.get("required", []))
    for index in range(len(node.raw.get("allOf", []))):
        names |= required_names(node.child("allOf", index))
    return names


def said(kind: Type) -> str:
    """A type in words."""
    if kind.item is not None:
        return f"array of {said(kind.item)}"
    return kind.name or kind.kind.replace("_", " ")


def _are_alike(one: Type, other: Type) -> bool:
    """Whether two types of a kind hold values of the same JSON type."""
    return one.kind != "enum" or one.is_text_enum == other.is_text_enum


def _is_one_of(pairs: set[tuple[str, str]], was: Type, now: Type) -> bool:
    with_enum = "enum" in (was.kind, now.kind)
    return (was.kind, now.kind) in pairs and (not with_enum or _base_kind(was) == _base_kind(now))


def _base_kind(kind: Type) -> str:
    if kind.kind == "enum":
        return "string" if kind.is_text_enum else "integer"
    return "string" if kind.kind == "text_boolean" else kind.kind


def _documented(holder: Node, core: Node) -> Node:
    """A holder with what its part says itself, the holder first."""
    return holder if core.at == holder.at else replace(holder, raw={**core.raw, **holder.raw})
