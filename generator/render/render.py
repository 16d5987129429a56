"""Renderer: which template makes which file, with which facts."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2

from generator.package import Endpoint, Field, Model, Module, Package
from generator.problem import InvalidInput, Problem
from generator.render import annotations, docstrings, expressions
from generator.render.imports import import_lines

_RUNTIME = ("types.py", "operation.py", "encode.py", "decode.py", "base_model.py", "strict.py")
_BODY_ARGUMENTS = {
    "json": "json=encode.fields",
    "optional_json": "json=encode.fields_if_any",
    "multipart": "files=encode.parts",
}
_DECODE = ("SharedModels", "Shapes", "array", "as_datetime", "child", "children", "free_object", "required_children")
_TYPES = ("UNSET", "File", "JsonObject", "JsonValue", "Unset", "marked_deprecated")


def render(package: Package, templates: Path, source: str = "the document") -> dict[str, str]:
    """Every file of the package, not yet formatted. Raises InvalidInput with the template and line that failed.

    `source` is what the first line of each file calls the document.
    """
    if not templates.is_dir():
        raise InvalidInput(
            [Problem(str(templates), "the folder of templates does not exist", "pass another --templates")]
        )
    try:
        return _once(_files(package, _environment(templates), " ".join(source.split())))
    except jinja2.TemplateNotFound as error:
        raise InvalidInput(
            [Problem(f"{templates.name}/{error.name}", "the template does not exist", "restore it")]
        ) from None
    except UnicodeDecodeError as error:
        names = [path.name for path in sorted(templates.glob("*.jinja")) if path.read_bytes() == error.object]
        rule = f"the template is not UTF-8 at byte {error.start}"
        raise InvalidInput([Problem(f"{templates.name}/{', '.join(names)}", rule, "save it as UTF-8")]) from None
    except jinja2.TemplateSyntaxError as error:
        place = f"{templates.name}/{error.name}:{error.lineno}"
        raise InvalidInput(
            [Problem(place, f"template error: {error.message}", "correct the template at this line")]
        ) from None
    except Exception as error:
        line = _template_line(error, templates)
        if line is None:
            raise
        raise InvalidInput([Problem(line, f"template error: {error}", "correct the template at this line")]) from error


@functools.lru_cache(maxsize=1)
def _environment(templates: Path) -> jinja2.Environment:
    """The templates of a folder, each compiled when it is first used, and again when its file has changed."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(literal=expressions.literal, docstring=docstrings.docstring)
    return environment


