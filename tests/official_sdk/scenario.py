"""The story of tests/real_clients/story.py, told by clerk-backend-api: one JSON line per call.

Runs in the SDK's own virtual environment. The server and the key come from CLERK_API_URL and CLERK_SECRET_KEY.
"""

import json
import os
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from clerk_backend_api import Clerk, models

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)

clerk = Clerk(bearer_auth=os.environ["CLERK_SECRET_KEY"], server_url=f"{os.environ['CLERK_API_URL']}/v1")


def fields(*names: str) -> Callable[[Any], dict[str, Any]]:
    """Tells attributes by their own names."""
    return lambda answer: {name: getattr(answer, name) for name in names}


def membership(answer: models.OrganizationMembership) -> dict[str, Any]:
    user = answer.public_user_data
    assert user is not None
    return {
        **fields("id", "role", "role_name", "public_metadata", "private_metadata", "created_at")(answer),
        "organization": answer.organization.id,
        "user": user.user_id,
        "identifier": user.identifier,
        "may_manage": "org:sys_memberships:manage" in (answer.permissions or ()),
    }


def invitation(
    answer: models.OrganizationInvitation | models.OrganizationInvitationWithPublicOrganizationData,
) -> dict[str, Any]:
    assert answer.expires_at is not None
    return {
        **fields("id", "email_address", "role", "role_name", "status", "public_metadata", "created_at")(answer),
        "organization": answer.organization_id,
        "has_url": answer.url is not None,
        "days": (answer.expires_at - answer.created_at) / 86_400_000,
    }


def domain(answer: models.OrganizationDomain) -> dict[str, Any]:
    verification = answer.affiliation_verification
    return {
        **fields("id", "name", "created_at")(answer),
        "organization": answer.organization_id,
        "enrollment_mode": answer.enrollment_mode.value,
        "status": verification and verification.status,
    }


def role(answer: models.Role) -> dict[str, Any]:
    return {
        **fields("key", "name", "description", "created_at")(answer),
        "creates": answer.is_creator_eligible,
        "permissions": [permission.key for permission in answer.permissions],
    }


def role_set(answer: models.RoleSet) -> dict[str, Any]:
    assert answer.default_role and answer.creator_role
    return {
        **fields("key", "name", "type")(answer),
        "roles": {item.key: item.members_count for item in answer.roles},
        "default": answer.default_role.key,
        "creator": answer.creator_role.key,
    }


def subscription(answer: models.CommerceSubscription) -> dict[str, Any]:
    plans = [item.plan for item in answer.subscription_items if item.plan]
    return {
        **fields("status", "next_payment", "eligible_for_free_trial", "created_at")(answer),
        "plans": {plan.name: plan.fee and plan.fee.amount for plan in plans},
    }


def error(answer: models.ClerkErrors) -> dict[str, Any]:
    """The SDK's own class has no trace id: it is in the text of the answer alone."""
    first = answer.data.errors[0]
    return {
        "status": answer.status_code,
        "code": first.code,
        "param": (first.meta or {}).get("param_name"),
        "trace_id": json.loads(answer.body)["clerk_trace_id"],
    }


organization = fields(
    *("id", "name", "slug", "created_by", "members_count", "max_allowed_memberships", "admin_delete_enabled"),
    *("has_image", "public_metadata", "private_metadata", "created_at"),
)

FACTS: dict[type, Callable[[Any], dict[str, Any]]] = {
    models.Organization: organization,
    models.OrganizationWithLogo: organization,
    models.OrganizationMembership: membership,
    models.OrganizationInvitation: invitation,
    models.OrganizationInvitationWithPublicOrganizationData: invitation,
    models.OrganizationDomain: domain,
    models.Permission: fields("key", "name", "description", "created_at"),
    models.Role: role,
    models.RoleSet: role_set,
    models.OrganizationSettings: fields(
        *("max_allowed_memberships", "admin_delete_enabled", "creator_role", "domains_default_role")
    ),
    models.CommerceSubscription: subscription,
    models.DeletedObject: fields("object", "id", "slug", "deleted"),
    models.ClerkErrors: error,
}
"""What matters of each kind of answer."""


