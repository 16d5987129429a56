"""Defects of what the mock answers."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from clerk_organizations.testing import Request, Response
from tests.support.seams import Defect, Deliberate, Seam, answering


def defect(id: str, operation_id: str, seam: Seam) -> Defect:
    return Defect(id, f"test_mock.py::test_mock[{operation_id}]", seam)


def body(change: Callable[[Any], object]) -> Seam:
    """In the JSON of a success: each object of it, the innermost first."""

    def changed(request: Request, response: Response) -> Response:
        return with_json(response, _changed(response.json, change)) if response.status < 400 else response

    return answering(changed)


def _changed(node: Any, change: Callable[[Any], object]) -> Any:
    members = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for member in members:
        _changed(member, change)
    if isinstance(node, dict):
        change(node)
    return node


def with_json(response: Response, value: Any, status: int | None = None) -> Response:
    content = json.dumps(value).encode()
    headers = {**response.headers, "content-length": str(len(content))}
    return Response(status or response.status, headers, content)


def is_missing(response: Response) -> bool:
    return response.status == 404 and response.json["errors"][0]["code"] == "resource_not_found"


def missing_as_400(request: Request, response: Response) -> Response:
    return replace(response, status=400) if is_missing(response) else response


def missing_as_not_found(request: Request, response: Response) -> Response:
    if not is_missing(response):
        return response
    error = response.json
    error["errors"][0]["code"] = "not_found"
    return with_json(response, error)


def created(request: Request, response: Response) -> Response:
    return replace(response, status=201) if response.status == 200 else response


def odd_trace_id(request: Request, response: Response) -> Response:
    return response if response.status < 400 else with_json(response, {**response.json, "clerk_trace_id": 7})


def as_text(request: Request, response: Response) -> Response:
    return replace(response, headers={**response.headers, "content-type": "text/plain"})


def with_key(request: Request) -> Request:
    return replace(request, headers={"authorization": "Bearer sk_test_any", **request.headers})


def accepted(request: Request, response: Response) -> Response:
    is_list = request.method == "GET" and request.path.endswith("/invitations")
    return with_json(response, {"data": [], "total_count": 0}, 200) if is_list and response.status == 422 else response


def booleans_as_numbers(request: Request) -> Request:
    numbers = {"true": "1", "false": "0"}
    return replace(request, query=tuple((name, numbers.get(text, text)) for name, text in request.query))


def without_allow(request: Request, response: Response) -> Response:
    return replace(response, headers={name: text for name, text in response.headers.items() if name != "allow"})


def crash_at_null(request: Request) -> Request:
    if request.path.endswith("/metadata") and b":null" in request.body.replace(b" ", b""):
        raise Deliberate("there is nothing to remove")
    return request


def without_permissions(node: dict[str, Any]) -> None:
    if node.get("object") == "organization_membership":
        del node["permissions"]


def count_as_text(node: dict[str, Any]) -> None:
    if "total_pending_invitations" in node:
        node["total_pending_invitations"] = "0"


def named_when_deleted(node: dict[str, Any]) -> None:
    if node.get("deleted"):
        node["name"] = "a.example"


DEFECTS = [
    defect("another status for what is not there", "DeleteOrganizationDomain", answering(missing_as_400)),
    defect("another code for what is not there", "DeleteOrganizationMembership", answering(missing_as_not_found)),
    defect("another status for a success", "UpdateOrganizationMembership", answering(created)),
    defect("an answer without a required field", "UpdateOrganizationMembershipMetadata", body(without_permissions)),
    defect("a number answered as a text", "ListOrganizationDomains", body(count_as_text)),
    defect("a field answered that a closed object does not have", "DeleteOrganizationDomain", body(named_when_deleted)),
    defect("errors of another shape", "RevokeOrganizationInvitation", answering(odd_trace_id)),
    defect("another content type of answers", "DeleteOrganizationLogo", answering(as_text)),
    defect("no key asked for", "GetOrganization", answering(asked=with_key)),
    defect("invalid data accepted", "ListOrganizationInvitations", answering(accepted)),
    defect("valid data refused", "ListOrganizations", answering(asked=booleans_as_numbers)),
    defect("the methods of a path not said", "UpdateOrganization", answering(without_allow)),
    defect("a crash", "MergeOrganizationMetadata", answering(asked=crash_at_null)),
]
