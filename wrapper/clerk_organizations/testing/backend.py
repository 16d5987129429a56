"""The mock itself: one function from request to response.

A request passes these gates in order: the key, the path and method, the document, the rules of the operation.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import TypeAlias

import httpx

from . import domains, invitations, memberships, organizations
from .messages import Call, Exchange, Json, JsonObject, Refusal, Request, Response
from .people import PEOPLE
from .routing import Router
from .state import Instance, Membership, User
from .transport import AsyncMockTransport, MockTransport

JOURNAL_LENGTH = 10_000

Handler: TypeAlias = Callable[[Instance, Call], JsonObject]

HANDLERS: dict[str, Handler] = {
    **organizations.HANDLERS,
    **memberships.HANDLERS,
    **invitations.HANDLERS,
    **domains.HANDLERS,
}
"""What is behind each operation, by operationId."""


def wall_clock() -> int:
    """The time of the computer in milliseconds."""
    return time.time_ns() // 1_000_000


def shipped_document() -> JsonObject:
    """The OpenAPI document that the client was generated from."""
    document: JsonObject = json.loads(files("clerk_organizations_api").joinpath("openapi.json").read_bytes())
    return document


class MockBackend:
    """Clerk's organization endpoints with a memory, for tests. Safe to use from several threads.

    Args:
        secret_key: The only key to accept; without it, any that looks like one: sk_test_… or sk_live_….
        users: The users of the instance; a dozen named people if not given (user_ada, user_alan, …).
        clock: The time in milliseconds. Invitations expire by it.
        document: Another OpenAPI document to obey than the one the client was generated from.

    Attributes:
        instance: The state; may be read and changed while no request is under way.
    """

    def __init__(
        self,
        *,
        secret_key: str | None = None,
        users: Iterable[User] = PEOPLE,
        clock: Callable[[], int] = wall_clock,
        document: JsonObject | None = None,
    ) -> None:
        self.instance = Instance(users, clock)
        self._secret_key = secret_key
        self._router = Router(shipped_document() if document is None else document)
        self._journal: deque[Exchange] = deque(maxlen=JOURNAL_LENGTH)
        self._served = 0
        self._lock = threading.Lock()

    def handle(self, request: Request) -> Response:
        """The answer to a request; it is added to the journal."""
        with self._lock:
            self._served += 1
            response = self._answer(request, trace_id=_trace_id(self._served))
            self._journal.append(Exchange(request, response))
            return response

    def _answer(self, request: Request, trace_id: str) -> Response:
        try:
            status, body = self._obey(request)
            headers: dict[str, str] = {}
        except Refusal as refusal:
            status, body, headers = refusal.status, refusal.body(trace_id), refusal.headers
        content = _encoded(body)
        common = {"content-type": "application/json", "content-length": str(len(content))}
        return Response(status, {**common, "cf-ray": f"{trace_id[:16]}-MCK", **headers}, content)

    def _obey(self, request: Request) -> tuple[int, JsonObject]:
        self._authorize(request.headers.get("authorization", ""))
        operation, path = self._router.find(request.method, request.path)
        call = operation.read(request, path)
        handler = HANDLERS.get(operation.id)
        if handler is None:
            raise Refusal(501, "feature_not_implemented", "not implemented", f"The mock does not play {operation.id}.")
        return operation.status, handler(self.instance, call)

    def _authorize(self, header: str) -> None:
        scheme, _, key = header.partition(" ")
        if scheme.lower() != "bearer" or not key:
            reason = "The Authorization header must be: Bearer YOUR_SECRET_KEY."
            raise Refusal(401, "authorization_header_format_invalid", "Invalid Authorization header format", reason)
        known = key == self._secret_key if self._secret_key else re.fullmatch(r"sk_(test|live)_\S+", key)
        if not known:
            raise Refusal(401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.")

    @property
    def requests(self) -> list[Exchange]:
        """The journal: the last requests and their responses, oldest first."""
        with self._lock:
            return list(self._journal)

    def transport(self) -> httpx.BaseTransport:
        """For `httpx.Client` and `ClerkClient`: answers in process."""
        return MockTransport(self.handle)

    def async_transport(self) -> httpx.AsyncBaseTransport:
        """For `httpx.AsyncClient` and `AsyncClerkClient`: answers in process."""
        return AsyncMockTransport(self.handle)

    def add_user(self, user: User) -> User:
        """Add a user to the instance, or put one in place of the one with its id."""
        with self._lock:
            self.instance.add_user(user)
        return user

    def accept_invitation(self, invitation_id: str, user_id: str) -> Membership:
        """Do what an invited user does; raises Refusal when the invitation is not pending."""
        with self._lock:
            return invitations.accept(self.instance, invitation_id, user_id)


def _trace_id(number: int) -> str:
    """Looks like Clerk's and is the same in every run."""
    return hashlib.sha256(f"request {number}".encode()).hexdigest()[:32]


def _encoded(body: Json) -> bytes:
    """JSON in UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
