"""Domains: their rules and how they look on the wire."""

from __future__ import annotations

from .formats import is_domain
from .listing import SortKey, ordered, page
from .messages import Call, JsonObject, bad_param, not_found
from .state import Domain, Instance, Organization

DEFAULT_ENROLLMENT_MODE = "manual_invitation"

_ORDER: dict[str, SortKey[Domain]] = {"created_at": lambda domain: domain.created_at}


def render(organization: Organization, domain: Domain) -> JsonObject:
    """An OrganizationDomain; the key decides that a domain is verified, so all its verifications agree."""
    return {
        "object": "organization_domain",
        "id": domain.id,
        "organization_id": organization.id,
        "name": domain.name,
        "enrollment_mode": domain.enrollment_mode,
        "affiliation_email_address": None,
        "affiliation_verification": _verification(domain),
        "ownership_verification": _verification(domain),
        "verification": _verification(domain),
        "total_pending_invitations": 0,
        "total_pending_suggestions": 0,
        "created_at": domain.created_at,
        "updated_at": domain.updated_at,
    }


def list_domains(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organization(call.path["organization_id"])
    found = [domain for domain in organization.domains.values() if _matches(call, domain)]
    return page(call, ordered(call, found, _ORDER), lambda domain: render(organization, domain))


def create_domain(instance: Instance, call: Call) -> JsonObject:
    organization, fields, now = instance.organization(call.path["organization_id"]), call.fields, instance.now()
    if "name" not in fields:
        raise bad_param("form_param_missing", "name", "must be given")
    name = _name(instance, organization, fields["name"])
    mode = fields.get("enrollment_mode", DEFAULT_ENROLLMENT_MODE)
    verified_at = now if fields.get("verified", True) else None
    domain = Domain(instance.new_id("orgdmn"), name, mode, verified_at, created_at=now, updated_at=now)
    organization.domains[domain.id] = domain
    return render(organization, domain)


def update_domain(instance: Instance, call: Call) -> JsonObject:
    (organization, domain), fields, now = _addressed(instance, call), call.fields, instance.now()
    domain.enrollment_mode = fields.get("enrollment_mode", domain.enrollment_mode)
    if "verified" in fields:
        domain.verified_at = (domain.verified_at or now) if fields["verified"] else None
    domain.updated_at = now
    return render(organization, domain)


def delete_domain(instance: Instance, call: Call) -> JsonObject:
    organization, domain = _addressed(instance, call)
    del organization.domains[domain.id]
    return {"object": "organization_domain", "id": domain.id, "deleted": True}


HANDLERS = {
    "ListOrganizationDomains": list_domains,
    "CreateOrganizationDomain": create_domain,
    "UpdateOrganizationDomain": update_domain,
    "DeleteOrganizationDomain": delete_domain,
}


def _addressed(instance: Instance, call: Call) -> tuple[Organization, Domain]:
    organization, key = instance.organization(call.path["organization_id"]), call.path["domain_id"]
    if key not in organization.domains:
        raise not_found("organization domain", key)
    return organization, organization.domains[key]


def _name(instance: Instance, organization: Organization, text: str) -> str:
    """A name that is a domain and belongs to nobody yet."""
    name = text.strip().lower()
    if not is_domain(name):
        raise bad_param("form_param_format_invalid", "name", "must be a domain name")
    for other in instance.organizations.values():
        if name in [domain.name for domain in other.domains.values()]:
            suffix, whose = ("_same_organization", "this") if other is organization else ("", "another")
            code = f"organization_domain_already_exists{suffix}"
            raise bad_param(code, "name", f"is already a domain of {whose} organization")
    return name


def _matches(call: Call, domain: Domain) -> bool:
    verified, mode = call.query.get("verified"), call.query.get("enrollment_mode", "")
    by_mode = not mode or (domain.enrollment_mode == mode.removeprefix("-")) is not mode.startswith("-")
    return by_mode and (verified is None or (verified == "true") is (domain.verified_at is not None))


def _verification(domain: Domain) -> JsonObject:
    verified = domain.verified_at is not None
    return {
        "status": "verified" if verified else "unverified",
        "strategy": "manual_override" if verified else "email_code",
        "attempts": 0,
        "expire_at": None,
        "verified_at": domain.verified_at,
    }
