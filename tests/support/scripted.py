"""A server that does what it is asked or not, and answers or not: a mock with its rules and memory behind a wire."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

from clerk_organizations.testing import Instance, MockClerk, Organization, Request
from tests.support.servers import RecordingServer

UNANSWERED = ("done and cut", "cut", "done and 503", "503")
"""What can become of a create so that nobody knows; with `done` it happens."""


class ScriptedMock:
    """Creates and looks meet what the test says, in this order, and then `ok`."""

    def __init__(self, wire: RecordingServer) -> None:
        self.mock = MockClerk({"organizations": [{"name": "Acme", "slug": "acme", "created_by": "user_ada"}]})
        self.mock.clock.set(1_700_000_000_000)  # its time is not ours
        self.creates: deque[str] = deque()
        """`ok`, or one of UNANSWERED."""
        self.looks: deque[str] = deque()
        """`ok`, `cut`, `503`, or `hidden`: what is asked for does not show."""
        self.headers: dict[str, str | None] = {}
        """In place of those of the mock; None for no such header."""
        self.on_create: Callable[[], object] = lambda: None
        """Called when a create has been dealt with, before it is answered."""
        self._wire = wire
        wire.default = self._handle

    def sent(self, method: str) -> int:
        """How many requests came with that method."""
        return sum(request.method == method for request in self._wire.requests)

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        received = self._wire.last
        headers = [(name.encode(), value.encode()) for name, value in received.headers.items()]
        request = Request.from_wire(received.method, received.target.encode(), headers, received.body)
        acts = self.creates if request.method == "POST" else self.looks
        act = acts.popleft() if acts else "ok"
        response = self.mock.handle(request) if act == "ok" or "done" in act else None
        if request.method == "POST":
            self.on_create()
        if "cut" in act:
            handler.close_connection = True
        elif act == "hidden":
            page = b'{"data": [], "total_count": 0}'
            missing = request.path.count("/") == 3
            gone = b'{"errors": [{"code": "resource_not_found", "message": "not found"}]}'
            self._answer(handler, 404 if missing else 200, {}, gone if missing else page)
        elif "503" in act:
            self._answer(handler, 503, {}, b'{"errors": [{"code": "service_unavailable", "message": "no"}]}')
        else:
            assert response is not None
            self._answer(handler, response.status, dict(response.headers), response.body)

    def _answer(self, handler: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
        handler.send_response_only(status)
        all_headers = {"content-type": "application/json", **headers, "content-length": str(len(body)), **self.headers}
        for name, value in all_headers.items():
            if value is not None:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


@dataclass(frozen=True)
class Kind:
    """A kind of resource with a key of its own: how one is made, and which there are."""

    method: str
    arguments: dict[str, Any]
    """Two calls with these ask for the same thing."""
    other: dict[str, Any]
    """What somebody else could ask for in their place, with the same key."""
    taken: str
    """Code of the refusal of a second one."""
    rows: Callable[[Instance], Iterable[Any]]
    """The rows of the mock with the key."""
    resource: str = "organizations"
    """The attribute of the client that its method is on."""

    def create(self, clerk: Any, mock: MockClerk, **other: Any) -> Any:
        """Make one, in the organization `acme` if it belongs to one."""
        alone = self.method == "create_organization" or self.resource != "organizations"
        inside = {} if alone else {"organization_id": acme(mock.instance).id}
        return getattr(getattr(clerk, self.resource), self.method)(
            **{"reconcile": True, **inside, **self.arguments, **other}
        )

    def ids(self, mock: MockClerk) -> list[str]:
        return [row.id for row in self.rows(mock.instance)]


def acme(instance: Instance) -> Organization:
    """The organization that is there from the beginning."""
    return instance.by_slug["acme"]


PRIVATE = {"note": "classified"}

KINDS = {
    "organization": Kind(
        "create_organization",
        {"name": "New", "slug": "new", "created_by": "user_ada", "private_metadata": PRIVATE},
        {"name": "Other"},
        "form_identifier_exists",
        lambda instance: (one for one in instance.organizations if one.slug == "new"),
    ),
    "membership": Kind(
        "create_organization_membership",
        {"user_id": "user_grace", "role": "org:member", "private_metadata": PRIVATE},
        {"role": "org:admin"},
        "already_a_member_in_organization",
        lambda instance: (one for one in acme(instance).memberships if one.user_id == "user_grace"),
    ),
    "invitation": Kind(
        "create_organization_invitation",
        {"email_address": "New@a.example", "role": "org:member", "inviter_user_id": "user_ada",
         "public_metadata": {"team": 1}, "private_metadata": PRIVATE},
        {"public_metadata": {"team": 2}},
        "organization_invitation_not_unique",
        lambda instance: acme(instance).invitations,
    ),
    "domain": Kind(
        "create_organization_domain",
        {"name": "A.example", "enrollment_mode": "automatic_invitation"},
        {"verified": False},
        "organization_domain_already_exists_same_organization",
        lambda instance: acme(instance).domains,
    ),
    "permission": Kind(
        "create_organization_permission",
        {"name": "Pay invoices", "key": "org:invoices:pay", "description": PRIVATE["note"]},
        {"name": "Other"},
        "form_identifier_exists",
        lambda instance: (one for one in instance.permissions if one.key == "org:invoices:pay"),
        "organization_permissions",
    ),
    "role": Kind(
        "create_organization_role",
        {"name": "Billing", "key": "org:billing", "description": PRIVATE["note"],
         "permissions": [f"perm_2mock{number:022d}" for number in (2, 1)]},  # answered with the oldest first
        {"permissions": [f"perm_2mock{1:022d}"]},
        "form_identifier_exists",
        lambda instance: (one for one in instance.roles if one.key == "org:billing"),
        "organization_roles",
    ),
    "role set": Kind(
        "create_role_set",
        {"name": "Small", "key": "role_set:small", "description": PRIVATE["note"],
         "roles": ["org:member", "org:admin"], "default_role_key": "org:admin", "creator_role_key": "org:admin"},
        {"roles": ["org:admin"]},
        "form_identifier_exists",
        lambda instance: (one for one in instance.role_sets if one.key == "role_set:small"),
        "role_sets",
    ),
}  # fmt: skip
