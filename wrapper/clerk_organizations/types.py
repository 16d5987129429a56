"""Names for the types of arguments and fields, to annotate functions of your own.

An enum has the name of its component in the document, or of its place: `ListOrganizationsOrderBy` is `order_by` of the
operation ListOrganizations, `BillingSubscriptionStatus` is `status` of the model BillingSubscription. An argument takes
these values and no other. A field is annotated `OrganizationInvitationStatus | str`: the API may send a newer one.
"""

import clerk_organizations_api.enums as enums  # in this form pyright follows `__all__ +=`
from clerk_organizations_api.enums import *  # noqa: F403  # what they are, the generator decides

from ._config import ClerkAPIVersion as ClerkAPIVersion
from .retry import RetryReason as RetryReason

__all__ = ["ClerkAPIVersion", "RetryReason"]
__all__ += enums.__all__
