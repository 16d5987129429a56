"""The mock: one function from request to response.

Each request is checked in this order: faults, key, version, rate limits, path and method, the document, what the mock
implements, the rules of the operation.
"""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from clerk_organizations._clock import clock
from clerk_organizations._data import read
from clerk_organizations._fork import reset_in_children
from clerk_organizations._lazy import LazyModule

from . import seed
from .handlers import HANDLERS, not_implemented
from .handlers.invitations import accept
from .openapi import error_catalog
from .openapi.messages import Call, Exchange, Json, JsonObject, Refusal, Request, Response
from .openapi.operation import Operation
from .openapi.routing import Router
from .state.clock import Clock
from .state.faults import Fault, Faults
from .state.instance import Instance
from .state.journal import Journal
from .state.quotas import Quotas
from .state.records import Membership
from .state.users import User, named

if TYPE_CHECKING:
    from clerk_organizations import client as clients

    from . import transport as in_process
else:  # these import much, httpx too, which only a client in this process needs
    clients = LazyModule("clerk_organizations.client")
    in_process = LazyModule("clerk_organizations.testing.transport")

P = ParamSpec("P")
C = TypeVar("C", "clients.ClerkClient", "clients.AsyncClerkClient")

DEFAULT_KEY = "sk_test_mock"
_WHILE_OFF = frozenset({"GetInstanceOrganizationSettings", "UpdateInstanceOrganizationSettings"})
"""Operations that work also while organizations are turned off: with them they are turned on again."""
KNOWN_VERSIONS = ("2021-02-05", "2024-10-01", "2025-03-12", "2025-04-10", "2025-11-10", "2026-05-12")

logger = logging.getLogger("clerk_organizations.testing")


def shipped_document() -> JsonObject:
    """The OpenAPI document that the client was generated from."""
    document: JsonObject = json.loads(read("clerk_organizations_api", "openapi.json"))
    return document


@functools.cache
def _shipped_router() -> Router:
    """One for all mocks: reading the document and compiling its schemas takes longer than most tests."""
    return Router(shipped_document())


def _client_of_mock(kind: Callable[[], Callable[P, C]]) -> Callable[Concatenate[MockClerk, P], C]:
    def client(self: MockClerk, /, *args: P.args, **options: P.kwargs) -> C:
        options.setdefault("secret_key", self.secret_key)
        options.setdefault("transport", self.transport)
        return kind()(*args, **options)

    return client


