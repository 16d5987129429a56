# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Operation: one call of the API, described and not yet made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Literal, TypeAlias, TypeVar

import attrs

from .types import UNSET, File, JsonValue, Unset

__all__ = ["Method", "Operation"]

T = TypeVar("T")

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@attrs.define(frozen=True, slots=True, eq=False)
class Operation(Generic[T]):
    """A request, and how to read its answer into a `T`. Describing one does no I/O; a client's `send` makes the call."""

    id: str
    """operationId of the document, such as `GetOrganization`."""
    method: Method
    route: str
    """Path template below the version, such as `/organizations/{organization_id}`: the same for every call."""
    path: str
    """The route with its parameters in place, percent-encoded."""
    parse: Callable[[JsonValue], T]
    """Reads the decoded JSON of a 2xx answer; raises `DecodeError` when it cannot."""
    query: tuple[tuple[str, str], ...] = ()
    """Name and value pairs, in order and not yet encoded; a name may repeat."""
    json: JsonValue | Unset = attrs.field(default=UNSET, repr=False)
    """JSON body; `UNSET` for none. Not shown: metadata may be private."""
    files: tuple[tuple[str, File | str], ...] = attrs.field(default=(), repr=False)
    """Parts of a multipart body, in order; empty for none."""
    idempotent: bool = False
    """Whether the body has a key by which the API knows a repeated POST and does it once."""
