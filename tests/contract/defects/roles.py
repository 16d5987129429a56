"""Defects of roles, permissions and role sets: what the client sends."""

from typing import Any

from tests.contract.defects.sent import body, given, path, query


def crossed_ids(arguments: dict[str, Any]) -> None:
    names = ("permission_id", "organization_role_id")
    arguments["organization_role_id"], arguments["permission_id"] = (arguments[name] for name in names)


def sorted_roles(json: dict[str, Any]) -> dict[str, Any]:
    return {**json, "roles": sorted(json["roles"], reverse=True)}


def crossed_keys(json: dict[str, Any]) -> dict[str, Any]:
    return {**json, "role_key": json["to_role_key"], "to_role_key": json["role_key"]}


DEFECTS = [
    given("permissions of a new role not sent", "CreateOrganizationRole", lambda given: given.pop("permissions", None)),
    given("role and permission swapped", "RemovePermissionFromOrganizationRole", crossed_ids),
    path("a permission given by another path", "AssignPermissionToOrganizationRole", lambda text: text + "/assign"),
    body("the roles of a role set in another order", "CreateRoleSet", sorted_roles),
    body("reassigned roles left out", "ReplaceRoleSet", lambda json: json.pop("reassignment_mappings", None) and json),
    body("a role replaced the wrong way round", "ReplaceRoleInRoleSet", crossed_keys),
    path("the key of a role set in lower case", "GetRoleSet", str.lower),
    query(
        "the order of permissions not asked for", "ListOrganizationPermissions",
        lambda pairs: [(name, text) for name, text in pairs if name != "order_by"],
    ),
]  # fmt: skip