def facts(answer: Any) -> dict[str, Any]:
    kind = type(answer).__name__
    if hasattr(answer, "total_count"):
        return {"kind": kind, "total_count": answer.total_count, "data": [facts(item) for item in answer.data]}
    return {"kind": kind, **FACTS[type(answer)](answer)}


def tell(method: str, answer: Any) -> None:
    print(json.dumps({"method": method, **facts(answer)}))


def call(method: str, **arguments: Any) -> Any:
    answer = attrgetter(method)(clerk)(**arguments)
    tell(method, answer)
    return answer


def refused(method: str, **arguments: Any) -> None:
    try:
        attrgetter(method)(clerk)(**arguments)
    except models.ClerkErrors as problem:
        tell(method, problem)
    else:
        raise AssertionError(f"{method} was not refused")


def organizations() -> tuple[str, str]:
    """Gives the ids of the one that most of the story is about, and of the one that stays."""
    metadata = {"plan": "free", "limits": {"seatLimit": 5, "rooms": 2}}
    request = {
        "name": "Acme Rockets",
        "slug": "acme",
        "created_by": "user_ada",
        "max_allowed_memberships": 50,
        "public_metadata": metadata,
        "private_metadata": {"owner": "ops"},
    }
    acme: str = call("organizations.create", request=request).id
    refused("organizations.create", request={"name": "Another", "slug": "acme"})
    refused("organizations.get", organization_id="org_nobody")
    call("organizations.get", organization_id="acme", include_members_count=True)
    call("organizations.update", organization_id=acme, name="Acme Space", slug="acme-space", admin_delete_enabled=False)
    changes = {"plan": "pro", "limits": {"rooms": None, "desks": 7}}
    call("organizations.merge_metadata", organization_id=acme, public_metadata=changes)
    call("organizations.replace_metadata", organization_id=acme, public_metadata={"plan": "max"})
    logo = {"file_name": "logo.png", "content": PIXEL, "content_type": "image/png"}
    call("organizations.upload_logo", organization_id=acme, file=logo, uploader_user_id="user_ada")
    call("organizations.delete_logo", organization_id=acme)
    beta: str = call("organizations.create", request={"name": "Beta", "created_by": "user_grace"}).id
    call("organizations.list", organization_id=[acme, beta], order_by="-name", include_members_count=True)
    call("organizations.list", query="acme")
    return acme, beta


def memberships(acme: str) -> None:
    for user in ("user_alan", "user_barbara", "user_dennis", "user_donald"):
        call("organization_memberships.create", organization_id=acme, user_id=user, role="org:member")
    call("organization_memberships.update", organization_id=acme, user_id="user_alan", role="org:admin")
    patches: list[dict[str, Any]] = [{"desk": {"floor": 7, "nearWindow": True}}, {"desk": {"floor": None}}]
    for patch in patches:
        call(
            "organization_memberships.update_metadata",
            organization_id=acme,
            user_id="user_alan",
            public_metadata=patch,
        )
    for offset in (0, 2, 4):
        call("organization_memberships.list", organization_id=acme, order_by="+username", limit=2, offset=offset)
    call("organization_memberships.list", organization_id=acme, role=["org:admin"], order_by="-username")
    asked = ["user_dennis", "user_donald", "user_grace"]
    call("organization_memberships.list", organization_id=acme, user_id=asked, query="knuth")
    call("users.get_instance_organization_memberships", order_by="+username", limit=4, offset=4)
    call("organization_memberships.delete", organization_id=acme, user_id="user_barbara")
    refused("organization_memberships.delete", organization_id=acme, user_id="user_barbara")


def invitations(acme: str) -> None:
    invited: str = call(
        "organization_invitations.create",
        organization_id=acme,
        email_address="tim@acme.example",
        role="org:admin",
        inviter_user_id="user_ada",
        expires_in_days=7,
        public_metadata={"fromTeam": "space"},
        redirect_url="https://acme.example/welcome",
    ).id
    rows = [{"email_address": f"{name}@acme.example", "role": "org:member"} for name in ("una", "vera", "will")]
    call("organization_invitations.bulk_create", organization_id=acme, request_body=rows)
    call("organization_invitations.get", organization_id=acme, invitation_id=invited)
    call(
        "organization_invitations.revoke",
        organization_id=acme,
        invitation_id=invited,
        requesting_user_id="user_ada",
    )
    status = models.ListOrganizationInvitationsQueryParamStatus
    call("organization_invitations.list", organization_id=acme, status=status.PENDING, limit=2)
    call("organization_invitations.list", organization_id=acme, status=status.REVOKED)
    call("organization_invitations.list", organization_id=acme, limit=1)  # this SDK takes one status or all of them


