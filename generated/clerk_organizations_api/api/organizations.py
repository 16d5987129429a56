# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organizations: Organizations themselves, with their metadata and logo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, File, JsonValue, Unset

__all__ = [
    "list_organizations",
    "create_organization",
    "get_organization",
    "delete_organization",
    "update_organization",
    "upload_organization_logo",
    "delete_organization_logo",
    "replace_organization_metadata",
    "merge_organization_metadata",
]


def list_organizations(
    *,
    include_members_count: bool | None | Unset = UNSET,
    include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
    query: str | None | Unset = UNSET,
    user_id: Sequence[str] | None | Unset = UNSET,
    organization_id: Sequence[str] | None | Unset = UNSET,
    order_by: enums.ListOrganizationsOrderBy | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organizations]:
    """List the organizations of the instance.

    A page of those that pass every filter given.

    Args:
        include_members_count: Fill `members_count`.
        include_missing_member_with_elevated_permissions: Fill the field of that name.
        query: Part of a name or slug, or a whole id.
        user_id: Only organizations with one of these members; `-` before an id excludes that user's.
        organization_id: Only these organizations, at most 100; `-` before an id excludes it.
        order_by: A field, with `-` for descending; '-created_at' unless given.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, UnprocessableEntityError,
    RateLimitError, ServerError.
    `GET /organizations`, getOrganizationList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_organizations",
            {
                "include_members_count": "include_members_count",
                "include_missing_member_with_elevated_permissions": "include_missing_member_with_elevated_permissions",
                "query": "query",
                "user_id": "user_id",
                "organization_id": "organization_id",
                "order_by": "order_by",
                "limit": "limit",
                "offset": "offset",
            },
        )
    return Operation(
        id="ListOrganizations",
        method="GET",
        route="/organizations",
        path="/organizations",
        parse=models.Organizations.from_dict,
        query=encode.query(
            ("include_members_count", encode.boolean, include_members_count),
            (
                "include_missing_member_with_elevated_permissions",
                encode.boolean,
                include_missing_member_with_elevated_permissions,
            ),
            ("query", encode.string, query),
            ("user_id", encode.strings, user_id),
            ("organization_id", encode.strings, organization_id),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )


def create_organization(
    *,
    name: str,
    slug: str | None | Unset = UNSET,
    created_by: str | None | Unset = UNSET,
    max_allowed_memberships: int | None | Unset = UNSET,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    created_at: datetime | str | None | Unset = UNSET,
    role_set_key: str | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organization]:
    """Create an organization.

    400 means that there is no user `created_by`, 402 that the plan does not include something asked for, 403
    that the instance may have no more, that the user may not create one, or that slugs are turned off.

    Args:
        name: At most 256 characters.
        slug: Lower-case letters, digits and hyphens, unique; made from the name unless given.
        created_by: Id of the user who becomes its first admin.
        max_allowed_memberships: Most members and pending invitations together; 0 for no limit.
        public_metadata: For frontends and backends, at most 8 KB.
        private_metadata: For backends alone, at most 8 KB.
        created_at: When it came into being elsewhere. An aware datetime or RFC 3339.
        role_set_key: Key of the set of roles that its members can have.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations`, createOrganization in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "create_organization",
            {
                "name": "name",
                "slug": "slug",
                "created_by": "created_by",
                "max_allowed_memberships": "max_allowed_memberships",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
                "created_at": "created_at",
                "role_set_key": "role_set_key",
            },
        )
    return Operation(
        id="CreateOrganization",
        method="POST",
        route="/organizations",
        path="/organizations",
        parse=models.Organization.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("slug", encode.string_or_null, slug),
            ("created_by", encode.string_or_null, created_by),
            ("max_allowed_memberships", encode.integer_or_null, max_allowed_memberships),
            ("public_metadata", encode.free_object_or_null, public_metadata),
            ("private_metadata", encode.free_object_or_null, private_metadata),
            ("created_at", encode.date_time_or_null, created_at),
            ("role_set_key", encode.string_or_null, role_set_key),
            extra=extra,
        ),
    )


def get_organization(
    organization_id: str,
    *,
    include_members_count: bool | None | Unset = UNSET,
    include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organization]:
    """Get an organization by its id or slug.

    A slug may stand in the place of the id.

    Args:
        organization_id: Its id, `org_…`, or its slug.
        include_members_count: Fill `members_count`.
        include_missing_member_with_elevated_permissions: Fill the field of that name.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organizations/{organization_id}`, getOrganization in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "get_organization",
            {
                "organization_id": "organization_id",
                "include_members_count": "include_members_count",
                "include_missing_member_with_elevated_permissions": "include_missing_member_with_elevated_permissions",
            },
        )
    return Operation(
        id="GetOrganization",
        method="GET",
        route="/organizations/{organization_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}",
        parse=models.Organization.from_dict,
        query=encode.query(
            ("include_members_count", encode.boolean, include_members_count),
            (
                "include_missing_member_with_elevated_permissions",
                encode.boolean,
                include_missing_member_with_elevated_permissions,
            ),
            extra=extra,
        ),
    )