def _once(files: Iterator[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, text in files:
        if path in found:
            raise ValueError(f"two files are called {path}: names.py lets it pass")
        found[path] = text
    return found


def _files(package: Package, environment: jinja2.Environment, source: str) -> Iterator[tuple[str, str]]:
    def template(name: str, **facts: Any) -> str:
        return environment.get_template(f"{name}.jinja").render(source=source, **facts)

    for name in _RUNTIME:
        yield name, template(name)
    yield "__init__.py", template("package_init.py", package=package)
    yield "py.typed", ""
    yield "openapi.json", package.document
    bases = {model.name: model for model in package.models}
    for model in package.models:
        yield f"models/{model.module}.py", template("model.py", model=_model_facts(model, bases))
    for row in package.rows:
        yield f"models/{row.module}.py", template("row.py", row=_row_facts(row))
    names = {model.name: model.module for model in [*package.models, *package.rows]}
    yield (
        "models/__init__.py",
        template("lazy_init.py", docstring=docstrings.docstring(f"Models of {package.title}."), names=_sorted(names)),
    )
    if package.enums:
        yield "enums.py", template("enums.py", enums=package.enums, title=package.title)
    for module in package.modules:
        yield f"api/{module.name}.py", template("api_module.py", module=_module_facts(module, package))
    functions = {endpoint.name: module.name for module in package.modules for endpoint in module.endpoints}
    docstring = "A function per operation: it describes the call and does no I/O."
    yield "api/__init__.py", template("lazy_init.py", docstring=docstring, names=_sorted(functions))


def _model_facts(model: Model, models: dict[str, Model]) -> dict[str, Any]:
    inherited = {field.wire: field for field in models[model.base].fields} if model.base else {}
    fields = [_attribute_facts(model, field, inherited.get(field.wire, field)) for field in model.fields]
    used = " ".join(f"{field['annotation']} {field['decode']}" for field in fields)
    used += " Any SharedModels JsonObject Mapping Rule Self UNSET Unset Shapes attrs model " + _base(model)
    used += " as_datetime datetime" * any(field["timestamp"] for field in fields)
    used += " deprecated marked_deprecated" * any(field["deprecated"] for field in fields)
    package = {"..base_model": ("Model", "Page", "Rule", "model"), "..decode": _DECODE, "..encode": ("deprecated",)}
    package |= {"..enums": _enum_names(model), "..types": _TYPES}
    siblings = {f".{other.module}": (other.name,) for other in models.values() if other.name != model.name}
    later = _imported_later(model, models)
    late = {module: names for module, names in siblings.items() if names[0] in later}
    used += " TYPE_CHECKING" * bool(later)
    return {
        "name": model.name,
        "base": _base(model),
        "docstring": docstrings.model_docstring(model),
        "fields": fields,
        "hidden": tuple(expressions.attribute(field) for field in model.fields if field.sensitive),
        "imports": import_lines(used, package | {module: siblings[module] for module in siblings.keys() - late.keys()}),
        "late_imports": [f"from {module} import {name}" for module, (name,) in late.items()],
    }


def _base(model: Model) -> str:
    return model.base or ("Page" if model.is_page else "Model")


def _imported_later(model: Model, models: dict[str, Model]) -> set[str]:
    """The classes of fields whose modules lead back to this one: imported when an answer is read."""
    return {name for name in _field_classes(model) if name != model.name and _leads_to(name, model.name, models)}


def _field_classes(model: Model) -> set[str]:
    types = [part for field in model.fields for part in (field.type, field.type.item) if part is not None]
    return {type_.name for type_ in types if type_.kind == "model"} - {model.base}


def _enum_names(model: Model) -> tuple[str, ...]:
    """The aliases of the enums of a model's fields."""
    types = [part for field in model.fields for part in (field.type, field.type.item) if part is not None]
    return tuple(dict.fromkeys(type_.name for type_ in types if type_.kind == "enum"))


def _leads_to(start: str, name: str, models: dict[str, Model]) -> bool:
    seen, upcoming = set[str](), [start]
    while upcoming:
        if (found := upcoming.pop()) == name:
            return True
        if found in models and found not in seen:
            seen.add(found)
            upcoming += _field_classes(models[found]) | {models[found].base}
    return False


def _attribute_facts(model: Model, field: Field, inherited: Field) -> dict[str, Any]:
    annotation = annotations.response_annotation(field)
    return {
        "wire": field.wire,
        "name": field.name,
        "attribute": expressions.attribute(field),
        "annotation": annotation,
        "replacement": annotations.response_annotation(inherited),
        "decode": expressions.decode(model, field),
        "rule": expressions.rule(field),
        "deprecated": field.deprecated,
        "docstring": docstrings.docstring(field.description),
        "timestamp": annotation.replace("int", "datetime") if field.type.kind == "timestamp" else "",
    }


def _row_facts(row: Model) -> dict[str, Any]:
    fields = [{"name": field.wire, "annotation": annotations.row_annotation(field)} for field in row.fields]
    used = " ".join(field["annotation"] for field in fields) + " TypedDict Mapping JsonValue"
    imports = import_lines(used, {"..enums": _enum_names(row), "..types": _TYPES})
    return {"name": row.name, "docstring": docstrings.model_docstring(row), "fields": fields, "imports": imports}


def _module_facts(module: Module, package: Package) -> dict[str, Any]:
    endpoints = [_endpoint_facts(endpoint) for endpoint in module.endpoints]
    items = [endpoint.items.type.item for endpoint in module.endpoints if endpoint.items]
    used_rows = {item.name for item in items if item is not None}
    rows = [
        {
            "constant": expressions.constant(row.name),
            "fields": [{"wire": field.wire, "encoder": expressions.encoder(field)} for field in row.fields],
            "required": tuple(field.wire for field in row.fields if field.required),
        }
        for row in package.rows
        if row.name in used_rows
    ]
    used = " ".join(endpoint["uses"] for endpoint in endpoints) + " Operation encode models"
    own = {"..": ("encode", "enums", "models"), "..operation": ("Operation",), "..types": _TYPES}
    docstring = docstrings.docstring(f"{module.title}: {' '.join(module.description.split())}")
    return {"docstring": docstring, "endpoints": endpoints, "rows": rows, "imports": import_lines(used, own)}


def _endpoint_facts(endpoint: Endpoint) -> dict[str, Any]:
    path = [_parameter_facts(field, "path") for field in endpoint.path]
    query = [_parameter_facts(field, "query") for field in endpoint.query]
    body = [_parameter_facts(field, "body") for field in endpoint.body]
    items = _parameter_facts(endpoint.items, "body") if endpoint.items else None
    first = [*path, *([items] if items else [])]
    positional = [parameter for parameter in first if (parameter["wire"] or parameter["name"]) in endpoint.positional]
    others = [parameter for parameter in first if parameter not in positional]
    keywords = sorted([*others, *query, *body], key=lambda parameter: not parameter["required"])
    facts = {
        "id": endpoint.id,
        "name": endpoint.name,
        "method": endpoint.method,
        "route": endpoint.route,
        "path": expressions.path_expression(endpoint),
        "returns": f"models.{endpoint.returns}",
        "docstring": docstrings.endpoint_docstring(endpoint),
        "deprecated": endpoint.deprecated,
        "positional": positional,
        "keywords": keywords,
        "parameters": [*positional, *keywords],
        "query": query,
        "body": body,
        "body_argument": _BODY_ARGUMENTS[endpoint.body_kind],
        "array": items,
        "idempotency_key": endpoint.idempotency_key,
        "known": _known(endpoint),
    }
    return facts | {"uses": " ".join(_uses(facts))}


def _known(endpoint: Endpoint) -> dict[str, str]:
    """Names on the wire, and arguments, that `extra` must not repeat → the argument; empty where there is no extra."""
    if not endpoint.takes_extra:
        return {}
    fields = [*endpoint.path, *endpoint.query, *endpoint.body]
    return {name: field.name for field in fields for name in (field.wire, field.name)}


def _uses(facts: dict[str, Any]) -> Iterator[str]:
    """The words of a function that have to be imported."""
    yield "Mapping JsonValue Unset UNSET" * bool(facts["known"])
    yield "marked_deprecated" * facts["deprecated"]
    for parameter in facts["parameters"]:
        yield parameter["annotation"]
        yield "" if parameter["required"] and not parameter["deprecated"] else "UNSET"


def _parameter_facts(field: Field, where: str) -> dict[str, Any]:
    return {
        "wire": field.wire,
        "name": field.name,
        "annotation": annotations.request_annotation(field, where=where),
        "encoder": expressions.encoder(field),
        "required": field.required,
        "deprecated": field.deprecated,
    }


def _sorted(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items()))


def _template_line(error: BaseException, templates: Path) -> str | None:
    """Where in the templates an exception was raised: the innermost frame that Jinja maps to a template."""
    place, trace = None, error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.suffix == ".jinja":
            place = f"{templates.name}/{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
