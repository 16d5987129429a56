"""Lists of a user: memberships, and invitations to an address of the user."""

from __future__ import annotations

from collections.abc import Sequence

from ..openapi.messages import JsonObject
from ..state.instance import Instance
from . import invitations, memberships
from .lists import Page
from .registry import operation


@operation("UsersGetOrganizationMemberships")
def list_memberships_of_user(instance: Instance, *, user_id: str, page: Page) -> JsonObject:
    user = instance.users.get(user_id)
    return page.of(
        instance.memberships,
        lambda membership: memberships.render(instance, membership),
        among=[organization.by_user[user.id] for organization in instance.by_member.get(user.id, {}).values()],
    )


@operation("UsersGetOrganizationInvitations")
def list_invitations_to_user(instance: Instance, *, user_id: str, page: Page, status: Sequence[str] = ()) -> JsonObject:
    user, now = instance.users.get(user_id), instance.now()
    return page.of(
        instance.invitations,
        lambda invitation: invitations.render_with_organization(instance, invitation),
        fits=(lambda invitation: invitation.status(now) in status) if status else None,
        among=instance.invitations_to.get((user.email_address or "").casefold(), {}).values(),
    )
