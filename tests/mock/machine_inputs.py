"""What the machine draws from: few values of each kind, so that they collide."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.mock.model import TIMES
from tests.mock.model_roles import OF_CREATORS

NOW = 1_700_000_000_000
CAME = 1_600_000_000_000
PEOPLE = ("ada", "alan", "grace", "ken", "tony")
USERS: list[dict[str, Any]] = [
    *(
        {
            "id": f"user_{name}",
            "first_name": name.capitalize(),
            "last_name": "Same" if name in ("ada", "ken") else f"{name[::-1]}",
            "username": name,
            "email_address": f"{name}@example.com",
            "created_at": CAME + number,
        }
        for number, name in enumerate(PEOPLE)
    ),
    {"id": "user_bare"},
    {"id": "user_barred", "may_create_organizations": False},
    {"id": "user_frugal", "username": "Frugal", "organizations_limit": 1},
]
_COMMON: dict[str, Any] = {
    "clock": NOW,
    "users": USERS,
    "permissions": [{"key": "org:reports:read", "name": "Read reports"}],
    "roles": [
        {"key": "org:owner", "name": "Owner", "permissions": sorted(OF_CREATORS)},
        {"key": "org:billing", "name": "Billing", "permissions": ["org:sys_billing:manage", "org:reports:read"]},
    ],
    "role_sets": [
        {
            "key": "role_set:small", "name": "Small", "roles": ["org:admin", "org:owner", "org:billing"],
            "default_role_key": "org:billing", "creator_role_key": "org:admin",
        },
    ],
}  # fmt: skip
_SMALL = {"role_set_key": "role_set:small", "created_by": "user_ken", "members": {"user_tony": "org:billing"}}
_TEAM = {
    "name": "Acme",
    "created_by": "user_ada",
    "members": {"user_grace": "org:member", "user_ken": "org:owner", "user_bare": "org:billing"},
    "invitations": [{"email_address": "new@acme.example", "role": "org:owner", "expires_in_days": 1}],
    "domains": [{"name": "a.example", "verified": False}],
}
_OFFER = {"email_address": "b@b.example", "role": "org:billing"}
_TIGHT = {
    "organization_quota": 4,
    "default_max_allowed_memberships": 3,
    "max_allowed_memberships": 5,
    "domains_per_organization": 2,
    "max_allowed_roles": 4,
    "max_role_sets_allowed": 3,
    "members_per_role_migration": 1,
}
SEEDS: list[dict[str, Any]] = [
    {
        **_COMMON,
        "organizations": [
            _TEAM,
            {"name": "Acme", "invitations": [_OFFER]},
            {"name": "Full", "max_allowed_memberships": 2, **_SMALL},
        ],
    },
    {
        **_COMMON,
        "settings": _TIGHT,
        "organizations": [{**_TEAM, "max_allowed_memberships": 5}, {"name": "b", **_SMALL}],
    },
    {**_COMMON},
]

NOT_THERE = 99
ORGANIZATION = st.sampled_from([*range(12), NOT_THERE, NOT_THERE])
"""Which one of those there are."""
ITEM = st.sampled_from([*range(9), NOT_THERE, NOT_THERE])
USER = st.sampled_from([*(str(user["id"]) for user in USERS), "user_nobody"])
ACTOR = st.sampled_from([None] * 6 + ["user_ada"] * 3 + ["user_ken", "user_grace", "user_tony", "user_nobody"])
ROLE = st.sampled_from(["org:admin", "org:member", "org:owner", "org:billing"] * 5 + ["org:a", "org:b", "org:king"])
ROLE_SET_KEY = st.sampled_from(["role_set:a", "role_set:b", "role_set:c", "role_set:small", "role_set:default", "a"])
EMAIL = st.sampled_from(
    ["new@acme.example", "New@Acme.example", "b@b.example", "c@c.example", "ada@example.com", "GRACE@example.com"]
)
_SLUG = st.sampled_from(["acme", "acme-2", "b", "c-3", "full"])
_BIG = {"a": "x" * 5000}
_METADATA: list[dict[str, Any]] = [
    {}, {"a": 1}, {"a": {"b": [1], "c": None}}, {"b": "é"}, {"a": None}, {"a": {"b": None, "d": 0}},
    {}, {"a": {}}, {"a": {"b": {"c": None}}}, {"b": None}, _BIG, {"b": _BIG}, {"c": [_BIG, _BIG]},
]  # fmt: skip


def _metadata(number: int) -> dict[str, Any]:
    """By number, as the big ones would fill the reports."""
    return _METADATA[number]


_MAXIMUM = st.sampled_from([0, 1, 2, 3, 5, 9])
_ANY_METADATA = st.integers(0, len(_METADATA) - 1).map(_metadata)
_BOTH: dict[str, st.SearchStrategy[Any]] = {"public_metadata": _ANY_METADATA, "private_metadata": _ANY_METADATA}
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "slug": st.none() | _SLUG,
    "max_allowed_memberships": st.none() | _MAXIMUM,
    "created_at": st.none() | st.sampled_from(sorted(TIMES)),
    **_BOTH,
}
_NAME = st.sampled_from(["Acme", "acme", "Ümlaut & Co", "b", " "])
MERGE = st.fixed_dictionaries({}, optional=_BOTH)
REPLACEMENT = st.fixed_dictionaries({}, optional={name: st.none() | value for name, value in _BOTH.items()})
NEW_ORGANIZATION = st.fixed_dictionaries(
    {"name": _NAME}, optional={"created_by": ACTOR | USER, "role_set_key": ROLE_SET_KEY, **_FIELDS}
)
CHANGED_ORGANIZATION = st.fixed_dictionaries(
    {}, optional={"name": _NAME, "admin_delete_enabled": st.booleans(), **_FIELDS}
)
NEW_MEMBERSHIP = st.fixed_dictionaries({"user_id": USER, "role": ROLE}, optional=_BOTH)
INVITATION = st.fixed_dictionaries(
    {"email_address": EMAIL, "role": ROLE},
    optional={"inviter_user_id": ACTOR, "expires_in_days": st.sampled_from([None, 1, 30]), **_BOTH},
)
INVITATIONS = st.lists(INVITATION, min_size=1, max_size=2)
DOMAIN_NAME = st.sampled_from([f"{letter}.example" for letter in "abcdefghijklmn"] + ["A.Example"])
_MODES = ("manual_invitation", "automatic_invitation", "enterprise_sso")
CHANGED_DOMAIN = st.fixed_dictionaries(
    {}, optional={"enrollment_mode": st.sampled_from(_MODES), "verified": st.sampled_from([True, True, None, False])}
)

_PAGE: dict[str, st.SearchStrategy[Any]] = {"limit": st.integers(1, 4), "offset": st.sampled_from([0, 0, 1, 2, 5])}
_FLAG = st.sampled_from(["true", "false"])
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "include_members_count": _FLAG,
    "include_missing_member_with_elevated_permissions": _FLAG,
}


def _orders(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{sign}{name}" for name in (*names, "created_at") for sign in ("", "+", "-")])


_SIGN = st.sampled_from(["", "+", "-"])
SIGNED_USERS = st.lists(
    st.builds(str.__add__, _SIGN, st.sampled_from(["user_ada", "user_ken", "user_grace"]) | USER),
    min_size=1,
    max_size=2,
)
_BY_USER = _orders("phone_number", "email_address", "first_name", "last_name", "username")
_NEEDLE = st.sampled_from(["a", "AD", "user_", "e s", "same", "example.com", "zzz", "cm"])
ORGANIZATIONS_QUERY = st.builds(
    dict.__or__,
    st.just({}) | st.fixed_dictionaries({"query": _NEEDLE}) | st.fixed_dictionaries({"user_id": SIGNED_USERS}),
    st.fixed_dictionaries({}, optional={"order_by": _orders("name", "members_count"), **ASKED, **_PAGE}),
)
ORGANIZATION_FILTER: st.SearchStrategy[dict[int, str]] = st.just({}) | st.dictionaries(ORGANIZATION, _SIGN, max_size=2)
ALL_MEMBERSHIPS_QUERY = st.fixed_dictionaries({}, optional={"order_by": _BY_USER, **_PAGE})
_MEMBERSHIP_FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "user_id": SIGNED_USERS,
    "email_address": st.lists(EMAIL, min_size=1, max_size=2),
    "username": st.lists(st.sampled_from(["ada", "KEN", "nobody"]), min_size=1, max_size=2),
    "role": st.lists(ROLE, min_size=1, max_size=2),
    "query": _NEEDLE, "name_query": _NEEDLE, "username_query": _NEEDLE, "email_address_query": _NEEDLE,
    "created_at_after": st.just(CAME + 1), "created_at_before": st.just(CAME + 2),
}  # fmt: skip
_TWO = st.lists(
    st.sampled_from([*_MEMBERSHIP_FILTERS, *["user_id", "email_address", "username"] * 3]), max_size=2, unique=True
)
"""More filters at once would let nobody pass."""
MEMBERSHIPS_QUERY = st.builds(
    dict.__or__,
    _TWO.flatmap(lambda names: st.fixed_dictionaries({name: _MEMBERSHIP_FILTERS[name] for name in names})),
    ALL_MEMBERSHIPS_QUERY,
)
INVITATIONS_QUERY = st.fixed_dictionaries(
    {},
    optional={
        "status": st.lists(st.sampled_from(["pending", "accepted", "revoked", "expired"]), min_size=1, max_size=2),
        "email_address": EMAIL, "order_by": _orders("email_address"), **_PAGE,
    },
)  # fmt: skip
DOMAINS_QUERY = st.fixed_dictionaries(
    {},
    optional={
        "verified": _FLAG, "enrollment_mode": st.sampled_from([*_MODES, *(f"-{mode}" for mode in _MODES)]), **_PAGE
    },
)  # fmt: skip
KEYED_QUERY = st.fixed_dictionaries(
    {},
    optional={
        "query": st.sampled_from(["org:", "READ", "a", "zzz"]), "order_by": _orders("name", "key"), **_PAGE,
        "limit": st.sampled_from([0, 1, 2, 3, 4]),
    },
)  # fmt: skip
