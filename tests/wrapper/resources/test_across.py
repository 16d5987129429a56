"""Operations across organizations, billing and ownership: what their methods promise beside the request."""

from typing import Any

import pytest

from clerk_organizations import ClerkClient, ConflictError, ServerError
from clerk_organizations.testing import MockClerk
from clerk_organizations_api import api
from tests.support.clients import AT_ONCE, BothClients
from tests.support.document import OPERATIONS
from tests.support.responses import Reply, hang_up
from tests.support.servers import RecordingServer

CREDIT: dict[str, Any] = {"amount": 500, "action": "increase", "idempotency_key": "k1"}
LOST = [Reply({}, 503), Reply({}, 500), hang_up]
KEYED = [id for id, one in OPERATIONS.items() if "x-idempotency-key" in one.raw]


@pytest.fixture
def patient(world: BothClients, wire: RecordingServer) -> Any:
    """A client that repeats what is safe to repeat."""
    return world.client(api_url=wire.url, retry=AT_ONCE)


@pytest.mark.parametrize("lost", LOST, ids=["503", "500", "no answer"])
def test_an_adjustment_of_credit_is_repeated_with_its_key(
    lost: Any, world: BothClients, wire: RecordingServer, patient: Any
) -> None:
    wire.reply(lost, Reply(OPERATIONS["AdjustOrganizationBillingCreditBalance"].answer))
    world.run(patient.organizations.adjust_organization_billing_credit_balance(organization_id="org_1", **CREDIT))
    assert [(one.method, one.json) for one in wire.requests] == [("POST", CREDIT)] * 2


@pytest.mark.parametrize("lost", LOST[1:], ids=["500", "no answer"])
def test_a_key_that_says_nothing_makes_nothing_safe_to_repeat(
    lost: Any, world: BothClients, wire: RecordingServer, patient: Any
) -> None:
    wire.reply(lost)
    keyless = {**CREDIT, "idempotency_key": ""}
    with pytest.raises(Exception, match="POST") as caught:
        world.run(patient.organizations.adjust_organization_billing_credit_balance(organization_id="org_1", **keyless))
    assert getattr(caught.value, "outcome_unknown", True)
    assert len(wire.requests) == 1


def test_other_posts_are_not_repeated_by_a_field_of_that_name(
    world: BothClients, wire: RecordingServer, patient: Any
) -> None:
    assert KEYED == ["AdjustOrganizationBillingCreditBalance"]
    wire.reply(Reply({}, 500))
    with pytest.raises(ServerError):
        world.run(patient.organizations.create_organization(name="A", extra={"idempotency_key": "k1"}))
    assert len(wire.requests) == 1


def test_the_mock_counts_a_lost_adjustment_once() -> None:
    mock = MockClerk({"organizations": [{"name": "Acme", "created_by": "user_ada"}]})
    (acme,) = mock.instance.organizations
    with ClerkClient(secret_key="sk_test_x", transport=mock.transport, retry=AT_ONCE) as clerk:
        mock.fail(500, operation_id="AdjustOrganizationBillingCreditBalance", takes_effect=True)
        clerk.organizations.adjust_organization_billing_credit_balance(organization_id=acme.id, **CREDIT)
        found = clerk.organizations.get_organization_billing_credit_balance(organization_id=acme.id)
        assert found.balance is not None and found.balance.amount == 500
        mock.instance.settings.credit_keys_are_strict = True
        with pytest.raises(ConflictError):
            clerk.organizations.adjust_organization_billing_credit_balance(
                organization_id=acme.id, **{**CREDIT, "amount": 1}
            )


def test_the_list_of_pending_invitations_warns_at_the_line_of_the_call(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    wire.reply_json({"data": [], "total_count": 0})
    with pytest.warns(DeprecationWarning, match="list_pending_organization_invitations is deprecated") as caught:
        world.run(clerk.organizations.get_pending_organization_invitation_list(organization_id="org_1"))
    assert [one.filename for one in caught] == [__file__]


def test_an_invitation_has_the_data_of_its_organization_where_the_api_sends_them(
    world: BothClients, wire: RecordingServer, clerk: Any
) -> None:
    data = {"id": "org_1", "name": "Acme", "slug": "acme", "image_url": "", "has_image": False}
    row = {"object": "organization_invitation", "id": "orginv_1"}
    wire.reply_json({"data": [{**row, "public_organization_data": data}, row], "total_count": 2})
    page = world.run(clerk.organizations.get_instance_organization_invitation_list())
    first, second = page.data
    assert (first.public_organization_data.name, second.public_organization_data) == ("Acme", None)
    assert first.public_organization_data.to_dict() == data
    assert "public_organization_data" not in second.to_dict()


def test_ownership_is_verified_without_a_body(world: BothClients, wire: RecordingServer, clerk: Any) -> None:
    verified = {"status": "verified", "strategy": "manual_override", "attempts": None, "expire_at": None}
    wire.reply_json({"object": "organization_domain", "id": "orgdmn_1", "ownership_verification": verified})
    domain = world.run(
        clerk.organizations.verify_organization_domain_ownership(organization_id="org_1", domain_id="orgdmn_1")
    )
    assert domain.ownership_verification.status == "verified"
    assert (wire.last.target, wire.last.body) == ("/v1/organizations/org_1/domains/orgdmn_1/verify_ownership", b"")
    assert not api.verify_organization_domain_ownership(organization_id="o", domain_id="d").idempotent
