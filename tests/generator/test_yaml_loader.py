"""Loading a document: what cannot be read, or is not JSON written as YAML, is refused with its place."""

import pytest

from generator.document.yaml_loader import parse_text
from tests.generator.conftest import PING_SCHEMA, Workshop, document, one_problem, refused


def test_the_document_does_not_exist(workshop: Workshop) -> None:
    assert "spec.yaml: the document does not exist" in refused(workshop)


def test_the_document_is_a_folder(workshop: Workshop) -> None:
    workshop.spec.mkdir()
    assert "spec.yaml: the document cannot be read" in refused(workshop)


def test_the_document_is_not_text(workshop: Workshop) -> None:
    workshop.spec.write_bytes(b"\xff\xfe")
    assert "spec.yaml: the document cannot be read" in refused(workshop)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("openapi: 3.1.0\ninfo: {title: [}", "spec.yaml:2:16: not valid YAML"),
        ("a: b: c", "spec.yaml:1:5: not valid YAML"),
        ("a: &x 1\nb: *y", "spec.yaml:2:4: not valid YAML"),
        ("a: 1\na: 2", "spec.yaml:2:1: not valid YAML: the key 'a' stands here twice"),
        ("200: ok", "spec.yaml:1:1: not valid YAML: the key '200' is not a string"),
        ("info: {version: 2025-11-10}", "spec.yaml:1:17: not valid YAML: 2025-11-10 is a date"),
        ("a: !!python/object:os.system x", "spec.yaml:1:4: not valid YAML"),
    ],
)
def test_yaml_errors_come_with_line_and_column(text: str, place: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, text)
    assert first.startswith(place)


@pytest.mark.parametrize("text", ["", "- a list", "text", "null"])
def test_something_else_than_a_mapping(text: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, text)
    assert first == "spec.yaml: not an OpenAPI document"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x {b: *x}", "spec.yaml:1:4: what stands here contains itself"),
        ("a: &x [1, [*x]]", "spec.yaml:1:4: what stands here contains itself"),
        ("a: !!set {b}", "spec.yaml:1:4: not valid YAML: !!set is in YAML and not in JSON"),
        ("a: !!binary aGk=", "spec.yaml:1:4: not valid YAML: aGk= is binary in YAML and not in JSON"),
        ("a: .inf", "spec.yaml:1:4: not valid YAML: .inf is not what JSON takes it for"),
        ("a: -.INF", "spec.yaml:1:4: not valid YAML: -.INF is not what JSON takes it for"),
        ("a: .nan", "spec.yaml:1:4: not valid YAML: .nan is not what JSON takes it for"),
        ("a: 010", "spec.yaml:1:4: not valid YAML: 010 is not what JSON takes it for"),
        ("a: 1:30", "spec.yaml:1:4: not valid YAML: 1:30 is not what JSON takes it for"),
        ("a: yes", "spec.yaml:1:4: not valid YAML: yes is not what JSON takes it for"),
        ("a: 1\nb: x\x07y", "spec.yaml:2:5: not valid YAML: the character '\\x07'"),
        ("a: \x00", "spec.yaml:1:4: not valid YAML: the character '\\x00'"),
    ],
)
def test_yaml_that_is_no_json(text: str, said: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, text)
    assert first.startswith(said)


def test_a_schema_that_takes_null_by_the_guides_is_widened_once() -> None:
    text = "one: &one {type: object, x-nullable: true}\ntwo: [*one]\nthree: {type: string}\nfour: {x-nullable: true}\n"
    wide = {"type": ["object", "null"], "x-nullable": True}
    root = parse_text("spec.yaml", text).root
    assert root == {"one": wide, "two": [wide], "three": {"type": "string"}, "four": {"x-nullable": True}}


def test_known_values_are_read_as_an_enum() -> None:
    letter = "#/components/schemas/Letter"
    text = """
one: {type: string, x-enum: [a, b]}
two: {type: string, x-enum: '#/components/schemas/Letter', description: A letter.}
"""
    assert parse_text("spec.yaml", text).root == {
        "one": {"type": "string", "enum": ["a", "b"], "x-enum": ["a", "b"]},
        "two": {"$ref": letter, "description": "A letter.", "x-enum": letter},
    }


STATE = "{type: string, description: x, enum: [b, a]}"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("type: string, enum: [a, b], x-enum: [a, c]", "x-enum: x-enum beside enum"),
        ("type: string, enum: [a, b], x-enum: [a, b]", "x-enum: x-enum beside enum"),
        ("type: string, enum: [a], x-enum: '#/components/schemas/State'", "x-enum: x-enum beside enum"),
        ("$ref: '#/components/schemas/State', x-enum: [a]", "x-enum: x-enum beside $ref"),
        (
            "$ref: '#/components/schemas/Ping', x-enum: '#/components/schemas/State'",
            "x-enum: x-enum beside $ref",
        ),
        ("type: [string, 'null'], x-nullable: true", "x-nullable: x-nullable beside a type with null"),
        ("oneOf: [{type: string}], x-nullable: true", "x-nullable: x-nullable without a type"),
        ("x-nullable: true", "x-nullable: x-nullable without a type"),
    ],
)
def test_what_is_said_in_two_ways_is_a_problem(field: str, said: str, workshop: Workshop) -> None:
    """Only one of them would count, and the other would be passed over."""
    text = document(schemas=f"{PING_SCHEMA}    state: {{{field}, description: Its state.}}\nState: {STATE}\n")
    first, remedy = one_problem(workshop, text)
    line = next(number for number, written in enumerate(text.splitlines(), start=1) if "Its state." in written)
    assert first == f"spec.yaml:{line} #/components/schemas/Ping/properties/state/{said}"
    assert remedy.startswith(("leave one: ", "put it beside type"))


def test_an_alias_says_it_once() -> None:
    text = "one: &one {type: string, x-nullable: true, x-enum: [a]}\ntwo: *one\n"
    one = {"type": ["string", "null"], "x-nullable": True, "x-enum": ["a"], "enum": ["a"]}
    assert parse_text("spec.yaml", text).root == {"one": one, "two": one}
