# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Words shared by requests and models: UNSET, JSON values, files."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar

import attrs

__all__ = ["UNSET", "File", "JsonObject", "JsonValue", "Unset", "marked_deprecated"]

if TYPE_CHECKING:
    from typing_extensions import deprecated as marked_deprecated
else:
    _F = TypeVar("_F", bound=Callable[..., Any])

    def marked_deprecated(message: str) -> Callable[[_F], _F]:
        """`@deprecated` of PEP 702 to type checkers and editors alone: the warning at run time names the caller's line."""
        return lambda function: function


JsonValue: TypeAlias = Any
"""Whatever `json.loads` can return."""

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object of any shape, such as metadata."""


class Unset(enum.Enum):
    """The type of `UNSET`: an argument that was not given and is not sent. `None` is another word: JSON null."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


@attrs.define(frozen=True, slots=True)
class File:
    """One file of a multipart body: its bytes, and how to announce them (None leaves the choice to the sender)."""

    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")
    filename: str | None = None
    content_type: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.content, bytes):
            raise TypeError(f"content must be bytes, not {type(self.content).__name__}")
        for name, text in (("filename", self.filename), ("content_type", self.content_type)):
            if not isinstance(text, str | None):
                raise TypeError(f"{name} must be a str or None, not {type(text).__name__}")
        # a line break would end the head of its part
        if self.content_type and not (self.content_type.isascii() and self.content_type.isprintable()):
            raise ValueError(
                f"content_type must be plain text without control characters, not {self.content_type!r:.60}"
            )
