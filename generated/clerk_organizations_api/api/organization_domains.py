# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Domains: E-mail domains whose users can join an organization."""

from __future__ import annotations

from typing import Literal

from .. import encode, models
from ..operation import Operation
from ..types import UNSET, Unset

__all__ = [
    "list_organization_domains",
    "create_organization_domain",
    "delete_organization_domain",
    "update_organization_domain",
]


def list_organization_domains(
    organization_id: str,
    *,
    verified: bool | Literal["true", "false"] | None | Unset = UNSET,
    enrollment_mode: Literal[
        "manual_invitation",
        "automatic_invitation",
        "automatic_suggestion",
        "enterprise_sso",
        "-manual_invitation",
        "-automatic_invitation",
        "-automatic_suggestion",
        "-enterprise_sso",
    ]
    | None
    | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
) -> Operation[models.OrganizationDomains]:
    """List the domains of an organization

    A page of domains. A domain must pass both filters, if both are given.

    Args:
        organization_id: Id of the organization, `org_…`.
        verified: Only domains that are verified (`true`), or only those that are not (`false`).
        enrollment_mode: Only domains with this enrollment mode; `-` before it for all others.
        limit: Items per page, 1 to 500. The API takes 10 unless given.
        offset: Items to pass over before the first of the page. The API takes 0 unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        404: There is no such resource.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `GET /organizations/{organization_id}/domains`, operation ListOrganizationDomains, getOrganizationDomainList
    in TypeScript.
    """
    return Operation(
        id="ListOrganizationDomains",
        method="GET",
        route="/organizations/{organization_id}/domains",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/domains",
        parse=models.OrganizationDomains.from_dict,
        query=encode.query(
            ("verified", encode.text_boolean, verified),
            ("enrollment_mode", encode.string, enrollment_mode),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
        ),
    )


def create_organization_domain(
    organization_id: str,
    *,
    name: str | Unset = UNSET,
    enrollment_mode: Literal["manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"]
    | Unset = UNSET,
    verified: bool | None | Unset = UNSET,
) -> Operation[models.OrganizationDomain]:
    """Give an organization a domain

    Users with an address in the domain can then join as its enrollment mode says. 403 means that the instance
    has domains or the mode turned off, or that the organization has as many as it may. 422 means among others
    that the domain is taken, or belongs to a public mail service.

    Args:
        organization_id: Id of the organization, `org_…`.
        name: The domain, such as `acme.example`.
        enrollment_mode: How users with an address in the domain join: by an invitation someone sends, by one
            they get on their own, by a suggestion they see, or through enterprise single sign-on.
        verified: Whether the domain counts as verified from the start. The API takes True unless given.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `POST /organizations/{organization_id}/domains`, operation CreateOrganizationDomain,
    createOrganizationDomain in TypeScript.
    """
    return Operation(
        id="CreateOrganizationDomain",
        method="POST",
        route="/organizations/{organization_id}/domains",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/domains",
        parse=models.OrganizationDomain.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("enrollment_mode", encode.string, enrollment_mode),
            ("verified", encode.boolean_or_null, verified),
        ),
    )


def delete_organization_domain(
    organization_id: str,
    domain_id: str,
) -> Operation[models.DeletedObject]:
    """Take a domain from an organization

    For good. Users with an address in the domain can no longer join through it. 400 and 403 mean that it
    cannot be taken away as things are.

    Args:
        organization_id: Id of the organization, `org_…`.
        domain_id: Id of the domain, `orgdmn_…`.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `DELETE /organizations/{organization_id}/domains/{domain_id}`, operation DeleteOrganizationDomain,
    deleteOrganizationDomain in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationDomain",
        method="DELETE",
        route="/organizations/{organization_id}/domains/{domain_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/domains/{encode.path_id('domain_id', domain_id)}",
        parse=models.DeletedObject.from_dict,
    )


def update_organization_domain(
    organization_id: str,
    domain_id: str,
    *,
    name: str | Unset = UNSET,
    enrollment_mode: Literal["manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"]
    | None
    | Unset = UNSET,
    verified: bool | None | Unset = UNSET,
) -> Operation[models.OrganizationDomain]:
    """Change fields of a domain

    Fields that are not given stay as they are. 403 means that the instance has domains or the enrollment mode
    turned off.

    Args:
        organization_id: Id of the organization, `org_…`.
        domain_id: Id of the domain, `orgdmn_…`.
        name: The domain. The TypeScript SDK sends it; the API does not document it.
        enrollment_mode: How users with an address in the domain join; null leaves it as it is.
        verified: Whether the domain counts as verified; null leaves it as it is.

    Errors:
        400: The request, or the state it met, is not acceptable.
        401: The secret key is missing, malformed or unknown.
        403: The request is understood, and not allowed.
        404: There is no such resource.
        409: Another change or another owner of the resource is in the way.
        413: The body is too large.
        415: The body has another content type than the one described.
        422: A parameter is missing, unknown, or has a value that is not taken; `meta` names it.
        429: Too many requests; `Retry-After` says how long to wait.
        5XX: The server failed. After a POST nobody knows whether it took effect.

    `PATCH /organizations/{organization_id}/domains/{domain_id}`, operation UpdateOrganizationDomain,
    updateOrganizationDomain in TypeScript.
    """
    return Operation(
        id="UpdateOrganizationDomain",
        method="PATCH",
        route="/organizations/{organization_id}/domains/{domain_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/domains/{encode.path_id('domain_id', domain_id)}",
        parse=models.OrganizationDomain.from_dict,
        json=encode.fields(
            ("name", encode.string, name),
            ("enrollment_mode", encode.string_or_null, enrollment_mode),
            ("verified", encode.boolean_or_null, verified),
        ),
    )
