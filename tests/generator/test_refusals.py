"""Bad input: one clear message each, with the place and the remedy, exit status 2, and nothing written."""

import re
import shutil
from pathlib import Path

import pytest

from generator.__main__ import ROOT
from tests.generator.conftest import PING, PING_SCHEMA, Workshop, document, operation

GOOD = document()


def refused(workshop: Workshop, text: str | None = None) -> str:
    """The messages; the package that was there before stays as it is."""
    workshop.package.mkdir(exist_ok=True)
    (workshop.package / "__init__.py").write_text("# Generated from an older document\n")
    done = workshop.run("generate", text)
    assert done.status == 2
    assert done.out == ""
    assert workshop.tree() == {"__init__.py": b"# Generated from an older document\n"}
    assert [path.name for path in workshop.folder.iterdir() if path.name.startswith(".")] == []
    assert "Traceback" not in done.err
    assert done.err.endswith("nothing was written\n")
    return done.err


def one_problem(workshop: Workshop, text: str) -> tuple[str, str]:
    """The first line (place and rule) and the remedy of the only problem."""
    first, remedy, last = refused(workshop, text).splitlines()
    assert last == "1 problem; nothing was written"
    assert remedy.startswith("    ")
    assert remedy.strip()
    return first, remedy.strip()


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
    "a typed map": (parameter("{type: object, additionalProperties: {type: string}}"), "a map with typed values"),
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


def copied_templates(workshop: Workshop) -> Path:
    workshop.templates = workshop.folder / "templates"
    shutil.copytree(ROOT / "templates", workshop.templates)
    return workshop.templates


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{% if %}", "template error: Expected an expression"),
        ("{{ nobody }}", "template error: 'nobody' is undefined"),
        ("{{ model.nobody }}", "template error: 'dict object' has no attribute 'nobody'"),
        ("{{ 1 / 0 }}", "template error: division by zero"),
        ("{% endfor %}", "template error: Encountered unknown tag 'endfor'"),
    ],
)
def test_a_template_error_names_template_and_line(line: str, said: str, workshop: Workshop) -> None:
    template = copied_templates(workshop) / "model.py.jinja"
    lines = template.read_text(encoding="utf-8").splitlines(keepends=True)
    template.write_text("".join([*lines[:3], line + "\n", *lines[3:]]), encoding="utf-8")
    first, _ = one_problem(workshop, GOOD)
    assert first.startswith(f"templates/model.py.jinja:4: {said}")


def test_a_template_that_is_not_there(workshop: Workshop) -> None:
    (copied_templates(workshop) / "decode.py.jinja").unlink()
    first, _ = one_problem(workshop, GOOD)
    assert first == "templates/decode.py.jinja: the template does not exist"


def test_a_folder_of_templates_that_is_not_there(workshop: Workshop) -> None:
    workshop.templates = workshop.folder / "none"
    first, remedy = one_problem(workshop, GOOD)
    assert first == f"{workshop.templates}: the folder of templates does not exist"
    assert remedy == "pass another --templates"


def test_a_template_that_is_not_utf_8(workshop: Workshop) -> None:
    (copied_templates(workshop) / "row.py.jinja").write_bytes(b"# fine so far: \xff")
    rows = (
        "requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Row'}}}}}"
    )
    schemas = PING_SCHEMA + PING_SCHEMA.replace("Ping:", "Row:")
    first, _ = one_problem(workshop, document(operation(method="post", more=rows), schemas))
    assert first == "templates/row.py.jinja: the template is not UTF-8 at byte 15"


def test_templates_that_do_not_make_python(workshop: Workshop) -> None:
    template = copied_templates(workshop) / "operation.py.jinja"
    template.write_text("def broken(:\n", encoding="utf-8")
    said = refused(workshop, GOOD)
    assert "the templates do not render to Python" in said
    assert "operation.py:1" in said


def test_check_refuses_the_same_way(workshop: Workshop) -> None:
    done = workshop.run("check", GOOD.replace("schemas/Ping'", "schemas/Pong'"))
    assert done.status == 2
    assert "dangling $ref" in done.err


@pytest.mark.parametrize("arguments", [[], ["make"], ["generate", "--nobody"]])
def test_the_command_line_is_checked(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from generator.__main__ import main

    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: python -m generator" in capsys.readouterr().err


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
