"""What the mock takes and refuses because the document says so."""

import json
from typing import Any

import httpx
import pytest

from clerk_organizations.testing import MockClerk, Request
from tests.mock.conftest import KEY, URL, made, refused
from tests.support.document import DOCUMENT


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "authorization_header_format_invalid"),
        ("sk_test_x", "authorization_header_format_invalid"),
        ("Basic sk_test_x", "authorization_header_format_invalid"),
        ("Bearer ", "authorization_header_format_invalid"),
        ("Bearer pk_test_x", "clerk_key_invalid"),
        ("Bearer sk_test_", "clerk_key_invalid"),
    ],
)
def test_a_key_is_needed(mock: MockClerk, header: str | None, code: str) -> None:
    headers = {} if header is None else {"authorization": header}
    with httpx.Client(base_url=URL, transport=mock.transport) as nobody:
        assert refused(nobody.get("/organizations", headers=headers)) == (401, code)
        assert refused(nobody.get("/nowhere", headers=headers)) == (401, code)  # before any path is looked at


def test_one_key_can_be_demanded() -> None:
    mock = MockClerk(secret_key="sk_test_mine")
    with httpx.Client(base_url=URL, transport=mock.transport) as client:
        assert client.get("/organizations", headers={"authorization": "Bearer sk_test_mine"}).status_code == 200
        assert refused(client.get("/organizations", headers=KEY)) == (401, "clerk_key_invalid")


def test_paths_and_methods(clerk: httpx.Client, acme: str) -> None:
    assert refused(clerk.get("/nowhere")) == (404, "resource_not_found")
    assert refused(clerk.get("/organizations/")) == (404, "resource_not_found")
    assert refused(clerk.get("https://clerk.example/organizations")) == (404, "resource_not_found")
    wrong = clerk.put(f"/organizations/{acme}")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "DELETE, GET, PATCH")
    bulk = clerk.get(f"/organizations/{acme}/invitations/bulk")  # not an invitation of that id
    assert (refused(bulk), bulk.headers["allow"]) == ((405, "method_not_allowed"), "POST")


@pytest.mark.parametrize("base", ["/v1", "/proxy/api/v1", "/v1/proxy/v1"])
def test_the_mock_can_be_mounted_anywhere(clerk: httpx.Client, acme: str, base: str) -> None:
    assert made(clerk.get(f"https://clerk.example{base}/organizations/{acme}"))["id"] == acme


def test_an_encoded_slash_stays_in_its_segment(clerk: httpx.Client, acme: str) -> None:
    response = clerk.delete(f"/organizations/{acme}%2Flogo")
    assert refused(response) == (404, "resource_not_found")
    assert f"{acme}/logo" in response.json()["errors"][0]["long_message"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "form_param_value_invalid"),
        ("limit=501", "form_param_value_too_large"),
        ("limit=ten", "form_param_type_invalid"),
        ("limit=1.0", "form_param_type_invalid"),
        ("limit=", "form_param_type_invalid"),
        ("limit=%D9%A1", "form_param_type_invalid"),
        ("offset=-1", "form_param_value_invalid"),
        ("order_by=colour", "form_param_value_invalid"),
        ("include_members_count=yes", "form_param_type_invalid"),
    ],
)
def test_the_query_is_checked(clerk: httpx.Client, query: str, code: str) -> None:
    response = clerk.get(f"/organizations?{query}")
    assert refused(response) == (422, code)
    assert response.json()["errors"][0]["meta"] == {"param_name": query.partition("=")[0]}


def test_of_a_repeated_key_the_last_wins_and_unknown_ones_are_ignored(clerk: httpx.Client) -> None:
    assert made(clerk.get("/organizations?limit=0&limit=5&colour=red"))["data"] == []


def test_all_bad_fields_are_named(clerk: httpx.Client) -> None:
    response = clerk.post("/organizations", json={"slug": 5, "max_allowed_memberships": -1})
    found = {(error["meta"]["param_name"], error["code"]) for error in response.json()["errors"]}
    assert found == {
        ("name", "form_param_missing"),
        ("slug", "form_param_type_invalid"),
        ("max_allowed_memberships", "form_param_value_invalid"),
    }


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"max_allowed_memberships": "5"}, "form_param_type_invalid"),
        ({"max_allowed_memberships": 5.0}, "form_param_type_invalid"),
        ({"max_allowed_memberships": True}, "form_param_type_invalid"),
        ({"name": 5}, "form_param_type_invalid"),
        ({"name": "  "}, "form_param_missing"),
        ({"name": "x" * 257}, "form_param_max_length_exceeded"),
        ({"public_metadata": []}, "form_param_type_invalid"),
        ({"publicMetadata": {}}, "form_param_unknown"),
    ],
)
def test_the_body_is_checked(clerk: httpx.Client, acme: str, body: dict[str, Any], code: str) -> None:
    before = made(clerk.get(f"/organizations/{acme}"))
    assert refused(clerk.patch(f"/organizations/{acme}", json=body)) == (422, code)
    assert made(clerk.get(f"/organizations/{acme}")) == before


