"""Each kind of value in each place: it gets to the wire and back, or the document is refused with place and remedy."""

import inspect
import re
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, get_args, get_type_hints

import pytest

from tests.generator.conftest import (
    FREE,
    MOMENT,
    MORE,
    PING,
    PING_SCHEMA,
    PONG,
    QUERY,
    STATE,
    Workshop,
    body,
    document,
    one_problem,
    operation,
    parameters,
    query,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def written_out(package: Any, annotation: str) -> str:
    """An annotation with the values of enums in place of their names."""
    try:
        names = import_module(f"{package.__name__}.enums")
    except ModuleNotFoundError:  # a document without enums
        return annotation.replace('"', "'")
    values = {name: f"Literal{[*get_args(getattr(names, name))]}" for name in names.__all__}
    written = re.sub(r"(?:enums\.)?\b([A-Z]\w+)", lambda name: values.get(name[1], name[0]), annotation)
    return written.replace('"', "'")


def array(items: str) -> str:
    return f"{{type: array, items: {items}}}"


def or_null(schema: str) -> str:
    return f"{{oneOf: [{schema}, {{type: 'null'}}]}}"


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("schema", "annotation", "value", "sent"),
    [
        (array("{type: integer}"), "Sequence[int]", [1, 2], ["1", "2"]),
        (array("{type: boolean}"), "Sequence[bool]", [True], ["true"]),
        (array("{type: string, enum: [b, a]}"), "Sequence[Literal['b', 'a']]", ["a"], ["a"]),
        (array(STATE), "Sequence[Literal['b', 'a']]", ["b", "a"], ["b", "a"]),
        (array("{type: integer, enum: [2, 1]}"), "Sequence[Literal[2, 1]]", [2], ["2"]),
        (array(MOMENT), "Sequence[int | datetime]", [EPOCH, 5], ["0", "5"]),
        (array("{type: string, format: date-time}"), "Sequence[datetime | str]", ["x"], ["x"]),
        (STATE, "Literal['b', 'a']", "b", ["b"]),
        (or_null(STATE), "Literal['b', 'a']", "b", ["b"]),
        ("{type: [string, 'null'], enum: [b, null]}", "Literal['b']", "b", ["b"]),
        (MOMENT, "int | datetime", EPOCH, ["0"]),
        (or_null(MOMENT), "int | datetime", EPOCH, ["0"]),
        ("{$ref: '#/components/schemas/Many'}", "Sequence[int]", [1], ["1"]),
        ("{type: string, enum: ['true', 'false']}", "bool | Literal['true', 'false']", True, ["true"]),
        ("{type: string, format: date}", "str", "2026-01-01", ["2026-01-01"]),
    ],
)
def test_in_a_query(schema: str, annotation: str, value: Any, sent: list[str], workshop: Workshop) -> None:
    package = workshop.make(operation(more=parameters(query("x", schema))), MORE)
    said = written_out(package, inspect.get_annotations(package.api.get_ping)["x"])
    assert said == f"{annotation} | None | Unset"
    assert package.api.get_ping(x=value).query == tuple(("x", one) for one in sent)
    with pytest.raises(TypeError, match=r"^x"):
        package.api.get_ping(x=1.5j)


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("schema", "annotation", "value", "sent"),
    [
        (array("{type: integer}"), "Sequence[int]", [1], [1]),
        (array("{type: [integer, 'null']}"), "Sequence[int | None]", [1, None], [1, None]),
        (array("{type: [string, 'null']}"), "Sequence[str | None]", ["a", None], ["a", None]),
        (array(FREE), "Sequence[Mapping[str, JsonValue]]", [{"a": 1}], [{"a": 1}]),
        (array(STATE), "Sequence[Literal['b', 'a']]", ["a"], ["a"]),
        (array(MOMENT), "Sequence[int | datetime]", [EPOCH], [0]),
        ("{type: [array, 'null'], items: {type: integer}}", "Sequence[int] | None", None, None),
        ("{type: [array, 'null'], items: {type: string}}", "Sequence[str] | None", None, None),
        (or_null(array("{type: integer}")), "Sequence[int] | None", [3], [3]),
        ("{type: [string, 'null'], enum: [a, null]}", "Literal['a'] | None", None, None),
        (
            "{type: [string, 'null'], enum: ['true', 'false', null]}",
            "bool | Literal['true', 'false'] | None",
            None,
            None,
        ),
        (or_null(MOMENT), "int | datetime | None", EPOCH, 0),
        ("{$ref: '#/components/schemas/Free'}", "Mapping[str, JsonValue]", {"a": []}, {"a": []}),
    ],
)
def test_in_a_body(schema: str, annotation: str, value: Any, sent: Any, workshop: Workshop) -> None:
    body_schema = f"Body:\n  type: object\n  description: x\n  properties:\n    x: {schema}\n".replace(
        "    x: {", "    x: {description: x, "
    )
    paths = operation("Make", method="post", more=body("{$ref: '#/components/schemas/Body'}"))
    package = workshop.make(paths, MORE + body_schema)
    said = written_out(package, inspect.get_annotations(package.api.make)["x"])
    assert said == f"{annotation} | Unset"
    assert package.api.make(x=value).json == {"x": sent}


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("schema", "annotation", "wire"),
    [
        (array("{type: string, enum: [b, a]}"), "list[Literal['b', 'a'] | str]", ["a", "new"]),
        (array(STATE), "list[Literal['b', 'a'] | str]", ["a"]),
        (array("{type: [string, 'null']}"), "list[str | None]", ["a", None]),
        ("{type: [string, 'null'], enum: [a, null]}", "Literal['a'] | str", None),
        (array(MOMENT), "list[int]", [5]),
        ("{}", "JsonValue", {"any": [1]}),
    ],
)
def test_in_an_answer(schema: str, annotation: str, wire: Any, workshop: Workshop) -> None:
    field = schema.replace("{", "{description: x, ", 1)
    package = workshop.make(schemas=MORE.replace("    id:", f"    x: {field}\n    id:", 1))
    ping = package.models.Ping.from_dict({"id": "1", "x": wire})
    said = written_out(package, inspect.get_annotations(package.models.Ping)["x"])
    assert said == f"{annotation} | None"
    assert ping.to_dict() == {"id": "1", "x": wire}


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ("{type: string, enum: [a]}", "GetPingSortBy"),
        (array("{type: string, enum: [a]}"), "GetPingSortBy"),
        (or_null("{type: string, enum: [a]}"), "GetPingSortBy"),
        (STATE, "State"),
    ],
)
def test_an_enum_has_the_name_of_its_component_or_of_its_place(schema: str, name: str, workshop: Workshop) -> None:
    field = schema.replace("{", "{description: x, ", 1).replace("[a]", "[c]")
    own = operation(more=parameters(query("sort_by", schema)))
    package = workshop.make(own, MORE.replace("    id:", f"    last_kind: {field}\n    id:", 1))
    in_model = name if name == "State" else "PingLastKind"
    assert set(workshop.part("enums").__all__) == {"State", name, in_model}
    assert f"enums.{name}" in inspect.get_annotations(package.api.get_ping)["sort_by"]
    assert f"{in_model} | str" in inspect.get_annotations(package.models.Ping)["last_kind"]
    hints = get_type_hints(package.models.Ping), get_type_hints(package.api.get_ping)
    assert get_args(workshop.part("enums").State) == ("b", "a")
    assert all(workshop.part("enums").__dict__[one] for one in {name, in_model})
    assert hints[0]["last_kind"] and hints[1]["sort_by"]