def delete_organization(
    organization_id: str,
) -> Operation[models.DeletedObject]:
    """Delete an organization for good.

    Its memberships, invitations and domains go with it; its users stay. There is no way back.
    `admin_delete_enabled` binds the admins of the organization, not this call.

    Args:
        organization_id: Id of the organization, `org_…`.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, RateLimitError, ServerError.
    `DELETE /organizations/{organization_id}`, deleteOrganization in TypeScript.
    """
    return Operation(
        id="DeleteOrganization",
        method="DELETE",
        route="/organizations/{organization_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}",
        parse=models.DeletedObject.from_dict,
    )


def update_organization(
    organization_id: str,
    *,
    name: str | None | Unset = UNSET,
    slug: str | None | Unset = UNSET,
    admin_delete_enabled: bool | None | Unset = UNSET,
    max_allowed_memberships: int | None | Unset = UNSET,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    created_at: datetime | str | None | Unset = UNSET,
    role_set_key: str | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organization]:
    """Change fields of an organization.

    Fields that are not given, or null, stay as they are. 402 means that the plan does not include something
    asked for, 403 that the settings forbid it, 422 among others that the slug is taken.

    Args:
        organization_id: Id of the organization, `org_…`.
        name: At most 256 characters.
        slug: Lower-case letters, digits and hyphens, unique.
        admin_delete_enabled: Whether its admins may delete it.
        max_allowed_memberships: Most members and pending invitations together; 0 for no limit.
        public_metadata: Deprecated. Replaces what there is. From API version 2026-05-12 on,
            `replace_organization_metadata` does it instead.
        private_metadata: Deprecated. Replaces what there is. From API version 2026-05-12 on,
            `replace_organization_metadata` does it instead.
        created_at: When it came into being. An aware datetime or RFC 3339.
        role_set_key: Key of the set of roles that its members can have.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    ConflictError, PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organizations/{organization_id}`, updateOrganization in TypeScript.
    """
    encode.deprecated(public_metadata is not UNSET, "public_metadata of update_organization")
    encode.deprecated(private_metadata is not UNSET, "private_metadata of update_organization")
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_organization",
            {
                "organization_id": "organization_id",
                "name": "name",
                "slug": "slug",
                "admin_delete_enabled": "admin_delete_enabled",
                "max_allowed_memberships": "max_allowed_memberships",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
                "created_at": "created_at",
                "role_set_key": "role_set_key",
            },
        )
    return Operation(
        id="UpdateOrganization",
        method="PATCH",
        route="/organizations/{organization_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}",
        parse=models.Organization.from_dict,
        json=encode.fields(
            ("name", encode.string_or_null, name),
            ("slug", encode.string_or_null, slug),
            ("admin_delete_enabled", encode.boolean_or_null, admin_delete_enabled),
            ("max_allowed_memberships", encode.integer_or_null, max_allowed_memberships),
            ("public_metadata", encode.free_object_or_null, public_metadata),
            ("private_metadata", encode.free_object_or_null, private_metadata),
            ("created_at", encode.date_time_or_null, created_at),
            ("role_set_key", encode.string_or_null, role_set_key),
            extra=extra,
        ),
    )


