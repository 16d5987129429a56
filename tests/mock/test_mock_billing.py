"""Billing of organizations in the mock: credit with its keys, subscriptions, seats."""

from typing import Any

import httpx
import pytest

from clerk_organizations.testing import Clock, MockClerk
from clerk_organizations_api.api import get_organization_billing_subscription as subscription_of
from tests.mock.conftest import KEY, NOW, URL, made, refused

OPERATIONS = ("AdjustOrganizationBillingCreditBalance", "GetOrganizationBillingCreditBalance")
TEAM = {"plan": "Team", "fee": 2500, "seats": 2}


@pytest.fixture
def credits(acme: str) -> str:
    return f"/organizations/{acme}/billing/credits"


def adjustment(key: str = "k1", amount: int = 100, action: str = "increase", **more: object) -> dict[str, object]:
    return {"idempotency_key": key, "amount": amount, "action": action, **more}


def balance(clerk: httpx.Client, credits: str) -> Any:
    return made(clerk.get(credits))["balance"]


def test_there_is_no_balance_before_the_first_adjustment(clerk: httpx.Client, credits: str) -> None:
    assert made(clerk.get(credits)) == {"object": "commerce_credit_balance", "balance": None}


def test_adjustments_add_up(clerk: httpx.Client, clock: Clock, credits: str) -> None:
    clock.set(NOW)
    more = made(clerk.post(credits, json=adjustment("k1", 2505, note="For the outage")))
    assert more["amount"] == {
        "amount": 2505, "amount_formatted": "25.05", "currency": "USD", "currency_symbol": "$",
    }  # fmt: skip
    assert (more["object"], more["note"], more["source_type"]) == ("commerce_credit_ledger", "For the outage", "grant")
    assert more["created_at"].endswith("Z")
    less = made(clerk.post(credits, json=adjustment("k2", 2500, "decrease")))
    assert (less["amount"]["amount"], less["amount"]["amount_formatted"]) == (-2500, "-25.00")
    assert less["payer_id"] == more["payer_id"] and less["id"] != more["id"]
    assert balance(clerk, credits)["amount"] == 5
    made(clerk.post(credits, json=adjustment("k3", 5, "decrease")))
    assert balance(clerk, credits)["amount_formatted"] == "0.00"  # and not null


def test_a_key_counts_once(clerk: httpx.Client, credits: str) -> None:
    first = made(clerk.post(credits, json=adjustment()))
    assert made(clerk.post(credits, json=adjustment())) == first
    assert made(clerk.post(credits, json=adjustment(amount=900))) == first  # the first entry, whatever is asked now
    assert balance(clerk, credits)["amount"] == 100


def test_keys_can_be_strict(clerk: httpx.Client, mock: MockClerk, credits: str) -> None:
    mock.instance.settings.credit_keys_are_strict = True
    first = made(clerk.post(credits, json=adjustment()))
    assert made(clerk.post(credits, json=adjustment())) == first
    for other in (adjustment(amount=900), adjustment(action="decrease"), adjustment(currency="EUR")):
        assert refused(clerk.post(credits, json=other)) == (409, "conflict")


def test_a_key_belongs_to_one_organization(clerk: httpx.Client, credits: str) -> None:
    made(clerk.post(credits, json=adjustment()))
    other = made(clerk.post("/organizations", json={"name": "Other"}))["id"]
    made(clerk.post(f"/organizations/{other}/billing/credits", json=adjustment(amount=7)))
    assert balance(clerk, f"/organizations/{other}/billing/credits")["amount"] == 7


def test_more_than_there_is_cannot_be_taken_and_uses_no_key(clerk: httpx.Client, credits: str) -> None:
    too_much = clerk.post(credits, json=adjustment("k1", 1, "decrease"))
    assert refused(too_much) == (422, "insufficient_credit_balance")
    assert too_much.json()["errors"][0]["meta"] == {"param_name": "amount"}
    assert balance(clerk, credits) is None
    made(clerk.post(credits, json=adjustment("k1", 3)))
    assert refused(clerk.post(credits, json=adjustment("k2", 4, "decrease"))) == (422, "insufficient_credit_balance")
    assert balance(clerk, credits)["amount"] == 3


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (adjustment(amount=0), (422, "invalid_credit_amount")),
        (adjustment(amount=-1), (422, "invalid_credit_amount")),
        (adjustment(action="double"), (422, "invalid_credit_action")),
        (adjustment(currency="QQQ"), (400, "currency_invalid")),
        (adjustment(key=" "), (422, "form_param_missing")),
        ({"amount": 1, "action": "increase"}, (422, "form_param_missing")),
        (adjustment(colour="red"), (422, "form_param_unknown")),
    ],
)
def test_what_is_no_adjustment_is_refused(
    clerk: httpx.Client, credits: str, body: dict[str, object], error: tuple[int, str]
) -> None:
    assert refused(clerk.post(credits, json=body)) == error
    assert balance(clerk, credits) is None


