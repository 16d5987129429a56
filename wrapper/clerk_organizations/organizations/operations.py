"""Operations with a shape of their own: id or slug, the ways to give a logo, `verified`, `reconcile`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean, check_extra, path_id
from clerk_organizations_api.enums import OrganizationEnrollmentMode

from .._calls.chained import after, until
from .._calls.paging import PAGE_SIZE
from .._calls.reconcile import with_reconcile
from .._messages.files import FileInput, read_file
from .matchers import DOMAIN, INVITATION, MEMBERSHIP, ORGANIZATION

NO_METADATA_SINCE = "2026-05-12"
"""The version of the API from which on an update of an organization takes no metadata."""


def get_organization(
    *,
    organization_id: str | Unset = UNSET, slug: str | Unset = UNSET,
    include_members_count: bool | None | Unset = UNSET,
    include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
) -> Operation[models.Organization]:  # fmt: skip
    """Get an organization by its id or slug.

    Args:
        organization_id: Its id, `org_…`; give this or `slug`, else TypeError.
        slug: Its slug.
        include_members_count: Fill `members_count`.
        include_missing_member_with_elevated_permissions: Fill the field of that name.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError,
    UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organizations/{organization_id}`, getOrganization in TypeScript.
    """
    if (organization_id is UNSET) == (slug is UNSET):
        raise TypeError("get_organization takes exactly one of organization_id and slug")
    if not isinstance(extra, Unset):
        check_extra(extra, "get_organization", {"slug": "slug"})
    if not isinstance(slug, Unset):
        path_id("slug", slug)  # it goes where the id goes; an error should name what the caller wrote
        organization_id = slug
    assert not isinstance(organization_id, Unset)
    return api.get_organization(
        organization_id, include_members_count=include_members_count,
        include_missing_member_with_elevated_permissions=include_missing_member_with_elevated_permissions, extra=extra,
    )  # fmt: skip


def create_organization(
    *,
    name: str,
    slug: str | None | Unset = UNSET,
    created_by: str | None | Unset = UNSET,
    max_allowed_memberships: int | None | Unset = UNSET,
    public_metadata: Mapping[str, Any] | None | Unset = UNSET,
    private_metadata: Mapping[str, Any] | None | Unset = UNSET,
    created_at: datetime | str | None | Unset = UNSET,
    role_set_key: str | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
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
        reconcile: When the outcome is unknown, look it up by its slug, and create it only if it is not there.
            Needs a slug, as names are not unique, and no created_at, as that tells what is new; else TypeError.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations`, createOrganization in TypeScript.
    """
    create = api.create_organization(
        name=name, slug=slug, created_by=created_by, max_allowed_memberships=max_allowed_memberships,
        public_metadata=public_metadata, private_metadata=private_metadata,
        created_at=created_at, role_set_key=role_set_key, extra=extra,
    )  # fmt: skip
    if not boolean("reconcile", reconcile):
        return create
    if isinstance(slug, Unset) or slug is None:
        raise TypeError("reconcile needs a slug: a name can be that of several organizations")
    if not isinstance(created_at, Unset) and created_at is not None:
        raise TypeError("reconcile goes without created_at, which tells what this call made from what was there")
    path_id("slug", slug)  # it goes where the id goes; an error should name what the caller wrote
    return with_reconcile(create, api.get_organization(slug), ORGANIZATION)


def update_organization(
    organization_id: str,
    *,
    name: str | None | Unset = UNSET,
    slug: str | None | Unset = UNSET,
    admin_delete_enabled: bool | None | Unset = UNSET,
    max_allowed_memberships: int | None | Unset = UNSET,
    public_metadata: Mapping[str, Any] | None | Unset = UNSET,
    private_metadata: Mapping[str, Any] | None | Unset = UNSET,
    created_at: datetime | str | None | Unset = UNSET,
    role_set_key: str | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
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
    fields: Any = {
        "name": name, "slug": slug, "admin_delete_enabled": admin_delete_enabled,
        "max_allowed_memberships": max_allowed_memberships, "created_at": created_at, "role_set_key": role_set_key,
        "extra": extra,
    }  # fmt: skip
    metadata: Any = {"public_metadata": public_metadata, "private_metadata": private_metadata}
    update = api.update_organization(organization_id, **fields, **metadata)
    replace = api.replace_organization_metadata(organization_id, **metadata)
    if not replace.json:
        return update
    rest = api.update_organization(organization_id, **fields)
    return until(NO_METADATA_SINCE, update, after(rest, replace) if rest.json else replace)


def update_organization_logo(
    organization_id: str, *, file: FileInput, uploader_user_id: str | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
) -> Operation[models.OrganizationWithLogo]:  # fmt: skip
    """Give an organization a logo.

    It takes the place of the logo there is. 400 means that it is no such image, 413 that it is too large.

    Args:
        organization_id: Id of the organization, `org_…`.
        file: JPEG, PNG, GIF or WebP, at most 10 MB: bytes, a `Path`, a binary file, or a `File`; no str. Read at once.
        uploader_user_id: Id of the user who uploads it.
        extra: Parts of the body that have no argument here: texts, numbers, True or False.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `PUT /organizations/{organization_id}/logo`, updateOrganizationLogo in TypeScript.
    """
    uploader = UNSET if uploader_user_id is None else uploader_user_id
    return api.upload_organization_logo(organization_id, file=read_file(file), uploader_user_id=uploader, extra=extra)


def create_organization_membership(
    *, organization_id: str, user_id: str, role: str,
    public_metadata: Mapping[str, Any] | None | Unset = UNSET,
    private_metadata: Mapping[str, Any] | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
) -> Operation[models.OrganizationMembership]:  # fmt: skip
    """Make a user a member, without an invitation.

    The user is not asked. 400 means that the user is a member already, 403 that the organization is full.

    Args:
        organization_id: Id of the organization, `org_…`.
        user_id: Id of the user.
        role: Key of the role, such as `org:member`.
        public_metadata: For frontends and backends, at most 8 KB.
        private_metadata: For backends alone, at most 8 KB.
        extra: Fields of the body that have no argument here, sent as they are.
        reconcile: When the outcome is unknown, look it up, and create it only if it is not there.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/memberships`, createOrganizationMembership in TypeScript.
    """
    create = api.create_organization_membership(
        organization_id=organization_id, user_id=user_id, role=role,
        public_metadata=public_metadata, private_metadata=private_metadata, extra=extra,
    )  # fmt: skip
    if not boolean("reconcile", reconcile):
        return create
    lookup = api.list_organization_memberships(organization_id=organization_id, user_id=[user_id])
    return with_reconcile(create, lookup, MEMBERSHIP)


def create_organization_invitation(
    *, organization_id: str, email_address: str, role: str,
    inviter_user_id: str | None | Unset = UNSET,
    public_metadata: Mapping[str, Any] | None | Unset = UNSET,
    private_metadata: Mapping[str, Any] | None | Unset = UNSET,
    redirect_url: str | None | Unset = UNSET,
    expires_in_days: int | None | Unset = UNSET,
    notify: bool | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
) -> Operation[models.OrganizationInvitation]:  # fmt: skip
    """Invite an address to an organization.

    The API takes 250 an hour. 400 means that the address has a pending invitation or belongs to a member, 402
    and 403 that the plan, the settings or the number of members allow no more, or that the inviter may not.

    Args:
        organization_id: Id of the organization, `org_…`.
        email_address: E-mail address to invite.
        role: Key of the role on joining, such as `org:member`.
        inviter_user_id: Id of the member who invites.
        public_metadata: Carried over to the membership; for frontends and backends, at most 8 KB.
        private_metadata: Carried over to the membership; for backends alone, at most 8 KB.
        redirect_url: Where the link in the mail leads, in place of the page that Clerk hosts.
        expires_in_days: Days until it expires, 1 to 365; 30 unless given.
        notify: Whether Clerk sends the mail; True unless given.
        extra: Fields of the body that have no argument here, sent as they are.
        reconcile: When the outcome is unknown, look it up, and create it only if it is not there. What is found
            may have been accepted or revoked by then.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    ConflictError, PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/invitations`, createOrganizationInvitation in TypeScript.
    """
    create = api.create_organization_invitation(
        organization_id=organization_id, email_address=email_address, role=role, inviter_user_id=inviter_user_id,
        public_metadata=public_metadata, private_metadata=private_metadata,
        redirect_url=redirect_url, expires_in_days=expires_in_days, notify=notify, extra=extra,
    )  # fmt: skip
    if not boolean("reconcile", reconcile):
        return create
    # In whatever state: one that was accepted or revoked meanwhile must not be sent a second time.
    lookup = api.list_organization_invitations(
        organization_id=organization_id, email_address=email_address, limit=PAGE_SIZE
    )
    return with_reconcile(create, lookup, INVITATION)


def create_organization_domain(
    *, organization_id: str, name: str,
    enrollment_mode: OrganizationEnrollmentMode,
    verified: bool | None | Unset = UNSET,
    extra: Mapping[str, Any] | Unset = UNSET,
    reconcile: bool = False,
) -> Operation[models.OrganizationDomain]:  # fmt: skip
    """Give an organization a domain.

    403 means that domains or the enrollment mode are turned off, or that the organization has as many as it
    may; 422 among others that the domain is taken, or that of a public mail service.

    Args:
        organization_id: Id of the organization, `org_…`.
        name: The domain, such as `acme.example`.
        enrollment_mode: How its users join: when invited, by automatic invitation or suggestion, or by SSO.
        verified: Whether it counts as verified; True unless given, which is sent as the TypeScript SDK does.
        extra: Fields of the body that have no argument here, sent as they are.
        reconcile: When the outcome is unknown, look it up, and create it only if it is not there.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/domains`, createOrganizationDomain in TypeScript.
    """
    create = api.create_organization_domain(
        organization_id=organization_id, name=name, enrollment_mode=enrollment_mode,
        verified=True if isinstance(verified, Unset) else verified, extra=extra,
    )  # fmt: skip
    if not boolean("reconcile", reconcile):
        return create
    lookup = api.list_organization_domains(organization_id=organization_id, limit=PAGE_SIZE)
    return with_reconcile(create, lookup, DOMAIN)
