# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Role Sets: Which roles there are in which organizations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "list_role_sets",
    "create_role_set",
    "get_role_set",
    "update_role_set",
    "replace_role_set",
    "add_roles_to_role_set",
    "replace_role_in_role_set",
]


def list_role_sets(
    *,
    query: str | None | Unset = UNSET,
    order_by: enums.ListRoleSetsOrderBy | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.RoleSets]:
    """List the role sets of the instance.

    A page of those that pass every filter given.

    Args:
        query: Part of a name or key, or a whole id.
        order_by: A field, with `-` for descending; '-created_at' unless given.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, UnprocessableEntityError,
    RateLimitError, ServerError.
    `GET /role_sets`, getRoleSetList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra, "list_role_sets", {"query": "query", "order_by": "order_by", "limit": "limit", "offset": "offset"}
        )
    return Operation(
        id="ListRoleSets",
        method="GET",
        route="/role_sets",
        path="/role_sets",
        parse=models.RoleSets.from_dict,
        query=encode.query(
            ("query", encode.string, query),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def create_role_set(
    *,
    name: str,
    default_role_key: str,
    creator_role_key: str,
    roles: Sequence[str],
    key: str | Unset = UNSET,
    description: str | None | Unset = UNSET,
    type: enums.CreateRoleSetBodyType | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.RoleSet]:
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

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /role_sets`, createRoleSet in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "create_role_set",
            {
                "name": "name",
                "default_role_key": "default_role_key",
                "creator_role_key": "creator_role_key",
                "roles": "roles",
                "key": "key",
                "description": "description",
                "type": "type",
            },
        )
    return Operation(
        id="CreateRoleSet",
        method="POST",
        route="/role_sets",
        path="/role_sets",
        parse=models.RoleSet.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("default_role_key", encode.string, default_role_key),
            ("creator_role_key", encode.string, creator_role_key),
            ("roles", encode.strings, roles),
            ("key", encode.string, key),
            ("description", encode.string_or_null, description),
            ("type", encode.string, type),
            extra=extra,
        ),
    )


def get_role_set(
    role_set_key_or_id: str,
) -> Operation[models.RoleSet]:
    """Get a role set by its key or id.

    With its roles, and the migration that is under way.

    Args:
        role_set_key_or_id: Key of the role set, `role_set:…`, or its id.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError, ServerError.
    `GET /role_sets/{role_set_key_or_id}`, getRoleSet in TypeScript.
    """
    return Operation(
        id="GetRoleSet",
        method="GET",
        route="/role_sets/{role_set_key_or_id}",
        path=f"/role_sets/{encode.path_id('role_set_key_or_id', role_set_key_or_id)}",
        parse=models.RoleSet.from_dict,
    )


def update_role_set(
    *,
    role_set_key_or_id: str,
    name: str | None | Unset = UNSET,
    key: str | None | Unset = UNSET,
    description: str | None | Unset = UNSET,
    type: enums.UpdateRoleSetBodyType | None | Unset = UNSET,
    default_role_key: str | None | Unset = UNSET,
    creator_role_key: str | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.RoleSet]:
    """Change fields of a role set.

    Fields that are not given, or null, stay as they are. 422 among others means that a role is not in it.

    Args:
        role_set_key_or_id: Key of the role set, `role_set:…`, or its id.
        name: Its name for people.
        key: Its key: `role_set:`, then lower-case letters, digits and underscores; unique.
        description: What it is for.
        type: Makes it the one that new organizations get.
        default_role_key: Key of the role that new members get.
        creator_role_key: Key of the role that creators of an organization get.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /role_sets/{role_set_key_or_id}`, updateRoleSet in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_role_set",
            {
                "role_set_key_or_id": "role_set_key_or_id",
                "name": "name",
                "key": "key",
                "description": "description",
                "type": "type",
                "default_role_key": "default_role_key",
                "creator_role_key": "creator_role_key",
            },
        )
    return Operation(
        id="UpdateRoleSet",
        method="PATCH",
        route="/role_sets/{role_set_key_or_id}",
        path=f"/role_sets/{encode.path_id('role_set_key_or_id', role_set_key_or_id)}",
        parse=models.RoleSet.from_dict,
        json=encode.fields(
            ("name", encode.string_or_null, name),
            ("key", encode.string_or_null, key),
            ("description", encode.string_or_null, description),
            ("type", encode.string_or_null, type),
            ("default_role_key", encode.string_or_null, default_role_key),
            ("creator_role_key", encode.string_or_null, creator_role_key),
            extra=extra,
        ),
    )


def replace_role_set(
    *,
    role_set_key_or_id: str,
    dest_role_set_key: str,
    reassignment_mappings: Mapping[str, JsonValue] | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.DeletedObject]:
    """Put another role set in the place of one, and delete it.

    Organizations and members move to the other one, and some time may pass until all have. 422 among
    others means that a role of members is in neither.

    Args:
        role_set_key_or_id: Key of the role set, `role_set:…`, or its id.
        dest_role_set_key: Key of the role set that takes its place.
        reassignment_mappings: Key of a role that the other role set lacks → key of the role that its members
            get there.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `POST /role_sets/{role_set_key_or_id}/replace`, replaceRoleSet in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "replace_role_set",
            {
                "role_set_key_or_id": "role_set_key_or_id",
                "dest_role_set_key": "dest_role_set_key",
                "reassignment_mappings": "reassignment_mappings",
            },
        )
    return Operation(
        id="ReplaceRoleSet",
        method="POST",
        route="/role_sets/{role_set_key_or_id}/replace",
        path=f"/role_sets/{encode.path_id('role_set_key_or_id', role_set_key_or_id)}/replace",
        parse=models.DeletedObject.from_dict,
        json=encode.fields(
            ("dest_role_set_key", encode.string, dest_role_set_key),
            ("reassignment_mappings", encode.free_object, reassignment_mappings),
            extra=extra,
        ),
    )


def add_roles_to_role_set(
    *,
    role_set_key_or_id: str,
    role_keys: Sequence[str],
    default_role_key: str | Unset = UNSET,
    creator_role_key: str | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.RoleSet]:
    """Add roles to a role set.

    404 means that there is no such role, 422 among others that a role is in it already, or that it may have no
    more.

    Args:
        role_set_key_or_id: Key of the role set, `role_set:…`, or its id.
        role_keys: Keys of the roles to add, 1 to 10.
        default_role_key: Key of the role that new members get from then on; one of `role_keys`.
        creator_role_key: Key of the role that creators of an organization get from then on; one of `role_keys`.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `POST /role_sets/{role_set_key_or_id}/roles`, addRolesToRoleSet in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "add_roles_to_role_set",
            {
                "role_set_key_or_id": "role_set_key_or_id",
                "role_keys": "role_keys",
                "default_role_key": "default_role_key",
                "creator_role_key": "creator_role_key",
            },
        )
    return Operation(
        id="AddRolesToRoleSet",
        method="POST",
        route="/role_sets/{role_set_key_or_id}/roles",
        path=f"/role_sets/{encode.path_id('role_set_key_or_id', role_set_key_or_id)}/roles",
        parse=models.RoleSet.from_dict,
        json=encode.fields(
            ("role_keys", encode.strings, role_keys),
            ("default_role_key", encode.string, default_role_key),
            ("creator_role_key", encode.string, creator_role_key),
            extra=extra,
        ),
    )


def replace_role_in_role_set(
    *,
    role_set_key_or_id: str,
    role_key: str,
    to_role_key: str,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.RoleSet]:
    """Put another role in the place of one.

    Members who have the first get the second, and some time may pass until all have; the first is no
    longer in the role set.

    Args:
        role_set_key_or_id: Key of the role set, `role_set:…`, or its id.
        role_key: Key of the role that leaves the role set.
        to_role_key: Key of the role that its members get.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `POST /role_sets/{role_set_key_or_id}/roles/replace`, replaceRoleInRoleSet in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "replace_role_in_role_set",
            {"role_set_key_or_id": "role_set_key_or_id", "role_key": "role_key", "to_role_key": "to_role_key"},
        )
    return Operation(
        id="ReplaceRoleInRoleSet",
        method="POST",
        route="/role_sets/{role_set_key_or_id}/roles/replace",
        path=f"/role_sets/{encode.path_id('role_set_key_or_id', role_set_key_or_id)}/roles/replace",
        parse=models.RoleSet.from_dict,
        json=encode.fields(
            ("role_key", encode.string, role_key),
            ("to_role_key", encode.string, to_role_key),
            extra=extra,
        ),
    )
