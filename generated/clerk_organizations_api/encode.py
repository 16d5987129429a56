# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""From arguments to the wire: checks the Python type of each, names the culprit, and leaves values to the server."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import AsyncIterable, Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import TypeAlias, TypeVar
from urllib.parse import quote, unquote

from .types import UNSET, File, JsonValue, Unset

Encoder: TypeAlias = Callable[[str, JsonValue], JsonValue]
"""Takes a parameter's name and its value; returns what goes into JSON, or raises TypeError or ValueError."""

V = TypeVar("V")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)
_LIKE_SECONDS = range(10**8, 10**11)
"""In seconds from 1973 on; in milliseconds all of it is before 1973, when there was nothing to ask for."""
_OWN_PACKAGES = (__name__.partition(".")[0], "clerk_organizations")
_SHOWN = (str, int, float, type(None), datetime)
_WHOLE = (str, bytes, bytearray, Mapping)
"""Can be walked, and stand for one value."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _refuse(name: str, expected: str, value: object) -> TypeError:
    """Shows a scalar; of anything larger the type alone, because it may hold what is private."""
    kind = type(value).__name__
    shown = f"{value!r:.60} ({kind})" if isinstance(value, _SHOWN) else kind
    return TypeError(f"{name} must be {expected}, not {shown}")


def _refuse_unseen(name: str, expected: str, value: object) -> TypeError:
    """For what should have been an object: a text in its place may be what is private."""
    return TypeError(f"{name} must be {expected}, not {type(value).__name__}")


def no_list(name: str, value: object) -> TypeError:
    """The error for what is no list; for what can only be walked, with the way to one."""
    if isinstance(value, AsyncIterable):
        way = "[… async for … in …]"
    elif isinstance(value, Iterable) and not isinstance(value, _WHOLE):
        way = "list(…)"
    else:
        return (_refuse_unseen if isinstance(value, str) else _refuse)(name, "a list", value)
    return TypeError(f"{name} must be a list, not {type(value).__name__}: make one with {way}")


# Encoders, one per kind of value.


def string(name: str, value: JsonValue) -> str:
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    raise _refuse(name, "a str", value)


def integer(name: str, value: JsonValue) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    raise _refuse(name, "an int", value)


def number(name: str, value: JsonValue) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _refuse(name, "a number", value)


def boolean(name: str, value: JsonValue) -> bool:
    if isinstance(value, bool):
        return value
    raise _refuse(name, "True or False", value)


def text_boolean(name: str, value: JsonValue) -> str:
    """A yes or no that the API takes as the words `true` and `false`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return string(name, value)


def free_object(name: str, value: JsonValue) -> dict[str, JsonValue]:
    if isinstance(value, dict):
        return value
    if isinstance(value, Mapping):
        return dict(value)
    raise _refuse_unseen(name, "a dict", value)


def timestamp(name: str, value: JsonValue) -> int:
    """Unix time in milliseconds, from an int or an aware datetime."""
    if isinstance(value, datetime):
        return (_aware(name, value) - _EPOCH) // _MILLISECOND
    if isinstance(value, int) and not isinstance(value, bool):
        if value in _LIKE_SECONDS:
            told = f"{name} is in milliseconds: {value} looks like seconds, which take a factor of 1000"
            warnings.warn(told, UserWarning, stacklevel=_depth_of_caller())
        return int(value)
    raise _refuse(name, "an int of milliseconds or an aware datetime", value)


def date_time(name: str, value: JsonValue) -> str:
    """RFC 3339, from a str in that form or an aware datetime."""
    if isinstance(value, datetime):
        aware = _aware(name, value)
        odd = aware.strftime("%z")[5:]  # RFC 3339 has no seconds in an offset; local mean times of the past have
        return (aware.astimezone(timezone.utc) if odd else aware).isoformat()
    if isinstance(value, str):
        return string(name, value)
    raise _refuse(name, "an aware datetime or an RFC 3339 str", value)


def file(name: str, value: JsonValue) -> File:
    if isinstance(value, File):
        return value
    if isinstance(value, bytes):
        return File(value)
    raise _refuse(name, "a File or bytes", value)


def strings(name: str, value: JsonValue) -> list[str]:
    """Several values of one parameter; a single str stands for itself, never for its letters."""
    if isinstance(value, str):
        return [string(name, value)]
    return [string(f"{name}[{i}]", item) for i, item in enumerate(_members(name, value))]


def joined(name: str, value: JsonValue) -> list[str]:
    """Several values of one parameter as one text with commas; none for no value."""
    values = strings(name, value)
    return [",".join(values)] if values else []


def array(item: Encoder) -> Encoder:
    """An encoder for a list whose members `item` encodes."""

    def encode(name: str, value: JsonValue) -> list[JsonValue]:
        return [item(f"{name}[{i}]", member) for i, member in enumerate(_members(name, value))]

    return encode


def or_null(encode: Encoder) -> Encoder:
    """The same encoder for a field that may also be null."""

    def encode_or_null(name: str, value: JsonValue) -> JsonValue:
        return None if value is None else encode(name, value)

    return encode_or_null


string_or_null = or_null(string)
integer_or_null = or_null(integer)
number_or_null = or_null(number)
boolean_or_null = or_null(boolean)
free_object_or_null = or_null(free_object)
date_time_or_null = or_null(date_time)
timestamp_or_null = or_null(timestamp)
strings_or_null = or_null(strings)


