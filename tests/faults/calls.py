"""Three calls, one of each class, and answers to them as bytes."""

from collections.abc import Callable
from typing import Any

import pytest

from clerk_organizations import ClerkError
from tests.faults.acts import Act, head, raw
from tests.wrapper.conftest import World

FINE = b'{"id": "org_1"}'


def said(body: bytes, *lines: str, status: str = "200 OK", kind: str = "application/json") -> Act:
    """A whole answer, and the connection stays open."""
    return raw(head(f"content-type: {kind}", f"content-length: {len(body)}", *lines, status=status), body, close=False)


def read(clerk: Any) -> Any:
    return clerk.organizations.get_organization(organization_id="org_1")


def create(clerk: Any) -> Any:
    return clerk.organizations.create_organization(name="Acme")


def update(clerk: Any) -> Any:
    return clerk.organizations.update_organization("org_1", name="Acme")


def failing(world: World, call: Callable[[Any], Any], clerk: Any) -> Any:
    """What a call raises: one of our errors and nothing else."""
    with pytest.raises(ClerkError) as caught:
        world.run(call(clerk))
    return caught.value
