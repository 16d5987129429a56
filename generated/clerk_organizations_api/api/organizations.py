# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organizations: Organizations themselves, with their metadata and logo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from .. import encode, models
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
    "merge_organization_metadata",
]


def list_organizations(
    *,
    include_members_count: bool | None | Unset = UNSET,
    include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
    query: str | None | Unset = UNSET,
    user_id: Sequence[str] | None | Unset = UNSET,
    organization_id: Sequence[str] | None | Unset = UNSET,
    order_by: Literal[
        "name",
        "+name",
        "-name",
        "created_at",
        "+created_at",
        "-created_at",
        "members_count",
        "+members_count",
        "-members_count",
    ]
    | None
    | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
) -> Operation[models.Organizations]:
    """List the organizations of the instance

    A page of organizations, newest first unless ordered otherwise. An organization must pass every filter
    given. `members_count` and `missing_member_with_elevated_permissions` are filled only when asked for.

    Args:
        include_members_count: Whether to fill `members_count` of each organization.
        include_missing_member_with_elevated_permissions: Whether to fill
            `missing_member_with_elevated_permissions` of each organization.
        query: Part of a name or slug, or a whole id.
        user_id: Only organizations with one of these members. `-` before an id leaves out the organizations of
            that user; `+` or nothing asks for them.
        organization_id: Only these organizations, at most 100. `-` before an id leaves it out; `+` or nothing
            asks for it. Unknown ids are passed over.
        order_by: Field to order by; `-` before it for descending, `+` or nothing for ascending. The API takes
            '-created_at' unless given.
        limit: Items per page, 1 to 500. The API takes 10 unless given.
        offset: Items to pass over before the first of the page. The API takes 0 unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organizations`, operation ListOrganizations, getOrganizationList in TypeScript.
    """
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
) -> Operation[models.Organization]:
    """Create an organization

    The user in `created_by` becomes its first admin; 400 means that there is no such user. Without
    `created_by` it starts empty. Without a slug, one is made from the name.

    402 means that the plan of the instance does not include what was asked for. 403 means that the instance
    may not have another organization, that the user may not create one, or that slugs are turned off.

    Args:
        name: Its name, at most 256 characters.
        slug: Its name for URLs, unique in the instance: lower-case letters, digits and hyphens. Made from the
            name when absent or null.
        created_by: Id of the user who becomes its first admin; null for none.
        max_allowed_memberships: Most members and pending invitations together; 0 for no limit, null for that of
            the instance.
        public_metadata: Data that frontends may read, at most 8 KB; null for none.
        private_metadata: Data for backends alone, at most 8 KB; null for none.
        created_at: When it came into being, if that was elsewhere and earlier, as RFC 3339; null for now.
        role_set_key: Key of the set of roles that its members can have; null for that of the instance.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        402: The plan of the instance does not include this.
        403: The request is understood, and not allowed.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `POST /organizations`, operation CreateOrganization, createOrganization in TypeScript.
    """
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
        ),
    )


def get_organization(
    organization_id: str,
    *,
    include_members_count: bool | None | Unset = UNSET,
    include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
) -> Operation[models.Organization]:
    """Get an organization by its id or slug

    A slug may stand in the place of the id. 404 means that the instance has no such organization.

    Args:
        organization_id: Id or slug of the organization.
        include_members_count: Whether to fill `members_count` of each organization.
        include_missing_member_with_elevated_permissions: Whether to fill
            `missing_member_with_elevated_permissions` of each organization.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organizations/{organization_id}`, operation GetOrganization, getOrganization in TypeScript.
    """
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
        ),
    )


