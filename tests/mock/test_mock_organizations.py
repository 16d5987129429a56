"""Organizations in the mock: slugs, metadata, logos, lists."""

import httpx
import pytest

from clerk_organizations.testing import Clock, MockClerk
from tests.mock.conftest import ids, made, refused

IMAGES = {
    "jpeg": b"\xff\xd8\xff\xe0....",
    "png": b"\x89PNG\r\n\x1a\n....",
    "gif": b"GIF89a....",
    "webp": b"RIFF\x04\x00\x00\x00WEBP....",
}


def create(clerk: httpx.Client, name: str, **more: object) -> str:
    return str(made(clerk.post("/organizations", json={"name": name, **more}))["id"])


def test_the_creator_becomes_admin(clerk: httpx.Client, acme: str) -> None:
    (member,) = made(clerk.get(f"/organizations/{acme}/memberships"))["data"]
    assert (member["public_user_data"]["user_id"], member["role"]) == ("user_ada", "org:admin")
    assert made(clerk.get(f"/organizations/{acme}"))["created_by"] == "user_ada"


def test_an_unknown_creator_creates_nothing(clerk: httpx.Client) -> None:
    response = clerk.post("/organizations", json={"name": "Acme", "created_by": "user_nobody"})
    assert refused(response) == (400, "organization_creator_not_found")
    assert ids(clerk.get("/organizations")) == []


@pytest.mark.parametrize(
    ("name", "slug"), [("Acme & Söhne GmbH", "acme-sohne-gmbh"), ("日本", "organization"), ("--A--", "a")]
)
def test_a_slug_is_made_of_the_name(clerk: httpx.Client, name: str, slug: str) -> None:
    assert made(clerk.post("/organizations", json={"name": name}))["slug"] == slug


def test_slugs_are_unique(clerk: httpx.Client, acme: str) -> None:
    assert made(clerk.post("/organizations", json={"name": "Acme"}))["slug"] == "acme-2"
    assert refused(clerk.post("/organizations", json={"name": "B", "slug": "acme"})) == (422, "form_identifier_exists")
    other = create(clerk, "Other")
    taken = clerk.patch(f"/organizations/{other}", json={"slug": "acme"})
    assert refused(taken) == (422, "form_identifier_exists")
    assert made(clerk.patch(f"/organizations/{acme}", json={"slug": "acme"}))["slug"] == "acme"
    assert refused(clerk.post("/organizations", json={"name": "B", "slug": "A b"})) == (
        422,
        "form_param_format_invalid",
    )


def test_a_slug_addresses_only_where_an_organization_is_read(clerk: httpx.Client, acme: str) -> None:
    assert made(clerk.get("/organizations/acme"))["id"] == acme
    assert refused(clerk.delete("/organizations/acme")) == (404, "resource_not_found")


def test_null_is_not_given(clerk: httpx.Client, acme: str) -> None:
    before = made(
        clerk.patch(f"/organizations/{acme}", json={"public_metadata": {"a": 1}, "max_allowed_memberships": 7})
    )
    nulls = {"name": None, "slug": None, "public_metadata": None, "max_allowed_memberships": None, "created_at": None}
    assert made(clerk.patch(f"/organizations/{acme}", json=nulls)) == before


def test_created_at_is_a_time(clerk: httpx.Client, clock: Clock) -> None:
    old = made(clerk.post("/organizations", json={"name": "Old", "created_at": "2020-01-02T03:04:05.678+01:00"}))
    assert (old["created_at"], old["updated_at"]) == (1577930645678, clock.now())
    epoch = made(clerk.patch(f"/organizations/{old['id']}", json={"created_at": "1970-01-01t00:00:00z"}))
    assert epoch["created_at"] == 0
    for text in ("yesterday", "2020-01-02", "2020-01-02T03:04:05", "2020-13-02T03:04:05Z", "0001-01-01T00:00:00+99:59"):
        bad = clerk.post("/organizations", json={"name": "Bad", "created_at": text})
        assert refused(bad) == (422, "form_param_format_invalid")
    assert made(clerk.post("/organizations", json={"name": "First", "created_at": "0001-01-01T00:00:00+23:59"}))


