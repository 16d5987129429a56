"""The mock implements all of the document, and refuses what it does not implement."""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import clerk_organizations.testing
from clerk_organizations.testing import MockClerk, Request, Response
from tests.mock.conftest import KEY, URL, made
from tests.support.document import DOCUMENT, OPERATIONS, Described, deref
from tests.support.present import HANDLED

HANDLERS = Path(clerk_organizations.testing.__file__).parent / "handlers"
FIELDS_OF = ("self", "fields")
"""What the code of handlers calls a dataclass whose fields it reads."""
JSON = {**KEY, "content-type": "application/json"}
FORM = {**KEY, "content-type": "multipart/form-data; boundary=b"}


def sample(schema: dict[str, Any]) -> Any:
    """A value that the schema allows."""
    schema = deref(schema)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind if isinstance(kind, str) else kind[0]
    if schema.get("format") == "date-time":
        return "2026-01-01T00:00:00Z"
    return {"string": "x", "integer": schema.get("minimum", 1), "boolean": True, "array": [], "object": {}}[kind]


def query_of(operation: Described, name: str) -> tuple[tuple[str, str], ...]:
    """A query with this parameter alone."""
    schema = next(deref(entry["schema"]) for entry in operation.parameters if entry["name"] == name)
    value = sample(schema.get("items", schema))
    return ((name, str(value).lower() if isinstance(value, bool) else str(value)),)


