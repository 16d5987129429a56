"""Compares what both sides have put on the wire, request by request."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from tests.parity.difference import Difference, same, shown
from tests.support.servers import Received

HEADERS = ("authorization", "clerk-api-version", "user-agent", "accept", "accept-encoding", "content-type")
"""Those that the contract of the client names."""

_NONE = "none"


@dataclass(frozen=True)
class Part:
    """One part of a multipart body."""

    name: str
    filename: str | None
    type: str | None
    content: bytes


def differences(ts: Sequence[Received], ours: Sequence[Received]) -> Iterator[Difference]:
    """In what they differ: in the number of requests, or in each of them."""
    if len(ts) != len(ours):
        yield Difference("requests", _count(ts), _count(ours))
        return
    for theirs, own in zip(ts, ours, strict=True):
        if theirs.method != own.method:
            yield Difference("method", theirs.method, own.method)
        if _segments(theirs) != _segments(own):
            yield Difference("path", theirs.path, own.path)
        yield from _in_query(_query(theirs), _query(own))
        yield from _in_headers(theirs, own)
        if boundary(theirs) and boundary(own):
            yield from _in_parts(parts(theirs), parts(own))
        else:
            yield from _in_body(_body(theirs), _body(own))


def boundary(request: Received) -> str | None:
    """The boundary of a multipart body."""
    found = re.fullmatch(r"multipart/form-data; ?boundary=(.+)", request.headers.get("content-type", ""))
    return found[1] if found else None


def parts(request: Received) -> list[Part]:
    """The parts of a multipart body, in order."""
    first, *middle, last = request.body.split(b"--" + str(boundary(request)).encode())
    assert first == b"" and last.strip() == b"--", "not a multipart body"
    return [_part(text) for text in middle]


def _part(text: bytes) -> Part:
    head, _, content = text.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head.decode().split("\r\n"))}
    disposition = headers["content-disposition"]
    name = re.search(r'; name="([^"]*)"', disposition)
    filename = re.search(r'; filename="([^"]*)"', disposition)
    assert name, disposition
    return Part(name[1], filename and filename[1], headers.get("content-type"), content)


def _count(requests: Sequence[Received]) -> str:
    return ", ".join([str(len(requests)), *[f"{request.method} {request.target}" for request in requests]])


def _segments(request: Received) -> list[bytes]:
    return [unquote_to_bytes(segment) for segment in request.path.split("/")]


def _query(request: Received) -> list[tuple[str, str]]:
    return parse_qsl(request.target.partition("?")[2], keep_blank_values=True, errors="surrogateescape")


def _in_query(ts: list[tuple[str, str]], ours: list[tuple[str, str]]) -> Iterator[Difference]:
    mine, yours = _by_name(ts), _by_name(ours)
    for name in [*mine, *[name for name in yours if name not in mine]]:
        if mine.get(name) != yours.get(name):
            yield Difference(f"query.{name}", shown(mine.get(name, _NONE)), shown(yours.get(name, _NONE)))
    if (order := _order(mine, yours)) is not None:
        yield Difference("query.order", *order)


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _in_headers(ts: Received, ours: Received) -> Iterator[Difference]:
    for name in HEADERS:
        mine, yours = (_header(request, name) for request in (ts, ours))
        if mine != yours:
            yield Difference(f"headers.{name}", mine, yours)


def _header(request: Received, name: str) -> str:
    """Its value; a boundary is anyone's own choice."""
    value = request.headers.get(name, _NONE)
    return "multipart/form-data" if name == "content-type" and boundary(request) else value


def _in_parts(ts: list[Part], ours: list[Part]) -> Iterator[Difference]:
    mine, yours = {part.name: part for part in ts}, {part.name: part for part in ours}
    if [part.name for part in ts] != [part.name for part in ours]:
        yield Difference("parts.names", shown([part.name for part in ts]), shown([part.name for part in ours]))
    for name in mine.keys() & yours.keys():
        for field in ("filename", "type", "content"):
            values = getattr(mine[name], field), getattr(yours[name], field)
            if values[0] != values[1]:
                yield Difference(f"parts.{name}.{field}", shown(values[0]), shown(values[1]))


def _body(request: Received) -> Any:
    """The JSON, or `none` where there is no body at all; what is not JSON stands for itself."""
    try:
        return json.loads(request.body) if request.body else _NONE
    except ValueError:
        return repr(request.body)


def _in_body(ts: Any, ours: Any) -> Iterator[Difference]:
    if isinstance(ts, list) and isinstance(ours, list) and len(ts) == len(ours):
        for row, own in zip(ts, ours, strict=True):
            yield from _in_body(row, own)
    elif isinstance(ts, dict) and isinstance(ours, dict):
        for name in [*ts, *[name for name in ours if name not in ts]]:
            if name not in ts or name not in ours or not same(ts[name], ours[name]):
                yield Difference(f"body.{name}", shown(ts.get(name, _NONE)), shown(ours.get(name, _NONE)))
            elif _orders(ts[name]) != _orders(ours[name]):
                yield Difference(f"body.{name}.order", shown(_orders(ts[name])), shown(_orders(ours[name])))
        if (order := _order(ts, ours)) is not None:
            yield Difference("body.order", *order)
    elif not same(ts, ours):
        yield Difference("body", shown(ts), shown(ours))


def _order(ts: dict[str, Any], ours: dict[str, Any]) -> tuple[str, str] | None:
    """The names that both have, in the order of each, if it is not the same."""
    mine, yours = [name for name in ts if name in ours], [name for name in ours if name in ts]
    return None if mine == yours else (shown(mine), shown(yours))


def _orders(value: Any) -> Any:
    """The keys at every depth, in their order."""
    if isinstance(value, dict):
        return [(key, _orders(member)) for key, member in value.items()]
    return [_orders(member) for member in value] if isinstance(value, list) else None
