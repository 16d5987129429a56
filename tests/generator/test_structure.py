"""Documents of a wrong shape: one message per fault with its place, whatever stands there, and never a traceback."""

import copy
import json
from typing import Any

import pytest

from generator import checks
from generator.checks import support
from generator.diff.compare import compare
from generator.document.document import Document, steps, walk
from generator.document.yaml_loader import load, parse_text
from generator.parse.parse import parse
from generator.paths import ROOT, SPEC
from generator.problem import InvalidInput
from generator.render.render import render
from tests.generator.conftest import (
    PING,
    PING_SCHEMA,
    Workshop,
    document,
    one_problem,
    operation,
    refused,
)

PING_AT = "#/components/schemas/Ping"


SCHEMAS = [
    ("null", "#/components/schemas: expected a mapping, got null"),
    ("[]", "#/components/schemas: expected a mapping, got an empty list"),
    ("{Pong: null}", "#/components/schemas/Pong: expected a mapping, got null"),
    ("{Pong: true}", "#/components/schemas/Pong: expected a mapping, got true"),
    ("{Pong: x}", "#/components/schemas/Pong: expected a mapping, got 'x'"),
    ("{Pong: {properties: null}}", "#/components/schemas/Pong/properties: expected a mapping, got null"),
    ("{Pong: {properties: [a]}}", "#/components/schemas/Pong/properties: expected a mapping, got a list"),
    ("{Pong: {properties: {a: null}}}", "#/components/schemas/Pong/properties/a: expected a mapping, got null"),
    ("{Pong: {properties: {a: x}}}", "#/components/schemas/Pong/properties/a: expected a mapping, got 'x'"),
    ("{Pong: {allOf: {a: {}}}}", "#/components/schemas/Pong/allOf: expected a list, got a mapping"),
    ("{Pong: {oneOf: {a: {}}}}", "#/components/schemas/Pong/oneOf: expected a list, got a mapping"),
    ("{Pong: {oneOf: [true, {}]}}", "#/components/schemas/Pong/oneOf/0: expected a mapping, got true"),
    ("{Pong: {anyOf: [null]}}", "#/components/schemas/Pong/anyOf/0: expected a mapping, got null"),
    (
        "{Pong: {type: [{}]}}",
        "#/components/schemas/Pong/type: expected one of string, integer, number, boolean, object",
    ),
    ("{Pong: {type: []}}", "#/components/schemas/Pong/type: expected one of string"),
    ("{Pong: {enum: []}}", "#/components/schemas/Pong/enum: expected a list that is not empty, got an empty list"),
    ("{Pong: {required: a}}", "#/components/schemas/Pong/required: expected a list, got 'a'"),
    ("{Pong: {items: []}}", "#/components/schemas/Pong/items: expected a mapping, got an empty list"),
    ("{Pong: {$ref: 7}}", "#/components/schemas/Pong/$ref: expected a text, got 7"),
    ("{Pong: {title: Other}}", "#/components/schemas/Pong/title: unsupported: title in a schema"),
    ("{Pong: {x-sensitive: yes please}}", "#/components/schemas/Pong/x-sensitive: expected true, got 'yes please'"),
]


@pytest.mark.parametrize(("schemas", "said"), SCHEMAS)
def test_schemas(schemas: str, said: str, workshop: Workshop) -> None:
    text = document().partition("components:")[0] + f"components: {{schemas: {schemas}}}\n"
    first, remedy = one_problem(workshop, text)
    line = text[: text.index("components:")].count("\n") + 1
    assert first.startswith(f"spec.yaml:{line} {said}")
    assert remedy


@pytest.mark.sample(10)
@pytest.mark.parametrize("word", ["not: {}", "discriminator: {}", "patternProperties: {}", "if: {}", "prefixItems: []"])
@pytest.mark.parametrize("name", ["id", "value", "example", "default", "enum"])
def test_words_of_json_schema_that_the_pipeline_does_not_know(word: str, name: str, workshop: Workshop) -> None:
    """Whatever the property is called: a name is not a keyword."""
    schemas = (
        PING_SCHEMA + f"    {name}: {{description: x, {word}}}\n"
        if name != "id"
        else PING_SCHEMA.replace("description: Its id.", f"description: Its id., {word}")
    )
    first, _ = one_problem(workshop, document(schemas=schemas))
    key = word.partition(":")[0]
    assert first.endswith(f"{PING_AT}/properties/{name}/{key}: unsupported: {key} in a schema")


