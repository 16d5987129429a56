"""Templates: an error names the template and its line, and nothing is written."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.document.yaml_loader import parse_text
from generator.parse.parse import parse
from generator.paths import TEMPLATES
from generator.render.render import render
from tests.generator.conftest import PING_SCHEMA, Workshop, document, one_problem, operation

GOOD = document()


def copied_templates(workshop: Workshop) -> Path:
    workshop.templates = workshop.folder / "templates"
    shutil.copytree(TEMPLATES, workshop.templates)
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
    first, remedy = one_problem(workshop, GOOD)  # of the many that ruff finds in a file that is no Python
    assert first == "templates/: the templates do not render to Python"
    assert remedy.startswith("operation.py:1:")


def test_render_refuses_two_files_of_one_name(workshop: Workshop) -> None:
    package = parse(parse_text("x", document()))
    model = replace(package.models[0], name="Pong")
    with pytest.raises(ValueError, match=r"models/ping\.py"):
        render(replace(package, models=(*package.models, model)), workshop.templates)
