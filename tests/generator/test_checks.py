"""Bad input: one clear message each, with the place and the remedy, exit status 2, and nothing written."""

import re
from collections.abc import Sequence

import pytest

from tests.generator.conftest import (
    MOMENT,
    MORE,
    PING,
    PING_SCHEMA,
    PONG,
    QUERY,
    STATE,
    Workshop,
    document,
    one_problem,
    operation,
    parameters,
    query,
    refused,
)

GOOD = document()


@pytest.mark.parametrize(
    ("version", "said"),
    [("3.0.3", "'3.0.3'"), ("3.2.0", "'3.2.0'"), ("3.1", "3.1"), ("'2.0'", "'2.0'"), ("null", "no key openapi")],
)
def test_another_version_of_openapi(version: str, said: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, GOOD.replace("openapi: 3.1.0", f"openapi: {version}"))
    assert first.startswith("spec.yaml:1 #/openapi: not OpenAPI 3.1: ")
    assert said in first
    assert "3.1.0" in remedy


def test_swagger_is_not_openapi(workshop: Workshop) -> None:
    first, _ = one_problem(workshop, GOOD.replace("openapi: 3.1.0", "swagger: '2.0'"))
    assert "there is no key openapi" in first


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: '2026-01-01'", "description: x", "#/info: an info without version"),
        ("title: Pings", "title: 7", "#/info/title: expected a text that is not empty, got 7"),
        ("components:", "component:", "#/component: unsupported: component in a document"),
    ],
)
def test_missing_parts(old: str, new: str, said: str, workshop: Workshop) -> None:
    assert said in refused(workshop, GOOD.replace(old, new))


def test_paths_must_be_there(workshop: Workshop) -> None:
    first, _ = one_problem(workshop, "openapi: 3.1.0\ninfo: {title: A, version: '1'}\n")
    assert "#: a document without paths" in first


def test_a_dangling_reference_is_named_with_its_line(workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, GOOD.replace("schemas/Ping'", "schemas/Pong'"))
    line = next(n for n, text in enumerate(GOOD.splitlines(), start=1) if "schemas/Ping'" in text)
    assert first == (
        f"spec.yaml:{line} #/paths/~1pings~1{{ping_id}}/get/responses/200/content/application~1json/schema/$ref:"
        " dangling $ref: #/components/schemas/Pong"
    )
    assert remedy == "define what it names, or correct the name"


def test_every_dangling_reference_is_named_at_once(workshop: Workshop) -> None:
    text = document(PING + operation("Other"), "Pong: {type: object, additionalProperties: true, description: x}")
    said = refused(workshop, text)
    assert said.count("dangling $ref: #/components/schemas/Ping") == 2
    assert said.endswith("2 problems; nothing was written\n")


@pytest.mark.parametrize("name", ["get_ping", "GetPing", "get-ping"])
def test_a_method_of_typescript_is_in_camel_case(name: str, workshop: Workshop) -> None:
    text = document(operation(more=f"x-ts-method: '{name}'"))
    first, remedy = one_problem(workshop, text)
    assert first.endswith(f"/x-ts-method: x-ts-method {name!r} is not the name of a method")
    assert remedy == "write it in camelCase"


def test_references_stay_in_the_file_and_lead_somewhere(workshop: Workshop) -> None:
    first, _ = one_problem(workshop, GOOD.replace("'#/components/schemas/Ping'", "'other.yaml#/Ping'"))
    assert "$ref to another file: other.yaml#/Ping" in first
    other = PING_SCHEMA + "Pang: {$ref: '#/components/schemas/Ping'}\n"
    first, remedy = one_problem(workshop, document(schemas=other))
    assert first.endswith("#/components/schemas/Pang/$ref: a component that is only a $ref")
    assert "use #/components/schemas/Ping itself" in remedy


def test_a_duplicate_operation_id(workshop: Workshop) -> None:
    twice = PING + operation("GetPing", path="/other")
    first, remedy = one_problem(workshop, document(twice))
    assert first.endswith("get/operationId: 'GetPing' and 'GetPing' are both a function or module get_ping")
    assert remedy == "rename one; the other is at #/paths/~1pings~1{ping_id}/get/operationId"