def test_parameters_and_properties_of_components_give_their_names(workshop: Workshop) -> None:
    own = """
components:
  parameters:
    PingOrder: {name: order, in: query, description: An order., schema: {type: string, enum: [up, down]}}
"""
    paths = operation(more="parameters: [{$ref: '#/components/parameters/PingOrder'}]")
    paths += operation("Again", path="/again", more="parameters: [{$ref: '#/components/parameters/PingOrder'}]")
    done = workshop.run("generate", document(paths).replace("components:", own.strip("\n"), 1))
    assert done.status == 0, done.err
    enums = workshop.part("enums")
    assert (enums.__all__, get_args(enums.PingOrder)) == (["PingOrder"], ("up", "down"))


def test_two_enums_of_one_name_are_a_problem(workshop: Workshop) -> None:
    schemas = MORE.replace("    id:", "    kind: {type: string, enum: [a], description: x}\n    id:", 1)
    schemas += "PingKind: {type: string, enum: [b], description: x}\n"
    first, remedy = one_problem(workshop, document(operation(), schemas))
    assert "'PingKind' and 'PingKind' are both a class PingKind" in first
    assert remedy.startswith("rename one")


def test_a_timestamp_by_reference_has_its_datetime(workshop: Workshop) -> None:
    fields = f"    at: {MOMENT}\n    maybe: {or_null(MOMENT)}\n".replace("{oneOf", "{description: x, oneOf")
    package = workshop.make(schemas=MORE.replace("    id:", f"{fields}    id:", 1))
    ping = package.models.Ping.from_dict({"id": "1", "at": 0, "maybe": None})
    assert (ping.at_datetime, ping.maybe_datetime) == (EPOCH, None)


