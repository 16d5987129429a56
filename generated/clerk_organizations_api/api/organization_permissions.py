# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Permissions: What roles allow."""

from __future__ import annotations

from collections.abc import Mapping

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "list_organization_permissions",
    "create_organization_permission",
    "get_organization_permission",
    "delete_organization_permission",
    "update_organization_permission",
]


def list_organization_permissions(
    *,
    query: str | None | Unset = UNSET,
    order_by: enums.ListOrganizationPermissionsOrderBy | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Permissions]:
    """List the permissions of the instance.

    A page of those that pass every filter given, those of Clerk included.

    Args:
        query: Part of a name or key, or a whole id.
        order_by: A field, with `-` for descending.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: AuthenticationError, UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organization_permissions`, getOrganizationPermissionList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_organization_permissions",
            {"query": "query", "order_by": "order_by", "limit": "limit", "offset": "offset"},
        )
    return Operation(
        id="ListOrganizationPermissions",
        method="GET",
        route="/organization_permissions",
        path="/organization_permissions",
        parse=models.Permissions.from_dict,
        query=encode.query(
            ("query", encode.string, query),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def create_organization_permission(
    *,
    name: str,
    key: str,
    description: str | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Permission]:
    """Create a permission.

    It means something once a role has it and a service asks for it. 402 means that the plan does not
    include permissions of one's own, 422 among others that the key is taken.

    Args:
        name: Its name for people.
        key: Its key: `org:`, a feature, `:`, and what it allows there, such as `org:invoices:pay`; unique.
        description: What it allows.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organization_permissions`, createOrganizationPermission in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra, "create_organization_permission", {"name": "name", "key": "key", "description": "description"}
        )
    return Operation(
        id="CreateOrganizationPermission",
        method="POST",
        route="/organization_permissions",
        path="/organization_permissions",
        parse=models.Permission.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("key", encode.string, key),
            ("description", encode.string, description),
            extra=extra,
        ),
    )


def get_organization_permission(
    permission_id: str,
) -> Operation[models.Permission]:
    """Get a permission.

    One of Clerk, or one of your own.

    Args:
        permission_id: Id of the permission, `perm_…`.

    Raises: AuthenticationError, NotFoundError, RateLimitError, ServerError.
    `GET /organization_permissions/{permission_id}`, getOrganizationPermission in TypeScript.
    """
    return Operation(
        id="GetOrganizationPermission",
        method="GET",
        route="/organization_permissions/{permission_id}",
        path=f"/organization_permissions/{encode.path_id('permission_id', permission_id)}",
        parse=models.Permission.from_dict,
    )


def delete_organization_permission(
    permission_id: str,
) -> Operation[models.DeletedObject]:
    """Delete a permission.

    Roles lose it. 403 means that it is one of Clerk.

    Args:
        permission_id: Id of the permission, `perm_…`.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError, ServerError.
    `DELETE /organization_permissions/{permission_id}`, deleteOrganizationPermission in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationPermission",
        method="DELETE",
        route="/organization_permissions/{permission_id}",
        path=f"/organization_permissions/{encode.path_id('permission_id', permission_id)}",
        parse=models.DeletedObject.from_dict,
    )


def update_organization_permission(
    *,
    permission_id: str,
    name: str | Unset = UNSET,
    key: str | Unset = UNSET,
    description: str | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Permission]:
    """Change fields of a permission.

    Fields that are not given stay as they are. 403 means that it is one of Clerk.

    Args:
        permission_id: Id of the permission, `perm_…`.
        name: Its name for people.
        key: Its key: `org:`, a feature, `:`, and what it allows there, such as `org:invoices:pay`; unique.
        description: What it allows.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organization_permissions/{permission_id}`, updateOrganizationPermission in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_organization_permission",
            {"permission_id": "permission_id", "name": "name", "key": "key", "description": "description"},
        )
    return Operation(
        id="UpdateOrganizationPermission",
        method="PATCH",
        route="/organization_permissions/{permission_id}",
        path=f"/organization_permissions/{encode.path_id('permission_id', permission_id)}",
        parse=models.Permission.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("key", encode.string, key),
            ("description", encode.string, description),
            extra=extra,
        ),
    )
