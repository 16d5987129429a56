"""Operations on role sets with a shape of their own: `reconcile`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean
from clerk_organizations_api.enums import CreateRoleSetBodyType

from .._calls.reconcile import ResourceMatcher, same, with_reconcile

ROLE_SET = ResourceMatcher(
    "key",
    same("key", "name", "description", "type")
    | {
        "roles": lambda role_set: [role.key for role in role_set.roles or ()],
        "default_role_key": lambda role_set: getattr(role_set.default_role, "key", None),
        "creator_role_key": lambda role_set: getattr(role_set.creator_role, "key", None),
    },
)


def create_role_set(
    *, name: str, default_role_key: str, creator_role_key: str, roles: Sequence[str],
    key: str | Unset = UNSET,
    description: str | None | Unset = UNSET,
    type: CreateRoleSetBodyType | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
) -> Operation[models.RoleSet]:  # fmt: skip
    """Create a role set.

    It says which roles members of the organizations that it applies to can have. 402 means that the plan
    does not include it, 403 that the instance may have no more, 404 that there is no such role, 422 among
    others that the key is taken.

    Args:
        name: Its name for people.
        default_role_key: Key of the role that new members get; one of `roles`.
        creator_role_key: Key of the role that creators of an organization get; one of `roles`.
        roles: Keys of its roles, 1 to 10.
        key: Its key: `role_set:`, then lower-case letters, digits and underscores; unique. Made from the name
            unless given.
        description: What it is for.
        type: Whether new organizations get it (`initial`, of which there is one) or those that are moved to it.
        extra: Fields of the body that have no argument here, sent as they are.
        reconcile: When the outcome is unknown, look it up by its key, and create it only if it is not there.
            Needs a key, as names are not unique; else TypeError.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /role_sets`, createRoleSet in TypeScript.
    """
    create = api.create_role_set(
        name=name, default_role_key=default_role_key, creator_role_key=creator_role_key, roles=roles, key=key,
        description=description, type=type, extra=extra,
    )  # fmt: skip
    if not boolean("reconcile", reconcile):
        return create
    if isinstance(key, Unset):
        raise TypeError("reconcile needs a key: a name can be that of several role sets")
    return with_reconcile(create, api.get_role_set(key), ROLE_SET)
