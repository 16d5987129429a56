"""What the items of a list repeat is read once: that must show nowhere but in `is`."""

import copy
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clerk_organizations_api import DecodeError, models
from tests.support.tiers import examples

SCALARS = st.sampled_from([None, 0, 1, False, True, 0.0, -0.0, 1.0, "", "1"])
METADATA = st.recursive(
    SCALARS, lambda inner: st.dictionaries(st.sampled_from("ab"), inner) | st.lists(inner, max_size=2), max_leaves=3
)


def page(*organizations: Any) -> models.OrganizationMemberships:
    """A page of a member of each."""
    members = [{"id": f"orgmem_{number}", "organization": one} for number, one in enumerate(organizations)]
    return models.OrganizationMemberships.from_dict({"data": members, "total_count": len(members)})


def read(*organizations: Any) -> list[models.Organization]:
    return [member.organization for member in page(*organizations).data]


@settings(max_examples=examples(60, 1000), derandomize=True, database=None)
@given(st.lists(st.dictionaries(st.sampled_from(["id", "public_metadata", "new"]), METADATA), min_size=1, max_size=4))
def test_each_item_is_what_it_was(organizations: list[dict[str, Any]]) -> None:
    for one in organizations:
        if not isinstance(one.get("public_metadata"), dict):
            one.pop("public_metadata", None)
    written = [json.dumps(one) for one in organizations]
    assert [json.dumps(one.to_dict()) for one in read(*organizations)] == [
        json.dumps(models.Organization.from_dict(json.loads(one)).to_dict()) for one in written
    ]


ACME = {
    "id": "org_1",
    "has_image": True,
    "max_allowed_memberships": 5,
    "public_metadata": {"seats": [1]},
}


def test_all_members_of_an_organization_share_its_model() -> None:
    first, *others = read(*(copy.deepcopy(ACME) for _ in range(3)))
    assert all(one is first for one in others)


@pytest.mark.parametrize(("one", "other"), [
    ({"id": "org_1"}, {"id": "org_2"}),
    ({"has_image": True}, {"has_image": 1}),
    ({"max_allowed_memberships": 0.0}, {"max_allowed_memberships": -0.0}),
    ({"has_image": True, "max_allowed_memberships": 1}, {"max_allowed_memberships": True, "has_image": 1}),
    ({"public_metadata": {"seats": [1]}}, {"public_metadata": {"seats": [True]}}),
    ({"public_metadata": {"seats": 1}}, {"public_metadata": {"seats": 1.0}}),
    ({"max_allowed_memberships": Decimal(5)}, {"max_allowed_memberships": 5}),
    ({"new": 1}, {}),
    ({"new": None}, {"name": None}),
], ids=str)  # fmt: skip
def test_from_the_first_that_differs_each_has_its_own(one: Any, other: Any) -> None:
    first, second, different, fourth = read(one, dict(one), other, dict(one))
    assert second is first
    assert different is not first
    assert repr(different.to_dict()) == repr(models.Organization.from_dict(other).to_dict())
    assert fourth == first and fourth is not first


def test_two_answers_share_nothing() -> None:
    assert read(ACME)[0] is not read(ACME)[0]


def test_the_place_of_what_cannot_be_read_is_that_of_its_item() -> None:
    with pytest.raises(DecodeError) as caught:
        read(ACME, ACME, ["org_1"])
    assert caught.value.path == "$.data[2].organization"


def test_metadata_nested_too_deep_to_be_compared_is_read() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    first, _ = read({"public_metadata": {"a": deep}}, {"public_metadata": {"a": deep}})
    assert first.public_metadata == {"a": deep}


def test_metadata_with_an_int_too_long_to_be_written_is_read() -> None:
    first, second = read(*({"public_metadata": {"a": 10**5000}} for _ in range(2)))
    assert first.public_metadata == second.public_metadata