def delete_organization(
    organization_id: str,
) -> Operation[models.DeletedObject]:
    """Delete an organization for good

    Its memberships, invitations and domains go with it; its users stay. There is no way back.
    `admin_delete_enabled` binds the admins of the organization, not this call.

    Args:
        organization_id: Id of the organization, `org_…`.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `DELETE /organizations/{organization_id}`, operation DeleteOrganization, deleteOrganization in TypeScript.
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
) -> Operation[models.Organization]:
    """Change fields of an organization

    Fields that are not given stay as they are; of two calls at the same time the later one wins. Metadata
    given here take the place of those there are, and are deprecated: merge them with
    `MergeOrganizationMetadata`.

    402 means that the plan of the instance does not include what was asked for, 403 that its settings forbid
    it, 422 among others that the slug is taken.

    Args:
        organization_id: Id of the organization, `org_…`.
        name: Its name, at most 256 characters; null leaves it as it is.
        slug: Its name for URLs, unique in the instance: lower-case letters, digits and hyphens. Null leaves it
            as it is.
        admin_delete_enabled: Whether its admins may delete it; null leaves it as it is.
        max_allowed_memberships: Most members and pending invitations together; 0 for no limit, null leaves it
            as it is.
        public_metadata: Deprecated. Takes the place of the public metadata. Merge them with
            `MergeOrganizationMetadata` instead.
        private_metadata: Deprecated. Takes the place of the private metadata. Merge them with
            `MergeOrganizationMetadata` instead.
        created_at: When it came into being, as RFC 3339; null leaves it as it is.
        role_set_key: Key of the set of roles that its members can have; null leaves it as it is.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        402: The plan of the instance does not include this.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `PATCH /organizations/{organization_id}`, operation UpdateOrganization, updateOrganization in TypeScript.
    """
    encode.deprecated(public_metadata is not UNSET, "public_metadata of update_organization")
    encode.deprecated(private_metadata is not UNSET, "private_metadata of update_organization")
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
        ),
    )


def upload_organization_logo(
    organization_id: str,
    *,
    file: File | bytes,
    uploader_user_id: str | Unset = UNSET,
) -> Operation[models.OrganizationWithLogo]:
    """Give an organization a logo

    The image is a JPEG, PNG, GIF or WebP of at most 10 MB, and takes the place of the logo there is. 400
    means that there is no file or that it is no such image, 413 that it is larger.

    Args:
        organization_id: Id of the organization, `org_…`.
        file: The image: JPEG, PNG, GIF or WebP, at most 10 MB.
        uploader_user_id: Id of the user who uploads it, for the record.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `PUT /organizations/{organization_id}/logo`, operation UploadOrganizationLogo, updateOrganizationLogo in
    TypeScript.
    """
    return Operation(
        id="UploadOrganizationLogo",
        method="PUT",
        route="/organizations/{organization_id}/logo",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/logo",
        parse=models.OrganizationWithLogo.from_dict,
        files=encode.parts(
            ("file", encode.file, file),
            ("uploader_user_id", encode.string, uploader_user_id),
        ),
    )


def delete_organization_logo(
    organization_id: str,
) -> Operation[models.Organization]:
    """Remove the logo of an organization

    A generated image takes its place. 404 also means that there is no logo.

    Args:
        organization_id: Id of the organization, `org_…`.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `DELETE /organizations/{organization_id}/logo`, operation DeleteOrganizationLogo, deleteOrganizationLogo in
    TypeScript.
    """
    return Operation(
        id="DeleteOrganizationLogo",
        method="DELETE",
        route="/organizations/{organization_id}/logo",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/logo",
        parse=models.Organization.from_dict,
    )


def merge_organization_metadata(
    organization_id: str,
    *,
    public_metadata: Mapping[str, JsonValue] | Unset = UNSET,
    private_metadata: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.Organization]:
    """Merge into the metadata of an organization

    Objects are merged at every depth; any other value takes the place of the one there is; a key with the
    value null is removed. What is not given stays. Public and private metadata may hold 8 KB each.

    Args:
        organization_id: Id of the organization, `org_…`.
        public_metadata: Changes to the data that frontends may read, at most 8 KB when merged.
        private_metadata: Changes to the data for backends alone, at most 8 KB when merged.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `PATCH /organizations/{organization_id}/metadata`, operation MergeOrganizationMetadata,
    updateOrganizationMetadata in TypeScript.
    """
    return Operation(
        id="MergeOrganizationMetadata",
        method="PATCH",
        route="/organizations/{organization_id}/metadata",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/metadata",
        parse=models.Organization.from_dict,
        json=encode.fields(
            ("public_metadata", encode.free_object, public_metadata),
            ("private_metadata", encode.free_object, private_metadata),
        ),
    )
