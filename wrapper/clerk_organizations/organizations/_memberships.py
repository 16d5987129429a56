"""Memberships of organizations: TypeScript shapes to generated operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean

from .._resources.methods import list_method, method
from .._settle import Likeness, reconciled

MembershipOrder: TypeAlias = Literal[
    "phone_number", "+phone_number", "-phone_number", "email_address", "+email_address", "-email_address",
    "created_at", "+created_at", "-created_at", "first_name", "+first_name", "-first_name",
    "last_name", "+last_name", "-last_name", "username", "+username", "-username",
]  # fmt: skip
"""A field to order memberships by; `-` for descending."""

_LIKENESS = Likeness(
    "user_id",
    {
        "user_id": lambda membership: membership.public_user_data and membership.public_user_data.user_id,
        **{field: attrgetter(field) for field in ("role", "public_metadata", "private_metadata")},
    },
)


class MembershipMethods:
    """Six methods: list in one organization or in all, create, change the role, merge metadata, delete."""

    @list_method
    def get_organization_membership_list(
        self,
        *,
        organization_id: str,
        order_by: MembershipOrder | None | Unset = UNSET,
        user_id: Sequence[str] | None | Unset = UNSET,
        email_address: Sequence[str] | None | Unset = UNSET,
        phone_number: Sequence[str] | None | Unset = UNSET,
        username: Sequence[str] | None | Unset = UNSET,
        web3_wallet: Sequence[str] | None | Unset = UNSET,
        role: Sequence[str] | None | Unset = UNSET,
        query: str | None | Unset = UNSET,
        email_address_query: str | None | Unset = UNSET,
        phone_number_query: str | None | Unset = UNSET,
        username_query: str | None | Unset = UNSET,
        name_query: str | None | Unset = UNSET,
        last_active_at_before: int | datetime | None | Unset = UNSET,
        last_active_at_after: int | datetime | None | Unset = UNSET,
        created_at_before: int | datetime | None | Unset = UNSET,
        created_at_after: int | datetime | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        offset: int | None | Unset = UNSET,
    ) -> Operation[models.OrganizationMemberships]:
        """A page of the members of one organization.

        Args:
            organization_id: Its id.
            order_by: A field of the user, with `-` for descending.
            user_id: Only these users (at most 100, as in every list here); `-` before an id excludes it.
            email_address: Only users with one of these addresses.
            phone_number: Only users with one of these numbers.
            username: Only users with one of these names.
            web3_wallet: Only users with one of these wallets.
            role: Only members with one of these roles, such as `org:admin`.
            query: Part of an address, number, name, wallet or id.
            email_address_query: Part of an address, in any case.
            phone_number_query: Part of a number.
            username_query: Part of a username, in any case.
            name_query: Part of a first or last name, in any case.
            last_active_at_before: Last seen before this: Unix milliseconds or an aware datetime, as below.
            last_active_at_after: Last seen after this.
            created_at_before: Users made before this.
            created_at_after: Users made after this.
            limit: Items per page, 1 to 500; 10 unless given.
            offset: Items to pass over.

        Errors: 401, 422. `GET /organizations/{organization_id}/memberships`.
        """
        return api.list_organization_memberships(
            organization_id,
            order_by=order_by,
            user_id=user_id,
            email_address=email_address,
            phone_number=phone_number,
            username=username,
            web3_wallet=web3_wallet,
            role=role,
            query=query,
            email_address_query=email_address_query,
            phone_number_query=phone_number_query,
            username_query=username_query,
            name_query=name_query,
            last_active_at_before=last_active_at_before,
            last_active_at_after=last_active_at_after,
            created_at_before=created_at_before,
            created_at_after=created_at_after,
            limit=limit,
            offset=offset,
        )

    @list_method
    def get_instance_organization_membership_list(
        self,
        *,
        order_by: MembershipOrder | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        offset: int | None | Unset = UNSET,
    ) -> Operation[models.OrganizationMemberships]:
        """A page of the memberships of all organizations of the instance.

        Args:
            order_by: A field of the user, with `-` for descending.
            limit: Items per page, 1 to 500; 10 unless given.
            offset: Items to pass over.

        Errors: 400, 401, 422, 500. `GET /organization_memberships`.
        """
        return api.instance_get_organization_memberships(order_by=order_by, limit=limit, offset=offset)

    @method
    def create_organization_membership(
        self,
        *,
        organization_id: str,
        user_id: str,
        role: str,
        public_metadata: Mapping[str, Any] | None | Unset = UNSET,
        private_metadata: Mapping[str, Any] | None | Unset = UNSET,
        reconcile: bool = False,
    ) -> Operation[models.OrganizationMembership]:
        """Make a user a member, without an invitation.

        Args:
            organization_id: Id of the organization.
            user_id: Id of the user.
            role: Key of the role, such as `org:member`.
            public_metadata: For frontend and backend, sent as it is.
            private_metadata: For the backend alone, sent as it is.
            reconcile: Whether to look, and to repeat it, when nobody knows whether it happened.

        Errors: 400, 403, 404, 422. `POST /organizations/{organization_id}/memberships`.
        """
        create = api.create_organization_membership(
            organization_id,
            user_id=user_id,
            role=role,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
        )
        if not boolean("reconcile", reconcile):
            return create
        look = api.list_organization_memberships(organization_id, user_id=[user_id])
        return reconciled(create, look, _LIKENESS)

    @method
    def update_organization_membership(
        self, *, organization_id: str, user_id: str, role: str
    ) -> Operation[models.OrganizationMembership]:
        """Give a member another role.

        Args:
            organization_id: Id of the organization.
            user_id: Id of the member.
            role: Key of the role, such as `org:admin`.

        Errors: 404, 422. `PATCH /organizations/{organization_id}/memberships/{user_id}`.
        """
        return api.update_organization_membership(organization_id, user_id, role=role)

    @method
    def update_organization_membership_metadata(
        self,
        *,
        organization_id: str,
        user_id: str,
        public_metadata: Mapping[str, Any] | Unset = UNSET,
        private_metadata: Mapping[str, Any] | Unset = UNSET,
    ) -> Operation[models.OrganizationMembership]:
        """Merge into a membership's metadata, at every depth; a key with the value None is removed.

        Args:
            organization_id: Id of the organization.
            user_id: Id of the member.
            public_metadata: Changes to the metadata that the frontend sees.
            private_metadata: Changes to the metadata that only the backend sees.

        Errors: 400, 404, 422. `PATCH /organizations/{organization_id}/memberships/{user_id}/metadata`.
        """
        return api.update_organization_membership_metadata(
            organization_id, user_id, public_metadata=public_metadata, private_metadata=private_metadata
        )

    @method
    def delete_organization_membership(
        self, *, organization_id: str, user_id: str
    ) -> Operation[models.OrganizationMembership]:
        """End a membership; it comes back as it was.

        Args:
            organization_id: Id of the organization.
            user_id: Id of the member.

        Errors: 401, 404, 422. `DELETE /organizations/{organization_id}/memberships/{user_id}`.
        """
        return api.delete_organization_membership(organization_id, user_id)

    getOrganizationMembershipList = get_organization_membership_list
    getInstanceOrganizationMembershipList = get_instance_organization_membership_list
    createOrganizationMembership = create_organization_membership
    updateOrganizationMembership = update_organization_membership
    updateOrganizationMembershipMetadata = update_organization_membership_metadata
    deleteOrganizationMembership = delete_organization_membership
