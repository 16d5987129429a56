# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""What all models share: read, write back, compare, copy, show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from .types import UNSET, JsonObject, JsonValue

C = TypeVar("C", bound=type)
M = TypeVar("M")


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def model(cls: C) -> C:
    """An attrs class with slots. Frozen to type checkers only: freezing at run time would triple the cost of reading."""
    defined: C = attrs.define(slots=True, eq=False, repr=False, weakref_slot=False)(cls)
    return defined


class Model:
    """An object of the API.

    `Model.from_dict(answer)` reads and `to_dict()` gives back exactly what was read, unknown fields included.
    A field that was absent or null reads as None. Models are equal when their type, fields and extras are.
    """

    __slots__ = ()
    _FIELDS: ClassVar[Mapping[str, str]] = {}
    """Wire name → attribute."""
    _HIDDEN: ClassVar[frozenset[str]] = frozenset()
    """Attributes that repr does not show."""
    _absent: frozenset[str]
    _extras: JsonObject | None

    @classmethod
    def from_dict(cls, src: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object. Raises DecodeError, with the JSON path, when it cannot be read."""
        raise NotImplementedError  # every generated class has its own

    @property
    def extras(self) -> JsonObject:
        """Fields of the answer that the document does not know, by wire name."""
        return dict(self._extras or {})

    def to_dict(self) -> JsonObject:
        """The JSON object this was read from: same fields, absent ones left out, null ones as None."""
        absent = self._absent
        wire = {
            name: _plain(getattr(self, attribute)) for name, attribute in self._FIELDS.items() if name not in absent
        }
        return wire | self._extras if self._extras else wire

    def _replaced(self, **changes: Any) -> Self:
        given = {name: value for name, value in changes.items() if value is not UNSET}
        present = {name for name, attribute in self._FIELDS.items() if attribute.lstrip("_") in given}
        return attrs.evolve(self, **given, _absent=self._absent - present)  # type: ignore[misc]  # all models are attrs classes

    def _as(self, kind: Callable[..., M]) -> M:
        """The same in a subclass of your own, made by its `__init__`."""
        values = [getattr(self, attribute) for attribute in self._FIELDS.values()]
        return kind(*values, _absent=self._absent, _extras=self._extras)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(self) is not type(other):
            return NotImplemented
        same = all(getattr(self, name) == getattr(other, name) for name in self._FIELDS.values())
        return same and (self._extras or {}) == (other._extras or {})

    def __repr__(self) -> str:
        shown = [f"{name.lstrip('_')}={_show(self, name)}" for name in self._FIELDS.values()]
        if self._extras:  # their names only: what they hold may be secret
            shown.append(f"extras={sorted(self._extras)}")
        return f"{type(self).__name__}({', '.join(shown)})"


def _show(owner: Model, attribute: str) -> str:
    value = getattr(owner, attribute)
    return "<hidden>" if attribute in owner._HIDDEN and value else repr(value)


def _plain(value: JsonValue) -> JsonValue:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
