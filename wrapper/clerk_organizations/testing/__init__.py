"""A mock of Clerk's organization endpoints, to test your own code against.

    mock = MockClerk()
    clerk = ClerkClient(secret_key="sk_test_x", transport=mock.transport)  # AsyncClerkClient takes the same
    acme = clerk.organizations.create_organization(name="Acme", created_by="user_ada")
    assert clerk.organizations.get_organization(organization_id=acme.id).name == "Acme"
    assert mock.requests[-1].response.status == 200

It keeps state: what was created can be read, listed, changed and deleted, and what Clerk would refuse is refused with
Clerk's status and code. Under pytest there is the fixture `clerk_mock`; for a real socket
`with serve(mock) as url: ...`, or the command `python -m clerk_organizations.testing --port 8787`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

try:  # found, not imported: each is slow, and comes with the first use that needs it
    _missing = next((name for name in ("jsonschema", "uvicorn", "yaml") if find_spec(name) is None), None)
except ModuleNotFoundError as _error:  # a hook of the import system that refuses it
    _missing = _error.name
if _missing:
    _line = f"the mock needs {_missing}, which is not installed: pip install 'clerk-organizations[testing]'"
    if sys.argv[:1] == ["-m"] and __name__ in sys.orig_argv:  # `python -m` imports the package before its __main__
        print(_line, file=sys.stderr)
        raise SystemExit(2)
    raise ImportError(_line, name=_missing)

from .mock import MockClerk
from .openapi.messages import Exchange, Refusal, Request, Response
from .reach.asgi import App
from .reach.server import run, serve
from .seed import SeedError
from .seed import load as load_seed
from .state.clock import Clock
from .state.faults import Fault
from .state.instance import Instance
from .state.records import Domain, Invitation, Membership, Organization, Settings
from .state.roles import Migration, Permission, Role, RoleSet
from .state.users import PEOPLE, User

__all__ = [
    "PEOPLE",
    "App",
    "Clock",
    "Domain",
    "Exchange",
    "Fault",
    "Instance",
    "Invitation",
    "Membership",
    "Migration",
    "MockClerk",
    "Organization",
    "Permission",
    "Refusal",
    "Request",
    "Response",
    "Role",
    "RoleSet",
    "SeedError",
    "Settings",
    "User",
    "load_seed",
    "run",
    "serve",
]
