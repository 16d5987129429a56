"""Organizations themselves, with their metadata and logo: TypeScript shapes to generated operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean, path_id

from .._resources.methods import list_method, method
from .._logo import Logo, logo_file
from .._settle import Likeness, reconciled

_LIKENESS = Likeness(
    "slug",
    {
        field: attrgetter(field)
        for field in (
            "slug", "name", "created_by", "max_allowed_memberships", "role_set_key",
            "public_metadata", "private_metadata",
        )
    },
)  # fmt: skip


class OrganizationMethods:
    """Eight methods: list, create, get, update, delete; metadata; logo."""

    @list_method
    def get_organization_list(
        self,
        *,
        query: str | None | Unset = UNSET,
        organization_id: Sequence[str] | None | Unset = UNSET,
        user_id: Sequence[str] | None | Unset = UNSET,
        order_by: Literal[
            "name", "+name", "-name", "created_at", "+created_at", "-created_at",
            "members_count", "+members_count", "-members_count",
        ] | None | Unset = UNSET,
        include_members_count: bool | None | Unset = UNSET,
        include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        offset: int | None | Unset = UNSET,
    ) -> Operation[models.Organizations]:  # fmt: skip
        """A page of the organizations of the instance.

        Args:
            query: Part of a name, or an id or slug.
            organization_id: Only these organizations (at most 100); `-` before an id excludes it.
            user_id: Only organizations with these members; `-` before an id excludes it.
            order_by: A field, with `-` for descending; newest first unless given.
            include_members_count: Fill `members_count`.
            include_missing_member_with_elevated_permissions: Fill the field of that name.
            limit: Items per page, 1 to 500; 10 unless given.
            offset: Items to pass over.

        Errors: 400, 403, 422. `GET /organizations`.
        """
        return api.list_organizations(
            include_members_count=include_members_count,
            include_missing_member_with_elevated_permissions=include_missing_member_with_elevated_permissions,
            query=query,
            user_id=user_id,
            organization_id=organization_id,
            order_by=order_by,
            limit=limit,
            offset=offset,
        )

    @method
    def create_organization(
        self,
        *,
        name: str,
        slug: str | None | Unset = UNSET,
        created_by: str | None | Unset = UNSET,
        max_allowed_memberships: int | None | Unset = UNSET,
        public_metadata: Mapping[str, Any] | None | Unset = UNSET,
        private_metadata: Mapping[str, Any] | None | Unset = UNSET,
        created_at: datetime | str | None | Unset = UNSET,
        role_set_key: str | None | Unset = UNSET,
        reconcile: bool = False,
    ) -> Operation[models.Organization]:
        """Create an organization.

        Args:
            name: At most 256 characters.
            slug: Lower-case letters, digits and hyphens, unique; made from the name unless given.
            created_by: Id of the user who becomes its first admin.
            max_allowed_memberships: Members and pending invitations in all; 0 for no limit.
            public_metadata: For frontend and backend, sent as it is.
            private_metadata: For the backend alone, sent as it is.
            created_at: When it came into being elsewhere: an aware datetime or an RFC 3339 text.
            role_set_key: The set of roles its members can have.
            reconcile: Whether to look, and to repeat it, when nobody knows whether it happened. Needs a slug, as names
                are not unique, and no created_at, as that tells what is new; else TypeError.

        Errors: 400, 402, 403, 422. `POST /organizations`.
        """
        create = api.create_organization(
            name=name,
            slug=slug,
            created_by=created_by,
            max_allowed_memberships=max_allowed_memberships,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
            created_at=created_at,
            role_set_key=role_set_key,
        )
        if not boolean("reconcile", reconcile):
            return create
        if isinstance(slug, Unset) or slug is None:
            raise TypeError("reconcile needs a slug: a name can be that of several organizations")
        if not isinstance(created_at, Unset) and created_at is not None:
            raise TypeError("reconcile goes without created_at, which tells what this call made from what was there")
        path_id("slug", slug)  # it goes where the id goes; an error should name what the caller wrote
        return reconciled(create, api.get_organization(slug), _LIKENESS)

    @method
    def get_organization(
        self,
        *,
        organization_id: str | Unset = UNSET,
        slug: str | Unset = UNSET,
        include_members_count: bool | None | Unset = UNSET,
        include_missing_member_with_elevated_permissions: bool | None | Unset = UNSET,
    ) -> Operation[models.Organization]:
        """One organization, by its id or by its slug.

        Args:
            organization_id: Its id; give this or `slug`, else TypeError.
            slug: Its slug.
            include_members_count: Fill `members_count`.
            include_missing_member_with_elevated_permissions: Fill the field of that name.

        Errors: 403, 404. `GET /organizations/{organization_id}`.
        """
        if (organization_id is UNSET) == (slug is UNSET):
            raise TypeError("get_organization takes exactly one of organization_id and slug")
        if not isinstance(slug, Unset):
            path_id("slug", slug)  # it goes where the id goes; an error should name what the caller wrote
            organization_id = slug
        assert not isinstance(organization_id, Unset)
        return api.get_organization(
            organization_id,
            include_members_count=include_members_count,
            include_missing_member_with_elevated_permissions=include_missing_member_with_elevated_permissions,
        )

    @method
    def update_organization(
        self,
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
    ) -> Operation[models.Organization]:
        """Change the fields that are given; the others stay.

        Args:
            organization_id: Its id.
            name: At most 256 characters.
            slug: Lower-case letters, digits and hyphens, unique.
            admin_delete_enabled: Whether its admins may delete it.
            max_allowed_memberships: Members and pending invitations in all; 0 for no limit.
            public_metadata: Deprecated: use `update_organization_metadata`.
            private_metadata: Deprecated: use `update_organization_metadata`.
            created_at: An aware datetime or an RFC 3339 text.
            role_set_key: The set of roles its members can have.

        Errors: 400, 402, 403, 404, 422. `PATCH /organizations/{organization_id}`.
        """
        return api.update_organization(
            organization_id,
            name=name,
            slug=slug,
            admin_delete_enabled=admin_delete_enabled,
            max_allowed_memberships=max_allowed_memberships,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
            created_at=created_at,
            role_set_key=role_set_key,
        )

    @method
    def update_organization_logo(
        self, organization_id: str, *, file: Logo, uploader_user_id: str | None | Unset = UNSET
    ) -> Operation[models.OrganizationWithLogo]:
        """Put a logo in place of the one there is.

        Args:
            organization_id: Its id.
            file: JPEG, PNG, GIF or WebP of at most 10 MB: bytes, a path, a binary file, or a `File`. Read at once.
            uploader_user_id: Id of the user who uploads it.

        Errors: 400, 403, 404, 413. `PUT /organizations/{organization_id}/logo`.
        """
        uploader = UNSET if uploader_user_id is None else uploader_user_id
        return api.upload_organization_logo(organization_id, file=logo_file(file), uploader_user_id=uploader)

    @method
    def delete_organization_logo(self, organization_id: str) -> Operation[models.Organization]:
        """Remove the logo; the organization comes back without it.

        Errors: 404. `DELETE /organizations/{organization_id}/logo`.
        """
        return api.delete_organization_logo(organization_id)

    @method
    def update_organization_metadata(
        self,
        organization_id: str,
        *,
        public_metadata: Mapping[str, Any] | Unset = UNSET,
        private_metadata: Mapping[str, Any] | Unset = UNSET,
    ) -> Operation[models.Organization]:
        """Merge into the metadata, at every depth; a key with the value None is removed.

        Args:
            organization_id: Its id.
            public_metadata: Changes to the metadata that the frontend sees.
            private_metadata: Changes to the metadata that only the backend sees.

        Errors: 400, 401, 404, 422. `PATCH /organizations/{organization_id}/metadata`.
        """
        return api.merge_organization_metadata(
            organization_id, public_metadata=public_metadata, private_metadata=private_metadata
        )

    @method
    def delete_organization(self, organization_id: str) -> Operation[models.DeletedObject]:
        """Delete an organization with its memberships, invitations and domains. There is no way back.

        Errors: 404. `DELETE /organizations/{organization_id}`.
        """
        return api.delete_organization(organization_id)

    getOrganizationList = get_organization_list
    createOrganization = create_organization
    getOrganization = get_organization
    updateOrganization = update_organization
    updateOrganizationLogo = update_organization_logo
    deleteOrganizationLogo = delete_organization_logo
    updateOrganizationMetadata = update_organization_metadata
    deleteOrganization = delete_organization
