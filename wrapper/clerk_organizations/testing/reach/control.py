"""Control of a served mock over HTTP, under /__mock__/, for tests in another process.

Control calls need no key and are not in the journal; they come by a name of loopback or
one that is allowed, but for `health`, which anyone may ask. Errors are 4xx with one line in {"error": …}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import UTC, datetime
from types import NoneType
from typing import Any, TypeAlias

from ..mock import MockClerk
from ..openapi.formats import milliseconds
from ..openapi.messages import Exchange, Json, JsonObject, Refusal, Request, Response
from ..seed import SeedError, parse
from .origins import foreign

PREFIX = "/__mock__/"

Action: TypeAlias = Callable[[MockClerk, bytes], JsonObject]


class ControlError(Exception):
    """A control call that is refused."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def control(mock: MockClerk, request: Request, allowed_hosts: Collection[str] = ()) -> Response:
    """Do what a control call asks for, if it is not a web page of another site that asks."""
    try:
        reason = foreign(request.headers, allowed_hosts)
        if reason is not None and not _is_open(request):
            raise ControlError(403, reason)
        status, answer = 200, _action(request)(mock, request.body)
    except ControlError as error:
        status, answer = error.status, {"error": str(error)}
    body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
    return Response(status, {"content-type": "application/json", "content-length": str(len(body))}, body)


def _is_open(request: Request) -> bool:
    """Whether any name may ask: probes call by the address of a container, and learn that it runs."""
    return _call(request) == "health"


def _call(request: Request) -> str:
    return request.path.removeprefix(PREFIX.rstrip("/")).removeprefix("/")


def _action(request: Request) -> Action:
    name = _call(request)
    actions = ACTIONS.get(name)
    if actions is None:
        raise ControlError(404, f"there is no control call {name!r}: GET {PREFIX} lists what there is")
    if request.method not in actions:
        raise ControlError(405, f"{request.path} takes {' and '.join(actions)}, not {request.method}")
    return actions[request.method]


def _index(mock: MockClerk, body: bytes) -> JsonObject:
    return {"calls": [f"{method} {PREFIX}{name}: {action.__doc__}" for method, name, action in _listed()]}


def _health(mock: MockClerk, body: bytes) -> JsonObject:
    """whether it answers; any name may ask"""
    return {"status": "ok"}


def _reset(mock: MockClerk, body: bytes) -> JsonObject:
    """start over as at the last seed"""
    mock.reset()
    return {}


def _seed(mock: MockClerk, body: bytes) -> JsonObject:
    """start over with the seed in the body, YAML or JSON"""
    try:
        mock.seed(parse(body.decode()))
    except UnicodeDecodeError:
        raise ControlError(422, "the seed is not UTF-8 text") from None
    except SeedError as error:
        raise ControlError(422, str(error)) from None
    return {name: len(getattr(mock.instance, name)) for name in ("users", "organizations", "memberships")}


def _get_clock(mock: MockClerk, body: bytes) -> JsonObject:
    """the time, in milliseconds and as text"""
    now = mock.clock.now()
    return {"now": now, "text": datetime.fromtimestamp(now / 1000, UTC).isoformat()}


def _set_clock(mock: MockClerk, body: bytes) -> JsonObject:
    """{"set": milliseconds or RFC 3339 text}, {"advance": seconds} or {"run": true}"""
    try:
        match _object(body):
            case {"set": bool()} | {"advance": bool()}:  # to Python they are integers
                raise ValueError(f"a clock takes {_set_clock.__doc__}")
            case {"set": int() | str() as moment, **rest} if not rest:
                mock.clock.set(milliseconds(moment) if isinstance(moment, str) else moment)
            case {"advance": int() | float() as seconds, **rest} if not rest:
                mock.clock.advance(seconds)
            case {"run": True, **rest} if not rest:
                mock.clock.run()
            case _:
                raise ValueError(f"a clock takes {_set_clock.__doc__}")
    except ValueError as error:
        raise ControlError(422, str(error)) from None
    return _get_clock(mock, body)


