"""Invitations: their rules and how they look on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..openapi import error_catalog
from ..openapi.formats import is_email
from ..openapi.messages import Call, JsonObject, Refusal, bad_param, given, not_found
from ..state.clock import DAY
from ..state.instance import Instance
from ..state.records import MANAGE_MEMBERSHIPS, Invitation, Membership, Organization
from . import metadata
from .lists import page
from .memberships import check_room, check_stranger

DEFAULT_EXPIRY_DAYS = 30


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


def accept(instance: Instance, invitation_id: str, user_id: str) -> Membership:
    """What happens when the invited user follows the link: a membership with the role and metadata offered."""
    if invitation_id not in instance.invitations:
        raise not_found("organization invitation", invitation_id)
    invitation, user = instance.invitations[invitation_id], instance.users.get(user_id)
    unfit = {"accepted": error_catalog.ACCEPTED_ALREADY, "revoked": error_catalog.REVOKED_ALREADY}
    _check_pending(instance, invitation, unfit)
    check_stranger(invitation.organization, user)
    instance.close_invitation(invitation, "accepted")
    return instance.join(
        invitation.organization,
        user.id,
        invitation.role,
        invitation.public_metadata,
        invitation.private_metadata,
    )


def make(instance: Instance, organization: Organization, rows: list[JsonObject]) -> list[Invitation]:
    """All or nothing: every row is judged before the first invitation is made."""
    drafts = [_draft(instance, organization, row) for row in rows]
    _check_no_address_twice(drafts)
    check_room(instance, organization, len(drafts))
    for invitation in drafts:
        invitation.id, invitation.number = instance.next_id("orginv")
        instance.invite(invitation)
    return drafts


def list_invitations(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    statuses, email, now = call.query.get("status"), call.query.get("email_address"), instance.now()
    return page(
        call,
        organization.invitations,
        lambda invitation: render(instance, invitation),
        fits=(lambda invitation: invitation.status(now) in statuses) if statuses else None,
        among=None if email is None else organization.invitations_to.get(email.casefold(), []),
    )


def create_invitation(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    return render(instance, make(instance, organization, [call.fields])[0])


def create_invitations(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    made = make(instance, organization, [given(row) for row in call.body])
    return {"data": [render(instance, invitation) for invitation in made], "total_count": len(made)}


def get_invitation(instance: Instance, call: Call) -> JsonObject:
    return render(instance, _addressed(instance, call))


def revoke_invitation(instance: Instance, call: Call) -> JsonObject:
    invitation = _addressed(instance, call)
    _check_actor(instance, invitation.organization, call.fields, "requesting_user_id")
    _check_pending(instance, invitation)
    instance.close_invitation(invitation, "revoked")
    return render(instance, invitation)


HANDLERS = {
    "ListOrganizationInvitations": list_invitations,
    "CreateOrganizationInvitation": create_invitation,
    "CreateOrganizationInvitationBulk": create_invitations,
    "GetOrganizationInvitation": get_invitation,
    "RevokeOrganizationInvitation": revoke_invitation,
}


def _addressed(instance: Instance, call: Call) -> Invitation:
    organization, key = instance.organization(call.path["organization_id"]), call.path["invitation_id"]
    invitation = organization.invitations.get(key)
    if invitation is None:
        raise not_found("organization invitation", key)
    return invitation


def _draft(instance: Instance, organization: Organization, fields: JsonObject) -> Invitation:
    """The invitation that the fields ask for, without an id: it is in no organization yet."""
    now = instance.now()
    email = fields["email_address"].strip()
    _check_email(instance, organization, email)
    _check_actor(instance, organization, fields, "inviter_user_id")
    public, private = metadata.new(fields)
    return Invitation(
        id="",
        number=0,
        organization=organization,
        email_address=email,
        role=instance.role(fields["role"]),
        inviter_id=fields.get("inviter_user_id"),
        public_metadata=public,
        private_metadata=private,
        redirect_url=fields.get("redirect_url"),
        expires_at=now + fields.get("expires_in_days", DEFAULT_EXPIRY_DAYS) * DAY,
        created_at=now,
        updated_at=now,
    )


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


def _check_actor(instance: Instance, organization: Organization, fields: JsonObject, param: str) -> None:
    """Who invites or revokes must be a member who may, if said at all."""
    if param not in fields:
        return
    user = instance.users.get(fields[param], param=param)
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