class MockClerk:
    """Stateful mock of Clerk's organization endpoints. Thread-safe.

    Args:
        seed: What to start with, as plain data (see clerk_organizations.testing.seed); a dozen users unless given.
        secret_key: The only key to accept; unless given, any that looks like one. sk_live_… is a production key.
        rate_limits: Whether to refuse more requests than Clerk takes from such a key. Off unless asked for, as tests
            are faster than services.
        document: The OpenAPI document; by default the one that the client was generated from.

    Attributes:
        instance: The state. `reset` and `seed` put another one in its place.
        faults: Errors that the next calls are answered with; see `fail`.
    """

    def __init__(
        self,
        seed: Any = None,
        *,
        secret_key: str | None = None,
        rate_limits: bool = False,
        document: JsonObject | None = None,
    ) -> None:
        self.instance: Instance
        self.faults = Faults()
        self.rate_limits = rate_limits
        self._secret_key = secret_key
        self._router = _shipped_router() if document is None else Router(document)
        self._journal = Journal()
        self._watchers: list[Callable[[Exchange], object]] = []
        self.reset_after_fork()
        self.seed(seed)
        reset_in_children(self)

    def reset_after_fork(self) -> None:
        """A lock that no thread of the parent holds."""
        self._lock = threading.RLock()

    # Clients and requests.

    @property
    def secret_key(self) -> str:
        """A key that is accepted."""
        return self._secret_key or DEFAULT_KEY

    @property
    def has_own_key(self) -> bool:
        """Whether only one key is accepted."""
        return self._secret_key is not None

    @property
    def transport(self) -> in_process.MockTransport:
        """An httpx transport that answers in process, for sync and async clients alike."""
        return in_process.MockTransport(self.handle)

    client = _client_of_mock(lambda: clients.ClerkClient)
    """A client of this mock; takes the options of `ClerkClient`, such as `retry=`."""
    async_client = _client_of_mock(lambda: clients.AsyncClerkClient)
    """As `client`, for code that awaits."""

    def handle(self, request: Request) -> Response:
        """The answer to a request; both go into the journal."""
        started = clock()
        with self._lock:
            self._served += 1
            operation_id, response = self._answer(request, trace_id=_trace_id(self._served))
            seconds = clock() - started
            exchange = Exchange(_without_key(request), response, operation_id, self.instance.now(), seconds)
            self._journal.add(exchange)
            self._notify(exchange)
            return response

    def _notify(self, exchange: Exchange) -> None:
        """Call the watchers. One that raises is removed, so that it cannot change a response."""
        for watcher in list(self._watchers):
            try:
                watcher(exchange)
            except Exception:
                self._watchers.remove(watcher)
                logger.exception("a watcher of the mock failed, and was removed")

    # Control by tests.

    def seed(self, data: Any = None) -> None:
        """Start over with a seed. Raises SeedError and changes nothing when it cannot be used."""
        instance = seed.instance_from(data)
        with self._lock:
            self._seed = data
            self.instance = instance
            self._start_over()

    def reset(self) -> None:
        """Start over as at the last seed: no faults, an empty journal, unused limits."""
        self.seed(self._seed)

    @property
    def clock(self) -> Clock:
        """The time of the instance: set it, advance it, let it run."""
        return self.instance.clock

    @property
    def requests(self) -> list[Exchange]:
        """The journal: the last requests and their responses, oldest first."""
        with self._lock:
            return list(self._journal)

    def watch(self, tell: Callable[[Exchange], object]) -> None:
        """Call a function with every exchange, as it happens."""
        with self._lock:
            self._watchers.append(tell)

    def clear_requests(self) -> None:
        """Empty the journal."""
        with self._lock:
            self._journal.clear()

    def fail(
        self,
        status: int,
        *,
        times: int = 1,
        operation_id: str | None = None,
        code: str | None = None,
        retry_after: str | int | float | None = None,
        takes_effect: bool = False,
    ) -> None:
        """Answer the next calls with an error; see `Fault`."""
        fault = Fault(
            status=status, times=times, operation_id=operation_id, code=code,
            retry_after=retry_after, takes_effect=takes_effect,
        )  # fmt: skip
        known = self._router.operation_ids
        if operation_id is not None and operation_id not in known:
            raise ValueError(f"there is no operation {operation_id!r}: known are {', '.join(known)}")
        with self._lock:
            self.faults.add(fault)

    def add_user(self, user: User | str) -> User:
        """Add a user, or put one in place of the one with its id. A name is enough: `ada` becomes user_ada."""
        with self._lock:
            number = self.instance.users.added + 1
            return self.instance.add_user(named(user, number) if isinstance(user, str) else user)

    def accept_invitation(self, invitation_id: str, user_id: str) -> Membership:
        """Accept an invitation, as the invited user would; raises Refusal when the invitation is not pending."""
        with self._lock:
            self.instance.catch_up()
            return accept(self.instance, invitation_id, user_id)

    # Handling of a request.

    def _start_over(self) -> None:
        self.faults.clear()
        self._journal.clear()
        self._quotas = Quotas()
        self._served = 0

    def _answer(self, request: Request, trace_id: str) -> tuple[str | None, Response]:
        operation_id, headers = self._router.operation_id(request.method, request.path), {}
        try:
            status, body = self._respond(request, operation_id)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body(trace_id)
            headers = {"x-mock-evidence": refusal.evidence, **refusal.headers}
        content = _encoded(body)
        date = formatdate(self.instance.now() / 1000, usegmt=True)
        common = {"content-type": "application/json", "content-length": str(len(content)), "date": date}
        return operation_id, Response(status, {**common, "cf-ray": f"{trace_id[:16]}-MCK", **headers}, content)

    def _respond(self, request: Request, operation_id: str | None) -> tuple[int, JsonObject]:
        fault = self.faults.next(operation_id)
        if fault is None:
            return self._authorize_and_route(request, operation_id)
        if fault.takes_effect:
            with suppress(Refusal):  # the fault replaces any response, a refusal as well
                self._authorize_and_route(request, operation_id)
        raise fault.refusal()

    def _authorize_and_route(self, request: Request, operation_id: str | None) -> tuple[int, JsonObject]:
        key = self._authorized(request.headers.get("authorization"))
        version = _version(request)
        if self.rate_limits:
            self._quotas.count(key, operation_id, request.path.partition("/v1")[2], self.instance.now())
        operation, path = self._router.find(request.method, request.path)
        return operation.status, self._handle(operation, operation.read(request, path, version))

    def _handle(self, operation: Operation, call: Call) -> JsonObject:
        handler = HANDLERS.get(operation.id)
        if handler is None:
            raise not_implemented(operation.id)
        if not self.instance.settings.organizations_enabled and operation.id not in _WHILE_OFF:
            raise Refusal(error_catalog.ORGANIZATIONS_OFF, "The instance has organizations turned off.")
        self.instance.catch_up()
        return handler(self.instance, call)

    def _authorized(self, header: str | None) -> str:
        scheme, _, key = (header or "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            rule = error_catalog.KEY_MISSING if header is None else error_catalog.KEY_FORMAT
            raise Refusal(rule, "The Authorization header must be: Bearer YOUR_SECRET_KEY.")
        known = key == self._secret_key if self._secret_key else re.fullmatch(r"sk_(test|live)_\S+", key)
        if not known:
            raise Refusal(error_catalog.KEY_UNKNOWN, "The provided Clerk Secret Key is invalid.")
        return key


def _version(request: Request) -> str | None:
    """The version of the API that a request asks for; None if it does not say."""
    header, in_query = request.headers.get("clerk-api-version"), dict(request.query).get("__clerk_api_version")
    if header is not None and in_query is not None:
        raise Refusal(error_catalog.VERSION_TWICE, "The version is in the header and in the query: give it once.")
    version = in_query if header is None else header
    if version is not None and version not in KNOWN_VERSIONS:
        raise Refusal(
            error_catalog.VERSION_UNKNOWN, f"There is no API version {version}: known are {', '.join(KNOWN_VERSIONS)}."
        )
    return version


def _without_key(request: Request) -> Request:
    """The request as the journal keeps it."""
    if "authorization" not in request.headers:
        return request
    return replace(request, headers={**request.headers, "authorization": "(not kept)"})


def _trace_id(number: int) -> str:
    """A trace id of Clerk's form, the same in every run."""
    return hashlib.sha256(f"request {number}".encode()).hexdigest()[:32]


def _encoded(body: Json) -> bytes:
    """JSON in UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