@pytest.mark.parametrize("name", ["value", "example", "default", "enum"])
def test_no_property_hides_what_is_below_it(name: str, workshop: Workshop) -> None:
    inline = f"    {name}: {{type: object, description: x, properties: {{a: {{type: string, description: x}}}}}}\n"
    first, _ = one_problem(workshop, document(schemas=PING_SCHEMA + inline))
    assert first.endswith(f"{PING_AT}/properties/{name}: an inline object with properties")
    dangling = f"    {name}: {{description: x, $ref: '#/components/schemas/Nobody'}}\n"
    first, _ = one_problem(workshop, document(schemas=PING_SCHEMA + dangling))
    assert first.endswith(f"{PING_AT}/properties/{name}/$ref: dangling $ref: #/components/schemas/Nobody")


@pytest.mark.sample(1)
@pytest.mark.parametrize("name", ["value", "example", "default", "enum"])
def test_a_property_may_be_called_like_a_keyword(name: str, workshop: Workshop) -> None:
    package = workshop.make(schemas=PING_SCHEMA + f"    {name}: {{type: string, description: x}}\n")
    assert getattr(package.models.Ping.from_dict({"id": "1", name: "a"}), name) == "a"


RESPONSE = (
    "responses: {'200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Ping'}}}}}"
)
OPERATIONS = [
    ("responses: null", "/responses: expected a mapping, got null"),
    ("responses: {'200': null}", "/responses/200: expected a mapping, got null"),
    ("responses: {'200': {description: x, content: null}}", "/responses/200/content: expected a mapping, got null"),
    (
        "responses: {'200': {description: x, content: {application/json: null}}}",
        "/responses/200/content/application~1json: expected a mapping, got null",
    ),
    (
        "responses: {'200': {description: x, content: {application/json: {schema: null}}}}",
        "/responses/200/content/application~1json/schema: expected a mapping, got null",
    ),
    ("responses: {'200': {content: {}}}", "/responses/200: a response without description"),
    (f"parameters: null, {RESPONSE}", "/parameters: expected a list, got null"),
    (f"parameters: {{a: b}}, {RESPONSE}", "/parameters: expected a list, got a mapping"),
    (f"parameters: [null], {RESPONSE}", "/parameters/0: expected a mapping, got null"),
    (f"parameters: [x], {RESPONSE}", "/parameters/0: expected a mapping, got 'x'"),
    (
        f"parameters: [{{in: query, description: x, schema: {{}}}}], {RESPONSE}",
        "/parameters/0: a parameter without name",
    ),
    (
        f"parameters: [{{name: '', in: query, description: x, schema: {{}}}}], {RESPONSE}",
        "/parameters/0/name: expected a text that is not empty, got ''",
    ),
    (
        f"parameters: [{{name: x, in: query, schema: {{}}, style: deepObject}}], {RESPONSE}",
        "/parameters/0/style: expected form, got 'deepObject'",
    ),
    (
        f"parameters: [{{name: x, in: query, schema: {{}}, explode: 'no'}}], {RESPONSE}",
        "/parameters/0/explode: expected true or false, got 'no'",
    ),
    (
        f"parameters: [{{name: x, in: query, schema: {{}}, allowReserved: true}}], {RESPONSE}",
        "allowReserved in a parameter",
    ),
    (f"requestBody: null, {RESPONSE}", "/requestBody: expected a mapping, got null"),
    (f"requestBody: {{content: null}}, {RESPONSE}", "/requestBody/content: expected a mapping, got null"),
    (
        f"requestBody: {{content: {{application/json: null}}}}, {RESPONSE}",
        "/requestBody/content/application~1json: expected a mapping, got null",
    ),
    (f"tags: null, {RESPONSE}", "/tags: expected a list, got null"),
    (f"x-timestamp: milliseconds, {RESPONSE}", "/x-timestamp: x-timestamp in an operation"),
    (
        f"parameters: [{{$ref: '#/components/schemas/Ping'}}], {RESPONSE}",
        "unsupported: $ref to #/components/schemas/Ping",
    ),
]


