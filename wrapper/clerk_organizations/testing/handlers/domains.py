"""Domains: rules and representation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.formats import is_domain
from ..openapi.messages import JsonObject, Refusal, bad_param
from ..state.instance import Instance
from ..state.records import Domain, Organization
from .lists import IdFilter, Page
from .registry import operation

DEFAULT_ENROLLMENT_MODE = "manual_invitation"
COMMON_DOMAINS = frozenset(
    {
        "aol.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com",
        "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "pm.me", "proton.me",
        "protonmail.com", "qq.com", "web.de", "yahoo.com", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)  # fmt: skip
"""Of public mail services, where a domain says nothing about an organization. Clerk's own list is longer."""


@dataclass(frozen=True, kw_only=True)
class DomainFields:
    """The body of a create."""

    name: str | None = None
    """The document does not require it, the API does."""
    enrollment_mode: str = DEFAULT_ENROLLMENT_MODE
    verified: bool = True


def render(domain: Domain) -> JsonObject:
    """An OrganizationDomain. Whether it is verified is its affiliation; ownership is declared on its own."""
    return {
        "object": "organization_domain",
        "id": domain.id,
        "organization_id": domain.organization.id,
        "name": domain.name,
        "enrollment_mode": domain.enrollment_mode,
        "affiliation_email_address": None,
        "affiliation_verification": _verification(domain),
        "ownership_verification": _ownership(domain),
        "verification": _verification(domain),
        "total_pending_invitations": 0,
        "total_pending_suggestions": 0,
        "created_at": domain.created_at,
        "updated_at": domain.updated_at,
    }


@operation("ListOrganizationDomains")
def list_domains(
    instance: Instance, *, organization_id: str, page: Page, verified: str | None = None, enrollment_mode: str = ""
) -> JsonObject:
    organization, mode = _organization(instance, organization_id), enrollment_mode

    def fits(domain: Domain) -> bool:
        by_mode = not mode or (domain.enrollment_mode == mode.removeprefix("-")) is not mode.startswith("-")
        return by_mode and (verified is None or (verified == "true") is (domain.verified_at is not None))

    return page.of(organization.domains, render, fits=fits)


@operation("ListAllOrganizationDomains")
def list_all_domains(
    instance: Instance,
    *,
    page: Page,
    organization_id: str | None = None,
    verified: str | None = None,
    enrollment_mode: Sequence[str] = (),
    query: str | None = None,
    domains: Sequence[str] = (),
) -> JsonObject:
    _check_enabled(instance)
    if query is not None and not query.strip():
        raise bad_param(error_catalog.QUERY_BLANK, "query")
    modes, names, wanted = IdFilter(enrollment_mode), {name.casefold() for name in domains}, (query or "").casefold()

    def fits(domain: Domain) -> bool:
        owner = domain.organization.id
        return (
            organization_id in (None, owner)
            and verified in (None, "false" if domain.verified_at is None else "true")
            and domain.enrollment_mode not in modes.excluded
            and (not modes.included or domain.enrollment_mode in modes.included)
            and (not names or domain.name in names)
            and (query == owner if wanted.startswith("org_") else wanted in domain.name)
        )

    return page.of(instance.domains, render, fits=fits)


@operation("VerifyOrganizationDomainOwnership")
def verify_ownership(instance: Instance, *, organization_id: str, domain_id: str) -> JsonObject:
    domain, now = _organization(instance, organization_id).domains.find(domain_id), instance.now()
    if domain.owned_since is None:
        domain.owned_since = domain.updated_at = now
    return render(domain)


@operation("CreateOrganizationDomain")
def create_domain(instance: Instance, *, organization_id: str, fields: DomainFields) -> JsonObject:
    return render(make(instance, _organization(instance, organization_id), fields))


def make(instance: Instance, organization: Organization, fields: DomainFields) -> Domain:
    """The domain that the fields ask for, as a domain of the organization."""
    now = instance.now()
    if fields.name is None:
        raise bad_param(error_catalog.PARAM_MISSING, "name")
    name = _name(instance, organization, fields.name)
    mode = _mode(instance, fields.enrollment_mode)
    most = instance.settings.domains_per_organization
    if most and len(organization.domains) >= most:
        raise Refusal(error_catalog.DOMAIN_QUOTA, f"The organization has its {most} domains.")
    verified_at = now if fields.verified else None
    domain = Domain(*instance.next_id("orgdmn"), organization, name, mode, verified_at, created_at=now, updated_at=now)
    instance.add_domain(domain)
    return domain


@operation("UpdateOrganizationDomain")
def update_domain(
    instance: Instance,
    *,
    organization_id: str,
    domain_id: str,
    enrollment_mode: str | None = None,
    verified: bool | None = None,
) -> JsonObject:
    domain, now = _organization(instance, organization_id).domains.find(domain_id), instance.now()
    if enrollment_mode is not None:
        domain.enrollment_mode = _mode(instance, enrollment_mode)
    if verified is not None:
        domain.verified_at = (domain.verified_at or now) if verified else None
    domain.updated_at = now
    return render(domain)


@operation("DeleteOrganizationDomain")
def delete_domain(instance: Instance, *, organization_id: str, domain_id: str) -> JsonObject:
    domain = _organization(instance, organization_id).domains.find(domain_id)
    instance.remove_domain(domain)
    return {"object": "organization_domain", "id": domain.id, "deleted": True}


def _organization(instance: Instance, organization_id: str) -> Organization:
    organization = instance.organization(organization_id)
    _check_enabled(instance)
    return organization


def _check_enabled(instance: Instance) -> None:
    if not instance.settings.domains_enabled:
        raise Refusal(error_catalog.DOMAINS_OFF, "The instance has domains turned off.")


def _name(instance: Instance, organization: Organization, text: str) -> str:
    """A name that is a domain, of no public mail service, and is not taken."""
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


def _ownership(domain: Domain) -> JsonObject | None:
    if domain.owned_since is None:
        return None
    verified = {"status": "verified", "strategy": "manual_override", "attempts": None, "expire_at": None}
    return verified | {"verified_at": domain.owned_since}


def _verification(domain: Domain) -> JsonObject:
    verified = domain.verified_at is not None
    return {
        "status": "verified" if verified else "unverified",
        "strategy": "manual_override" if verified else "email_code",
        "attempts": 0,
        "expire_at": None,
        "verified_at": domain.verified_at,
    }