def _get_faults(mock: MockClerk, body: bytes) -> JsonObject:
    """faults that have calls left to hit"""
    return {"data": [asdict(fault) for fault in mock.faults]}


def _add_fault(mock: MockClerk, body: bytes) -> JsonObject:
    """{"status": 503, "times": 2, "operation_id": …, "code": …, "retry_after": 3, "takes_effect": false}: fail calls"""
    given = _object(body)
    if "status" not in given or any(type(value) not in _FAULT.get(name, ()) for name, value in given.items()):
        raise ControlError(422, f"a fault has a status and may have {', '.join(_FAULT)}, each of its type")
    try:
        mock.fail(**given)
    except (ValueError, TypeError) as error:
        raise ControlError(422, str(error)) from None
    return _get_faults(mock, body)


_FAULT: dict[str, tuple[type, ...]] = {
    "status": (int,),
    "times": (int,),
    "operation_id": (str, NoneType),
    "code": (str, NoneType),
    "retry_after": (str, int, float, NoneType),
    "takes_effect": (bool,),
}
"""Of what type each field of a fault is."""


def _clear_faults(mock: MockClerk, body: bytes) -> JsonObject:
    """forget all faults"""
    mock.faults.clear()
    return {}


def _get_requests(mock: MockClerk, body: bytes) -> JsonObject:
    """the journal: the last requests with their answers, oldest first"""
    entries = [_entry(exchange) for exchange in mock.requests]
    return {"data": entries, "total_count": len(entries)}


def _clear_requests(mock: MockClerk, body: bytes) -> JsonObject:
    """empty the journal"""
    mock.clear_requests()
    return {}


def _add_user(mock: MockClerk, body: bytes) -> JsonObject:
    """{"name": "ada"}: add a user of this name"""
    match _object(body):
        case {"name": str() as name, **rest} if name.strip() and not rest:
            return asdict(mock.add_user(name))
    raise ControlError(422, f"a user takes {_add_user.__doc__}")


def _accept(mock: MockClerk, body: bytes) -> JsonObject:
    """{"invitation_id": …, "user_id": …}: do what an invited user does"""
    match _object(body):
        case {"invitation_id": str() as invitation_id, "user_id": str() as user_id, **rest} if not rest:
            try:
                membership = mock.accept_invitation(invitation_id, user_id)
            except Refusal as refusal:
                raise ControlError(refusal.status, refusal.errors[0]["long_message"]) from None
            return {"id": membership.id, "role": membership.role.key}
    raise ControlError(422, f"accepting takes {_accept.__doc__}")


ACTIONS: dict[str, dict[str, Action]] = {
    "": {"GET": _index},
    "health": {"GET": _health, "HEAD": _health},
    "reset": {"POST": _reset},
    "seed": {"POST": _seed},
    "clock": {"GET": _get_clock, "POST": _set_clock},
    "faults": {"GET": _get_faults, "POST": _add_fault, "DELETE": _clear_faults},
    "requests": {"GET": _get_requests, "DELETE": _clear_requests},
    "users": {"POST": _add_user},
    "accept_invitation": {"POST": _accept},
}
"""What there is, by name and method; the docstrings are the help that GET /__mock__/ gives."""


def _listed() -> list[tuple[str, str, Action]]:
    return [(method, name, action) for name, actions in ACTIONS.items() for method, action in actions.items() if name]


def _object(body: bytes) -> dict[str, Any]:
    try:
        value: Json = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ControlError(400, f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ControlError(400, "the body is not a JSON object")
    return value


def _entry(exchange: Exchange) -> JsonObject:
    request, response = exchange.request, exchange.response
    return {
        "at": exchange.at,
        "milliseconds": round(exchange.seconds * 1000, 3),
        "operation_id": exchange.operation_id,
        "method": request.method,
        "path": request.path,
        "query": [list(pair) for pair in request.query],
        "headers": dict(request.headers),
        "body": _text(request.body),
        "status": response.status,
        "answer": _text(response.body),
    }


def _text(body: bytes) -> Json:
    """Decoded JSON, else text, else the length of the bytes."""
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        pass
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"{len(body)} bytes"
