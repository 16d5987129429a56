"""Defects of what the client sends."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from attrs import evolve

from clerk_organizations import AsyncClerkClient
from clerk_organizations_api import UNSET, Operation
from tests.support.seams import Defect, Deliberate, Seam, arguments, headers, operation

Pairs = Iterable[tuple[str, str]]


def defect(id: str, operation_id: str, *seams: Seam, test: str = "test_requests") -> Defect:
    return Defect(id, f"test_client_requests.py::{test}[{operation_id}]", lambda patch: [s(patch) for s in seams])


def given(id: str, operation_id: str, change: Callable[[dict[str, Any]], object], *clients: Any) -> Defect:
    """In the arguments of the method."""
    return defect(id, operation_id, arguments(operation_id, change, *clients))


def path(id: str, operation_id: str, change: Callable[[str], str]) -> Defect:
    return defect(id, operation_id, operation(operation_id, lambda made: evolve(made, path=change(made.path))))


def query(id: str, operation_id: str, change: Callable[[Pairs], Pairs]) -> Defect:
    return defect(id, operation_id, operation(operation_id, lambda made: evolve(made, query=tuple(change(made.query)))))


def body(id: str, operation_id: str, change: Callable[[Any], object]) -> Defect:
    """In the JSON: a part of it is changed, or what comes back takes its place."""
    return defect(id, operation_id, operation(operation_id, lambda made: _with_body(made, change)))


def _with_body(made: Operation[Any], change: Callable[[Any], object]) -> Operation[Any]:
    if made.json is UNSET:
        return made
    json: Any = dict(made.json) if isinstance(made.json, dict) else made.json
    changed: Any = change(json)
    return evolve(made, json=json if changed is None else changed)


def swapped(arguments: dict[str, Any]) -> None:
    names = ("user_id", "organization_id")
    arguments["organization_id"], arguments["user_id"] = (arguments[name] for name in names)


def stripped_slug(arguments: dict[str, Any]) -> None:
    if isinstance(arguments.get("slug"), str):
        arguments["slug"] = arguments["slug"].strip()


def crossed(arguments: dict[str, Any]) -> None:
    arguments["email_address_query"] = arguments.get("name_query", UNSET)


def one_state(arguments: dict[str, Any]) -> None:
    if isinstance(arguments.get("status"), list):
        arguments["status"] = arguments["status"][:1]


def nine_rows(arguments: dict[str, Any]) -> None:
    arguments["rows"] = arguments["rows"][:9]


def without_false(arguments: dict[str, Any]) -> None:
    for name in [name for name, value in arguments.items() if value is False]:
        del arguments[name]


def joined(pairs: Pairs) -> Pairs:
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    return [(name, ",".join(several)) for name, several in texts.items()]


def repeated(pairs: Pairs) -> Pairs:
    return [(name, one) for name, text in pairs for one in text.split(",")]


def in_seconds(pairs: Pairs) -> Pairs:
    return [(n, str(int(text) // 1000) if n.endswith(("_before", "_after")) else text) for n, text in pairs]


def not_encoded(made: Operation[Any]) -> Operation[Any]:
    return evolve(made, path="?".join([made.path, "&".join(map("=".join, made.query))]), query=())


def without_offset(json: dict[str, Any]) -> None:
    if "created_at" in json:
        json["created_at"] = datetime.fromisoformat(json["created_at"]).replace(tzinfo=UTC).isoformat()


def renamed(old: str, new: str) -> Callable[[dict[str, Any]], None]:
    def change(json: dict[str, Any]) -> None:
        if old in json:
            json[new] = json.pop(old)

    return change


def no_null(json: dict[str, Any]) -> None:
    if json.get("slug", "") is None:
        raise Deliberate("slug must be a str, not None")


def lower_keys(json: dict[str, Any]) -> dict[str, Any]:
    return {name: {key.lower(): item for key, item in value.items()} for name, value in json.items()}


def default_not_sent() -> list[Seam]:
    """The method fills the default in: what the caller gave is told apart before, and what is sent is changed after."""
    was_given: list[bool] = []

    def change(json: dict[str, Any]) -> None:
        if not was_given.pop():
            json.pop("verified", None)

    return [
        arguments("CreateOrganizationDomain", lambda a: was_given.append(a.get("verified", UNSET) is not UNSET)),
        operation("CreateOrganizationDomain", lambda made: _with_body(made, change)),
    ]


DEFECTS = [
    given("ids of a path swapped", "UpdateOrganizationMembership", swapped),
    path("a slash in an id left as it is", "GetOrganization", lambda text: text.replace("%2F", "/")),
    path("an id escaped twice", "DeleteOrganization", lambda text: text.replace("%", "%25")),
    given("a slug changed on its way", "GetOrganization", stripped_slug),
    given("a query parameter dropped", "ListOrganizations", lambda arguments: arguments.pop("query", None)),
    given("two query parameters crossed", "ListOrganizationMemberships", crossed),
    query(
        "a query parameter under another name", "ListOrganizationDomains",
        lambda pairs: [("is_verified" if name == "verified" else name, text) for name, text in pairs],
    ),
    query("several values joined by commas", "ListOrganizations", joined),
    defect(
        "several values repeated that go with commas", "ListAllOrganizationDomains",
        operation("ListAllOrganizationDomains", lambda made: evolve(made, query=tuple(repeated(made.query)))),
        test="test_several_values_are_repeated_or_joined_as_the_document_says",
    ),
    given("of several states the first alone sent", "ListOrganizationInvitations", one_state),
    query(
        "a yes in the query written as Python writes it", "GetOrganization",
        lambda pairs: [(name, text.title() if text in ("true", "false") else text) for name, text in pairs],
    ),
    query(
        "zero in the query taken for nothing", "InstanceGetOrganizationMemberships",
        lambda pairs: [(name, text) for name, text in pairs if text != "0"],
    ),
    defect("the query not encoded", "ListOrganizations", operation("ListOrganizations", not_encoded)),
    query("seconds instead of milliseconds", "ListOrganizationMemberships", in_seconds),
    body("the offset of a time dropped", "CreateOrganization", without_offset),
    defect(
        "another method", "MergeOrganizationMetadata",
        operation("MergeOrganizationMetadata", lambda made: evolve(made, method="PUT")),
    ),
    path("another path", "RevokeOrganizationInvitation", lambda text: text.removesuffix("/revoke") + "/cancel"),
    body("a body field under another name", "CreateOrganizationInvitation", renamed("redirect_url", "redirectUrl")),
    given("a body field dropped", "CreateOrganizationMembership", lambda given: given.pop("public_metadata", None)),
    body("null not accepted in a body", "UpdateOrganization", no_null),
    body(
        "null left out of a body", "UpdateOrganizationDomain",
        lambda json: {name: value for name, value in json.items() if value is not None},
    ),
    body("keys of metadata put into lower case", "UpdateOrganizationMembershipMetadata", lower_keys),
    given("of the rows of a bulk call the first nine alone sent", "CreateOrganizationInvitationBulk", nine_rows),
    body(
        "false and null left out of a row", "CreateOrganizationInvitationBulk",
        lambda rows: [{name: value for name, value in row.items() if value} for row in rows],
    ),
    defect("the default of the TypeScript SDK not sent", "CreateOrganizationDomain", *default_not_sent()),
    defect(
        "a part of an upload under another name", "UploadOrganizationLogo",
        operation("UploadOrganizationLogo", lambda made: evolve(made, files=tuple(
            ("user_id" if name == "uploader_user_id" else name, part) for name, part in made.files
        ))),
    ),
    defect(
        "another content type", "UpdateOrganizationMembership",
        headers(lambda sent: sent.update({"content-type": "text/json"} if "content-type" in sent else {})),
    ),
    defect(
        "another version of the API asked for", "DeleteOrganizationLogo",
        headers(lambda sent: sent.update({"clerk-api-version": "2021-02-05"})),
    ),
    given("the async client leaves false out", "UpdateOrganizationDomain", without_false, AsyncClerkClient),
]  # fmt: skip
