"""Defects of operations across organizations: settings, billing, ownership, and lists of a user."""

from datetime import datetime
from typing import Any

from tests.contract.defects import answered, sent

OWNERSHIP = "VerifyOrganizationDomainOwnership"
SETTINGS, CHANGES = "GetInstanceOrganizationSettings", "UpdateInstanceOrganizationSettings"
CREDIT, SUBSCRIPTION = "AdjustOrganizationBillingCreditBalance", "GetOrganizationBillingSubscription"
MEMBERSHIPS, INVITATIONS = "UsersGetOrganizationMemberships", "UsersGetOrganizationInvitations"


def only_first(pairs: sent.Pairs) -> sent.Pairs:
    return dict(reversed(list(pairs))).items()


def as_text(body: dict[str, Any]) -> None:
    body["amount"] = str(body["amount"])


def as_number(node: dict[str, Any]) -> None:
    if node.get("object") == "commerce_credit_ledger":
        node["created_at"] = int(datetime.fromisoformat(node["created_at"]).timestamp() * 1000)


def without(object: str, name: str) -> Any:
    def lacking(node: dict[str, Any]) -> None:
        if node.get("object") == object:
            node.pop(name)

    return answered.body(lacking)


def uncounted(node: dict[str, Any]) -> None:
    node.pop("total_count", None)


DEFECTS = [
    sent.path("an ownership verified where a domain is changed", OWNERSHIP, lambda path: path.rpartition("/")[0]),
    sent.body("an amount of credit sent as a text", CREDIT, as_text),
    sent.body("an adjustment of credit without its key", CREDIT, lambda body: {**body, "idempotency_key": ""}),
    sent.path("memberships of a user asked where the invitations are", MEMBERSHIPS,
              lambda path: path.replace("memberships", "invitations")),
    sent.query("one status of several asked of the invitations to a user", INVITATIONS, only_first),
    sent.body("a setting that is false left out", CHANGES,
              lambda body: {name: value for name, value in body.items() if value is not False}),
    sent.path("a subscription asked where the credit is", SUBSCRIPTION,
              lambda path: path.replace("subscription", "credits")),
    answered.defect("settings answered without a limit", SETTINGS,
                    without("organization_settings", "max_allowed_roles")),
    answered.defect("the time of an adjustment answered as a number", CREDIT, answered.body(as_number)),
    answered.defect("an ownership answered without its state", OWNERSHIP,
                    without("organization_domain", "ownership_verification")),
    answered.defect("memberships of a user answered without their number", MEMBERSHIPS, answered.body(uncounted)),
]  # fmt: skip
