"""Operations of the document that the client and the mock have; tests/contract/test_checklist.py says what is missing.

Tests of what all methods or all handlers do go over these, so that an operation that is only in the document fails
one test, with a list of what to add, and not a hundred.
"""

from clerk_organizations import AsyncClerkClient, ClerkClient
from clerk_organizations.testing.handlers.registry import HANDLERS
from generator.parse.names import snake_case
from tests.support.document import OPERATIONS

_CLIENTS = ClerkClient(secret_key="sk_test_x"), AsyncClerkClient(secret_key="sk_test_x")


def resources(name: str) -> list[type]:
    """Classes of a resource, blocking and async, by its name in the document; none if the client has none."""
    found = (getattr(client, snake_case(name), None) for client in _CLIENTS)
    return [type(resource) for resource in found if resource is not None]


METHODS = {
    one.id: one for one in OPERATIONS.values() if any(hasattr(api, one.python) for api in resources(one.resource))
}
"""Operations that are a method of the client."""
HANDLED = {one.id: one for one in OPERATIONS.values() if one.id in HANDLERS}
"""Operations that the mock has a handler for."""
IN_TYPESCRIPT = {one.id for one in OPERATIONS.values() if one.typescript}
"""Operations that @clerk/backend has: those with `x-ts-method`."""
