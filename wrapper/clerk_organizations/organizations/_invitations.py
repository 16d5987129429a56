"""Invitations to organizations: TypeScript shapes to generated operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean

from .._resources.methods import list_method, method
from .._settle import Likeness, reconciled
from .._walk import PAGE_SIZE

InvitationStatus: TypeAlias = Literal["pending", "accepted", "revoked", "expired"]

_LIKENESS = Likeness(
    "email_address",
    {
        "inviter_user_id": attrgetter("inviter_id"),
        **{field: attrgetter(field) for field in ("email_address", "role", "public_metadata", "private_metadata")},
    },
    in_the_way=lambda invitation: invitation.status == "pending",
)


class InvitationMethods:
    """Five methods: list, create one or several, get, revoke."""

    @list_method
    def get_organization_invitation_list(
        self,
        *,
        organization_id: str,
        status: InvitationStatus | Sequence[InvitationStatus] | None | Unset = UNSET,
        email_address: str | None | Unset = UNSET,
        order_by: Literal[
            "created_at", "+created_at", "-created_at", "email_address", "+email_address", "-email_address"
        ] | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        offset: int | None | Unset = UNSET,
    ) -> Operation[models.OrganizationInvitations]:  # fmt: skip
        """A page of the invitations of one organization.

        Args:
            organization_id: Its id.
            status: Only those in this state, or in one of these.
            email_address: Only those to this address.
            order_by: A field, with `-` for descending; newest first unless given.
            limit: Items per page, 1 to 500; 10 unless given.
            offset: Items to pass over.

        Errors: 400, 404, 422. `GET /organizations/{organization_id}/invitations`.
        """
        return api.list_organization_invitations(
            organization_id, status=status, email_address=email_address, order_by=order_by, limit=limit, offset=offset
        )

    @method
    def create_organization_invitation(
        self,
        *,
        organization_id: str,
        email_address: str,
        role: str,
        inviter_user_id: str | None | Unset = UNSET,
        public_metadata: Mapping[str, Any] | None | Unset = UNSET,
        private_metadata: Mapping[str, Any] | None | Unset = UNSET,
        redirect_url: str | None | Unset = UNSET,
        expires_in_days: int | None | Unset = UNSET,
        notify: bool | None | Unset = UNSET,
        reconcile: bool = False,
    ) -> Operation[models.OrganizationInvitation]:
        """Invite an address to an organization. The API takes 250 an hour.

        Args:
            organization_id: Id of the organization.
            email_address: Whom to invite.
            role: Key of the role they will have, such as `org:member`.
            inviter_user_id: Id of the member who invites.
            public_metadata: Carried over to the membership; for frontend and backend, sent as it is.
            private_metadata: Carried over to the membership; for the backend alone, sent as it is.
            redirect_url: Where the link in the mail leads after it is accepted.
            expires_in_days: 1 to 365; 30 unless given.
            notify: Whether Clerk sends the mail; it does unless told otherwise.
            reconcile: Whether to look, and to repeat it, when nobody knows whether it happened. What is found may have
                been accepted or revoked by then.

        Errors: 400, 402, 403, 404, 422. `POST /organizations/{organization_id}/invitations`.
        """
        create = api.create_organization_invitation(
            organization_id,
            email_address=email_address,
            role=role,
            inviter_user_id=inviter_user_id,
            public_metadata=public_metadata,
            private_metadata=private_metadata,
            redirect_url=redirect_url,
            expires_in_days=expires_in_days,
            notify=notify,
        )
        if not boolean("reconcile", reconcile):
            return create
        # In whatever state: one that was accepted or revoked meanwhile must not be sent a second time.
        look = api.list_organization_invitations(organization_id, email_address=email_address, limit=PAGE_SIZE)
        return reconciled(create, look, _LIKENESS)

    @method
    def create_organization_invitation_bulk(
        self, organization_id: str, rows: Sequence[models.OrganizationInvitationRow]
    ) -> Operation[models.OrganizationInvitations]:
        """Invite up to ten addresses at once: all of them, or none. The API takes 50 such calls an hour.

        Args:
            organization_id: Id of the organization.
            rows: A dict for each invitation, with the arguments of `create_organization_invitation`.

        Errors: 400, 403, 404, 422. `POST /organizations/{organization_id}/invitations/bulk`.
        """
        return api.create_organization_invitation_bulk(organization_id, rows)

    @method
    def get_organization_invitation(
        self, *, organization_id: str, invitation_id: str
    ) -> Operation[models.OrganizationInvitation]:
        """One invitation.

        Args:
            organization_id: Id of the organization.
            invitation_id: Id of the invitation.

        Errors: 400, 403, 404. `GET /organizations/{organization_id}/invitations/{invitation_id}`.
        """
        return api.get_organization_invitation(organization_id, invitation_id)

    @method
    def revoke_organization_invitation(
        self, *, organization_id: str, invitation_id: str, requesting_user_id: str | None | Unset = UNSET
    ) -> Operation[models.OrganizationInvitation]:
        """Take a pending invitation back: its link no longer works.

        Args:
            organization_id: Id of the organization.
            invitation_id: Id of the invitation.
            requesting_user_id: Id of the member who takes it back.

        Errors: 400, 403, 404. `POST /organizations/{organization_id}/invitations/{invitation_id}/revoke`.
        """
        return api.revoke_organization_invitation(organization_id, invitation_id, requesting_user_id=requesting_user_id)

    getOrganizationInvitationList = get_organization_invitation_list
    createOrganizationInvitation = create_organization_invitation
    createOrganizationInvitationBulk = create_organization_invitation_bulk
    getOrganizationInvitation = get_organization_invitation
    revokeOrganizationInvitation = revoke_organization_invitation