@pytest.mark.parametrize(("more", "said"), OPERATIONS)
def test_operations(more: str, said: str, workshop: Workshop) -> None:
    head = "" if more.startswith("tags") else "tags: [Pings], "
    paths = f"/pings: {{post: {{operationId: MakePing, x-resource: pings, {head}summary: x, {more}}}}}"
    first, remedy = one_problem(workshop, document(paths))
    assert first.startswith("spec.yaml:4 #/paths/~1pings/post/")
    assert first.endswith(said)
    assert remedy


PATHS = [
    ("/pings: null", "#/paths/~1pings: expected a mapping, got null"),
    ("/pings: {$ref: '#/paths/~1pangs'}", "#/paths/~1pings/$ref: unsupported: a path item by $ref"),
    ("/pings: {PUT: {}}", "#/paths/~1pings/PUT: unsupported: PUT in a path item"),
    ("/pings: {head: {}}", "#/paths/~1pings/head: unsupported: head in a path item"),
    ("/pings: {parameters: []}", "#/paths/~1pings/parameters: unsupported: parameters in a path item"),
    ("/pings: {}", "#/paths: there is no operation"),
]


@pytest.mark.parametrize(("paths", "said"), PATHS)
def test_paths(paths: str, said: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(paths))
    assert first.partition(" ")[2] == said
    assert remedy


@pytest.mark.parametrize(("paths", "said"), [("{}", "there is no operation"), ("[]", "expected a mapping")])
def test_no_paths_at_all(paths: str, said: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, f"openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\npaths: {paths}\n")
    assert first.startswith(f"spec.yaml:3 #/paths: {said}")


def test_tags_that_are_null(workshop: Workshop) -> None:
    first, _ = one_problem(workshop, document(more="tags: null\n"))
    assert first.endswith("#/tags: expected a list, got null")


def test_a_component_that_extends_itself_is_named_once(workshop: Workshop) -> None:
    part = "{type: object, properties: {a: {type: string, description: x}}}"
    schemas = "".join(
        f"\n{name}: {{description: x, allOf: [{{$ref: '#/components/schemas/{base}'}}, {part}]}}"
        for name, base in (("Ping", "Pong"), ("Pong", "Ping"))
    )
    first, _ = one_problem(workshop, document(schemas=schemas))
    assert first.endswith("#/components/schemas/Ping/allOf: Ping extends itself")


def test_a_fault_is_told_once(workshop: Workshop) -> None:
    schemas = PING_SCHEMA.replace("type: string", "type: text")
    assert refused(workshop, document(PING + operation("Other"), schemas)).count("spec.yaml") == 1


