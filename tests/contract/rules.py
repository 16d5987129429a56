"""What no schema can state: for each operation the rules by which a valid request may be refused, and how.

Two rules come from the document: what a path names may not exist, and an integer may be one that Go does not read. An
operation that has no other needs no entry.

An answer of 4xx with another status and code than the ones listed here fails the contract of the mock.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import schemathesis
from schemathesis.core import NotSet

from tests.support.document import OPERATIONS, Described, deref

Case: TypeAlias = "schemathesis.Case[Any]"


def _always(case: Case) -> bool:
    return True


def _has_no_body(case: Case) -> bool:
    return isinstance(case.body, NotSet)


def _has_an_odd_integer(case: Case) -> bool:
    return any(map(_is_odd_integer, _scalars([case.query, case.body])))


def _is_odd_integer(value: Any) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and not -(2**63) <= value < 2**63)


def _scalars(value: Any) -> Iterator[Any]:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if members is None:
        yield value
    else:
        for member in members:
            yield from _scalars(member)


class Rule(NamedTuple):
    """One reason to refuse a valid request."""

    name: str
    status: int
    code: str
    applies: Callable[[Case], bool] = _always


# To JSON Schema 10.0 is an integer and every integer is fine; a server in Go reads 64 bits, and no point.
_ODD_INTEGER = Rule(
    "an integer is written with a point or exceeds int64", 422, "form_param_type_invalid", _has_an_odd_integer
)

# Bodies with required fields that may be absent themselves, as in the document that Clerk publishes.
_NO_BODY = Rule("there is no body", 422, "form_param_missing", _has_no_body)
_NO_UPLOAD = Rule("there is no body", 400, "form_param_missing", _has_no_body)
_NO_TYPE = Rule("there is no body, and no Content-Type", 415, "unsupported_content_type", _has_no_body)
_NOTHING_THERE = Rule("what the path or the body names does not exist", 404, "resource_not_found")
_SLUG_TAKEN = Rule("the slug is taken", 422, "form_identifier_exists")
_NAME_BLANK = Rule("the name is blank", 422, "form_param_missing")
_METADATA_SIZE = Rule("metadata are larger than 8 KB", 422, "form_param_exceeds_allowed_size")
_MEMBER_ALREADY = Rule("the user is a member already", 400, "already_a_member_in_organization")
_INVITED_ALREADY = Rule("the address has a pending invitation", 400, "organization_invitation_not_unique")
_NO_ROLE_SET = Rule("there is no such role set", 422, "form_resource_not_found")
_NOT_AN_EMAIL = Rule("the address is no e-mail address", 422, "form_param_format_invalid")
_FULL = Rule("the organization is full", 403, "organization_membership_quota_exceeded")
_LAST_ADMIN = Rule("nobody would be left to manage it", 400, "organization_minimum_permissions_needed")
_NOT_ALLOWED = Rule("the user who acts may not", 403, "missing_organization_permission")
_NOT_A_MEMBER = Rule("the user who acts is no member", 403, "not_a_member_in_organization")

_KEY_FORM = Rule("the key has another form than it must have", 422, "form_param_format_invalid")
_KEY_TAKEN = Rule("the key is taken", 422, "form_identifier_exists")
_ROLE_LACKS = Rule("a creator role lacks permissions", 422, "organization_missing_creator_role_permissions")
_ROLE_ELSEWHERE = Rule("the role is not among those it must be among", 422, "form_param_value_invalid")
_SET_SIZE = Rule("a role set has 1 to 10 roles", 422, "form_param_array_size_exceeded")
_ROLE_TWICE = Rule("a role is named twice, or is there already", 422, "form_param_duplicate")
_KEYED = [_KEY_FORM, _KEY_TAKEN, _NAME_BLANK]
_SYSTEM = Rule("every instance has the permission", 403, "organization_system_permission_not_modifiable")

RULES: dict[str, list[Rule]] = {
    "CreateOrganizationRole": [
        *_KEYED, _NOTHING_THERE, _SET_SIZE,
        Rule("there are as many roles as there may be", 403, "organization_instance_roles_quota_exceeded"),
    ],
    "UpdateOrganizationRole": [*_KEYED, _ROLE_LACKS],
    "DeleteOrganizationRole": [
        Rule("it is a creator role", 422, "organization_role_default_creator_role"),
        Rule("it is a default role", 422, "organization_role_domain_default_role"),
    ],
    "AssignPermissionToOrganizationRole": [
        Rule("the role has it already", 409, "organization_role_permission_association_exists"),
    ],
    "RemovePermissionFromOrganizationRole": [
        Rule("the role does not have it", 404, "organization_role_permission_association_not_found"), _ROLE_LACKS,
    ],
    "CreateOrganizationPermission": _KEYED,
    "UpdateOrganizationPermission": [*_KEYED, _SYSTEM],
    "DeleteOrganizationPermission": [_SYSTEM],
    "CreateRoleSet": [*_KEYED, _NOTHING_THERE, _SET_SIZE, _ROLE_TWICE, _ROLE_ELSEWHERE, _ROLE_LACKS],
    "UpdateRoleSet": [*_KEYED, _ROLE_ELSEWHERE, _ROLE_LACKS],
    "AddRolesToRoleSet": [_SET_SIZE, _ROLE_TWICE, _ROLE_ELSEWHERE, _ROLE_LACKS],
    "ReplaceRoleInRoleSet": [_ROLE_ELSEWHERE, _ROLE_LACKS],
    "ReplaceRoleSet": [
        _ROLE_ELSEWHERE, Rule("the role set is the initial one", 403, "cannot_delete_initial_role_set"),
        Rule("members would have no role", 422, "organization_role_set_reassignment_mappings_missing"),
        Rule("members would have another set's role", 422, "organization_role_set_reassignment_mappings_invalid"),
    ],
    "CreateOrganization": [
        Rule("the creator does not exist", 400, "organization_creator_not_found"),
        _NO_ROLE_SET, _SLUG_TAKEN, _NAME_BLANK, _METADATA_SIZE, _NO_BODY,
    ],
    "UpdateOrganization": [
        _NO_ROLE_SET, _SLUG_TAKEN, _NAME_BLANK, _METADATA_SIZE,
        Rule("the slug has other characters than a slug may have", 422, "form_param_format_invalid"),
    ],
    "UploadOrganizationLogo": [
        _NO_UPLOAD, Rule("the file is no JPEG, PNG, GIF or WebP", 400, "request_body_invalid"),
    ],
    "DeleteOrganizationLogo": [Rule("there is no logo", 404, "image_not_found")],
    "MergeOrganizationMetadata": [_METADATA_SIZE],
    "ReplaceOrganizationMetadata": [_METADATA_SIZE],
    "CreateOrganizationMembership": [_MEMBER_ALREADY, _FULL, _METADATA_SIZE],
    "UpdateOrganizationMembership": [_LAST_ADMIN],
    "DeleteOrganizationMembership": [_LAST_ADMIN],
    "UpdateOrganizationMembershipMetadata": [_METADATA_SIZE],
    "CreateOrganizationInvitation": [
        _NOT_AN_EMAIL, _MEMBER_ALREADY, _INVITED_ALREADY, _NOT_A_MEMBER, _NOT_ALLOWED, _FULL, _METADATA_SIZE,
        _NO_BODY,
    ],
    "CreateOrganizationInvitationBulk": [
        _NOT_AN_EMAIL, _MEMBER_ALREADY, _INVITED_ALREADY, _NOT_A_MEMBER, _NOT_ALLOWED, _FULL, _METADATA_SIZE,
        Rule("an address stands in two rows", 400, "duplicate_record"),
    ],
    "RevokeOrganizationInvitation": [
        Rule("the invitation is not pending", 404, "organization_invitation_not_pending"),
        _NOT_A_MEMBER, _NOT_ALLOWED,
    ],
    "CreateOrganizationDomain": [
        Rule("there is no name", 422, "form_param_missing"),
        Rule("the name is no domain", 422, "form_param_format_invalid"),
        Rule("the domain is of a public mail service", 422, "organization_domain_common"),
        Rule("another organization has the domain", 422, "organization_domain_already_exists"),
        Rule("the organization has the domain already", 422, "organization_domain_already_exists_same_organization"),
    ],
    "ListAllOrganizationDomains": [
        Rule("a filter is blank or names an unknown value", 422, "form_param_value_invalid"),
    ],
    "UpdateInstanceOrganizationSettings": [
        Rule("a limit is negative, or a mode or role cannot be chosen", 422, "form_param_value_invalid"),
        _NOTHING_THERE, _ROLE_LACKS,
    ],
    "AdjustOrganizationBillingCreditBalance": [
        Rule("the amount is not above 0", 422, "invalid_credit_amount"),
        Rule("the action is neither increase nor decrease", 422, "invalid_credit_action"),
        Rule("there is less credit than that", 422, "insufficient_credit_balance"),
        Rule("the currency is unknown, or another than before", 400, "currency_invalid"),
        Rule("the key is blank", 422, "form_param_missing"),
    ],
}  # fmt: skip

# How a request that breaks the document is refused, whatever the operation.
BREACHES = {
    (400, "request_body_invalid"),
    (400, "bulk_size_exceeded"),
    (400, "form_param_missing"),
    (401, "authorization_header_format_invalid"),
    (401, "clerk_key_invalid"),
    (404, "resource_not_found"),
    (405, "method_not_allowed"),
    (415, "unsupported_content_type"),
    (422, "form_param_missing"),
    (422, "form_param_unknown"),
    (422, "form_param_type_invalid"),
    (422, "form_param_format_invalid"),
    (422, "form_param_value_invalid"),
    (422, "form_param_value_too_large"),
    (422, "form_param_max_length_exceeded"),
    (422, "form_param_min_length_exceeded"),
    (422, "form_param_array_size_exceeded"),
}


def rule(case: Case, operation_id: str, status: int, code: str) -> Rule | None:
    """The rule by which a valid request to this operation was refused, if it is one of the operation's."""
    for found in [*RULES.get(operation_id, []), *_of_any(OPERATIONS[operation_id])]:
        if (found.status, found.code) == (status, code) and found.applies(case):
            return found
    return None


def _of_any(operation: Described) -> Iterator[Rule]:
    """The rules that an operation has by what the document says of it."""
    if operation.method in ("POST", "PUT", "PATCH"):
        yield _NO_TYPE
    if operation.names("path"):
        yield _NOTHING_THERE
    queried = [one["schema"] for one in operation.parameters if one["in"] == "query"]
    fields = operation.body.get("properties", {}).values()
    if any("integer" in deref(schema).get("type", ()) for schema in [*queried, *fields]):
        yield _ODD_INTEGER
