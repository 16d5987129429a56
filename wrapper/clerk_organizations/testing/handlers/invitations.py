"""Invitations: rules and representation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..openapi import error_catalog
from ..openapi.formats import is_email
from ..openapi.messages import JsonObject, Refusal, bad_param
from ..state.clock import DAY
from ..state.instance import Instance
from ..state.records import Invitation, Membership, Organization
from ..state.roles import MANAGE_MEMBERSHIPS
from .lists import Page, contains
from .memberships import check_room, check_stranger
from .metadata import MetadataFields
from .registry import operation

DEFAULT_EXPIRY_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class InvitationFields(MetadataFields):
    """The body of a create, and a row of a bulk create."""

    email_address: str
    role: str
    inviter_user_id: str | None = None
    redirect_url: str | None = None
    expires_in_days: int = DEFAULT_EXPIRY_DAYS
    notify: bool = True

    def draft(self, instance: Instance, organization: Organization) -> Invitation:
        """The invitation, checked, without an id: it is in no organization yet."""
        now, email = instance.now(), self.email_address.strip()
        _check_email(instance, organization, email)
        _check_actor(instance, organization, self.inviter_user_id, "inviter_user_id")
        public, private = self.new_metadata
        return Invitation(
            id="",
            number=0,
            organization=organization,
            email_address=email,
            role=instance.role_in(organization, self.role),
            inviter_id=self.inviter_user_id,
            public_metadata=public,
            private_metadata=private,
            redirect_url=self.redirect_url,
            expires_at=now + self.expires_in_days * DAY,
            created_at=now,
            updated_at=now,
            notify=self.notify,
        )


def render(instance: Instance, invitation: Invitation) -> JsonObject:
    """An OrganizationInvitation; only a pending one has a link to follow."""
    status = invitation.status(instance.now())
    link = f"https://accounts.clerk.example/v1/tickets/accept?ticket={invitation.id}"
    return {
        "object": "organization_invitation",
        "id": invitation.id,
        "email_address": invitation.email_address,
        "role": invitation.role.key,
        "role_name": invitation.role.name,
        "organization_id": invitation.organization.id,
        "inviter_id": invitation.inviter_id,
        "public_inviter_data": _public_inviter_data(instance, invitation.inviter_id),
        "status": status,
        "public_metadata": invitation.public_metadata,
        "private_metadata": invitation.private_metadata,
        "url": link if status == "pending" else None,
        "expires_at": invitation.expires_at,
        "created_at": invitation.created_at,
        "updated_at": invitation.updated_at,
    }


def render_with_organization(instance: Instance, invitation: Invitation) -> JsonObject:
    """An OrganizationInvitation in a list of more than one organization, which names it."""
    organization = invitation.organization
    named = {
        "id": organization.id,
        "name": organization.name,
        "slug": organization.slug,
        "image_url": organization.image_url,
        "has_image": organization.logo is not None,
    }
    return render(instance, invitation) | {"public_organization_data": named}


def accept(instance: Instance, invitation_id: str, user_id: str) -> Membership:
    """The membership that an invitation becomes, with the role and metadata that it offers."""
    invitation, user = instance.invitations.find(invitation_id), instance.users.get(user_id)
    unfit = {"accepted": error_catalog.ACCEPTED_ALREADY, "revoked": error_catalog.REVOKED_ALREADY}
    _check_pending(instance, invitation, unfit)
    check_stranger(invitation.organization, user)
    role = instance.role_in(invitation.organization, invitation.role.key)
    instance.close_invitation(invitation, "accepted")
    return instance.join(
        invitation.organization,
        user.id,
        role,
        invitation.public_metadata,
        invitation.private_metadata,
    )


def make(instance: Instance, organization: Organization, rows: list[InvitationFields]) -> list[Invitation]:
    """All or nothing: every row is checked before the first invitation is made."""
    drafts = [row.draft(instance, organization) for row in rows]
    _check_no_address_twice(drafts)
    check_room(instance, organization, len(drafts))
    for invitation in drafts:
        invitation.id, invitation.number = instance.next_id("orginv")
        instance.invite(invitation)
    return drafts


@operation("ListOrganizationInvitations")
def list_invitations(
    instance: Instance,
    *,
    organization_id: str,
    page: Page,
    status: Sequence[str] = (),
    email_address: str | None = None,
) -> JsonObject:
    organization, now = instance.organization(organization_id), instance.now()
    to_address = None if email_address is None else organization.invitations_to.get(email_address.casefold(), [])
    return page.of(
        organization.invitations,
        lambda invitation: render(instance, invitation),
        fits=(lambda invitation: invitation.status(now) in status) if status else None,
        among=to_address,
    )


@operation("ListPendingOrganizationInvitations")
def list_pending_invitations(instance: Instance, *, organization_id: str, page: Page) -> JsonObject:
    return list_invitations(instance, organization_id=organization_id, page=page, status=("pending",))


@operation("ListInstanceOrganizationInvitations")
def list_instance_invitations(
    instance: Instance, *, page: Page, status: Sequence[str] = (), query: str = ""
) -> JsonObject:
    now, matches = instance.now(), contains(query, _address)
    return page.of(
        instance.invitations,
        lambda invitation: render_with_organization(instance, invitation),
        fits=(lambda row: (not status or row.status(now) in status) and matches(row)) if status or query else None,
    )


def _address(invitation: Invitation) -> str:
    return invitation.email_address


@operation("CreateOrganizationInvitation")
def create_invitation(instance: Instance, *, organization_id: str, fields: InvitationFields) -> JsonObject:
    return render(instance, make(instance, instance.organization(organization_id), [fields])[0])


@operation("CreateOrganizationInvitationBulk")
def create_invitations(instance: Instance, *, organization_id: str, rows: list[InvitationFields]) -> JsonObject:
    made = make(instance, instance.organization(organization_id), rows)
    return {"data": [render(instance, invitation) for invitation in made], "total_count": len(made)}


@operation("GetOrganizationInvitation")
def get_invitation(instance: Instance, *, organization_id: str, invitation_id: str) -> JsonObject:
    return render(instance, instance.organization(organization_id).invitations.find(invitation_id))


@operation("RevokeOrganizationInvitation")
def revoke_invitation(
    instance: Instance, *, organization_id: str, invitation_id: str, requesting_user_id: str | None = None
) -> JsonObject:
    invitation = instance.organization(organization_id).invitations.find(invitation_id)
    _check_actor(instance, invitation.organization, requesting_user_id, "requesting_user_id")
    _check_pending(instance, invitation)
    instance.close_invitation(invitation, "revoked")
    return render(instance, invitation)


def _check_email(instance: Instance, organization: Organization, email: str) -> None:
    if not is_email(email):
        raise bad_param(error_catalog.PARAM_FORMAT, "email_address", ": it must be an e-mail address")
    if instance.users.find("email_address", email) in organization.by_user:
        raise Refusal(error_catalog.INVITED_MEMBER, f"{email} is already a member of the organization.")
    now = instance.now()
    others: Iterable[Invitation] = organization.invitations_to.get(email.casefold(), ())
    if any(other.status(now) == "pending" for other in others):
        raise Refusal(error_catalog.INVITED_ALREADY, f"There is a pending invitation for {email} already.")


def _check_no_address_twice(drafts: list[Invitation]) -> None:
    emails = [draft.email_address.casefold() for draft in drafts]
    repeated = sorted({email for email in emails if emails.count(email) > 1})
    if repeated:
        reason = f"Some addresses are in the request more than once: {', '.join(repeated)}."
        raise Refusal(error_catalog.INVITED_TWICE, reason, meta={"email_addresses": repeated})


def _check_actor(instance: Instance, organization: Organization, user_id: str | None, param: str) -> None:
    """Refuse when the user who invites or revokes is given and may not manage memberships."""
    if user_id is None:
        return
    user = instance.users.get(user_id, param=param)
    membership = organization.by_user.get(user.id)
    if membership is None:
        raise Refusal(error_catalog.ACTOR_NOT_MEMBER, f"{user.id} is not a member of the organization.")
    if not membership.role.is_elevated:
        meta: dict[str, Any] = {"permissions": [MANAGE_MEMBERSHIPS]}
        raise Refusal(error_catalog.ACTOR_NOT_ALLOWED, f"{user.id} may not manage memberships.", meta=meta)


def _check_pending(
    instance: Instance, invitation: Invitation, unfit: Mapping[str, error_catalog.Rule] | None = None
) -> None:
    status = invitation.status(instance.now())
    if status != "pending":
        raise Refusal((unfit or {}).get(status, error_catalog.NOT_PENDING), f"The invitation is {status}.")


def _public_inviter_data(instance: Instance, inviter_id: str | None) -> JsonObject | None:
    if inviter_id is None:
        return None
    inviter = instance.users[inviter_id]
    return {
        "user_id": inviter.id,
        "first_name": inviter.first_name,
        "last_name": inviter.last_name,
        "image_url": inviter.image_url,
        "has_image": False,
        "identifier": inviter.identifier,
    }