def test_counts_come_when_asked_for(clerk: httpx.Client, acme: str) -> None:
    invitation = {"email_address": "new@example.com", "role": "org:member"}
    made(clerk.post(f"/organizations/{acme}/invitations", json=invitation))
    assert "members_count" not in made(clerk.get(f"/organizations/{acme}"))
    asked = made(clerk.get(f"/organizations/{acme}", params={"include_members_count": "true"}))
    assert (asked["members_count"], asked["pending_invitations_count"]) == (1, 1)
    (listed,) = made(clerk.get("/organizations", params={"include_members_count": "true"}))["data"]
    assert listed == asked


def test_a_missing_admin_is_told_when_asked_for(clerk: httpx.Client, acme: str) -> None:
    create(clerk, "Empty")
    response = clerk.get("/organizations", params={"include_missing_member_with_elevated_permissions": "true"})
    missing = {item["slug"]: item["missing_member_with_elevated_permissions"] for item in made(response)["data"]}
    assert missing == {"acme": False, "empty": True}


def test_metadata_is_replaced_whole_and_null_is_kept(clerk: httpx.Client, acme: str) -> None:
    path = f"/organizations/{acme}"
    made(clerk.patch(f"{path}/metadata", json={"public_metadata": {"a": {"b": 1}}, "private_metadata": {"c": 1}}))
    for body, public, private in (
        ({"public_metadata": {"a": {"d": None}}}, {"a": {"d": None}}, {"c": 1}),
        ({"public_metadata": None}, None, {"c": 1}),
        ({}, None, {"c": 1}),
        ({"private_metadata": {}}, None, {}),
    ):
        found = made(clerk.put(f"{path}/metadata", json=body))
        assert (found["public_metadata"], found["private_metadata"]) == (public, private)
        assert made(clerk.get(path)) == found
    assert made(clerk.patch(f"{path}/metadata", json={"public_metadata": {"e": 1}}))["public_metadata"] == {"e": 1}
    large = {"public_metadata": {"f": 2}, "private_metadata": {"text": "x" * 8192}}
    assert refused(clerk.put(f"{path}/metadata", json=large)) == (422, "form_param_exceeds_allowed_size")
    assert made(clerk.get(path))["public_metadata"] == {"e": 1}


def test_metadata_merges_deeply_and_null_removes(clerk: httpx.Client, acme: str) -> None:
    path = f"/organizations/{acme}/metadata"
    made(clerk.patch(path, json={"public_metadata": {"a": {"b": 1, "c": [1, 2]}, "d": "x"}}))
    patch = {"public_metadata": {"a": {"b": None, "c": [3], "e": {"f": None}}, "d": None, "camelCase": {"K": 1}}}
    merged = made(clerk.patch(path, json=patch))
    assert merged["public_metadata"] == {"a": {"c": [3], "e": {}}, "camelCase": {"K": 1}}
    assert merged["private_metadata"] == {}


def test_an_update_replaces_metadata(clerk: httpx.Client, acme: str) -> None:
    made(clerk.patch(f"/organizations/{acme}", json={"private_metadata": {"a": 1}}))
    assert made(clerk.patch(f"/organizations/{acme}", json={"private_metadata": {"b": 2}}))["private_metadata"] == {
        "b": 2
    }


def test_metadata_has_a_size(clerk: httpx.Client, acme: str) -> None:
    path, half = f"/organizations/{acme}/metadata", "x" * 5000
    made(clerk.patch(path, json={"public_metadata": {"a": half}}))
    both = {"private_metadata": {"a": 1}, "public_metadata": {"b": half}}
    assert refused(clerk.patch(path, json=both)) == (422, "form_param_exceeds_allowed_size")
    assert made(clerk.get(f"/organizations/{acme}"))["private_metadata"] == {}  # all or nothing


@pytest.mark.parametrize("kind", IMAGES)
def test_logos_are_known_by_their_first_bytes(clerk: httpx.Client, acme: str, kind: str) -> None:
    files = {"file": ('ö "x".bin', IMAGES[kind], "application/octet-stream")}
    data = {"uploader_user_id": "user_ada"}
    assert made(clerk.put(f"/organizations/{acme}/logo", files=files, data=data))["has_image"]