@pytest.mark.parametrize("name", ["'get ping'", "7up", "get_ping", "getPing"])
def test_an_operation_id_that_is_no_name(name: str, workshop: Workshop) -> None:
    assert "is not a name" in refused(workshop, GOOD.replace("operationId: GetPing", f"operationId: {name}"))


OBJECT = "{type: object, description: x, properties: {x: {type: string}}}"
INLINE = {
    "in a property": f"at: {OBJECT}",
    "in an array": f"at: {{type: array, description: x, items: {OBJECT}}}",
}


@pytest.mark.parametrize("where", INLINE)
def test_an_inline_object_with_properties(where: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(schemas=PING_SCHEMA.replace("id:", f"{INLINE[where]}\n    id:", 1)))
    assert "#/components/schemas/Ping/properties/at" in first
    assert "an inline object with properties" in first
    assert remedy == "give it a name under components/schemas and refer to it"


def test_an_inline_object_in_a_body_or_an_answer(workshop: Workshop) -> None:
    body = """
    requestBody:
      content: {application/json: {schema: {type: object, properties: {a: {type: string, description: x}}}}}
    """
    first, _ = one_problem(workshop, document(operation(method="post", more=body)))
    assert "requestBody/content/application~1json/schema: an inline object with properties" in first


def parameter(schema: str, where: str = "query", more: str = ", description: x") -> str:
    return f"parameters: [{{name: x, in: {where}{more}, schema: {schema}}}]"


TEXT = "{type: string}"
UNSUPPORTED = {
    "a header parameter": (parameter(TEXT, "header"), "a parameter in 'header'"),
    "a cookie": (parameter(TEXT, "cookie"), "a parameter in 'cookie'"),
    "a path parameter that is not in the path": (parameter(TEXT, "path"), "do not match"),
    "an undescribed parameter": (parameter(TEXT, more=""), "parameter x has no description"),
    "a parameter without schema": ("parameters: [{name: x, in: query, description: x}]", "a parameter without schema"),
    "a union": (parameter("{type: [string, integer]}"), "unsupported: a union of types"),
    "oneOf": (parameter("{oneOf: [{type: string}, {type: integer}]}"), "unsupported: oneOf of several types"),
    "nullable": (parameter("{type: string, nullable: true}"), "nullable is OpenAPI 3.0"),
    "a typed map": (parameter("{type: object, additionalProperties: {type: integer}}"), "no other types of values"),
    "not": (parameter("{not: {type: string}}"), "unsupported: not"),
    "an XML body": ("requestBody: {content: {application/xml: {schema: {type: string}}}}", "application/xml"),
    "two bodies": (
        "requestBody: {content: {application/json: {schema: {}}, multipart/form-data: {schema: {}}}}",
        "unsupported request content",
    ),
    "an extension": ("x-unknown: true", "unknown extension x-unknown"),
}


@pytest.mark.parametrize("what", UNSUPPORTED)
def test_what_the_pipeline_does_not_know(what: str, workshop: Workshop) -> None:
    more, said = UNSUPPORTED[what]
    assert said in refused(workshop, document(operation(more=more)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tags: [Pings]", "tags: []", "an operation needs exactly one tag"),
        ("summary: Get a ping", "summary: ''", "no summary"),
        ("'200':", "'404':", "0 responses for success"),
        ("{$ref: '#/components/schemas/Ping'}", "{type: string}", "unsupported: a 2xx response"),
        ("description: Its id.}\n", "description: ''}\n", "property id has no description"),
    ],
)
def test_house_rules(old: str, new: str, said: str, workshop: Workshop) -> None:
    assert said in refused(workshop, GOOD.replace(old, new))


def test_a_warning_of_the_parser_is_fatal(workshop: Workshop) -> None:
    """openapi-python-client would only warn and leave the model out."""
    schemas = (
        PING_SCHEMA
        + """
LoudPing:
  description: A loud ping.
  allOf:
    - $ref: '#/components/schemas/Ping'
    - {type: object, properties: {id: {type: boolean, description: Its id.}}}
"""
    )
    loud = PING.replace("schemas/Ping'", "schemas/LoudPing'")
    first, _ = one_problem(workshop, document(loud, schemas))
    assert re.match(r"spec.yaml:\d\d #/components/schemas/LoudPing: unsupported construct: ", first)
    assert " object at 0x" not in first


