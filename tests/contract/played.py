"""A mock behind a socket, an organization in it for each case, and cases made to speak of things that exist."""

import itertools
import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

import requests

from clerk_organizations.testing import MockClerk, serve
from clerk_organizations.testing.openapi.messages import Request, Response
from clerk_organizations.testing.state.records import Settings
from tests.contract.rules import Case
from tests.support.document import OPERATIONS, Described

KEY = {"Authorization": "Bearer sk_test_contract"}
_JSON = {"authorization": KEY["Authorization"], "content-type": "application/json"}
PNG = b"\x89PNG\r\n\x1a\n"
ADMIN, MEMBER, STRANGER = "user_ada", "user_alan", "user_grace"

ACCESS = ("organization_roles", "organization_permissions", "role_sets")
"""Resources of roles."""
KEYS = {"organization_roles": "org:r{}", "organization_permissions": "org:p{}:read", "role_sets": "role_set:s{}"}
ROLES: dict[str, Any] = {
    "permissions": [f"perm_2mock{1:022d}"], "creator_role_id": f"role_2mock{1:022d}",
    "domains_default_role_id": f"role_2mock{2:022d}", "roles": ["org:admin", "org:member"],
    "role_keys": ["org:member", "org:boss"], "default_role_key": "org:member", "creator_role_key": "org:boss",
    "role_key": "org:billing", "to_role_key": "org:admin", "dest_role_set_key": "role_set:default",
    "reassignment_mappings": {"org:billing": "org:member"},
}  # fmt: skip
"""Fields that name roles, and what they name."""