UNSENDABLE = [
    (FREE, "unsupported in a query: free object"),
    (PONG, "unsupported in a query: model"),
    ("{}", "unsupported in a query: a value without type"),
    ("{description: x}", "unsupported in a query: a value without type"),
    ("{type: string, format: binary}", "unsupported in a query: file"),
    (array(PONG), "unsupported in a query: array of model"),
    (array(FREE), "unsupported in a query: array of free object"),
    (array("{type: [string, 'null']}"), "unsupported in a query: array of string or null"),
]


@pytest.mark.parametrize(("schema", "rule"), UNSENDABLE)
def test_not_in_a_query(schema: str, rule: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(operation(more=parameters(query("x", schema))), MORE))
    assert first.endswith(f": {rule}")
    assert first.startswith("spec.yaml:15 #/paths/~1pings/get/parameters/0/schema")
    assert remedy.startswith("a query takes array, boolean, date time, enum, integer")


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        ("{type: integer}", "integer"),
        ("{type: [string, 'null']}", "string or null"),
        ("{type: boolean}", "boolean"),
        ("{type: integer, enum: [1, 2]}", "enum"),
    ],
)
def test_not_in_a_path(schema: str, rule: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(PING.replace("schema: {type: string}", f"schema: {schema}")))
    assert first.endswith(f"parameters/0/schema: unsupported in a path: {rule}")
    assert remedy == "a path takes enum, string"


def test_a_path_parameter_is_required(workshop: Workshop) -> None:
    first, _ = one_problem(workshop, document(PING.replace("required: true, ", "")))
    assert first.endswith("parameters/0: path parameter ping_id is not required")


@pytest.mark.parametrize(
    ("schema", "kind", "rule"),
    [
        (PONG, "application/json", "a JSON body: model"),
        ("{}", "application/json", "a JSON body: a value without type"),
        ("{type: string, format: binary}", "application/json", "a JSON body: file"),
        (array(PONG), "application/json", "a JSON body: array of model"),
        (array("{type: string}"), "multipart/form-data", "a multipart body: array of string"),
        (FREE, "multipart/form-data", "a multipart body: free object"),
        ("{type: [string, 'null'], format: binary}", "multipart/form-data", "a multipart body: file or null"),
    ],
)
def test_not_in_a_body(schema: str, kind: str, rule: str, workshop: Workshop) -> None:
    field = schema.replace("{", "{description: x, ", 1)
    schemas = MORE + f"Body: {{type: object, description: x, properties: {{x: {field}}}}}\n"
    paths = operation("Make", method="post", more=body("{$ref: '#/components/schemas/Body'}", kind=kind))
    first, _ = one_problem(workshop, document(paths, schemas))
    assert first.endswith(f"#/components/schemas/Body/properties/x: unsupported in {rule}")


@pytest.mark.parametrize(
    ("schema", "rule"),
    [
        ("{type: string, format: binary}", "file"),
        (array(or_null(PONG)), "array of model or null"),
        (array("{type: string, format: binary}"), "array of file"),
    ],
)
def test_not_in_an_answer(schema: str, rule: str, workshop: Workshop) -> None:
    field = schema.replace("{", "{description: x, ", 1)
    first, _ = one_problem(workshop, document(schemas=MORE.replace("    id:", f"    x: {field}\n    id:", 1)))
    assert first.endswith(f"#/components/schemas/Ping/properties/x: unsupported in an answer: {rule}")


