"""Invitations: their rules and how they look on the wire."""

from __future__ import annotations

from . import memberships, metadata
from .formats import is_email
from .listing import SortKey, ordered, page
from .messages import Call, JsonObject, Refusal, bad_param, given, not_found
from .state import DAY, Instance, Invitation, Membership, Organization

DEFAULT_EXPIRY_DAYS = 30

_ORDER: dict[str, SortKey[Invitation]] = {
    "created_at": lambda invitation: invitation.created_at,
    "email_address": lambda invitation: invitation.email_address,
}


def render(instance: Instance, organization: Organization, invitation: Invitation) -> JsonObject:
    """An OrganizationInvitation; only a pending one has a link to follow."""
    status = invitation.status(instance.now())
    link = f"https://accounts.clerk.example/v1/tickets/accept?ticket={invitation.id}"
    return {
        "object": "organization_invitation",
        "id": invitation.id,
        "email_address": invitation.email_address,
        "role": invitation.role.key,
        "role_name": invitation.role.name,
        "organization_id": organization.id,
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
    organization, invitation = _anywhere(instance, invitation_id)
    status = invitation.status(instance.now())
    if status != "pending":
        codes = {
            "accepted": "organization_invitation_already_accepted",
            "revoked": "organization_invitation_revoked_code",
        }
        raise Refusal(400, codes.get(status, "organization_invitation_not_pending"), f"invitation is {status}")
    offered = {name: getattr(invitation, name) for name in metadata.NAMES}
    user = instance.user(user_id)
    membership = memberships.add(instance, organization, user.id, invitation.role, offered)
    _close(instance, invitation, "accepted")
    return membership


def list_invitations(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    statuses, email, now = call.query.get("status"), call.query.get("email_address"), instance.now()
    found = [
        invitation
        for invitation in organization.invitations.values()
        if (not statuses or invitation.status(now) in statuses)
        and (email is None or email.casefold() == invitation.email_address.casefold())
    ]
    return page(call, ordered(call, found, _ORDER), lambda invitation: render(instance, organization, invitation))


def create_invitation(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    invitation = _drafted(instance, organization, call.fields)
    return render(instance, organization, _added(instance, organization, invitation))


def create_invitations(instance: Instance, call: Call) -> JsonObject:
    """All or nothing: every row is judged before the first invitation is made."""
    organization = instance.organization(call.path["organization_id"])
    drafts = [_drafted(instance, organization, given(row)) for row in call.body]
    emails = [draft.email_address.casefold() for draft in drafts]
    repeated = sorted({email for email in emails if emails.count(email) > 1})
    if repeated:
        reason = f"Some addresses are in the request more than once: {', '.join(repeated)}."
        raise Refusal(400, "duplicate_record", "duplicate invitation", reason, meta={"email_addresses": repeated})
    added = [_added(instance, organization, draft) for draft in drafts]
    return {
        "data": [render(instance, organization, invitation) for invitation in added],
        "total_count": len(added),
    }


def get_invitation(instance: Instance, call: Call) -> JsonObject:
    return render(instance, *_addressed(instance, call))


def revoke_invitation(instance: Instance, call: Call) -> JsonObject:
    organization, invitation = _addressed(instance, call)
    _check_actor(instance, organization, call.fields, "requesting_user_id")
    if invitation.status(instance.now()) != "pending":
        reason = "The invitation has been accepted or revoked, or has expired."
        raise Refusal(404, "organization_invitation_not_pending", "not pending", reason)
    _close(instance, invitation, "revoked")
    return render(instance, organization, invitation)


HANDLERS = {
    "ListOrganizationInvitations": list_invitations,
    "CreateOrganizationInvitation": create_invitation,
    "CreateOrganizationInvitationBulk": create_invitations,
    "GetOrganizationInvitation": get_invitation,
    "RevokeOrganizationInvitation": revoke_invitation,
}


def _addressed(instance: Instance, call: Call) -> tuple[Organization, Invitation]:
    organization, key = instance.organization(call.path["organization_id"]), call.path["invitation_id"]
    if key not in organization.invitations:
        raise not_found("organization invitation", key)
    return organization, organization.invitations[key]


def _anywhere(instance: Instance, invitation_id: str) -> tuple[Organization, Invitation]:
    for organization in instance.organizations.values():
        if invitation_id in organization.invitations:
            return organization, organization.invitations[invitation_id]
    raise not_found("organization invitation", invitation_id)


def _drafted(instance: Instance, organization: Organization, fields: JsonObject) -> Invitation:
    """The invitation that the fields ask for, without an id: it is in no organization yet."""
    now = instance.now()
    email = fields["email_address"].strip()
    _check_email(instance, organization, email)
    _check_actor(instance, organization, fields, "inviter_user_id")
    return Invitation(
        id="",
        email_address=email,
        role=instance.role(fields["role"]),
        inviter_id=fields.get("inviter_user_id"),
        public_metadata=metadata.new(fields, "public_metadata"),
        private_metadata=metadata.new(fields, "private_metadata"),
        redirect_url=fields.get("redirect_url"),
        expires_at=now + fields.get("expires_in_days", DEFAULT_EXPIRY_DAYS) * DAY,
        created_at=now,
        updated_at=now,
    )


def _added(instance: Instance, organization: Organization, invitation: Invitation) -> Invitation:
    invitation.id = instance.new_id("orginv")
    organization.invitations[invitation.id] = invitation
    return invitation


def _close(instance: Instance, invitation: Invitation, status: str) -> None:
    invitation.closed_as, invitation.updated_at = status, instance.now()


def _check_email(instance: Instance, organization: Organization, email: str) -> None:
    if not is_email(email):
        raise bad_param("form_param_format_invalid", "email_address", "must be a valid e-mail address")
    same = email.casefold()
    members = [instance.user(user_id).email_address for user_id in organization.memberships]
    if same in [address.casefold() for address in members if address]:
        reason = f"{email} is already a member of the organization."
        raise Refusal(400, "already_a_member_in_organization", "already a member", reason)
    now = instance.now()
    for other in organization.invitations.values():
        if other.email_address.casefold() == same and other.status(now) == "pending":
            reason = f"There is a pending invitation for {email} already."
            raise Refusal(400, "organization_invitation_not_unique", "organization invitation not unique", reason)


def _check_actor(instance: Instance, organization: Organization, fields: JsonObject, param: str) -> None:
    """Who invites or revokes must be a member, if said at all."""
    if param in fields and instance.user(fields[param], param=param).id not in organization.memberships:
        reason = f"{fields[param]} is not a member of the organization."
        raise Refusal(403, "not_a_member_in_organization", "not a member", reason)


def _public_inviter_data(instance: Instance, inviter_id: str | None) -> JsonObject | None:
    if inviter_id is None:
        return None
    inviter = instance.user(inviter_id)
    return {
        "user_id": inviter.id,
        "first_name": inviter.first_name,
        "last_name": inviter.last_name,
        "image_url": inviter.image_url,
        "has_image": False,
        "identifier": inviter.identifier,
    }