def test_an_open_body_takes_more(clerk: httpx.Client) -> None:
    assert made(clerk.post("/organizations", json={"name": "A", "colour": "red"}))["name"] == "A"


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"null",
        b"[]",
        b"\xff",
        b'{"public_metadata": {"a": NaN}}',
        b'{"public_metadata": {"a": 1e999}}',
        b'{"public_metadata": {"a": ' + b"[" * 200 + b"]" * 200 + b"}}",
        b"[" * 100_000,
    ],
)
def test_what_is_not_json_is_refused(clerk: httpx.Client, acme: str, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = clerk.patch(f"/organizations/{acme}", content=body, headers=headers)
    assert refused(response) == (400, "request_body_invalid")


def test_the_content_type_counts_where_there_can_be_a_body(clerk: httpx.Client, acme: str) -> None:
    for headers in ({}, {"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"}):
        response = clerk.post("/organizations", content=b'{"name": "A"}', headers=headers)
        assert refused(response) == (415, "unsupported_content_type")
    charset = {"content-type": "Application/JSON; charset=utf-8"}
    assert clerk.post("/organizations", content=b'{"name": "A"}', headers=charset).status_code == 200
    assert clerk.get(f"/organizations/{acme}", headers={"content-type": "text/plain"}).status_code == 200
    assert refused(clerk.post("/organizations")) == (415, "unsupported_content_type")  # needed without a body as well
    empty = clerk.post("/organizations", headers={"content-type": "application/json"})
    assert refused(empty) == (422, "form_param_missing")  # a body that is absent where it may be has no fields


def test_any_text_comes_back_as_it_went(clerk: httpx.Client, acme: str) -> None:
    texts = {"é 😀 \u2028": "\x00\x7f</script>", "": [None, True, 1, -2.5, 9007199254740993]}
    path = f"/organizations/{acme}"
    assert made(clerk.patch(f"{path}/metadata", json={"public_metadata": texts}))["public_metadata"] == texts
    lone = b'{"public_metadata": {"a": "\\ud800"}}'
    response = clerk.patch(f"{path}/metadata", content=lone, headers={"content-type": "application/json"})
    assert made(response)["public_metadata"] == texts | {"a": "?"}


def test_answers_are_traceable(clerk: httpx.Client, mock: MockClerk) -> None:
    first, second = clerk.get("/organizations/a"), clerk.get("/organizations/b")
    assert first.json()["clerk_trace_id"] != second.json()["clerk_trace_id"]
    assert first.headers["cf-ray"]
    assert first.headers["content-type"] == "application/json"
    asked, answered = mock.requests[-1].request, mock.requests[-1].response
    assert (asked.method, asked.path, answered.status) == ("GET", "/v1/organizations/b", 404)


def test_formats_of_the_document_are_checked() -> None:
    """The constraints that another document states hold without a change to the mock."""
    document = json.loads(json.dumps(DOCUMENT))
    properties = document["components"]["schemas"]["OrganizationInvitationRow"]["properties"]
    properties["email_address"] |= {"format": "email", "maxLength": 20}
    properties["role"] |= {"pattern": "^org:", "minLength": 5}
    properties["redirect_url"] = {"type": "string", "format": "date-time"}
    mock = MockClerk(document=document)
    with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
        body = {"email_address": "an-address-without-at", "role": "king", "redirect_url": "now"}
        errors = clerk.post("/organizations/x/invitations", json=body).json()["errors"]
    assert sorted(error["code"] for error in errors) == [
        "form_param_format_invalid",
        "form_param_format_invalid",
        "form_param_format_invalid",
        "form_param_max_length_exceeded",
        "form_param_min_length_exceeded",
    ]


def test_an_operation_that_is_not_played_says_so() -> None:
    responses = {"200": {"description": "never"}}
    parameter = {"name": "must", "in": "query", "required": True, "schema": {"type": "string"}}
    operation = {"operationId": "PingClerk", "parameters": [parameter], "responses": responses}
    mock = MockClerk(document={"openapi": "3.1.0", "paths": {"/ping": {"get": operation}}})
    missing = mock.handle(Request("GET", "/v1/ping", headers=KEY))
    assert (missing.status, missing.json["errors"][0]["code"]) == (422, "form_param_missing")
    answer = mock.handle(Request("GET", "/v1/ping", (("must", "x"),), headers=KEY))
    assert (answer.status, answer.json["errors"][0]["code"]) == (501, "feature_not_implemented")