def upload_organization_logo(
    organization_id: str,
    *,
    file: File | bytes,
    uploader_user_id: str | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationWithLogo]:
    """Give an organization a logo.

    It takes the place of the logo there is. 400 means that it is no such image, 413 that it is too large.

    Args:
        organization_id: Id of the organization, `org_…`.
        file: JPEG, PNG, GIF or WebP, at most 10 MB.
        uploader_user_id: Id of the user who uploads it.
        extra: Parts of the body that have no argument here: texts, numbers, True or False.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `PUT /organizations/{organization_id}/logo`, updateOrganizationLogo in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "upload_organization_logo",
            {"organization_id": "organization_id", "file": "file", "uploader_user_id": "uploader_user_id"},
        )
    return Operation(
        id="UploadOrganizationLogo",
        method="PUT",
        route="/organizations/{organization_id}/logo",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/logo",
        parse=models.OrganizationWithLogo.from_dict,
        files=encode.parts(
            ("file", encode.file, file),
            ("uploader_user_id", encode.string, uploader_user_id),
            extra=extra,
        ),
    )


def delete_organization_logo(
    organization_id: str,
) -> Operation[models.Organization]:
    """Remove the logo of an organization.

    A generated image takes its place. 404 also means that there is no logo.

    Args:
        organization_id: Id of the organization, `org_…`.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, RateLimitError, ServerError.
    `DELETE /organizations/{organization_id}/logo`, deleteOrganizationLogo in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationLogo",
        method="DELETE",
        route="/organizations/{organization_id}/logo",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/logo",
        parse=models.Organization.from_dict,
    )


def replace_organization_metadata(
    organization_id: str,
    *,
    public_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organization]:
    """Replace the metadata of an organization.

    What is given takes the place of all that was there: `{}` clears it, null stores a null. What is not given
    stays as it is. Each of the two may hold 8 KB.

    Args:
        organization_id: Id of the organization, `org_…`.
        public_metadata: All data for frontends and backends.
        private_metadata: All data for backends alone.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PUT /organizations/{organization_id}/metadata`, replaceOrganizationMetadata in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "replace_organization_metadata",
            {
                "organization_id": "organization_id",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
            },
        )
    return Operation(
        id="ReplaceOrganizationMetadata",
        method="PUT",
        route="/organizations/{organization_id}/metadata",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/metadata",
        parse=models.Organization.from_dict,
        json=encode.fields(
            ("public_metadata", encode.free_object_or_null, public_metadata),
            ("private_metadata", encode.free_object_or_null, private_metadata),
            extra=extra,
        ),
    )


def merge_organization_metadata(
    organization_id: str,
    *,
    public_metadata: Mapping[str, JsonValue] | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organization]:
    """Merge into the metadata of an organization.

    Objects are merged at every depth, any other value is replaced, a key with the value null is removed. Each
    of the two may hold 8 KB.

    Args:
        organization_id: Id of the organization, `org_…`.
        public_metadata: Changes to the data for frontends and backends.
        private_metadata: Changes to the data for backends alone.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, NotFoundError, ConflictError, PayloadTooLargeError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organizations/{organization_id}/metadata`, updateOrganizationMetadata in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "merge_organization_metadata",
            {
                "organization_id": "organization_id",
                "public_metadata": "public_metadata",
                "private_metadata": "private_metadata",
            },
        )
    return Operation(
        id="MergeOrganizationMetadata",
        method="PATCH",
        route="/organizations/{organization_id}/metadata",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/metadata",
        parse=models.Organization.from_dict,
        json=encode.fields(
            ("public_metadata", encode.free_object, public_metadata),
            ("private_metadata", encode.free_object, private_metadata),
            extra=extra,
        ),
    )
