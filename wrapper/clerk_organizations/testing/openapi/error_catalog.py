"""Error catalog: each situation that is refused, its status and code, and whether Clerk documents it.

`documented`: Clerk's published error index has this code for this situation. `inferred`: that it answers
this situation is our reading. docs/mock-errors.md is made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Evidence: TypeAlias = Literal["documented", "inferred"]


@dataclass(frozen=True)
class Rule:
    """One situation and the answer to it."""

    situation: str
    status: int
    code: str
    message: str
    """The short message of the error; the long one names what it is about."""
    evidence: Evidence = "documented"


# Requests as such.
KEY_FORMAT = Rule(
    "the Authorization header is there and is not `Bearer KEY`", 401, "authorization_header_format_invalid",
    "Invalid Authorization header format",
)  # fmt: skip
KEY_MISSING = Rule(
    "there is no Authorization header", 401, "authorization_header_format_invalid",
    "Invalid Authorization header format", "inferred",
)  # fmt: skip
KEY_UNKNOWN = Rule(
    "the secret key is none, or not the one of the instance", 401, "clerk_key_invalid", "The secret key is invalid"
)
VERSION_UNKNOWN = Rule(
    "Clerk-API-Version names no version of the API", 400, "api_version_invalid", "API version is invalid"
)
VERSION_TWICE = Rule(
    "Clerk-API-Version and `__clerk_api_version` are both there", 400, "api_version_invalid", "API version is invalid"
)
NO_SUCH_PATH = Rule("nothing is at the path", 404, "resource_not_found", "not found", "inferred")
NO_SUCH_METHOD = Rule(
    "the path has no such method; `Allow` lists what it has",
    405,
    "method_not_allowed",
    "method not allowed",
    "inferred",
)
NOT_IMPLEMENTED = Rule(
    "the document has the operation, parameter or field, and the mock does not implement it", 501,
    "feature_not_implemented", "not implemented", "inferred",
)  # fmt: skip
TOO_MANY_REQUESTS = Rule(
    "a rate limit is reached; `Retry-After` says for how long",
    429,
    "too_many_requests",
    "too many requests",
    "inferred",
)
BODY_INVALID = Rule(
    "the body is missing, not JSON or not the object or array it must be", 400, "request_body_invalid",
    "invalid request body",
)  # fmt: skip
BODY_TOO_LARGE = Rule("the body is larger than 16 MiB", 413, "request_body_too_large", "request body too large")
CONTENT_TYPE = Rule(
    "the body has another content type than the document says", 415, "unsupported_content_type",
    "unsupported content type",
)  # fmt: skip
BULK_SIZE = Rule("more rows than one bulk call takes", 400, "bulk_size_exceeded", "bulk size exceeded")

# Parameters and fields.
PARAM_MISSING = Rule("a required parameter or field is not given", 422, "form_param_missing", "must be included")
PARAM_BLANK = Rule("a name is blank", 422, "form_param_missing", "must not be blank", "inferred")
PARAM_UNKNOWN = Rule(
    "a field that a closed body does not have", 422, "form_param_unknown", "is not a valid parameter for this request"
)
PARAM_TYPE = Rule("a value of another type", 422, "form_param_type_invalid", "has the wrong type")
PARAM_FORMAT = Rule("a text that is not of the form it must have", 422, "form_param_format_invalid", "has a wrong form")
PARAM_TOO_LARGE = Rule("a number above its maximum", 422, "form_param_value_too_large", "is too large")
PARAM_TOO_LONG = Rule("a text longer than allowed", 422, "form_param_max_length_exceeded", "is too long")
PARAM_TOO_SHORT = Rule("a text shorter than allowed", 422, "form_param_min_length_exceeded", "is too short")
PARAM_TOO_MANY = Rule("more values than a filter takes", 422, "form_param_array_size_exceeded", "has too many values")
PARAM_VALUE = Rule(
    "a value that is not among those allowed", 422, "form_param_value_invalid", "is not an allowed value"
)
METADATA_SIZE = Rule(
    "metadata larger than 8 KB", 422, "form_param_exceeds_allowed_size", "exceeds the allowed size", "inferred"
)

# What calls refer to.
NOT_FOUND = Rule("the path names something that is not there", 404, "resource_not_found", "not found")
FIELD_NOT_FOUND = Rule(
    "the body names a user or a role that is not there", 404, "resource_not_found", "not found", "inferred"
)

ROLE_SET_NOT_FOUND = Rule(
    "the body names a role set that is not there", 422, "form_resource_not_found", "cannot be found", "inferred"
)

# Organizations.
ORGANIZATIONS_OFF = Rule(
    "the instance has organizations turned off", 403, "organization_not_enabled_in_instance",
    "organizations are not enabled",
)  # fmt: skip
ORGANIZATION_QUOTA = Rule(
    "the instance may have no more organizations", 403, "organization_quota_exceeded", "organization quota exceeded"
)
CREATOR_NOT_FOUND = Rule(
    "`created_by` is no user of the instance", 400, "organization_creator_not_found", "creator not found"
)
CREATOR_NOT_ALLOWED = Rule(
    "the user in `created_by` may not create organizations", 403, "user_create_organization_not_enabled",
    "user may not create organizations", "inferred",
)  # fmt: skip
CREATOR_LIMIT = Rule(
    "the user in `created_by` has created as many organizations as allowed", 403, "org_creation_limit_exceeded",
    "organization creation limit exceeded",
)  # fmt: skip
SLUG_TAKEN = Rule("another organization has the slug", 422, "form_identifier_exists", "is taken", "inferred")
SLUG_FORM = Rule(
    "a slug with anything but lower-case letters, digits and hyphens", 422, "form_param_format_invalid",
    "may hold lower-case letters, digits and hyphens only", "inferred",
)  # fmt: skip
SLUGS_OFF = Rule(
    "a slug is given and the instance has slugs turned off", 403, "organization_slugs_disabled", "slugs are disabled"
)
MEMBERSHIPS_ABOVE_MAXIMUM = Rule(
    "more memberships are asked for than the instance allows any organization", 422, "form_param_value_too_large",
    "is more than the instance allows", "inferred",
)  # fmt: skip
LOGO_MISSING = Rule("an upload without its file", 400, "form_param_missing", "must be included")
LOGO_TOO_LARGE = Rule("a logo larger than 10 MB", 413, "image_too_large", "image too large")
LOGO_TYPE = Rule(
    "a logo that is no JPEG, PNG, GIF or WebP", 400, "request_body_invalid", "unsupported image type", "inferred"
)
NO_LOGO = Rule("there is no logo to delete", 404, "image_not_found", "image not found")

# Memberships.
ALREADY_MEMBER = Rule("the user is a member already", 400, "already_a_member_in_organization", "already a member")
MEMBERSHIP_QUOTA = Rule(
    "the organization has as many members and pending invitations as it may have", 403,
    "organization_membership_quota_exceeded", "membership quota exceeded",
)  # fmt: skip
LAST_ADMIN = Rule(
    "the last member who may manage memberships is to be removed or to lose that right", 400,
    "organization_minimum_permissions_needed", "minimum permissions needed", "inferred",
)  # fmt: skip

# Invitations.
INVITED_ALREADY = Rule(
    "the address has a pending invitation to the organization", 400, "organization_invitation_not_unique",
    "organization invitation not unique",
)  # fmt: skip
INVITED_MEMBER = Rule(
    "the address belongs to a member", 400, "already_a_member_in_organization", "already a member", "inferred"
)
INVITED_TWICE = Rule("an address stands in a bulk call more than once", 400, "duplicate_record", "duplicate invitation")
ACTOR_NOT_MEMBER = Rule(
    "the user who invites or revokes is not a member", 403, "not_a_member_in_organization", "not a member"
)
ACTOR_NOT_ALLOWED = Rule(
    "the user who invites or revokes may not manage memberships", 403, "missing_organization_permission",
    "missing permission",
)  # fmt: skip
NOT_PENDING = Rule(
    "an invitation to be revoked that is not pending", 404, "organization_invitation_not_pending",
    "organization invitation not pending",
)  # fmt: skip
ACCEPTED_ALREADY = Rule(
    "an invitation to be accepted that has been accepted", 400, "organization_invitation_already_accepted",
    "already accepted",
)  # fmt: skip
REVOKED_ALREADY = Rule(
    "an invitation to be accepted that has been revoked", 400, "organization_invitation_revoked_code", "revoked"
)

# Domains.
DOMAINS_OFF = Rule(
    "the instance has domains turned off", 403, "organization_domains_not_enabled", "domains are not enabled"
)
DOMAIN_QUOTA = Rule(
    "the organization has as many domains as it may have", 403, "organization_domain_quota_exceeded",
    "domain quota exceeded",
)  # fmt: skip
DOMAIN_FORM = Rule(
    "a name that is no domain", 422, "form_param_format_invalid", "must be a domain name", "inferred"
)  # fmt: skip
DOMAIN_TAKEN = Rule(
    "the domain belongs to another organization", 422, "organization_domain_already_exists", "is already in use"
)
DOMAIN_TAKEN_HERE = Rule(
    "the organization has the domain already", 422, "organization_domain_already_exists_same_organization",
    "is already a domain of this organization",
)  # fmt: skip
DOMAIN_COMMON = Rule(
    "a domain of a public mail service", 422, "organization_domain_common", "is a common e-mail domain"
)
ENROLLMENT_OFF = Rule(
    "an enrollment mode that the instance has turned off", 403, "organization_domain_enrollment_mode_not_enabled",
    "enrollment mode is not enabled",
)  # fmt: skip

QUERY_BLANK = Rule("a blank text to look for", 422, "form_param_value_invalid", "must not be blank", "inferred")

# Settings.
SETTING_NEGATIVE = Rule(
    "a number of memberships below 0", 422, "form_param_value_invalid", "must not be negative", "inferred"
)

SETTING_ROLE = Rule(
    "a role of the settings is not in the initial role set", 422, "form_param_value_invalid",
    "is not in the initial role set", "inferred",
)  # fmt: skip

# Roles and permissions.
PLAN = Rule(
    "a role, permission or role set is to be added, and the plan of the instance has no custom ones", 402,
    "unsupported_subscription_plan_features", "unsupported subscription plan features",
)  # fmt: skip
KEY_FORM = Rule(
    "the key of a role, permission or role set has another form than it must have", 422, "form_param_format_invalid",
    "has a wrong form", "inferred",
)  # fmt: skip
KEY_TAKEN = Rule(
    "another role, permission or role set has the key", 422, "form_identifier_exists", "is taken", "inferred"
)
ROLE_QUOTA = Rule(
    "the instance has as many roles as it may have", 403, "organization_instance_roles_quota_exceeded",
    "role quota exceeded",
)  # fmt: skip
PERMISSION_NOT_FOUND = Rule("the body names a permission that is not there", 404, "resource_not_found", "not found")
ROLE_LACKS_PERMISSIONS = Rule(
    "a creator role is to lose a permission that it must hold", 422, "organization_missing_creator_role_permissions",
    "creator role permissions missing",
)  # fmt: skip
CREATOR_NOT_ELIGIBLE = Rule(
    "a role that lacks permissions is to be the creator role", 422, "organization_missing_creator_role_permissions",
    "creator role permissions missing", "inferred",
)  # fmt: skip
ROLE_CREATES = Rule(
    "a role to be deleted is a creator role", 422, "organization_role_default_creator_role", "is a creator role"
)
ROLE_IS_DEFAULT = Rule(
    "a role to be deleted is a default role", 422, "organization_role_domain_default_role", "is a default role"
)
ROLE_HELD = Rule(
    "a role to be deleted is held by a member", 422, "organization_role_assigned_members", "is held by members"
)
ROLE_INVITED = Rule(
    "a role to be deleted is in a pending invitation", 422, "organization_role_exists_in_invitations",
    "is in invitations",
)  # fmt: skip
ASSIGNED_ALREADY = Rule(
    "a role holds the permission already", 409, "organization_role_permission_association_exists", "is assigned already"
)
NOT_ASSIGNED = Rule(
    "a role does not hold the permission", 404, "organization_role_permission_association_not_found", "is not assigned"
)
SYSTEM_PERMISSION = Rule(
    "a permission that every instance has is to be changed or deleted", 403,
    "organization_system_permission_not_modifiable", "system permissions cannot be changed",
)  # fmt: skip

# Role sets.
ROLE_SET_QUOTA = Rule(
    "the instance has as many role sets as it may have", 403, "organization_instance_role_sets_quota_exceeded",
    "role set quota exceeded",
)  # fmt: skip
ROLE_SET_SIZE = Rule(
    "a role set without roles, or with more than 10", 422, "form_param_array_size_exceeded", "must be 1 to 10 roles",
    "inferred",
)  # fmt: skip
ROLE_TWICE = Rule(
    "a role that is named twice, or is in the role set already", 422, "form_param_duplicate", "is there already",
    "inferred",
)  # fmt: skip
ROLE_NOT_AMONG = Rule(
    "a default or creator role, or one to be replaced, that is not among the roles it must be among", 422,
    "form_param_value_invalid", "is not among the roles", "inferred",
)  # fmt: skip
ROLE_NOT_IN_SET = Rule(
    "a member is to have a role that the role set of the organization lacks", 404, "resource_not_found", "not found",
    "inferred",
)  # fmt: skip
REPLACED_BY_ITSELF = Rule(
    "a role or a role set is to be replaced by itself", 422, "form_param_value_invalid", "must be another one",
    "inferred",
)  # fmt: skip
INITIAL_STAYS = Rule(
    "the initial role set is to be replaced", 403, "cannot_delete_initial_role_set", "cannot delete initial role set",
    "inferred",
)  # fmt: skip
MAPPINGS_MISSING = Rule(
    "members hold roles that the new role set lacks, and nothing says what they become", 422,
    "organization_role_set_reassignment_mappings_missing", "reassignment mappings missing",
)  # fmt: skip
MAPPINGS_INVALID = Rule(
    "members are to have a role that the new role set lacks", 422,
    "organization_role_set_reassignment_mappings_invalid", "reassignment mappings invalid",
)  # fmt: skip
TOO_MANY_REASSIGNED = Rule(
    "more members are to have other roles than `members_per_role_migration`", 422,
    "organization_role_set_reassignment_contact_support", "too many members",
)  # fmt: skip
MIGRATING = Rule(
    "a role set is to be changed while its members move", 409, "role_migration_in_progress",
    "role migration in progress",
)  # fmt: skip
MEMBER_MIGRATING = Rule(
    "a member is to have another role, or an organization another role set, while members of the role set move", 409,
    "role_migration_in_progress", "role migration in progress", "inferred",
)  # fmt: skip

# Billing.
BILLING_OFF = Rule(
    "the instance has billing of organizations turned off", 403, "billing_not_enabled", "billing is not enabled"
)
PAYER_NOT_FOUND = Rule("the organization has never been a payer", 404, "payer_not_found", "payer not found", "inferred")
SUBSCRIPTION_NOT_FOUND = Rule(
    "the organization has no subscription", 404, "subscription_not_found", "subscription not found", "inferred"
)
CREDIT_AMOUNT = Rule("credit of 0 or less is to be added or taken", 422, "invalid_credit_amount", "must be above 0")
CREDIT_ACTION = Rule(
    "credit is neither to be added nor taken", 422, "invalid_credit_action", "must be increase or decrease"
)
CREDIT_TOO_LOW = Rule("more credit is to be taken than there is", 422, "insufficient_credit_balance", "is not there")
CREDIT_CURRENCY = Rule("the currency of credit is not known", 400, "currency_invalid", "is not a currency")
CREDIT_OTHER_CURRENCY = Rule(
    "credit in another currency than the credit there is", 400, "currency_invalid", "is not that of the credit",
    "inferred",
)  # fmt: skip
CREDIT_KEY_BLANK = Rule(
    "the idempotency key of an adjustment is blank", 422, "form_param_missing", "must not be blank", "inferred"
)
CREDIT_KEY_REUSED = Rule(
    "the idempotency key stands for another adjustment, and `credit_keys_are_strict` is set", 409, "conflict",
    "stands for another adjustment", "inferred",
)  # fmt: skip
SEATS = Rule("the plan of the organization has no seat left", 402, "insufficient_seats", "insufficient seats")
SEATS_MANAGED = Rule(
    "a maximum of memberships is to be set where the plan counts seats", 400,
    "organization_member_limit_managed_by_billing", "is managed by billing",
)  # fmt: skip

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
"""All of them, in the order of this file."""


def markdown() -> str:
    """The table as a page of documentation."""
    lines = [
        "# Errors of the mock",
        "",
        "What the mock refuses, and how; written by `make docs-tables`.",
        "The header `x-mock-evidence` of an error says which kind it is. **documented**: Clerk's published error",
        "index has this code for this situation. **inferred**: that it answers this situation is our reading; the",
        "live service may differ. `method_not_allowed` and `too_many_requests` are our own words: the index has no",
        "code for 405, and none for 429 that fits.",
    ]
    for evidence in ("documented", "inferred"):
        lines += ["", f"## {evidence.capitalize()}", "", "| situation | status | code |", "|---|---|---|"]
        lines += [
            f"| {rule.situation} | {rule.status} | `{rule.code}` |" for rule in RULES if rule.evidence == evidence
        ]
    return "\n".join(lines) + "\n"
