"""Clerk's organization endpoints in Python: organizations, memberships, roles, sync and async.

from clerk_organizations import ClerkClient

with ClerkClient(secret_key="sk_…") as clerk:
    for organization in clerk.organizations.get_organization_list.iter(query="acme"):
        print(organization.name)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._version import __version__ as __version__

if TYPE_CHECKING:
    from clerk_organizations_api import UNSET as UNSET
    from clerk_organizations_api import File as File
    from clerk_organizations_api import Operation as Operation
    from clerk_organizations_api import Unset as Unset
    from clerk_organizations_api.models import OrganizationInvitationRow as OrganizationInvitationRow

    from . import errors as errors
    from . import events as events
    from . import models as models
    from ._calls.stats import CallStats as CallStats
    from ._calls.stats import ConnectionStats as ConnectionStats
    from ._calls.stats import Stats as Stats
    from ._messages.response import RawResponse as RawResponse
    from ._resources.chunks import Chunk as Chunk
    from .billing import AsyncBillingAPI as AsyncBillingAPI
    from .billing import BillingAPI as BillingAPI
    from .client import AsyncClerkClient as AsyncClerkClient
    from .client import ClerkClient as ClerkClient
    from .client import create_clerk_client as create_clerk_client
    from .client import createClerkClient as createClerkClient
    from .errors import AuthenticationError as AuthenticationError
    from .errors import BadRequestError as BadRequestError
    from .errors import ClerkAPIError as ClerkAPIError
    from .errors import ClerkAPIResponseError as ClerkAPIResponseError
    from .errors import ClerkConfigurationError as ClerkConfigurationError
    from .errors import ClerkConnectionError as ClerkConnectionError
    from .errors import ClerkDecodeError as ClerkDecodeError
    from .errors import ClerkError as ClerkError
    from .errors import ClerkTimeoutError as ClerkTimeoutError
    from .errors import ConflictError as ConflictError
    from .errors import NotFoundError as NotFoundError
    from .errors import OutcomeUnknownError as OutcomeUnknownError
    from .errors import PayloadTooLargeError as PayloadTooLargeError
    from .errors import PaymentRequiredError as PaymentRequiredError
    from .errors import PermissionDeniedError as PermissionDeniedError
    from .errors import RateLimitError as RateLimitError
    from .errors import ServerError as ServerError
    from .errors import UnprocessableEntityError as UnprocessableEntityError
    from .instance import AsyncInstanceAPI as AsyncInstanceAPI
    from .instance import InstanceAPI as InstanceAPI
    from .organization_permissions import AsyncOrganizationPermissionAPI as AsyncOrganizationPermissionAPI
    from .organization_permissions import OrganizationPermissionAPI as OrganizationPermissionAPI
    from .organization_roles import AsyncOrganizationRoleAPI as AsyncOrganizationRoleAPI
    from .organization_roles import OrganizationRoleAPI as OrganizationRoleAPI
    from .organizations import AsyncOrganizationAPI as AsyncOrganizationAPI
    from .organizations import OrganizationAPI as OrganizationAPI
    from .rate_limit import RateLimit as RateLimit
    from .retry import RetryPolicy as RetryPolicy
    from .role_sets import AsyncRoleSetAPI as AsyncRoleSetAPI
    from .role_sets import RoleSetAPI as RoleSetAPI
    from .users import AsyncUserAPI as AsyncUserAPI
    from .users import UserAPI as UserAPI

__all__ = [
    "UNSET",
    "AsyncBillingAPI",
    "AsyncClerkClient",
    "AsyncInstanceAPI",
    "AsyncOrganizationAPI",
    "AsyncOrganizationPermissionAPI",
    "AsyncOrganizationRoleAPI",
    "AsyncRoleSetAPI",
    "AsyncUserAPI",
    "AuthenticationError",
    "BadRequestError",
    "BillingAPI",
    "CallStats",
    "Chunk",
    "ClerkAPIError",
    "ClerkAPIResponseError",
    "ClerkClient",
    "ClerkConfigurationError",
    "ClerkConnectionError",
    "ClerkDecodeError",
    "ClerkError",
    "ClerkTimeoutError",
    "ConflictError",
    "ConnectionStats",
    "File",
    "InstanceAPI",
    "NotFoundError",
    "Operation",
    "OrganizationAPI",
    "OrganizationInvitationRow",
    "OrganizationPermissionAPI",
    "OrganizationRoleAPI",
    "OutcomeUnknownError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RawResponse",
    "RetryPolicy",
    "RoleSetAPI",
    "ServerError",
    "Stats",
    "UnprocessableEntityError",
    "Unset",
    "UserAPI",
    "__version__",
    "createClerkClient",
    "create_clerk_client",
    "errors",
    "events",
    "models",
]

# Where each name lives: imported at first use, so that importing the package costs next to nothing.
_EXPORTS = {
    "clerk_organizations_api": ("UNSET", "File", "Operation", "Unset"),
    "clerk_organizations_api.models": ("OrganizationInvitationRow",),
    "clerk_organizations._messages.response": ("RawResponse",),
    "clerk_organizations._resources.chunks": ("Chunk",),
    "clerk_organizations._calls.stats": ("CallStats", "ConnectionStats", "Stats"),
    "clerk_organizations.client": ("AsyncClerkClient", "ClerkClient", "createClerkClient", "create_clerk_client"),
    "clerk_organizations.errors": (
        "AuthenticationError", "BadRequestError", "ClerkAPIError", "ClerkAPIResponseError", "ClerkConfigurationError",
        "ClerkConnectionError", "ClerkDecodeError", "ClerkError", "ClerkTimeoutError", "ConflictError", "NotFoundError",
        "OutcomeUnknownError", "PayloadTooLargeError", "PaymentRequiredError", "PermissionDeniedError",
        "RateLimitError", "ServerError", "UnprocessableEntityError",
    ),
    "clerk_organizations.organizations": ("AsyncOrganizationAPI", "OrganizationAPI"),
    "clerk_organizations.organization_roles": ("AsyncOrganizationRoleAPI", "OrganizationRoleAPI"),
    "clerk_organizations.organization_permissions": ("AsyncOrganizationPermissionAPI", "OrganizationPermissionAPI"),
    "clerk_organizations.role_sets": ("AsyncRoleSetAPI", "RoleSetAPI"),
    "clerk_organizations.instance": ("AsyncInstanceAPI", "InstanceAPI"),
    "clerk_organizations.billing": ("AsyncBillingAPI", "BillingAPI"),
    "clerk_organizations.users": ("AsyncUserAPI", "UserAPI"),
    "clerk_organizations.rate_limit": ("RateLimit",),
    "clerk_organizations.retry": ("RetryPolicy",),
}  # fmt: skip
_SUBMODULES = ("errors", "events", "models")
_MODULES = {name: module for module, names in _EXPORTS.items() for name in names}


if not TYPE_CHECKING:  # a type checker that saw it would take every misspelt name for Any

    def __getattr__(name: str) -> Any:
        if name in _SUBMODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(_MODULES[name]), name)
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, *_SUBMODULES})
