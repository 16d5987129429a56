"""Domains: their rules and how they look on the wire."""

from __future__ import annotations

from ..openapi import error_catalog
from ..openapi.formats import is_domain
from ..openapi.messages import Call, JsonObject, Refusal, bad_param, not_found
from ..state.instance import Instance
from ..state.records import Domain, Organization
from .lists import page

DEFAULT_ENROLLMENT_MODE = "manual_invitation"
COMMON_DOMAINS = frozenset(
    {
        "aol.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com",
        "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "pm.me", "proton.me",
        "protonmail.com", "qq.com", "web.de", "yahoo.com", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)  # fmt: skip
"""Of public mail services, where a domain says nothing about an organization. Clerk's own list is longer."""


def render(domain: Domain) -> JsonObject:
    """An OrganizationDomain; the key decides that a domain is verified, so all its verifications agree."""
    return {
        "object": "organization_domain",
        "id": domain.id,
        "organization_id": domain.organization.id,
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
    organization = _organization(instance, call)
    verified, mode = call.query.get("verified"), call.query.get("enrollment_mode", "")

    def fits(domain: Domain) -> bool:
        by_mode = not mode or (domain.enrollment_mode == mode.removeprefix("-")) is not mode.startswith("-")
        return by_mode and (verified is None or (verified == "true") is (domain.verified_at is not None))

    return page(call, organization.domains, render, fits=fits)


def create_domain(instance: Instance, call: Call) -> JsonObject:
    return render(make(instance, _organization(instance, call), call.fields))


def make(instance: Instance, organization: Organization, fields: JsonObject) -> Domain:
    """The domain that the fields ask for, as a domain of the organization."""
    now = instance.now()
    if "name" not in fields:
        raise bad_param(error_catalog.PARAM_MISSING, "name")
    name = _name(instance, organization, fields["name"])
    mode = _mode(instance, fields.get("enrollment_mode", DEFAULT_ENROLLMENT_MODE))
    most = instance.settings.domains_per_organization
    if most and len(organization.domains) >= most:
        raise Refusal(error_catalog.DOMAIN_QUOTA, f"The organization has its {most} domains.")
    verified_at = now if fields.get("verified", True) else None
    domain = Domain(*instance.next_id("orgdmn"), organization, name, mode, verified_at, created_at=now, updated_at=now)
    instance.add_domain(domain)
    return domain


def update_domain(instance: Instance, call: Call) -> JsonObject:
    domain, fields, now = _addressed(instance, call), call.fields, instance.now()
    if "enrollment_mode" in fields:
        domain.enrollment_mode = _mode(instance, fields["enrollment_mode"])
    if "verified" in fields:
        domain.verified_at = (domain.verified_at or now) if fields["verified"] else None
    domain.updated_at = now
    return render(domain)


def delete_domain(instance: Instance, call: Call) -> JsonObject:
    domain = _addressed(instance, call)
    instance.remove_domain(domain)
    return {"object": "organization_domain", "id": domain.id, "deleted": True}


HANDLERS = {
    "ListOrganizationDomains": list_domains,
    "CreateOrganizationDomain": create_domain,
    "UpdateOrganizationDomain": update_domain,
    "DeleteOrganizationDomain": delete_domain,
}


def _organization(instance: Instance, call: Call) -> Organization:
    organization = instance.organization(call.path["organization_id"])
    if not instance.settings.domains_enabled:
        raise Refusal(error_catalog.DOMAINS_OFF, "The instance has domains turned off.")
    return organization


def _addressed(instance: Instance, call: Call) -> Domain:
    organization, key = _organization(instance, call), call.path["domain_id"]
    domain = organization.domains.get(key)
    if domain is None:
        raise not_found("organization domain", key)
    return domain


def _name(instance: Instance, organization: Organization, text: str) -> str:
    """A name that is a domain, of no public mail service, and belongs to nobody yet."""
    name = text.strip().lower()
    if not is_domain(name):
        raise bad_param(error_catalog.DOMAIN_FORM, "name")
    if name in COMMON_DOMAINS:
        raise bad_param(error_catalog.DOMAIN_COMMON, "name")
    owner = instance.by_domain.get(name)
    if owner is not None:
        raise bad_param(
            error_catalog.DOMAIN_TAKEN_HERE if owner is organization else error_catalog.DOMAIN_TAKEN, "name"
        )
    return name


def _mode(instance: Instance, mode: str) -> str:
    if mode not in instance.settings.enrollment_modes:
        raise Refusal(
            error_catalog.ENROLLMENT_OFF, f"The instance does not allow {mode}.", meta={"param_name": "enrollment_mode"}
        )
    return mode


def _verification(domain: Domain) -> JsonObject:
    verified = domain.verified_at is not None
    return {
        "status": "verified" if verified else "unverified",
        "strategy": "manual_override" if verified else "email_code",
        "attempts": 0,
        "expire_at": None,
        "verified_at": domain.verified_at,
    }