def test_a_type_that_does_not_exist(workshop: Workshop) -> None:
    said = refused(workshop, document(schemas=PING_SCHEMA.replace("type: string", "type: nonsense")))
    assert "nonsense" in said


def test_check_refuses_the_same_way(workshop: Workshop) -> None:
    done = workshop.run("check", GOOD.replace("schemas/Ping'", "schemas/Pong'"))
    assert done.status == 2
    assert "dangling $ref" in done.err


SCHEMA_RULES = [
    ("{anyOf: [{type: string}, {type: integer}]}", "/anyOf: unsupported: anyOf of several types"),
    ("{anyOf: [{type: 'null'}]}", "/anyOf: unsupported: anyOf of several types"),
    ("{oneOf: [{type: string}], type: string}", "/type: unsupported: type beside oneOf"),
    ("{oneOf: [{type: string}], anyOf: [{type: string}]}", "/anyOf: unsupported: anyOf beside oneOf"),
    ("{allOf: [{type: string}]}", "/allOf: unsupported: allOf outside a component"),
    ("{type: 'null'}", "/type: unsupported: only null"),
    ("{type: array}", ": an array without items"),
    ("{items: {type: string}}", "/items: items without type: array"),
    ("{type: integer, x-timestamp: seconds}", "/x-timestamp: expected milliseconds, got 'seconds'"),
    ("{type: string, x-timestamp: milliseconds}", "/x-timestamp: x-timestamp on what is no integer"),
    ("{oneOf: [{type: integer}], x-timestamp: milliseconds}", "/x-timestamp: x-timestamp on what is no integer"),
    (f"{{x-timestamp: milliseconds, {MOMENT[1:]}", "/x-timestamp: unsupported: x-timestamp beside $ref"),
    ("{type: string, x-ts-method: x}", "/x-ts-method: x-ts-method in a schema"),
]


@pytest.mark.parametrize(("schema", "said"), SCHEMA_RULES)
def test_rules_of_schemas(schema: str, said: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(operation(more=parameters(query("x", schema))), MORE))
    assert first.endswith(f"{QUERY}{said}")
    assert remedy


PART = "{type: object, properties: {a: {type: string, description: x}}}"
BASE = "{$ref: '#/components/schemas/Ping'}"
COMPONENTS = [
    ("{description: x, type: [object, 'null'], properties: {}}", ": the component Pang may be null"),
    ("{description: x, oneOf: [{type: string}, {type: 'null'}]}", ": the component Pang may be null"),
    ("{description: x, type: [string, 'null'], enum: [a, null]}", ": the component Pang may be null"),
    ("{type: string}", ": component Pang has no description"),
    ("{description: x, type: object, required: [nope]}", "/required/0: 'nope' is required and not a property"),
    (
        f"{{description: x, type: object, allOf: [{BASE}, {PART}], required: [a]}}",
        "/required: unsupported: required beside allOf",
    ),
    (
        f"{{description: x, allOf: [{BASE}, {PART}], properties: {{}}, type: object}}",
        "/properties: unsupported: properties beside allOf",
    ),
    (f"{{description: x, allOf: [{BASE}]}}", "/allOf: unsupported: allOf of anything but one object and what is added"),
    (f"{{description: x, allOf: [{PART}]}}", "/allOf: unsupported: allOf of anything but one object and what is added"),
    (f"{{description: x, allOf: [{PART}, {BASE}]}}", "/allOf: unsupported: allOf of anything but one object and"),
    (
        f"{{description: x, allOf: [{BASE}, {PONG}, {PART}]}}",
        "/allOf: unsupported: allOf of anything but one object and",
    ),
    (f"{{description: x, allOf: [{STATE}, {PART}]}}", "/allOf: unsupported: allOf of anything but one object and"),
    (
        f"{{description: x, allOf: [{BASE}, {{type: object, properties: {{a: {{description: x, {PART[1:]}}}}}]}}",
        "/allOf/1/properties/a: an inline object with properties",
    ),
]