def test_a_logo_is_kept_byte_by_byte(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    content = b"GIF89a" + bytes(range(256)) * 40 + b"\r\n--\r\n\n\r\r\n\x00\r"
    made(clerk.put(f"/organizations/{acme}/logo", files={"file": content}))
    logo = mock.instance.organization(acme).logo
    assert logo is not None
    assert logo.content == content


def test_what_is_no_logo_is_refused(clerk: httpx.Client, acme: str) -> None:
    path = f"/organizations/{acme}/logo"
    assert refused(clerk.put(path, files={"file": b"<svg/>"})) == (400, "request_body_invalid")
    assert refused(clerk.put(path, files={"other": b"GIF89a"})) == (400, "form_param_missing")
    assert refused(clerk.put(path)) == (415, "unsupported_content_type")
    assert refused(clerk.put(path, json={})) == (415, "unsupported_content_type")
    stranger = clerk.put(path, files={"file": IMAGES["png"]}, data={"uploader_user_id": "user_nobody"})
    assert refused(stranger) == (404, "resource_not_found")
    large = IMAGES["png"] + bytes(10 * 1024 * 1024)
    assert refused(clerk.put(path, files={"file": large})) == (413, "image_too_large")
    assert refused(clerk.delete(path)) == (404, "image_not_found")


@pytest.mark.parametrize(
    "body", [b"", b"--b", b"--b\r\n\r\nx\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"]
)
def test_broken_multipart_is_refused(clerk: httpx.Client, acme: str, body: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=b"}
    status, _ = refused(clerk.put(f"/organizations/{acme}/logo", content=body, headers=headers))
    assert status == 400


def test_deleting_takes_everything_along(clerk: httpx.Client, mock: MockClerk, acme: str) -> None:
    made(clerk.delete(f"/organizations/{acme}"))
    assert made(clerk.get("/organization_memberships")) == {"data": [], "total_count": 0}
    for path in ("", "/memberships", "/invitations", "/domains"):
        assert refused(clerk.get(f"/organizations/{acme}{path}")) == (404, "resource_not_found")
    assert create(clerk, "Acme") != acme  # the slug is free again, the id is not


def test_the_list_is_searched(clerk: httpx.Client, acme: str) -> None:
    create(clerk, "Globex", slug="the-acme-rival")
    create(clerk, "Initech")

    def slugs(query: str) -> list[str]:
        return [item["slug"] for item in made(clerk.get("/organizations", params={"query": query}))["data"]]

    assert slugs("ACME") == ["the-acme-rival", "acme"]
    assert slugs(acme) == ["acme"]
    assert slugs(acme[:-1]) == []


def test_the_list_is_filtered_by_signed_ids(clerk: httpx.Client, acme: str) -> None:
    globex, empty = create(clerk, "Globex", created_by="user_grace"), create(clerk, "Empty")

    def listed(**params: list[str]) -> set[str]:
        return set(ids(clerk.get("/organizations", params=params)))

    assert listed(organization_id=[acme, f"+{globex}", "org_unknown"]) == {acme, globex}
    assert listed(organization_id=[f"-{acme}"]) == {globex, empty}
    assert listed(user_id=["user_ada", "+user_grace"]) == {acme, globex}
    assert listed(user_id=["-user_ada"]) == {globex, empty}


def test_the_list_is_ordered_and_cut(clerk: httpx.Client, clock: Clock, acme: str) -> None:
    clock.advance(0.001)
    b, c = create(clerk, "b"), create(clerk, "C", created_by="user_ada")
    made(clerk.post(f"/organizations/{c}/memberships", json={"user_id": "user_alan", "role": "org:member"}))

    def listed(order_by: str) -> list[str]:
        return ids(clerk.get("/organizations", params={"order_by": order_by}))

    assert listed("name") == listed("+name") == [acme, b, c]
    assert listed("-name") == [c, b, acme]
    assert listed("members_count") == [b, acme, c]
    assert listed("-created_at") == ids(clerk.get("/organizations")) == [c, b, acme]  # of one time, the younger first
    page = made(clerk.get("/organizations", params={"limit": 1, "offset": 1}))
    assert ([item["id"] for item in page["data"]], page["total_count"]) == ([b], 3)
    assert made(clerk.get("/organizations", params={"offset": 9})) == {"data": [], "total_count": 3}


def test_ten_items_are_a_page(clerk: httpx.Client) -> None:
    for number in range(11):
        create(clerk, f"Organization {number}")
    page = made(clerk.get("/organizations"))
    assert (len(page["data"]), page["total_count"]) == (10, 11)
