"""Operations on permissions with a shape of their own: `reconcile`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean

from .._calls.paging import PAGE_SIZE
from .._calls.reconcile import ResourceMatcher, same, with_reconcile

PERMISSION = ResourceMatcher("key", same("key", "name", "description"))


def create_organization_permission(
    *, name: str, key: str,
    description: str | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
) -> Operation[models.Permission]:  # fmt: skip
    """Create a permission.

    It means something once a role has it and a service asks for it. 402 means that the plan does not
    include permissions of one's own, 422 among others that the key is taken.

    Args:
        name: Its name for people.
        key: Its key: `org:`, a feature, `:`, and what it allows there, such as `org:invoices:pay`; unique.
        description: What it allows.
        extra: Fields of the body that have no argument here, sent as they are.
        reconcile: When the outcome is unknown, look it up by its key, and create it only if it is not there.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organization_permissions`, createOrganizationPermission in TypeScript.
    """
    create = api.create_organization_permission(name=name, key=key, description=description, extra=extra)
    if not boolean("reconcile", reconcile):
        return create
    return with_reconcile(create, api.list_organization_permissions(query=key, limit=PAGE_SIZE), PERMISSION)
