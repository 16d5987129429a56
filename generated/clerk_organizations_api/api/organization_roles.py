# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Roles: The roles that members can have, and the permissions of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "list_organization_roles",
    "create_organization_role",
    "get_organization_role",
    "delete_organization_role",
    "update_organization_role",
    "assign_permission_to_organization_role",
    "remove_permission_from_organization_role",
]


def list_organization_roles(
    *,
    query: str | None | Unset = UNSET,
    order_by: enums.ListOrganizationRolesOrderBy | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Roles]:
    """List the roles of the instance.

    A page of those that pass every filter given.

    Args:
        query: Part of a name or key, or a whole id.
        order_by: A field, with `-` for descending; '-created_at' unless given.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, UnprocessableEntityError,
    RateLimitError, ServerError.
    `GET /organization_roles`, getOrganizationRoleList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_organization_roles",
            {"query": "query", "order_by": "order_by", "limit": "limit", "offset": "offset"},
        )
    return Operation(
        id="ListOrganizationRoles",
        method="GET",
        route="/organization_roles",
        path="/organization_roles",
        parse=models.Roles.from_dict,
        query=encode.query(
            ("query", encode.string, query),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def create_organization_role(
    *,
    name: str,
    key: str,
    description: str | None | Unset = UNSET,
    permissions: Sequence[str] | None | Unset = UNSET,
    include_in_initial_role_set: bool | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Role]:
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

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organization_roles`, createOrganizationRole in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "create_organization_role",
            {
                "name": "name",
                "key": "key",
                "description": "description",
                "permissions": "permissions",
                "include_in_initial_role_set": "include_in_initial_role_set",
            },
        )
    return Operation(
        id="CreateOrganizationRole",
        method="POST",
        route="/organization_roles",
        path="/organization_roles",
        parse=models.Role.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("key", encode.string, key),
            ("description", encode.string_or_null, description),
            ("permissions", encode.strings_or_null, permissions),
            ("include_in_initial_role_set", encode.boolean_or_null, include_in_initial_role_set),
            extra=extra,
        ),
    )


def get_organization_role(
    organization_role_id: str,
) -> Operation[models.Role]:
    """Get a role.

    With its permissions.

    Args:
        organization_role_id: Id of the role, `role_…`.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError, ServerError.
    `GET /organization_roles/{organization_role_id}`, getOrganizationRole in TypeScript.
    """
    return Operation(
        id="GetOrganizationRole",
        method="GET",
        route="/organization_roles/{organization_role_id}",
        path=f"/organization_roles/{encode.path_id('organization_role_id', organization_role_id)}",
        parse=models.Role.from_dict,
    )


def delete_organization_role(
    organization_role_id: str,
) -> Operation[models.DeletedObject]:
    """Delete a role.

    403 and 422 mean that it is in use: by members, by invitations or by a role set.

    Args:
        organization_role_id: Id of the role, `role_…`.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `DELETE /organization_roles/{organization_role_id}`, deleteOrganizationRole in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationRole",
        method="DELETE",
        route="/organization_roles/{organization_role_id}",
        path=f"/organization_roles/{encode.path_id('organization_role_id', organization_role_id)}",
        parse=models.DeletedObject.from_dict,
    )


def update_organization_role(
    *,
    organization_role_id: str,
    name: str | None | Unset = UNSET,
    key: str | None | Unset = UNSET,
    description: str | None | Unset = UNSET,
    permissions: Sequence[str] | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Role]:
    """Change fields of a role.

    Fields that are not given, or null, stay as they are; permissions replace those there are. 403 means
    that it is the role of those who create organizations and would lose a permission that they need.

    Args:
        organization_role_id: Id of the role, `role_…`.
        name: Its name for people.
        key: Its key: `org:`, then lower-case letters, digits and underscores; unique.
        description: What it is for.
        permissions: Ids of the permissions that it has from then on.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organization_roles/{organization_role_id}`, updateOrganizationRole in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_organization_role",
            {
                "organization_role_id": "organization_role_id",
                "name": "name",
                "key": "key",
                "description": "description",
                "permissions": "permissions",
            },
        )
    return Operation(
        id="UpdateOrganizationRole",
        method="PATCH",
        route="/organization_roles/{organization_role_id}",
        path=f"/organization_roles/{encode.path_id('organization_role_id', organization_role_id)}",
        parse=models.Role.from_dict,
        json=encode.fields(
            ("name", encode.string_or_null, name),
            ("key", encode.string_or_null, key),
            ("description", encode.string_or_null, description),
            ("permissions", encode.strings_or_null, permissions),
            extra=extra,
        ),
    )


def assign_permission_to_organization_role(
    *,
    organization_role_id: str,
    permission_id: str,
) -> Operation[models.Role]:
    """Give a role a permission.

    409 means that it has it already.

    Args:
        organization_role_id: Id of the role, `role_…`.
        permission_id: Id of the permission, `perm_…`.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError, RateLimitError,
    ServerError.
    `POST /organization_roles/{organization_role_id}/permissions/{permission_id}`,
    assignPermissionToOrganizationRole in TypeScript.
    """
    return Operation(
        id="AssignPermissionToOrganizationRole",
        method="POST",
        route="/organization_roles/{organization_role_id}/permissions/{permission_id}",
        path=f"/organization_roles/{encode.path_id('organization_role_id', organization_role_id)}/permissions/{encode.path_id('permission_id', permission_id)}",
        parse=models.Role.from_dict,
    )


def remove_permission_from_organization_role(
    *,
    organization_role_id: str,
    permission_id: str,
) -> Operation[models.Role]:
    """Take a permission from a role.

    Gives the role as it is then. 403 means that those who create organizations need it.

    Args:
        organization_role_id: Id of the role, `role_…`.
        permission_id: Id of the permission, `perm_…`.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `DELETE /organization_roles/{organization_role_id}/permissions/{permission_id}`,
    removePermissionFromOrganizationRole in TypeScript.
    """
    return Operation(
        id="RemovePermissionFromOrganizationRole",
        method="DELETE",
        route="/organization_roles/{organization_role_id}/permissions/{permission_id}",
        path=f"/organization_roles/{encode.path_id('organization_role_id', organization_role_id)}/permissions/{encode.path_id('permission_id', permission_id)}",
        parse=models.Role.from_dict,
    )
