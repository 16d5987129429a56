"""Seeds: what a mock can start with, and what is said of one that cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from clerk_organizations.testing import PEOPLE, MockClerk, SeedError, load_seed
from clerk_organizations.testing.seed import parse
from tests.mock.invariants import problems
from tests.mock.test_mock_command import COMMAND, run

WHOLE = """
clock: "2026-01-01T00:00:00Z"
settings: {organization_quota: 5, domains_per_organization: 1}
roles: [{key: "org:billing", name: Billing, permissions: ["org:sys_billing:manage"]}]
role_sets: ["role_set:trial"]
users:
  - ada
  - Grace Hopper
  - {name: alan, email_address: alan@bletchley.example, banned: true}
  - {id: user_bare}
organizations:
  - name: Acme
    slug: acme-rockets
    created_by: user_ada
    max_allowed_memberships: 9
    role_set_key: "role_set:trial"
    public_metadata: {plan: pro}
    members: {user_grace: "org:billing", user_bare: "org:member"}
    crowd: 3
    invitations: [{email_address: new@acme.example, role: "org:member", expires_in_days: 2}]
    domains: [{name: acme.example, verified: false}]
"""


def test_a_whole_seed(tmp_path: Path) -> None:
    (tmp_path / "seed.yaml").write_text(WHOLE, encoding="utf-8")
    mock = MockClerk(load_seed(tmp_path / "seed.yaml"))
    with mock.client() as clerk:
        acme = clerk.organizations.get_organization(slug="acme-rockets", include_members_count=True)
        assert (acme.name, acme.members_count, acme.public_metadata) == ("Acme", 6, {"plan": "pro"})
        assert (acme.created_at, acme.created_by, acme.role_set_key) == (1767225600000, "user_ada", "role_set:trial")
        members = clerk.organizations.get_organization_membership_list(organization_id=acme.id, order_by="+created_at")
        assert [m.role for m in members.data] == ["org:admin", "org:billing"] + ["org:member"] * 4
        (invited,) = clerk.organizations.get_organization_invitation_list(organization_id=acme.id).data
        assert (invited.email_address, invited.expires_at) == ("new@acme.example", 1767225600000 + 2 * 86_400_000)
        (domain,) = clerk.organizations.get_organization_domain_list(organization_id=acme.id).data
        assert domain.name == "acme.example"
    users = mock.instance.users
    assert (users["user_grace"].full_name, users["user_alan"].email_address) == (
        "Grace Hopper",
        "alan@bletchley.example",
    )
    assert mock.instance.settings.organization_quota == 5


def test_a_seed_has_permissions_roles_and_role_sets() -> None:
    """What a role set does not say is as in the initial one, which new roles are in unless said otherwise."""
    mock = MockClerk(
        {
            "permissions": [{"key": "org:reports:read", "name": "Read reports"}],
            "roles": [
                {"key": "org:analyst", "name": "Analyst", "permissions": ["org:reports:read"]},
                {"key": "org:guest", "name": "Guest", "include_in_initial_role_set": False},
            ],
            "role_sets": [
                "role_set:trial",
                {"name": "Small", "roles": ["org:admin", "org:guest"], "default_role_key": "org:guest"},
            ],
            "organizations": [{"name": "Acme", "role_set_key": "role_set:small", "members": {"user_ada": "org:guest"}}],
        }
    )
    keys = {row.key: [role.key for role in row.roles.values()] for row in mock.instance.role_sets}
    initial = ["org:admin", "org:member", "org:analyst"]
    small = ["org:admin", "org:guest"]
    assert keys == {"role_set:default": initial, "role_set:trial": initial, "role_set:small": small}
    assert mock.instance.role("org:analyst").permissions == ("org:reports:read",)
    assert problems(mock.instance) == []


def test_json_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "seed.json").write_text(json.dumps({"users": ["zoe"]}), encoding="utf-8")
    assert [user.id for user in MockClerk(load_seed(tmp_path / "seed.json")).instance.users] == ["user_zoe"]


@pytest.mark.parametrize("nothing", [None, {}, {"organizations": []}])
def test_nothing_said_means_the_people(nothing: Any) -> None:
    assert tuple(MockClerk(nothing).instance.users) == PEOPLE


def test_no_users_are_no_users() -> None:
    assert len(MockClerk({"users": []}).instance.users) == 0


BAD = [
    ('roles: [{key: "org:x", name: X, permissions: ["org:y:z"]}]', "roles[0]: No organization permission was found"),
    ("roles: [{key: x, name: X}]", "roles[0]: key has a wrong form"),
    ('permissions: [{key: "org:sys_x:y", name: X}]', "permissions[0]: key has a wrong form"),
    ('role_sets: [{name: X, roles: ["org:king"]}]', "role_sets[0]: No organization role was found"),
    ('role_sets: [{name: X, roles: ["org:admin"]}]', "role_sets[0]: default_role_key is not among the roles"),
    ('organizations: [{name: A, members: {user_ada: "org:king"}}]', "organizations[0].members.user_ada: No organ"),
    ("[]", "the seed: [] is not of type 'object'"),
    ("user: [ada]", "the seed: Additional properties are not allowed ('user' was unexpected)"),
    ("users: ada", "users: 'ada' is not of type 'array'"),
    ("users: [ada, Ada Lovelace]", "users[1]: there is a user with the id user_ada already"),
    ("users: [{email_address: a@b.example}]", "users[0]: "),
    ("users: [{name: ada, age: 36}]", "users[0]: Additional properties are not allowed ('age' was unexpected)"),
    ("users: [{name: ada, banned: 1}]", "users[0].banned: 1 is not of type 'boolean'"),
    ("users: [7]", "users[0]: 7 is not of type 'object'"),
    ("settings: {slugs: false}", "settings: Additional properties are not allowed ('slugs' was unexpected)"),
    ("settings: {organization_quota: -1}", "settings.organization_quota: -1 is less than the minimum of 0"),
    ("clock: tomorrow", "clock: not an RFC 3339 time: 'tomorrow'"),
    ("organizations: [{slug: a}]", "organizations[0]: 'name' is a required property"),
    ("organizations: [{name: A, slug: A B}]", "organizations[0]: slug may hold lower-case letters"),
    ("organizations: [{name: A, slug: a}, {name: B, slug: a}]", "organizations[1]: slug is taken"),
    ("organizations: [{name: A, members: {user_x: org:admin}}]", "organizations[0].members.user_x: No user was"),
    (
        "organizations: [{name: A, members: {user_ada: org:x}}]",
        "organizations[0].members.user_ada: No organization role",
    ),
    (
        "organizations: [{name: A, members: {user_ada: 1}}]",
        "organizations[0].members.user_ada: 1 is not the key of a role",
    ),
    ("organizations: [{name: A, created_by: user_ada, members: {user_ada: org:admin}}]", "ada@example.com is already"),
    ("organizations: [{name: A, crowd: 2, max_allowed_memberships: 1}]", "organizations[0].crowd: "),
    ("organizations: [{name: A, domains: [{name: gmail.com}]}]", "organizations[0].domains[0]: name is a common"),
    (
        "organizations: [{name: A, invitations: [{email_address: x, role: org:admin}]}]",
        "organizations[0].invitations[0]",
    ),
    ("users: [ada\norganizations: []", "line 2, column 14: not YAML"),
    (
        "users: [Grace Hopper, {name: Grace Kelly, id: user_k}]",
        "users[1]: there is a user with the email_address grace",
    ),
    ("organizations: [{name: A, created_at: yesterday}]", "organizations[0]: not an RFC 3339 time: 'yesterday'"),
    (
        "organizations: [{name: A, public_metadata: {a: .nan}}]",
        "organizations[0].public_metadata.a: nan cannot be said",
    ),
    (
        "organizations: [{name: A, public_metadata: {1: a}}]",
        "organizations[0].public_metadata: 1 cannot be said",
    ),
    ("settings: {enrollment_modes: [bogus]}", "settings.enrollment_modes[0]: 'bogus' is not one of"),
    ("users: !!python/object:os.system {}", "not YAML"),
]


@pytest.mark.sample(10)
@pytest.mark.parametrize(("text", "says"), BAD, ids=[says for _, says in BAD])
def test_a_bad_seed_is_one_line_that_names_the_place(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "seed.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as error:
        MockClerk(load_seed(path))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_dates_are_text_as_in_json(tmp_path: Path) -> None:
    path = tmp_path / "seed.yaml"
    seed = "{clock: 2026-01-01T00:00:00Z, organizations: [{name: A, public_metadata: {since: 2024-01-01}}]}"
    path.write_text(seed, encoding="utf-8")
    mock = MockClerk(load_seed(path))
    assert mock.clock.now() == 1767225600000
    (organization,) = mock.instance.organizations
    assert organization.public_metadata == {"since": "2024-01-01"}


def test_the_seed_of_the_guide_can_be_used() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "mock.md").read_text(encoding="utf-8")
    mock = MockClerk(parse(guide.partition("```yaml\n")[2].partition("```")[0]))
    assert len(mock.instance.memberships) == 42


def test_a_bad_seed_changes_nothing() -> None:
    mock = MockClerk({"users": ["zoe"]})
    before = mock.instance
    with pytest.raises(SeedError):
        mock.seed({"clock": 5, "organizations": [{"name": "A", "created_by": "user_x"}]})
    assert mock.instance is before
    mock.reset()
    assert [user.id for user in mock.instance.users] == ["user_zoe"]


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "No such file or directory"), ("users: [", "line 2, column 1: not YAML"), ("users: 1", "users: 1 is not")],
)
def test_the_command_refuses_a_bad_seed(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "seed.yaml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    done = run(*COMMAND, "--seed", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