USES = """
  /NAME:
    post:
      operationId: NAME
      x-resource: pings
      tags: [Pings]
      summary: x
      parameters: [{$ref: '#/components/parameters/Limit'}]
      requestBody: {$ref: '#/components/requestBodies/Body'}
      responses:
        '200': {$ref: '#/components/responses/Ping'}
        '400': {$ref: '#/components/responses/Error'}
        '404': {$ref: '#/components/responses/Other'}
"""
SHARED = """
components:
  schemas:
    Ping: {type: object, description: A ping., properties: {id: {type: string, description: Its id.}}}
    Body: {type: object, description: x, properties: {size: {type: integer, description: x}}}
    Errors: {type: object, description: x, properties: {code: {type: string, description: x}}}
  parameters:
    Limit: {name: limit, in: query, description: x, schema: {type: integer, default: 10}}
  requestBodies:
    Body: {content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}}
  responses:
    Ping: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Ping'}}}}
    Error: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
    Other: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'}}}}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "at"),
    [
        ("default: 10", "default: ten", "parameters/Limit/schema"),
        ("limit, in: query", "limit, in: header", "parameters/Limit"),
        ("query, description: x", "query", "parameters/Limit"),
        ("name: limit", "name: extra", "parameters/Limit"),
        ("name: limit", "name: '1'", "parameters/Limit"),
        (
            "type: integer, default: 10",
            "type: array, items: {type: array, items: {type: string}}",
            "parameters/Limit/schema/items",
        ),
        ("Body: {content: {application/json", "Body: {content: {text/plain", "requestBodies/Body"),
        ("size: {", "extra: {", "schemas/Body/properties/extra"),
        (
            "Ping: {description: x, content: {application/json",
            "Ping: {description: x, content: {text/plain",
            "responses/Ping",
        ),
        (
            "Other: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Errors'",
            "Other: {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Body'",
            "responses/Other",
        ),
    ],
)
def test_a_fault_of_a_component_is_told_once_and_where_it_is(
    right: str, wrong: str, at: str, workshop: Workshop
) -> None:
    whole = "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths:\n"
    whole += "".join(USES.replace("NAME", name) for name in ("One", "Two", "Three")) + SHARED
    assert right in whole
    first, _ = one_problem(workshop, whole.replace(right, wrong))
    assert first.split()[1] == f"#/components/{at}:"


ODD = [None, True, "x", 7, [], {}, [None], {"a": None}, {"$ref": "#/components/schemas/Ping"}]
RICH = (
    PING
    + """
/more:
  post:
    operationId: Make
    x-resource: pings
    tags: [Pings]
    summary: Make more
    parameters:
      - {name: x, in: query, description: x, schema: {type: array, items: {$ref: '#/components/schemas/State'}}}
    requestBody:
      content: {application/json: {schema: {$ref: '#/components/schemas/Body'}}}
    responses:
      '200': {description: x, content: {application/json: {schema: {$ref: '#/components/schemas/Loud'}}}}
"""
)
RICH_SCHEMAS = (
    PING_SCHEMA
    + """
State: {type: string, description: x, enum: [b, a]}
Body:
  type: object
  description: x
  required: [a]
  properties: {a: {type: string, description: x}, b: {description: x, oneOf: [{type: integer}, {type: 'null'}]}}
Loud:
  description: x
  allOf:
    - {$ref: '#/components/schemas/Ping'}
    - type: object
      properties:
        z: {type: array, description: x, items: {$ref: '#/components/schemas/Ping'}}
        at: {type: integer, x-timestamp: milliseconds, description: x}
"""
)


@pytest.mark.slow
def test_whatever_stands_in_any_place_is_refused_or_becomes_python() -> None:
    """Each node of a document in turn gives way to each odd value; only InvalidInput may be raised."""
    root = parse_text("spec.yaml", document(RICH, RICH_SCHEMAS)).root
    outcomes = {"refused": 0, "made": 0}
    for at, _ in list(walk(root))[1:]:
        for value in ODD:
            changed = copy.deepcopy(root)
            *above, last = steps(at)
            holder: Any = changed
            for step in above:
                holder = holder[int(step) if isinstance(holder, list) else step]
            holder[int(last) if isinstance(holder, list) else last] = copy.deepcopy(value)
            outcomes[outcome(Document("spec.yaml", "", changed))] += 1
    assert min(outcomes.values()) > 20  # neither of them always


def outcome(document: Document) -> str:
    try:
        if list(checks.problems(document)):
            return "refused"
        package = parse(document)
        if list(support.problems(package)):
            return "refused"
    except InvalidInput:
        return "refused"
    for path, text in render(package, ROOT / "templates").items():
        if path.endswith(".py"):
            compile(text, path, "exec")
    return "made"


def test_a_document_stays_as_it_was_read() -> None:
    """What is found in it is kept with it (`structure._objects`): a change would not be seen."""
    read, other = load(SPEC), load(SPEC)
    before = json.dumps(read.root)
    assert not list(checks.problems(read))
    package = parse(read)
    assert not list(support.problems(package))
    render(package, ROOT / "templates")
    compare(read, other)
    assert json.dumps(read.root) == before
