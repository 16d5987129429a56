"""The document itself: valid, with examples that are, and complete in what the house rules promise.

What an operation must have beside that is in tests/contract/checklist.py.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator import checks
from generator.document.document import walk
from generator.document.structure import EXTENSIONS
from tests.contract.checklist import links
from tests.support.document import DOCUMENT, OPERATIONS, SCHEMAS, Described, deref
from tests.support.source import SOURCE

ROOT = Path(__file__).resolve().parents[2]
EACH = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=list(OPERATIONS))


def test_it_is_valid_openapi_and_keeps_the_house_rules() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    assert list(checks.problems(SOURCE)) == []


def test_the_shipped_copy_says_what_the_source_says() -> None:
    assert SOURCE.root == DOCUMENT


def _examples() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """(where, schema, value) of every example: of schemas, of media types, of parameters."""
    for at, node in walk(DOCUMENT):
        if not isinstance(node, dict) or re.search(r"/(examples?|default|enum)(/|$)", at):
            continue
        schema = node.get("schema")
        if isinstance(schema, dict):
            if "example" in node:
                yield f"{at}/example", schema, node["example"]
            for name, example in node.get("examples", {}).items():
                yield f"{at}/examples/{name}", schema, deref(example)["value"]
        elif isinstance(node.get("examples"), list):
            for index, value in enumerate(node["examples"]):
                yield f"{at}/examples/{index}", node, value


EXAMPLES = list(_examples())


@pytest.mark.sample(60)
@pytest.mark.parametrize(("where", "schema", "value"), EXAMPLES, ids=[where for where, _, _ in EXAMPLES])
def test_every_example_is_valid(where: str, schema: dict[str, Any], value: Any) -> None:
    whole = {**schema, "components": DOCUMENT["components"]}
    if "multipart" in where:  # the file is bytes on the wire and a text in the example
        assert value.keys() <= deref(schema)["properties"].keys()
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_component_has_an_example_and_a_description(name: str) -> None:
    assert SCHEMAS[name]["description"]
    assert SCHEMAS[name].get("examples") or "enum" in SCHEMAS[name], name


@EACH
def test_every_answer_and_every_json_body_has_an_example(operation: Described) -> None:
    assert operation.answer
    assert not set(operation.answer) - _field_names(SCHEMAS[operation.model])
    for content in deref(operation.raw.get("requestBody", {})).get("content", {}).values():
        assert "example" in content or "examples" in content


def _field_names(schema: dict[str, Any]) -> set[str]:
    inherited = [_field_names(deref(part)) for part in schema.get("allOf", [])]
    return set(schema.get("properties", {})).union(*inherited)


@EACH
def test_every_operation_is_described(operation: Described) -> None:
    assert len(operation.raw["summary"]) < 72
    for parameter in operation.parameters:
        assert parameter["description"], parameter["name"]
        assert parameter.get("required", False) == (parameter["in"] == "path")
    for status, response in operation.raw["responses"].items():
        assert deref(response)["description"], status


@EACH
def test_every_operation_can_fail_as_the_api_does(operation: Described) -> None:
    errors = {status for status in operation.raw["responses"] if not status.startswith("2")}
    for status in errors:
        content = deref(operation.raw["responses"][status])["content"]["application/json"]
        assert content["schema"] == {"$ref": "#/components/schemas/ClerkErrors"}


def _links() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for operation in OPERATIONS.values():
        for response in operation.raw["responses"].values():
            for name, link in deref(response).get("links", {}).items():
                yield operation.id, name, deref(link)


def test_links_lead_to_operations_and_fill_their_path() -> None:
    for source, name, link in _links():
        assert link["operationId"] in OPERATIONS, f"the link {name} of {source} leads to no operation"
        target = OPERATIONS[link["operationId"]]
        given = {parameter.removeprefix("path.") for parameter in link.get("parameters", {})}
        assert given == target.names("path"), (source, name)
        for expression in link.get("parameters", {}).values():
            _judge_expression(OPERATIONS[source], expression)


def _judge_expression(source: Described, expression: str) -> None:
    """A runtime expression leads to something that is there: a parameter of the call or a field of its answer."""
    kind, _, rest = expression.partition(".")
    where, _, name = rest.partition(".")
    if where == "path":
        assert kind == "$request"
        assert name in source.names("path")
        return
    value: Any = source.answer
    for step in expression.removeprefix("$response.body#/").split("/"):
        value = value[int(step) if isinstance(value, list) else step]
    assert isinstance(value, str)


def test_links_chain_create_get_update_delete() -> None:
    chain = links()
    for thing, create in (
        ("Organization", "CreateOrganization"),
        ("OrganizationMembership", "CreateOrganizationMembership"),
        ("OrganizationDomain", "CreateOrganizationDomain"),
    ):
        assert {(create, f"Update{thing}"), (create, f"Delete{thing}")} <= chain
    assert {("CreateOrganization", "GetOrganization"), ("UpdateOrganization", "DeleteOrganization")} <= chain
    assert {
        ("CreateOrganizationInvitation", "GetOrganizationInvitation"),
        ("CreateOrganizationInvitation", "RevokeOrganizationInvitation"),
        ("GetOrganizationInvitation", "RevokeOrganizationInvitation"),
    } <= chain


def test_every_extension_in_use_is_explained() -> None:
    readme = (ROOT / "openapi" / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r'"(x-[a-z-]+)":', json.dumps(DOCUMENT)))
    assert used == set(re.findall(r"^\| `(x-[a-z-]+)", readme, re.MULTILINE))
    assert used == EXTENSIONS