class Played:
    """What a case may refer to: made anew for each case, gone after it, so that no case depends on the one before."""

    def __init__(self, mock: MockClerk, url: str, session: requests.Session) -> None:
        self._mock = mock
        self.url = url
        self.session = session
        self.ids: dict[str, str] = {}
        self._numbers = itertools.count()

    @contextmanager
    def organization(self, operation: Described) -> Generator[None]:
        """An organization with what this operation works on, in an instance with the settings that it began with."""
        if operation.resource in (*ACCESS, "instance"):  # what no later case must find
            self.forget_all()
        self._mock.instance.settings = Settings()
        id = self._make("", {"name": "Played", "created_by": ADMIN})["id"]
        self.ids = {"organization_id": id}
        if operation.resource in ACCESS:
            self._add_access(operation)
        if "/memberships" in operation.route and operation.id != "CreateOrganizationMembership":
            self._make(f"/{id}/memberships", {"user_id": MEMBER, "role": "org:member"})
            self.ids["user_id"] = MEMBER
        if "/invitations" in operation.route:
            row = {"email_address": self.email(), "role": "org:member"}
            self.ids["invitation_id"] = self._make(f"/{id}/invitations", row)["id"]
        if "/domains" in operation.route:
            fields = {"name": self.domain(), "enrollment_mode": "manual_invitation"}
            self.ids["domain_id"] = self._make(f"/{id}/domains", fields)["id"]
        if operation.route.startswith("/users/"):
            self.ids["user_id"] = MEMBER
        if operation.id == "DeleteOrganizationLogo":
            logo = {"file": ("logo", PNG)}
            self.session.request("PUT", f"{self.url}/v1/organizations/{id}/logo", headers=KEY, files=logo)
        try:
            yield
        finally:
            self.forget(id)

    def _add_access(self, operation: Described) -> None:
        """A permission, a role that has it, and a role set with that role; org:boss is in no role set."""
        instance = self._mock.instance
        permission = instance.add_permission("org:reports:read", "Read reports")
        held = [permission] if operation.id != "AssignPermissionToOrganizationRole" else []
        instance.add_role("org:boss", "Boss", instance.permissions)
        role, admin = instance.add_role("org:billing", "Billing", held), instance.role("org:admin")
        if operation.id != "DeleteOrganizationRole":
            instance.add_role_set("role_set:played", "Played", [admin, role], default_role=role, creator_role=admin)
        keyed = {
            "organization_role_id": role.id,
            "permission_id": permission.id,
            "role_set_key_or_id": "role_set:played",
        }
        self.ids |= keyed

    def email(self) -> str:
        return f"somebody{next(self._numbers)}@mail.example"

    def domain(self) -> str:
        return f"d{next(self._numbers)}.example"

    def forget_all(self) -> None:
        """An instance without organizations, as it was at first."""
        self._numbers = itertools.count()
        self._mock.reset()

    def forget(self, organization_id: str) -> None:
        self._send("DELETE", f"/{organization_id}")

    def _make(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = self._send("POST", path, json.dumps(body).encode())
        assert response.status < 400, response.body  # which 2xx it must be, and what it says, is for the tests to judge
        made: dict[str, Any] = response.json
        return made

    def _send(self, method: str, path: str, body: bytes = b"") -> Response:
        """What is made before a case, and forgotten after it, needs no socket: that is half of all requests."""
        return self._mock.handle(Request(method, f"/v1/organizations{path}", headers=_JSON, body=body))

    def acquaint(self, case: Case) -> None:
        """Let three of four cases speak of what exists, so that they get further than to 404.

        What a negative case has wrong stays as it is: it is only addressed to an organization that exists.
        """
        if crc32(case.as_curl_command().encode()) % 4 == 0:
            return
        if not negated(case, "path"):
            case.path_parameters = {name: self.ids[name] for name in case.path_parameters}
        self.acquaint_body(case)

    def acquaint_body(self, case: Case) -> None:
        """The same for what is in the body: users, roles, addresses that are one.

        Not for the parts of an upload: when they are changed, schemathesis takes them for negative data.
        """
        is_json = case.media_type == "application/json" and isinstance(case.body, dict | list)
        if is_json and not negated(case, "body"):
            case.body = self._acquainted(OPERATIONS[operation_id(case)], case.body)

    def _acquainted(self, operation: Described, body: Any) -> Any:
        if isinstance(body, list):
            return [self._acquainted(operation, row) for row in body]
        if not isinstance(body, dict):  # a row that is none
            return body
        n = next(self._numbers)
        known: dict[str, Any] = {
            **ROLES, "key": KEYS.get(operation.resource, "").format(n),
            "user_id": STRANGER, "created_by": ADMIN, "uploader_user_id": ADMIN, "inviter_user_id": ADMIN,
            "requesting_user_id": ADMIN, "role": "org:admin", "role_set_key": "role_set:default",
            "email_address": f"somebody{n}@mail.example",
            "enabled": True, "domains_enabled": True, "slug_disabled": False,  # else what follows is refused
        }  # fmt: skip
        if operation.id == "CreateRoleSet":
            known |= {"default_role_key": "org:member", "creator_role_key": "org:admin"}
        elif operation.id == "UpdateRoleSet":
            known |= {"default_role_key": "org:billing", "creator_role_key": "org:admin"}
        if (operation.id == "CreateOrganization" or operation.resource in ACCESS) and not str(
            body.get("name", "")
        ).strip():
            known["name"] = "Acme"
        if operation.id == "CreateOrganizationDomain":
            known["name"] = self.domain()
            body = {"name": "", **body}  # without one there is no domain, though the document does not say so
        return {name: known.get(name, value) if value is not None else None for name, value in body.items()}


def negated(case: Case, place: str) -> bool:
    """Whether it is the path, the query, the body or the headers that a negative case has wrong."""
    components = case.meta.components.items() if case.meta else ()
    modes = {location.value: component.mode for location, component in components}
    return place in modes and modes[place].is_negative


def operation_id(case: Case) -> str:
    return str(case.operation.definition.raw["operationId"])


@contextmanager
def playing() -> Generator[Played]:
    mock = MockClerk()
    with serve(mock) as url, requests.Session() as session:
        session.trust_env = False  # it would look for proxies and a .netrc at each request
        yield Played(mock, url, session)
