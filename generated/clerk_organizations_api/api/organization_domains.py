# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Organization Domains: E-mail domains whose users can join an organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "list_organization_domains",
    "create_organization_domain",
    "delete_organization_domain",
    "update_organization_domain",
    "verify_organization_domain_ownership",
    "list_all_organization_domains",
]


def list_organization_domains(
    *,
    organization_id: str,
    verified: bool | Literal["true", "false"] | None | Unset = UNSET,
    enrollment_mode: enums.ListOrganizationDomainsEnrollmentMode | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationDomains]:
    """List the domains of an organization.

    A page of those that pass every filter given.

    Args:
        organization_id: Id of the organization, `org_…`.
        verified: Only those that are verified, or only those that are not.
        enrollment_mode: Only those with this mode; `-` before it excludes them.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: BadRequestError, AuthenticationError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `GET /organizations/{organization_id}/domains`, getOrganizationDomainList in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_organization_domains",
            {
                "organization_id": "organization_id",
                "verified": "verified",
                "enrollment_mode": "enrollment_mode",
                "limit": "limit",
                "offset": "offset",
            },
        )
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
            extra=extra,
        ),
    )


def create_organization_domain(
    *,
    organization_id: str,
    name: str | Unset = UNSET,
    enrollment_mode: enums.OrganizationEnrollmentMode | Unset = UNSET,
    verified: bool | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationDomain]:
    """Give an organization a domain.

    403 means that domains or the enrollment mode are turned off, or that the organization has as many as it
    may; 422 among others that the domain is taken, or that of a public mail service.

    Args:
        organization_id: Id of the organization, `org_…`.
        name: The domain, such as `acme.example`.
        enrollment_mode: How its users join: when invited, by automatic invitation or suggestion, or by SSO.
        verified: Whether it counts as verified; True unless given.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/domains`, createOrganizationDomain in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "create_organization_domain",
            {
                "organization_id": "organization_id",
                "name": "name",
                "enrollment_mode": "enrollment_mode",
                "verified": "verified",
            },
        )
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
            extra=extra,
        ),
    )


def delete_organization_domain(
    *,
    organization_id: str,
    domain_id: str,
) -> Operation[models.DeletedObject]:
    """Take a domain from an organization.

    400 and 403 mean that it cannot be taken away as things are.

    Args:
        organization_id: Id of the organization, `org_…`.
        domain_id: Id of the domain, `orgdmn_…`.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    RateLimitError, ServerError.
    `DELETE /organizations/{organization_id}/domains/{domain_id}`, deleteOrganizationDomain in TypeScript.
    """
    return Operation(
        id="DeleteOrganizationDomain",
        method="DELETE",
        route="/organizations/{organization_id}/domains/{domain_id}",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/domains/{encode.path_id('domain_id', domain_id)}",
        parse=models.DeletedObject.from_dict,
    )


def update_organization_domain(
    *,
    organization_id: str,
    domain_id: str,
    name: str | Unset = UNSET,
    enrollment_mode: enums.OrganizationEnrollmentMode | None | Unset = UNSET,
    verified: bool | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationDomain]:
    """Change fields of a domain.

    Fields that are not given, or null, stay as they are. 403 means that domains or the enrollment mode are
    turned off.

    Args:
        organization_id: Id of the organization, `org_…`.
        domain_id: Id of the domain, `orgdmn_…`.
        name: The domain. Sent as the TypeScript SDK does; the API does not document it.
        enrollment_mode: How users with an address in the domain join.
        verified: Whether it counts as verified.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /organizations/{organization_id}/domains/{domain_id}`, updateOrganizationDomain in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_organization_domain",
            {
                "organization_id": "organization_id",
                "domain_id": "domain_id",
                "name": "name",
                "enrollment_mode": "enrollment_mode",
                "verified": "verified",
            },
        )
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
            extra=extra,
        ),
    )


def verify_organization_domain_ownership(
    *,
    organization_id: str,
    domain_id: str,
) -> Operation[models.OrganizationDomain]:
    """Declare that an organization owns a domain.

    It counts as owned from then on, without a record in the DNS; the API has no way back. A domain that is
    owned already stays as it is, so this is safe to repeat. What `enrollment_mode` asks for, and the
    affiliation, are not touched. 403 means that domains are turned off.

    Args:
        organization_id: Id of the organization, `org_…`.
        domain_id: Id of the domain, `orgdmn_…`.

    Raises: AuthenticationError, PermissionDeniedError, NotFoundError, RateLimitError, ServerError.
    `POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership`.
    """
    return Operation(
        id="VerifyOrganizationDomainOwnership",
        method="POST",
        route="/organizations/{organization_id}/domains/{domain_id}/verify_ownership",
        path=f"/organizations/{encode.path_id('organization_id', organization_id)}/domains/{encode.path_id('domain_id', domain_id)}/verify_ownership",
        parse=models.OrganizationDomain.from_dict,
    )


def list_all_organization_domains(
    *,
    organization_id: str | None | Unset = UNSET,
    verified: bool | Literal["true", "false"] | None | Unset = UNSET,
    enrollment_mode: Sequence[enums.ListAllOrganizationDomainsEnrollmentMode] | None | Unset = UNSET,
    query: str | None | Unset = UNSET,
    domains: Sequence[str] | None | Unset = UNSET,
    order_by: enums.ListAllOrganizationDomainsOrderBy | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    offset: int | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationDomains]:
    """List the domains of all organizations.

    A page of those that pass every filter given.

    Args:
        organization_id: Only those of this organization.
        verified: Only those that are verified, or only those that are not.
        enrollment_mode: Only those with one of these modes; `-` before a mode excludes it.
        query: Part of a name, in any case, or the whole id of an organization, `org_…`. Not blank.
        domains: Only those with one of these names.
        order_by: A field, with `-` for descending; '-created_at' unless given.
        limit: Items per page, 1 to 500; 10 unless given.
        offset: Items to pass over; 0 unless given.
        extra: Query parameters that have no argument here: texts, numbers, True or False, or lists of them.

    Raises: AuthenticationError, PermissionDeniedError, UnprocessableEntityError, RateLimitError, ServerError.
    `GET /organization_domains`.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "list_all_organization_domains",
            {
                "organization_id": "organization_id",
                "verified": "verified",
                "enrollment_mode": "enrollment_mode",
                "query": "query",
                "domains": "domains",
                "order_by": "order_by",
                "limit": "limit",
                "offset": "offset",
            },
        )
    return Operation(
        id="ListAllOrganizationDomains",
        method="GET",
        route="/organization_domains",
        path="/organization_domains",
        parse=models.OrganizationDomains.from_dict,
        query=encode.query(
            ("organization_id", encode.string, organization_id),
            ("verified", encode.text_boolean, verified),
            ("enrollment_mode", encode.joined, enrollment_mode),
            ("query", encode.string, query),
            ("domains", encode.strings, domains),
            ("order_by", encode.string, order_by),
            ("limit", encode.integer, limit),
            ("offset", encode.integer, offset),
            extra=extra,
        ),
    )