@pytest.mark.parametrize(
    ("schema", "kind", "rule"),
    [
        (FREE, "application/json", "unsupported: a body without properties"),
        ("{$ref: '#/components/schemas/Free'}", "application/json", "unsupported: a body without properties"),
        (STATE, "application/json", "unsupported: a body without properties"),
        (array("{type: string}"), "multipart/form-data", "unsupported: a body without properties"),
        (array("{type: integer}"), "application/json", "unsupported in an array body: array of integer"),
        (array(array("{type: string}")), "application/json", "unsupported: an array of arrays"),
        (array("{$ref: '#/components/schemas/Many'}"), "application/json", "unsupported: an array of arrays"),
    ],
)
def test_bodies_as_a_whole(schema: str, kind: str, rule: str, workshop: Workshop) -> None:
    paths = operation("Make", method="post", more=body(schema, kind=kind))
    first, _ = one_problem(workshop, document(paths, MORE))
    assert "#/paths/~1pings/post/requestBody" in first
    assert first.endswith(rule)


ROWS = body(array("{$ref: '#/components/schemas/Row'}"))


def test_a_row_with_a_key_that_is_a_keyword(workshop: Workshop) -> None:
    schemas = PING_SCHEMA + "Row: {type: object, description: x, properties: {class: {type: string, description: x}}}\n"
    first, _ = one_problem(workshop, document(operation("Make", method="post", more=ROWS), schemas))
    assert first.endswith("#/components/schemas/Row/properties/class: 'class' cannot be the key of a row")


def test_a_row_keeps_a_key_that_is_not_in_snake_case(workshop: Workshop) -> None:
    schemas = (
        PING_SCHEMA + "Row: {type: object, description: x, properties: {fooBar_: {type: string, description: x}}}\n"
    )
    package = workshop.make(operation("Make", method="post", more=ROWS), schemas)
    assert package.models.Row.__optional_keys__ == {"fooBar_", "extra"}
    assert package.api.make(rows=[{"fooBar_": "a"}]).json == [{"fooBar_": "a"}]


def test_a_component_is_a_row_or_part_of_an_answer(workshop: Workshop) -> None:
    paths = operation("Make", method="post", more=body(array("{$ref: '#/components/schemas/Ping'}")))
    first, remedy = one_problem(workshop, document(paths))
    assert first.endswith("#/components/schemas/Ping: Ping is both a row of a request and part of an answer")
    assert remedy == "give the rows their own component"


@pytest.mark.parametrize("schema", ["{type: integer}", "{type: boolean}", array("{type: string}")])
def test_one_or_several_are_texts(schema: str, workshop: Workshop) -> None:
    more = parameters(query("x", schema, ", x-multiple-values: true"))
    first, remedy = one_problem(workshop, document(operation(more=more)))
    assert f"{QUERY}: x-multiple-values on " in first
    assert remedy == "only texts can be one or several: use an array"


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("{type: integer, default: many}", "the default 'many' is not integer"),
        ("{type: integer, default: true}", "the default True is not integer"),
        ("{type: string, default: 5}", "the default 5 is not string"),
        ("{type: string, enum: [a], default: b}", "the default 'b' is not enum"),
        ("{type: array, items: {type: string}, default: [1]}", "the default [1] is not array of string"),
    ],
)
def test_a_default_is_one_of_the_values(schema: str, said: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, document(operation(more=parameters(query("x", schema)))))
    assert first.endswith(f"{QUERY}: {said}")


@pytest.mark.parametrize(
    "schema",
    [
        "{enum: [a, 1]}", "{enum: [true]}", "{enum: [1.5]}", "{enum: [null]}", "{enum: [a, a]}", "{enum: [[a]]}",
        "{type: integer, enum: [a]}", "{type: string, enum: [1]}",
    ],
)  # fmt: skip
def test_enums_list_texts_or_whole_numbers(schema: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, document(operation(more=parameters(query("x", schema)))))
    assert f"{QUERY}/enum: unsupported: an enum of anything but" in first
