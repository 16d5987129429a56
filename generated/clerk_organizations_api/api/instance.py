# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Instance: How organizations work in the instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import encode, enums, models
from ..operation import Operation
from ..types import UNSET, JsonValue, Unset

__all__ = [
    "get_instance_organization_settings",
    "update_instance_organization_settings",
]


def get_instance_organization_settings() -> Operation[models.OrganizationSettings]:
    """Get the organization settings of the instance.

    Works also while organizations are turned off.

    Raises: AuthenticationError, PaymentRequiredError, NotFoundError, UnprocessableEntityError, RateLimitError,
    ServerError.
    `GET /instance/organization_settings`, getOrganizationSettings in TypeScript.
    """
    return Operation(
        id="GetInstanceOrganizationSettings",
        method="GET",
        route="/instance/organization_settings",
        path="/instance/organization_settings",
        parse=models.OrganizationSettings.from_dict,
    )


def update_instance_organization_settings(
    *,
    enabled: bool | None | Unset = UNSET,
    max_allowed_memberships: int | None | Unset = UNSET,
    admin_delete_enabled: bool | None | Unset = UNSET,
    domains_enabled: bool | None | Unset = UNSET,
    slug_disabled: bool | None | Unset = UNSET,
    domains_enrollment_modes: Sequence[enums.UpdateOrganizationSettingsBodyDomainsEnrollmentModes] | Unset = UNSET,
    creator_role_id: str | None | Unset = UNSET,
    domains_default_role_id: str | None | Unset = UNSET,
    extra: Mapping[str, JsonValue] | Unset = UNSET,
) -> Operation[models.OrganizationSettings]:
    """Change the organization settings of the instance.

    Fields that are not given, or null, stay as they are. 402 means that the plan does not include something
    asked for, 404 that there is no such role, 422 among others that the creator role lacks a permission that
    creators need.

    Args:
        enabled: Whether the instance has organizations.
        max_allowed_memberships: Most members and pending invitations that a new organization may have; 0 for no
            limit.
        admin_delete_enabled: Whether the admins of a new organization may delete it.
        domains_enabled: Whether organizations may have domains.
        slug_disabled: Whether organizations go without slugs of their own.
        domains_enrollment_modes: How users of a domain may join beside being invited; all there are, `[]` for
            none.
        creator_role_id: Id of the role that creators of organizations get, `role_…`.
        domains_default_role_id: Id of the role of those who join by a domain, `role_…`.
        extra: Fields of the body that have no argument here, sent as they are.

    Raises: BadRequestError, AuthenticationError, PaymentRequiredError, PermissionDeniedError, NotFoundError,
    PayloadTooLargeError, UnprocessableEntityError, RateLimitError, ServerError.
    `PATCH /instance/organization_settings`, updateOrganizationSettings in TypeScript.
    """
    if extra is not UNSET:
        encode.check_extra(
            extra,
            "update_instance_organization_settings",
            {
                "enabled": "enabled",
                "max_allowed_memberships": "max_allowed_memberships",
                "admin_delete_enabled": "admin_delete_enabled",
                "domains_enabled": "domains_enabled",
                "slug_disabled": "slug_disabled",
                "domains_enrollment_modes": "domains_enrollment_modes",
                "creator_role_id": "creator_role_id",
                "domains_default_role_id": "domains_default_role_id",
            },
        )
    return Operation(
        id="UpdateInstanceOrganizationSettings",
        method="PATCH",
        route="/instance/organization_settings",
        path="/instance/organization_settings",
        parse=models.OrganizationSettings.from_dict,
        json=encode.fields(
            ("enabled", encode.boolean_or_null, enabled),
            ("max_allowed_memberships", encode.integer_or_null, max_allowed_memberships),
            ("admin_delete_enabled", encode.boolean_or_null, admin_delete_enabled),
            ("domains_enabled", encode.boolean_or_null, domains_enabled),
            ("slug_disabled", encode.boolean_or_null, slug_disabled),
            ("domains_enrollment_modes", encode.strings, domains_enrollment_modes),
            ("creator_role_id", encode.string_or_null, creator_role_id),
            ("domains_default_role_id", encode.string_or_null, domains_default_role_id),
            extra=extra,
        ),
    )
