"""Operations on roles with a shape of their own: `reconcile`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean

from .._calls.paging import PAGE_SIZE
from .._calls.reconcile import ResourceMatcher, same, with_reconcile

ROLE = ResourceMatcher(
    "key",
    same("key", "name", "description")
    | {"permissions": lambda role: [permission.id for permission in role.permissions or ()]},
)


def create_organization_role(
    *, name: str, key: str,
    description: str | None | Unset = UNSET,
    permissions: Sequence[str] | None | Unset = UNSET,
    include_in_initial_role_set: bool | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
) -> Operation[models.Role]:  # fmt: skip
    """Create a role.

    Members can have it where a role set that holds it applies. 402 means that the plan does not include
    roles of one's own, 403 that the instance may have no more, 404 that there is no such permission, 422
    among others that the key is taken.

    Args:
        name: Its name for people.
        key: Its key: `org:`, then lower-case letters, digits and underscores; unique.
        description: What it is for.
        permissions: Ids of the permissions that it has.
        include_in_initial_role_set: Whether the role set of new organizations gets it as well.
        extra: Fields of the body that have no argument here, sent as they are.
        reconcile: When the outcome is unknown, look it up by its key, and create it only if it is not there.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organization_roles`, createOrganizationRole in TypeScript.
    """
    create = api.create_organization_role(
        name=name, key=key, description=description, permissions=permissions,
        include_in_initial_role_set=include_in_initial_role_set, extra=extra,
    )  # fmt: skip
    if not boolean("reconcile", reconcile):
        return create
    return with_reconcile(create, api.list_organization_roles(query=key, limit=PAGE_SIZE), ROLE)
