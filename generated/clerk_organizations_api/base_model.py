# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""What all models share: read, write back, compare, copy, show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn, Self, TypeVar, dataclass_transform

import attrs

from .decode import SharedModels
from .types import UNSET, JsonObject, JsonValue

C = TypeVar("C", bound=type)
M = TypeVar("M")


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field,))
def model(cls: C) -> C:
    """An attrs class with slots. Frozen to type checkers only: freezing at run time would triple the cost of reading."""
    attrs_class = attrs.define(slots=True, eq=False, repr=False, weakref_slot=False, getstate_setstate=False)
    defined: C = attrs_class(cls)
    for name in ("__replace__", "_repr_pretty_"):  # attrs has one of its own, hypothesis asks the class itself
        setattr(defined, name, getattr(Model, name))
    return defined


class Rule:
    """What the document says of a field."""

    __slots__ = ("expected", "item", "model", "nullable", "required")

    def __init__(
        self,
        expected: str,
        *,
        required: bool = False,
        nullable: bool = False,
        model: type[Model] | None = None,
        item: Rule | None = None,
    ) -> None:
        self.expected, self.required, self.nullable, self.model, self.item = expected, required, nullable, model, item


class Model:
    """An object of the API.

    `Model.from_dict(answer)` reads and `to_dict()` gives back exactly what was read, unknown fields included.
    A field that was absent or null reads as None, and a scalar of another type is kept as it came: the types of fields
    are what the document promises, and are not checked here. A client with `strict=True` refuses answers that break it.
    Models are equal when their type, fields and extras are. They are values: change a copy, by `replace`. What all items
    of a list repeat, such as the organization of its members, is one object, and so is the metadata in it.

    Fields marked as sensitive are hidden from whatever shows a model: repr, rich, IPython, pprint, logs. `to_dict()`,
    `attrs.asdict`, copies and pickles are complete.
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
        return cls._from_dict(src, None)

    @classmethod
    def _from_dict(cls, src: Mapping[str, Any], shared: SharedModels | None) -> Self:
        """Read it, as an item of a list with what that has read for its items."""
        raise NotImplementedError  # every generated class has its own

    @classmethod
    def _rules(cls) -> Mapping[str, Rule]:
        """What the document says of each field, by wire name."""
        return {}

    @property
    def extras(self) -> JsonObject:
        """Fields of the answer that the document does not know, by wire name."""
        return dict(self._extras or {})

    def to_dict(self, *, by: Literal["api", "typescript"] = "api", private: bool = True) -> JsonObject:
        """The JSON object this was read from: same fields, absent ones left out, null ones as None.

        Args:
            by: Whose names fields have: `created_at` as the API has it, or `createdAt` as the TypeScript SDK has it.
                Metadata is never renamed.
            private: Whether fields that repr hides are in it, such as `private_metadata`; those of models inside as well.

        Fields that the document does not know have no name in TypeScript and may be private: they are there with
        neither given.
        """
        if by not in ("api", "typescript"):
            raise ValueError(f"by must be 'api' or 'typescript', not {by!r:.60}")
        absent, plain = self._absent, by == "api" and private
        hidden = frozenset[str]() if private else self._HIDDEN
        wire = {name: getattr(self, slot) for name, slot in self._FIELDS.items() if slot not in hidden}
        # What has a value is there, however it came to it: by attrs.evolve, for example, which keeps `_absent`.
        wire = {
            name if by == "api" else _in_camel_case(name): _plain(value, by, private)
            for name, value in wire.items()
            if value is not None or name not in absent
        }
        return wire | self._extras if self._extras and plain else wire

    def __replace__(self, **changes: Any) -> Self:
        """As `replace`, for `copy.replace`."""
        return self._replaced(**changes)

    def _replaced(self, **changes: Any) -> Self:
        given = {name: value for name, value in changes.items() if value is not UNSET}
        present = {name for name, attribute in self._FIELDS.items() if attribute.lstrip("_") in given}
        return attrs.evolve(self, **given, _absent=self._absent - present)  # type: ignore[misc]  # all models are attrs classes

    def _as(self, kind: Callable[..., M]) -> M:
        """The same in a subclass of your own, made by its `__init__`."""
        values = [getattr(self, attribute) for attribute in self._FIELDS.values()]
        return kind(*values, _absent=self._absent, _extras=self._extras)

    # Debuggers and error reports look at a model that is not all read yet: what follows takes one as it is.

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(self) is not type(other):
            return NotImplemented
        names = self._FIELDS.values()
        same = all(getattr(self, name, UNSET) == getattr(other, name, UNSET) for name in names)
        return same and (getattr(self, "_extras", None) or {}) == (getattr(other, "_extras", None) or {})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={_shown(value)}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        for attribute in self._FIELDS.values():
            value = getattr(self, attribute, UNSET)
            yield attribute.lstrip("_"), _Hidden() if attribute in self._HIDDEN and value else value
        if extras := getattr(self, "_extras", None):  # their names only: what they hold may be secret
            yield "extras", sorted(extras)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For IPython and hypothesis."""
        printer.text(repr(self))

    def __getstate__(self) -> dict[str, Any]:
        state: Any = object.__getstate__(self)  # a dict of attributes, one of slots, or both
        parts = state if isinstance(state, tuple) else (state,)
        return {name: value for part in parts for name, value in (part or {}).items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)


class Page(Model):
    """A page of a list: its items are in `data`. It is neither iterable nor sized, as a page is seldom the whole list."""

    __slots__ = ()
    if not TYPE_CHECKING:  # to type checkers none of this is there, so that they refuse it

        def __getitem__(self, index: object) -> NoReturn:
            """What `for` asks for too, where there is no `__iter__`: so a page is no Iterable to isinstance."""
            raise TypeError(
                f"{type(self).__name__} is one page of a list, and no list: its items are in `.data`; `.iter(…)` of the "
                "list method, with the same arguments, gives those of all pages"
            )

        def __aiter__(self) -> NoReturn:
            self[0]

        def __len__(self) -> NoReturn:
            raise TypeError(
                f"{type(self).__name__} is one page of a list, and no list: len(page.data) counts its items, "
                "`.total_count` those of all pages"
            )

        def __bool__(self) -> bool:
            return True


class _Hidden:
    """Shown in place of a value."""

    def __repr__(self) -> str:
        return "<hidden>"


def _shown(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # metadata nested too deep, or an object of the caller's
        return f"<{type(value).__name__}>"


def _plain(value: JsonValue, by: Literal["api", "typescript"], private: bool) -> JsonValue:
    if isinstance(value, Model):
        return value.to_dict(by=by, private=private)
    if isinstance(value, list):
        return [_plain(item, by, private) for item in value]
    return value


def _in_camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other[:1].upper() + other[1:] for other in others)
