"""Domains of organizations: TypeScript shapes to generated operations."""

from __future__ import annotations

from operator import attrgetter
from typing import Literal, TypeAlias

from clerk_organizations_api import UNSET, Operation, Unset, api, models
from clerk_organizations_api.encode import boolean

from .._resources.methods import list_method, method
from .._settle import Likeness, reconciled
from .._walk import PAGE_SIZE

EnrollmentMode: TypeAlias = Literal[
    "manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso"
]

_LIKENESS = Likeness(
    "name",
    {
        "name": attrgetter("name"),
        "enrollment_mode": attrgetter("enrollment_mode"),
        "verified": lambda domain: (
            domain.affiliation_verification is not None and domain.affiliation_verification.status == "verified"
        ),
    },
)


class DomainMethods:
    """Four methods: list, create, update, delete."""

    @list_method
    def get_organization_domain_list(
        self,
        *,
        organization_id: str,
        verified: bool | Literal["true", "false"] | None | Unset = UNSET,
        enrollment_mode: Literal[
            "manual_invitation", "automatic_invitation", "automatic_suggestion", "enterprise_sso",
            "-manual_invitation", "-automatic_invitation", "-automatic_suggestion", "-enterprise_sso",
        ] | None | Unset = UNSET,
        limit: int | None | Unset = UNSET,
        offset: int | None | Unset = UNSET,
    ) -> Operation[models.OrganizationDomains]:  # fmt: skip
        """A page of the domains of one organization.

        Args:
            organization_id: Its id.
            verified: Only those that are verified, or only those that are not.
            enrollment_mode: Only those with this mode; `-` before it excludes them.
            limit: Items per page, 1 to 500; 10 unless given.
            offset: Items to pass over.

        Errors: 401, 422. `GET /organizations/{organization_id}/domains`.
        """
        return api.list_organization_domains(
            organization_id, verified=verified, enrollment_mode=enrollment_mode, limit=limit, offset=offset
        )

    @method
    def create_organization_domain(
        self,
        *,
        organization_id: str,
        name: str,
        enrollment_mode: EnrollmentMode,
        verified: bool | None | Unset = UNSET,
        reconcile: bool = False,
    ) -> Operation[models.OrganizationDomain]:
        """Give an organization a domain.

        Args:
            organization_id: Id of the organization.
            name: The domain, such as `example.com`.
            enrollment_mode: What users with an address in it can do: wait for an invitation, get one, or see a
                suggestion to join; or come in through enterprise SSO.
            verified: Whether it counts as verified; sent as true unless given, as the TypeScript SDK does.
            reconcile: Whether to look, and to repeat it, when nobody knows whether it happened.

        Errors: 400, 403, 404, 422. `POST /organizations/{organization_id}/domains`.
        """
        create = api.create_organization_domain(
            organization_id,
            name=name,
            enrollment_mode=enrollment_mode,
            verified=True if isinstance(verified, Unset) else verified,
        )
        if not boolean("reconcile", reconcile):
            return create
        return reconciled(create, api.list_organization_domains(organization_id, limit=PAGE_SIZE), _LIKENESS)

    @method
    def update_organization_domain(
        self,
        *,
        organization_id: str,
        domain_id: str,
        name: str | Unset = UNSET,
        enrollment_mode: EnrollmentMode | None | Unset = UNSET,
        verified: bool | None | Unset = UNSET,
    ) -> Operation[models.OrganizationDomain]:
        """Change the fields of a domain that are given; the others stay.

        Args:
            organization_id: Id of the organization.
            domain_id: Id of the domain.
            name: Sent as the TypeScript SDK does; the API does not document it.
            enrollment_mode: See `create_organization_domain`.
            verified: Whether it counts as verified.

        Errors: 400, 403, 404, 422. `PATCH /organizations/{organization_id}/domains/{domain_id}`.
        """
        return api.update_organization_domain(
            organization_id, domain_id, name=name, enrollment_mode=enrollment_mode, verified=verified
        )

    @method
    def delete_organization_domain(self, *, organization_id: str, domain_id: str) -> Operation[models.DeletedObject]:
        """Take a domain from an organization.

        Args:
            organization_id: Id of the organization.
            domain_id: Id of the domain.

        Errors: 400, 401, 403, 404. `DELETE /organizations/{organization_id}/domains/{domain_id}`.
        """
        return api.delete_organization_domain(organization_id, domain_id)

    getOrganizationDomainList = get_organization_domain_list
    createOrganizationDomain = create_organization_domain
    updateOrganizationDomain = update_organization_domain
    deleteOrganizationDomain = delete_organization_domain