def body_of(operation: Described, names: set[str]) -> bytes:
    """A body with these fields and the required ones."""
    schemas = operation.body.get("properties", {})
    fields = {name: sample(schemas[name]) for name in sorted(names | set(operation.body.get("required", ())))}
    if not is_form(operation):
        return httpx.Request("POST", URL, json=[fields] if operation.takes_rows else fields).content
    parts = (f'--b\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields)
    return ("".join(parts) + "--b--\r\n").encode()


def is_form(operation: Described) -> bool:
    return "multipart/form-data" in deref(operation.raw["requestBody"])["content"]


def requests(operation: Described) -> Iterator[Request]:
    """A request for each query parameter and each body field of an operation."""
    segments = ["x" if segment.startswith("{") else segment for segment in operation.route.split("/")]
    target = "/v1" + "/".join(segments)
    for name in sorted(operation.names("query")):
        yield Request(operation.method, target, query_of(operation, name), KEY)
    if operation.body:
        headers = FORM if is_form(operation) else JSON
        for name in sorted(operation.body["properties"]):
            yield Request(operation.method, target, (), headers, body_of(operation, {name}))
    else:
        yield Request(operation.method, target, (), KEY)


def explained(response: Response) -> tuple[int, list[str]]:
    return response.status, [error["long_message"] for error in response.json["errors"]]


@pytest.mark.parametrize("operation", HANDLED.values(), ids=lambda operation: operation.id)
def test_every_operation_and_parameter_is_implemented(operation: Described) -> None:
    for request in requests(operation):
        mock = MockClerk()
        response = mock.handle(request)
        assert mock.requests[-1].operation_id == operation.id
        missing = explained(response)[1] if response.status >= 400 else []
        assert response.status != 501, missing


def grown(operation_id: str) -> dict[str, Any]:
    """The document with a parameter `colour` in the query of an operation."""
    document = copy.deepcopy(DOCUMENT)
    described = OPERATIONS[operation_id]
    entry = {"name": "colour", "in": "query", "schema": {"type": "string"}}
    document["paths"][described.route][described.method.lower()].setdefault("parameters", []).append(entry)
    return document


def test_a_query_parameter_without_code_is_refused() -> None:
    mock = MockClerk(document=grown("ListOrganizations"))
    status, reasons = explained(mock.handle(Request("GET", "/v1/organizations", (("colour", "red"),), KEY)))
    assert (status, reasons) == (
        501,
        [
            "The mock does not implement colour of ListOrganizations: add it to the parameters of list_organizations "
            "in clerk_organizations/testing/handlers/organizations.py."
        ],
    )
    assert mock.handle(Request("GET", "/v1/organizations", (), KEY)).status == 200
    assert mock.handle(Request("GET", "/v1/organizations", (("smell", "red"),), KEY)).status == 200


@pytest.mark.parametrize(
    ("schema", "path", "bulk"),
    [
        ("OrganizationInvitationRow", "/organizations/{}/invitations", False),
        ("OrganizationInvitationRow", "/organizations/{}/invitations/bulk", True),
    ],
)
def test_a_body_field_without_code_is_refused_and_changes_nothing(schema: str, path: str, bulk: bool) -> None:
    document = copy.deepcopy(DOCUMENT)
    document["components"]["schemas"][schema]["properties"]["colour"] = {"type": "string"}
    mock = MockClerk({"organizations": [{"name": "Acme"}]}, document=document)
    (acme,) = mock.instance.organizations
    row = {"email_address": "a@new.example", "role": "org:member"}
    with httpx.Client(base_url=URL, headers=KEY, transport=mock.transport) as clerk:
        body = {**row, "colour": "red"}
        refused = clerk.post(path.format(acme.id), json=[row, body] if bulk else body)
        assert refused.status_code == 501
        (error,) = refused.json()["errors"]
        assert "colour of CreateOrganizationInvitation" in error["long_message"]
        assert "invitations.py" in error["long_message"]
        assert error["meta"] == {"param_name": "colour"}
        assert len(acme.invitations) == 0
        made(clerk.post(path.format(acme.id), json=[row] if bulk else row))
        open_field = {"email_address": "b@new.example", "role": "org:member", "smell": "red"}
        made(clerk.post(path.format(acme.id), json=[open_field] if bulk else open_field))


def test_an_order_without_code_is_refused() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["components"]["parameters"]["MembershipOrder"]["schema"]["enum"].append("-colour")
    mock = MockClerk(document=document)
    request = Request("GET", "/v1/organization_memberships", (("order_by", "-colour"),), KEY)
    status, (reason,) = explained(mock.handle(request))
    assert status == 501
    assert reason.startswith(
        "The mock does not implement order_by=colour: add it to the orders in clerk_organizations/"
    )


def test_an_operation_without_code_is_refused() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["paths"]["/organizations/{organization_id}/roles"] = {
        "get": {"operationId": "ListRolesOfOrganization", "responses": {"200": {"description": "never"}}}
    }
    mock = MockClerk(document=document)
    status, reasons = explained(mock.handle(Request("GET", "/v1/organizations/x/roles", (), KEY)))
    assert (status, reasons) == (
        501,
        [
            'The mock does not implement ListRolesOfOrganization: add a function with @operation("'
            'ListRolesOfOrganization") to a module in clerk_organizations/testing/handlers/.'
        ],
    )
    mock.fail(503, operation_id="ListRolesOfOrganization")
    assert mock.handle(Request("GET", "/v1/organizations/x/roles", (), KEY)).status == 503


def test_what_handlers_declare_they_use() -> None:
    """A parameter or a dataclass field that no code uses would be accepted without effect."""
    nodes = [node for path in HANDLERS.glob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    read = {node.attr for node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node.value) in FIELDS_OF}
    handlers = dict(pair for node in nodes for pair in _operations(node))
    unused = [f"{name} of {group}" for group, name in _declared(nodes) if name not in read]
    for operation_id, function in handlers.items():
        used = {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}
        unused += [f"{entry.arg} of {operation_id}" for entry in function.args.kwonlyargs if entry.arg not in used]
    assert unused == []
    assert handlers.keys() == HANDLED.keys()


def _declared(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    """The fields of all dataclasses."""
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            for entry in node.body:
                if isinstance(entry, ast.AnnAssign) and isinstance(entry.target, ast.Name):
                    yield node.name, entry.target.id


def _operations(node: ast.AST) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The operation that a function is registered for, with the function."""
    if isinstance(node, ast.FunctionDef):
        for entry in node.decorator_list:
            if isinstance(entry, ast.Call) and ast.unparse(entry.func) == "operation":
                yield ast.literal_eval(entry.args[0]), node