@pytest.mark.parametrize(("schema", "said"), COMPONENTS)
def test_rules_of_components(schema: str, said: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(schemas=MORE + f"Pang: {schema}\n"))
    assert f"#/components/schemas/Pang{said}" in first
    assert remedy


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (BASE, ("title", "type", "enum", "format", "default", "minLength")),
        (f"{{description: x, allOf: [{BASE}, {PART}]}}", ("required", "properties", "additionalProperties")),
    ],
)
def test_problems_come_in_the_order_of_the_document(schema: str, words: Sequence[str], workshop: Workshop) -> None:
    """And not of a set, which another process has in another order."""
    added = "".join(f", {word}: {VALUES.get(word, 'x')}" for word in words)
    said = refused(workshop, document(schemas=MORE + f"Pang: {schema[:-1]}{added}}}\n"))
    assert [word for word in re.findall(r"unsupported: (\w+) beside", said) if word in words] == [*words]


VALUES = {
    "type": "object", "enum": "[a]", "minLength": "1", "required": "[a]", "properties": "{}",
    "additionalProperties": "true", "allOf": f"[{BASE}, {PART}]",
}  # fmt: skip


ANSWER = "{$ref: '#/components/schemas/Ping'}"
ANSWERS = [
    ("'201': {description: x}\n      '200':", "responses: 2 responses for success"),
    ("'2':", "'2' is not a status"),
    ("default: {description: x}\n      '404':", "responses: 0 responses for success"),
]


@pytest.mark.parametrize(("statuses", "said"), ANSWERS)
def test_statuses(statuses: str, said: str, workshop: Workshop) -> None:
    assert said in refused(workshop, document(PING.replace("'200':", statuses)))


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("{$ref: '#/components/schemas/State'}", "unsupported: a 2xx response"),
        ("{$ref: '#/components/schemas/Free'}", "unsupported: a 2xx response"),
        ("{type: array, items: {type: string}}", "unsupported: a 2xx response"),
        (PART, "an inline object with properties"),
    ],
)
def test_an_answer_is_an_object_with_a_name(schema: str, said: str, workshop: Workshop) -> None:
    assert said in refused(workshop, document(PING.replace(ANSWER, schema), MORE))


def test_errors_have_one_shape(workshop: Workshop) -> None:
    def error(status: str, name: str) -> str:
        schema = f"{{$ref: '#/components/schemas/{name}'}}"
        return f"      '{status}': {{description: x, content: {{application/json: {{schema: {schema}}}}}}}\n"

    first, _ = one_problem(
        workshop, document(PING.rstrip("\n") + "\n" + error("400", "Free") + error("404", "Pong"), MORE)
    )
    assert "get/responses/404: an error of the shape #/components/schemas/Pong, where others have" in first


@pytest.mark.parametrize(("length", "status"), [(71, 0), (72, 2)])
def test_a_summary_fits_into_a_line(length: int, status: int, workshop: Workshop) -> None:
    done = workshop.run("generate", document(PING.replace("Get a ping", "x" * length)))
    assert done.status == status
    assert ("get/summary: the summary is too long" in done.err) is bool(status)


@pytest.mark.parametrize(
    ("positional", "said"),
    [
        ("[user_id]", "x-positional: 'user_id' is neither a path parameter nor the rows of a body"),
        ("[rows]", "x-positional: 'rows' is neither a path parameter nor the rows of a body"),
        ("[b, a]", "x-positional: not each argument once, in the order of the path, rows last"),
        ("[a, a]", "x-positional: not each argument once, in the order of the path, rows last"),
    ],
)
def test_arguments_by_position(positional: str, said: str, workshop: Workshop) -> None:
    entries = (f"{{name: {name}, in: path, required: true, description: x, schema: {TEXT}}}" for name in "ab")
    more = f"x-positional: {positional}\nparameters: [{', '.join(entries)}]"
    first, remedy = one_problem(workshop, document(operation(path="/pings/{a}/{b}", more=more)))
    assert re.match(r"spec.yaml:\d+ #/paths/~1pings~1{a}~1{b}/get/x-positional", first)
    assert first.endswith(said)
    assert remedy