def test_credit_stays_in_one_currency(clerk: httpx.Client, credits: str) -> None:
    made(clerk.post(credits, json=adjustment(currency="EUR")))
    assert refused(clerk.post(credits, json=adjustment("k2"))) == (400, "currency_invalid")
    assert balance(clerk, credits)["currency_symbol"] == "€"


def test_billing_can_be_turned_off(clerk: httpx.Client, mock: MockClerk, acme: str, credits: str) -> None:
    mock.instance.settings.billing_enabled = False
    for response in (
        clerk.get(credits),
        clerk.post(credits, json=adjustment()),
        clerk.get(f"/organizations/{acme}/billing/subscription"),
    ):
        assert refused(response) == (403, "billing_not_enabled")


def seeded(**organization: object) -> tuple[MockClerk, str]:
    mock = MockClerk({"clock": NOW, "organizations": [{"name": "Acme", "created_by": "user_ada", **organization}]})
    (only,) = mock.instance.organizations
    return mock, only.id


def test_an_organization_has_a_free_plan_unless_it_is_seeded(clerk: httpx.Client, acme: str) -> None:
    found = made(clerk.get(f"/organizations/{acme}/billing/subscription"))
    (item,) = found["subscription_items"]
    assert (found["status"], item["plan"]["name"], item["plan"]["fee"]["amount"]) == ("active", "Free", 0)
    assert (item["period_end"], item["next_payment"], "next_payment" in found) == (None, None, False)


def test_a_seeded_plan_is_paid_by_the_month() -> None:
    mock, key = seeded(subscription=TEAM, credit=300)
    with mock.client() as clerk:
        first = clerk.send_raw(subscription_of(key)).json
        (item,) = first["subscription_items"]
        assert (item["plan"]["slug"], item["seats"], item["next_payment"]["amount"]["amount"]) == (
            "team", {"quantity": 2}, 2500,
        )  # fmt: skip
        assert first["next_payment"]["date"] == item["period_end"] == NOW + 30 * 86_400_000
        mock.clock.advance(31 * 86_400)
        assert clerk.send(subscription_of(key)).subscription_items[0].period_start == NOW + 30 * 86_400_000


@pytest.mark.parametrize("status", ["active", "past_due", "canceled", "ended", "abandoned", "incomplete"])
def test_a_subscription_can_be_in_each_state(status: str) -> None:
    mock, key = seeded(subscription={"plan": "Team", "fee": 100, "status": status})
    with mock.client() as clerk:
        found = clerk.send(subscription_of(key))
    assert found.status == found.subscription_items[0].status == status
    assert (found.past_due_at is not None) is (status == "past_due")
    assert (found.next_payment is not None) is (status in ("active", "past_due"))


@pytest.mark.parametrize(
    ("seed", "code"), [({"payer": False}, "payer_not_found"), ({"subscription": None}, "subscription_not_found")]
)
def test_there_may_be_no_subscription(seed: dict[str, Any], code: str) -> None:
    mock, key = seeded(**seed)
    with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
        assert refused(clerk.get(f"/organizations/{key}/billing/subscription")) == (404, code)
        assert clerk.get(f"/organizations/{key}/billing/credits").status_code == (404 if "payer" in seed else 200)


def test_seats_bound_members_and_pending_invitations() -> None:
    mock, key = seeded(subscription=TEAM)
    with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
        path = f"/organizations/{key}"
        invited = made(clerk.post(f"{path}/invitations", json={"email_address": "a@b.example", "role": "org:member"}))
        for body in ("memberships", {"user_id": "user_alan"}), ("invitations", {"email_address": "c@b.example"}):
            response = clerk.post(f"{path}/{body[0]}", json={"role": "org:member", **body[1]})
            assert refused(response) == (402, "insufficient_seats")
            assert response.json()["errors"][0]["meta"] == {"seats_quantity": 3}
        made(clerk.post(f"{path}/invitations/{invited['id']}/revoke", json={}))
        made(clerk.post(f"{path}/memberships", json={"user_id": "user_alan", "role": "org:member"}))
        maximum = clerk.patch(path, json={"max_allowed_memberships": 9})
        assert refused(maximum) == (400, "organization_member_limit_managed_by_billing")