def row(fields: Mapping[str, Encoder], required: Iterable[str]) -> Encoder:
    """An encoder for a dict with exactly these keys, and `extra`; UNSET values are left out."""

    def encode(name: str, value: JsonValue) -> dict[str, JsonValue]:
        if not isinstance(value, Mapping):
            raise _refuse_unseen(name, "a dict", value)
        extra = value.get("extra", UNSET)
        if extra is not UNSET:
            check_extra(extra, name, {key: key for key in fields}, at=f"{name}.")
        for key in value:
            if key not in fields and key != "extra":
                raise TypeError(f"{name} has an unknown key {key!r}; known are {', '.join(fields)}")
        for key in required:
            if value.get(key, UNSET) is UNSET:
                raise TypeError(f"{name} lacks the key {key!r}")
        given = {key: one for key, one in value.items() if one is not UNSET and key != "extra"}
        return {key: fields[key](f"{name}.{key}", one) for key, one in given.items()} | (
            {} if extra is UNSET else extra
        )

    return encode


# Parts of a request, put together from (name, encoder, value).


def path_id(name: str, value: str) -> str:
    """An id as one percent-encoded path segment; ValueError if it could address anything but that id."""
    text = decoded = string(name, value)
    while (once := unquote(decoded)) != decoded:
        decoded = once
    if not text:
        raise ValueError(f"{name} must not be empty")
    if decoded in (".", ".."):
        raise ValueError(f"{name} must not be {text!r}: as a path segment it addresses another resource")
    if _CONTROL.search(decoded):
        raise ValueError(f"{name} must not contain control characters: {text!r:.60}")
    try:
        return quote(text, safe=":")  # keys of role sets have one; every SDK of Clerk's sends it as it is
    except UnicodeEncodeError:
        raise ValueError(f"{name} is not valid Unicode text: {text!r:.60}") from None


def check_extra(extra: JsonValue, what: str, known: Mapping[str, str], at: str = "") -> None:
    """Refuse what is no dict with texts as keys, and a key for which there is an argument."""
    if not isinstance(extra, Mapping):
        raise _refuse_unseen(f"{at}extra", "a dict", extra)
    for key in extra:
        if not isinstance(key, str):
            raise TypeError(f"{at}extra must have keys of type str, not {key!r:.60} ({type(key).__name__})")
        if key in known:
            raise TypeError(f"{at}extra has {key!r}, which {what} takes itself: pass it as {known[key]}")


def query(
    *parameters: tuple[str, Encoder, JsonValue], extra: Mapping[str, JsonValue] | Unset = UNSET
) -> tuple[tuple[str, str], ...]:
    """Query pairs: UNSET and None are left out, a list becomes a repeated name."""
    if not isinstance(extra, Unset):
        parameters += tuple((name, _scalars, value) for name, value in extra.items())
    pairs: list[tuple[str, str]] = []
    for name, encode, value in parameters:
        if value is UNSET or value is None:
            continue
        encoded = encode(name, value)
        if type(encoded) is list:
            pairs.extend((name, _text(item)) for item in encoded)
        else:
            pairs.append((name, _text(encoded)))
    return tuple(pairs)


def fields(
    *properties: tuple[str, Encoder, JsonValue], extra: Mapping[str, JsonValue] | Unset = UNSET
) -> dict[str, JsonValue]:
    """A JSON object without the properties that are UNSET, and with what is extra."""
    found = {name: encode(name, value) for name, encode, value in properties if value is not UNSET}
    if not isinstance(extra, Unset):
        found.update(extra)
    return found


def fields_if_any(
    *properties: tuple[str, Encoder, JsonValue], extra: Mapping[str, JsonValue] | Unset = UNSET
) -> dict[str, JsonValue] | Unset:
    """The same for a body that may be left out: UNSET when no property is given."""
    return fields(*properties, extra=extra) or UNSET


def parts(
    *properties: tuple[str, Encoder, JsonValue], extra: Mapping[str, JsonValue] | Unset = UNSET
) -> tuple[tuple[str, File | str], ...]:
    """Parts of a multipart body, without those that are UNSET or None."""
    if not isinstance(extra, Unset):
        properties += tuple((name, _scalar, value) for name, value in extra.items())
    given = (
        (name, encode(name, value)) for name, encode, value in properties if value is not UNSET and value is not None
    )
    return tuple((name, value if isinstance(value, File) else _text(value)) for name, value in given)


def deprecated(used: bool, what: str) -> None:
    """Warn at the caller's line, outside of this package and of the client above it."""
    if used:
        warnings.warn(f"{what} is deprecated by the API", DeprecationWarning, stacklevel=_depth_of_caller())


def _depth_of_caller() -> int:
    depth, frame = 2, sys._getframe(2)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _OWN_PACKAGES:
        depth, frame = depth + 1, frame.f_back
    return depth


def _scalar(name: str, value: JsonValue) -> JsonValue:
    """A value of `extra` where only text goes."""
    if isinstance(value, str | int | float):
        return value
    raise _refuse_unseen(f"extra.{name}", "a text, a number, True or False", value)


def _scalars(name: str, value: JsonValue) -> JsonValue:
    """The same where a name may repeat."""
    if isinstance(value, Iterable | AsyncIterable) and not isinstance(value, _WHOLE):
        return [_scalar(name, one) for one in _members(f"extra.{name}", value)]
    return _scalar(name, value)


def _text(value: JsonValue) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)


def _aware(name: str, value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError(f"{name} must be an aware datetime: {value!r} has no time zone")
    return value


def _members(name: str, value: JsonValue) -> Collection[JsonValue]:
    if isinstance(value, Collection) and not isinstance(value, _WHOLE):
        return value
    raise no_list(name, value)