def domains(acme: str) -> None:
    first: str = call(
        "organization_domains.create",
        organization_id=acme,
        name="acme.example",
        enrollment_mode="automatic_invitation",
    ).id
    call(
        "organization_domains.create",
        organization_id=acme,
        name="space.example",
        enrollment_mode="manual_invitation",
        verified=False,
    )
    call(
        "organization_domains.update",
        organization_id=acme,
        domain_id=first,
        enrollment_mode="automatic_suggestion",
        verified=True,
    )
    for offset in (0, 1):
        call("organization_domains.list", organization_id=acme, limit=1, offset=offset)
    call("organization_domains.delete", organization_id=acme, domain_id=first)


def permissions_and_roles() -> tuple[str, str]:
    """Gives the ids of a permission and of the role that holds it."""
    reports = {"name": "Reports", "key": "org:reports:read", "description": "See reports"}
    permission: str = call("organization_permissions.create", **reports).id
    call("organization_permissions.get", permission_id=permission)
    call("organization_permissions.update", permission_id=permission, name="All reports")
    call("organization_permissions.list", query="reports")
    viewer: str = call("organization_roles.create", name="Viewer", key="org:viewer").id
    pair = {"organization_role_id": viewer, "permission_id": permission}
    call("organization_roles.assign_permission", **pair)
    refused("organization_roles.assign_permission", **pair)
    call("organization_roles.update", organization_role_id=viewer, description="Looks on")
    call("organization_roles.get", organization_role_id=viewer)
    call("organization_roles.list", query="viewer")
    return permission, viewer


def role_sets(beta: str, permission: str, viewer: str) -> None:
    small = "role_set:small"
    admin = {"roles": ["org:admin"], "default_role_key": "org:admin", "creator_role_key": "org:admin"}
    call("role_sets.create", name="Small", key=small, **admin)
    added = {"role_keys": ["org:viewer"], "default_role_key": "org:viewer"}
    call("role_sets.add_roles", role_set_key_or_id=small, **added)
    call("organizations.update", organization_id=beta, role_set_key=small)
    call("organization_memberships.create", organization_id=beta, user_id="user_alan", role="org:viewer")
    call("role_sets.get", role_set_key_or_id=small)
    call("role_sets.update", role_set_key_or_id=small, name="Tiny", default_role_key="org:admin")
    refused("organization_roles.delete", organization_role_id=viewer)
    call("role_sets.replace_role", role_set_key_or_id=small, role_key="org:viewer", to_role_key="org:admin")
    call("organization_roles.remove_permission", organization_role_id=viewer, permission_id=permission)
    call("organization_roles.delete", organization_role_id=viewer)
    call("organization_permissions.delete", permission_id=permission)
    call("role_sets.replace", role_set_key_or_id=small, dest_role_set_key="role_set:default")
    call("role_sets.list")


def main() -> None:
    acme, beta = organizations()
    memberships(acme)
    invitations(acme)
    domains(acme)
    call("users.get_organization_memberships", user_id="user_grace", limit=2)
    call("organizations.delete", organization_id=acme)
    refused("organizations.get", organization_id=acme)
    role_sets(beta, *permissions_and_roles())
    call(
        "organization_invitations.create",
        organization_id=beta,
        email_address="tony@example.com",
        role="org:member",
    )
    status = models.UsersGetOrganizationInvitationsQueryParamStatus
    call("users.get_organization_invitations", user_id="user_tony", status=status.PENDING)
    settings = {"max_allowed_memberships": 20, "admin_delete_enabled": False}
    call("instance_settings.update_organization_settings", request=settings)
    call("instance_settings.get_organization_settings")
    call("organizations.get_billing_subscription", organization_id=beta)


if __name__ == "__main__":
    main()
