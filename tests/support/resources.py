"""Resources of the clients, as their classes declare them."""

from typing import Any

from clerk_organizations import AsyncClerkClient, ClerkClient
from clerk_organizations._resources.attribute import ResourceAttribute
from tests.support.document import Described


def _resources(client: type) -> dict[str, type]:
    return {name: one.load() for name, one in vars(client).items() if isinstance(one, ResourceAttribute)}


RESOURCES = _resources(ClerkClient)
"""Name of the attribute → class of the blocking resource."""
ASYNC_RESOURCES = _resources(AsyncClerkClient)
"""The same of the awaited one."""


def definition(operation: Described, resources: dict[str, type] = RESOURCES) -> Any:
    """The method of an operation in the class of its resource; None if it is not there."""
    return getattr(resources.get(operation.resource), operation.python, None)


def names(resource: type) -> list[str]:
    """Public names of a resource: its methods and their aliases."""
    return [name for name in dir(resource) if not name.startswith("_")]
