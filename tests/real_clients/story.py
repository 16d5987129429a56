"""What the scenarios must tell: the calls in their order, and the facts that matter of each answer.

tests/node/scenario.mjs and tests/official_sdk/scenario.py tell the same story, each through its SDK. Ids, trace ids and
times stand here as `named` writes them: numbered in the order in which they first appear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.support.document import OPERATIONS, Described

Facts = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """One operation as both SDKs call it."""

    operation_id: str
    typescript: str
    python: str


def _in_typescript(operation: Described) -> str:
    """Its method, after the resource if that is not organizations."""
    plain = operation.resource == "organizations"
    return operation.typescript if plain else f"{operation.typescript_resource}.{operation.typescript}"


METHODS = [
    Method(operation_id, _in_typescript(OPERATIONS[operation_id]), python)
    for operation_id, python in (
        row.split()
        for row in """\
ListOrganizations                     organizations.list
CreateOrganization                    organizations.create
GetOrganization                       organizations.get
UpdateOrganization                    organizations.update
UploadOrganizationLogo                organizations.upload_logo
DeleteOrganizationLogo                organizations.delete_logo
MergeOrganizationMetadata             organizations.merge_metadata
ReplaceOrganizationMetadata           organizations.replace_metadata
DeleteOrganization                    organizations.delete
ListOrganizationMemberships           organization_memberships.list
InstanceGetOrganizationMemberships    users.get_instance_organization_memberships
CreateOrganizationMembership          organization_memberships.create
UpdateOrganizationMembership          organization_memberships.update
UpdateOrganizationMembershipMetadata  organization_memberships.update_metadata
DeleteOrganizationMembership          organization_memberships.delete
ListOrganizationInvitations           organization_invitations.list
CreateOrganizationInvitation          organization_invitations.create
CreateOrganizationInvitationBulk      organization_invitations.bulk_create
GetOrganizationInvitation             organization_invitations.get
RevokeOrganizationInvitation          organization_invitations.revoke
ListOrganizationDomains               organization_domains.list
CreateOrganizationDomain              organization_domains.create
UpdateOrganizationDomain              organization_domains.update
DeleteOrganizationDomain              organization_domains.delete
UsersGetOrganizationMemberships       users.get_organization_memberships
UsersGetOrganizationInvitations       users.get_organization_invitations
CreateOrganizationPermission          organization_permissions.create
GetOrganizationPermission             organization_permissions.get
UpdateOrganizationPermission          organization_permissions.update
ListOrganizationPermissions           organization_permissions.list
DeleteOrganizationPermission          organization_permissions.delete
CreateOrganizationRole                organization_roles.create
GetOrganizationRole                   organization_roles.get
UpdateOrganizationRole                organization_roles.update
ListOrganizationRoles                 organization_roles.list
AssignPermissionToOrganizationRole    organization_roles.assign_permission
RemovePermissionFromOrganizationRole  organization_roles.remove_permission
DeleteOrganizationRole                organization_roles.delete
CreateRoleSet                         role_sets.create
GetRoleSet                            role_sets.get
UpdateRoleSet                         role_sets.update
ListRoleSets                          role_sets.list
AddRolesToRoleSet                     role_sets.add_roles
ReplaceRoleInRoleSet                  role_sets.replace_role
ReplaceRoleSet                        role_sets.replace
GetInstanceOrganizationSettings       instance_settings.get_organization_settings
UpdateInstanceOrganizationSettings    instance_settings.update_organization_settings
GetOrganizationBillingSubscription    organizations.get_billing_subscription
""".splitlines()
    )
]
"""What clerk-backend-api calls each operation."""

TYPESCRIPT_KINDS = {
    "Organizations": "Object",
    "OrganizationWithLogo": "Organization",
    "OrganizationMemberships": "Object",
    "OrganizationInvitations": "Object",
    "OrganizationInvitationsWithPublicOrganizationData": "Object",
    "OrganizationInvitationWithPublicOrganizationData": "OrganizationInvitation",
    "OrganizationDomain": "Object",  # never made into a class, whatever the SDK declares
    "OrganizationDomains": "Object",
    "Permissions": "Object",
    "Roles": "Object",
    "RoleSets": "Object",
    "CommerceSubscription": "BillingSubscription",
    "ClerkErrors": "ClerkAPIResponseError",
}
"""Where the classes of @clerk/backend are not named like those of clerk-backend-api, which the story uses."""


def named(output: str) -> str:
    """The output with its ids and trace ids numbered, and its milliseconds as `a time`."""
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        kind = found["kind"] or "trace"
        number = 1 + sum(other.startswith(f"{kind} ") for other in names.values())
        return names.setdefault(found[0], f"{kind} {number}")

    output = re.sub(r"\b(?:(?P<kind>org|orgmem|orginv|orgdmn)_\w{27}|[0-9a-f]{32})\b", name, output)
    return re.sub(r"(?<=[: ])\d{13}\b", '"a time"', output)


def cut(told: Facts, spoken: Facts) -> Facts:
    """What was told, as far as the story speaks of it; the items of a page likewise, and all of them."""
    heard = {name: told.get(name, "not told") for name in spoken}
    if "data" in spoken:
        like = [*spoken["data"], *[spoken["data"][0]] * len(told.get("data", ()))]
        heard["data"] = [cut(item, wanted) for item, wanted in zip(told.get("data", ()), like, strict=False)]
    return heard


def story() -> Iterator[tuple[str, Facts]]:
    """Each call as operationId and facts."""
    yield from _organizations()
    yield from _memberships()
    yield from _invitations()
    yield from _domains()
    yield (
        "UsersGetOrganizationMemberships",
        _page(1, _member("user_grace", "orgmem 6", role="org:admin", organization="org 2")),
    )
    gone = {"kind": "DeletedObject", "object": "organization", "id": "org 1", "slug": "acme-space", "deleted": True}
    yield "DeleteOrganization", gone
    yield "GetOrganization", _error(404, "resource_not_found", 4)
    yield from _permissions_and_roles()
    yield from _role_sets()
    tony = _invited("tony", "orginv 5") | {"organization": "org 2", "email_address": "tony@example.com"}
    yield "CreateOrganizationInvitation", tony
    shown = _page(1, tony | {"kind": "OrganizationInvitationWithPublicOrganizationData"})
    yield "UsersGetOrganizationInvitations", shown | {"kind": "OrganizationInvitationsWithPublicOrganizationData"}
    settings = {"kind": "OrganizationSettings", "max_allowed_memberships": 20, "admin_delete_enabled": False}
    settings |= {"creator_role": "org:admin", "domains_default_role": "org:member"}
    yield "UpdateInstanceOrganizationSettings", settings
    yield "GetInstanceOrganizationSettings", settings
    free = {"kind": "CommerceSubscription", "status": "active", "plans": {"Free": 0}, "next_payment": None}
    yield "GetOrganizationBillingSubscription", free | {"eligible_for_free_trial": True, "created_at": "a time"}


def _organizations() -> Iterator[tuple[str, Facts]]:
    acme = {"kind": "Organization", "id": "org 1", "created_by": "user_ada", "private_metadata": {"owner": "ops"}}
    free = {"plan": "free", "limits": {"seatLimit": 5, "rooms": 2}}
    pro = {"plan": "pro", "limits": {"seatLimit": 5, "desks": 7}}
    first = {"name": "Acme Rockets", "slug": "acme", "admin_delete_enabled": True, "max_allowed_memberships": 50}
    later = {"name": "Acme Space", "slug": "acme-space", "admin_delete_enabled": False, "max_allowed_memberships": 50}
    beta = {"kind": "Organization", "id": "org 2", "name": "Beta", "slug": "beta", "created_by": "user_grace"}

    yield "CreateOrganization", acme | first | {"public_metadata": free, "has_image": False, "created_at": "a time"}
    yield "CreateOrganization", _error(422, "form_identifier_exists", 1, param="slug")
    yield "GetOrganization", _error(404, "resource_not_found", 2)
    yield "GetOrganization", acme | first | {"members_count": 1}
    yield "UpdateOrganization", acme | later | {"public_metadata": free}
    yield "MergeOrganizationMetadata", acme | later | {"public_metadata": pro}
    yield "ReplaceOrganizationMetadata", acme | later | {"public_metadata": {"plan": "max"}}
    yield "UploadOrganizationLogo", acme | later | {"kind": "OrganizationWithLogo", "has_image": True}
    yield "DeleteOrganizationLogo", acme | later | {"has_image": False}
    yield "CreateOrganization", beta | {"public_metadata": {}, "private_metadata": {}, "max_allowed_memberships": 0}
    yield "ListOrganizations", _page(2, beta | {"members_count": 1}, acme | later | {"members_count": 1})
    yield "ListOrganizations", _page(1, acme | later | {"public_metadata": {"plan": "max"}})


def _memberships() -> Iterator[tuple[str, Facts]]:
    # The memberships of the two creators have the last numbers: nothing tells of them before the lists.
    ada = _member("user_ada", "orgmem 5", role="org:admin")
    alan = _member("user_alan", "orgmem 1")
    barbara = _member("user_barbara", "orgmem 2")
    dennis = _member("user_dennis", "orgmem 3")
    donald = _member("user_donald", "orgmem 4")
    grace = _member("user_grace", "orgmem 6", role="org:admin", organization="org 2")
    for member in (alan, barbara, dennis, donald):
        yield "CreateOrganizationMembership", member | {"public_metadata": {}, "created_at": "a time"}
    alan = _member("user_alan", "orgmem 1", role="org:admin")
    yield "UpdateOrganizationMembership", alan
    for desk in ({"floor": 7, "nearWindow": True}, {"nearWindow": True}):
        yield "UpdateOrganizationMembershipMetadata", alan | {"public_metadata": {"desk": desk}}
    for two in ([ada, alan], [barbara, dennis], [donald]):
        yield "ListOrganizationMemberships", _page(5, *two)
    yield "ListOrganizationMemberships", _page(2, alan | {"public_metadata": {"desk": {"nearWindow": True}}}, ada)
    yield "ListOrganizationMemberships", _page(1, donald)
    yield "InstanceGetOrganizationMemberships", _page(6, donald, grace)
    yield "DeleteOrganizationMembership", barbara
    yield "DeleteOrganizationMembership", _error(404, "resource_not_found", 3)


def _invitations() -> Iterator[tuple[str, Facts]]:
    tim = _invited("tim", "orginv 1") | {
        "role": "org:admin",
        "role_name": "Admin",
        "days": 7,
        "public_metadata": {"fromTeam": "space"},
    }
    una, vera, will = (_invited(name, f"orginv {n}") for n, name in enumerate(("una", "vera", "will"), start=2))
    revoked = tim | {"status": "revoked", "has_url": False}

    yield "CreateOrganizationInvitation", tim | {"created_at": "a time"}
    yield "CreateOrganizationInvitationBulk", _page(3, una, vera, will)
    yield "GetOrganizationInvitation", tim
    yield "RevokeOrganizationInvitation", revoked
    yield "ListOrganizationInvitations", _page(3, will, vera)
    yield "ListOrganizationInvitations", _page(1, revoked)
    yield "ListOrganizationInvitations", _page(4, will)


def _domains() -> Iterator[tuple[str, Facts]]:
    acme = {"kind": "OrganizationDomain", "id": "orgdmn 1", "organization": "org 1", "name": "acme.example"}
    space = acme | {"id": "orgdmn 2", "name": "space.example", "enrollment_mode": "manual_invitation"}
    changed = acme | {"enrollment_mode": "automatic_suggestion", "status": "verified"}

    yield "CreateOrganizationDomain", acme | {"enrollment_mode": "automatic_invitation", "status": "verified"}
    yield "CreateOrganizationDomain", space | {"status": "unverified", "created_at": "a time"}
    yield "UpdateOrganizationDomain", changed
    yield "ListOrganizationDomains", _page(2, space)
    yield "ListOrganizationDomains", _page(2, changed)
    yield (
        "DeleteOrganizationDomain",
        {
            "kind": "DeletedObject",
            "object": "organization_domain",
            "id": "orgdmn 1",
            "deleted": True,
        },
    )


def _permissions_and_roles() -> Iterator[tuple[str, Facts]]:
    reports = {"kind": "Permission", "key": "org:reports:read", "name": "Reports", "description": "See reports"}
    viewer = {"kind": "Role", "key": "org:viewer", "name": "Viewer", "description": None, "creates": False}
    renamed = reports | {"name": "All reports"}
    given = viewer | {"permissions": ["org:reports:read"]}

    yield "CreateOrganizationPermission", reports | {"created_at": "a time"}
    yield "GetOrganizationPermission", reports
    yield "UpdateOrganizationPermission", renamed
    yield "ListOrganizationPermissions", _page(1, renamed)
    yield "CreateOrganizationRole", viewer | {"permissions": [], "created_at": "a time"}
    yield "AssignPermissionToOrganizationRole", given
    yield "AssignPermissionToOrganizationRole", _error(409, "organization_role_permission_association_exists", 5)
    yield "UpdateOrganizationRole", given | {"description": "Looks on"}
    yield "GetOrganizationRole", given | {"description": "Looks on"}
    yield "ListOrganizationRoles", _page(1, given | {"description": "Looks on"})


def _role_sets() -> Iterator[tuple[str, Facts]]:
    """An organization moves to a role set of its own and back, and all that was made is deleted."""
    small = {"kind": "RoleSet", "key": "role_set:small", "name": "Small", "type": "custom", "creator": "org:admin"}
    grown = small | {"roles": {"org:admin": 0, "org:viewer": 0}, "default": "org:viewer"}
    used = grown | {"roles": {"org:admin": 1, "org:viewer": 1}}
    default = {"kind": "RoleSet", "key": "role_set:default", "roles": {"org:admin": 2, "org:member": 0}}

    yield "CreateRoleSet", small | {"roles": {"org:admin": 0}, "default": "org:admin"}
    yield "AddRolesToRoleSet", grown
    yield "UpdateOrganization", {"kind": "Organization", "id": "org 2", "name": "Beta"}
    yield "CreateOrganizationMembership", _member("user_alan", "orgmem 7", role="org:viewer", organization="org 2")
    yield "GetRoleSet", used
    yield "UpdateRoleSet", used | {"name": "Tiny", "default": "org:admin"}
    yield "DeleteOrganizationRole", _error(422, "organization_role_assigned_members", 6)
    yield "ReplaceRoleInRoleSet", small | {"name": "Tiny", "roles": {"org:admin": 2}, "default": "org:admin"}
    yield "RemovePermissionFromOrganizationRole", {"kind": "Role", "key": "org:viewer", "permissions": []}
    for operation, kind in (
        ("DeleteOrganizationRole", "role"),
        ("DeleteOrganizationPermission", "permission"),
        ("ReplaceRoleSet", "role_set"),
    ):
        yield operation, {"kind": "DeletedObject", "object": kind, "deleted": True}
    yield "ListRoleSets", _page(1, default)


def _page(total_count: int, *items: Facts) -> Facts:
    return {"kind": f"{items[0]['kind']}s", "total_count": total_count, "data": list(items)}


def _error(status: int, code: str, trace: int, *, param: str | None = None) -> Facts:
    return {"kind": "ClerkErrors", "status": status, "code": code, "param": param, "trace_id": f"trace {trace}"}


def _member(user: str, key: str, *, role: str = "org:member", organization: str = "org 1") -> Facts:
    return {
        "kind": "OrganizationMembership",
        "id": key,
        "organization": organization,
        "user": user,
        "identifier": user.replace("user_", "") + "@example.com",
        "role": role,
        "may_manage": role == "org:admin",
    }


def _invited(name: str, key: str) -> Facts:
    return {
        "kind": "OrganizationInvitation",
        "id": key,
        "organization": "org 1",
        "email_address": f"{name}@acme.example",
        "role": "org:member",
        "role_name": "Member",
        "status": "pending",
        "has_url": True,
        "days": 30,
    }
