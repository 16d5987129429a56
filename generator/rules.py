"""The house rules of the document: what it must be for the pipeline to write a package people can rely on.

Each rule is a generator of problems; openapi/README.md says the same in words.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from generator.problem import Problem
from generator.spec import Document, pointer, walk

EXTENSIONS = frozenset(
    {"x-ts-method", "x-timestamp", "x-multiple-values", "x-only-in-ts", "x-sensitive"}
)  # fmt: skip
RESERVED_FIELDS = frozenset({"extras", "from_dict", "to_dict", "replace"})
_SCHEMA_PARENTS = frozenset({"schemas", "properties"})

Rule = Callable[[Document], Iterator[Problem]]


def problems(document: Document) -> Iterator[Problem]:
    """Everything that breaks a rule. A later stage is judged only when the ones before it are clean."""
    for stage in (_OPENAPI, _REFERENCES, _HOUSE):
        found = [problem for rule in stage for problem in rule(document)]
        yield from found
        if found:
            return


def _problem(document: Document, at: str, rule: str, remedy: str) -> Problem:
    return Problem(document.place(at), rule, remedy)


def is_openapi_3_1(document: Document) -> Iterator[Problem]:
    version = document.root.get("openapi")
    if not (isinstance(version, str) and re.fullmatch(r"3\.1\.\d+", version)):
        said = f"openapi is {version!r}" if version is not None else "there is no key openapi"
        yield _problem(
            document, "#/openapi", f"not OpenAPI 3.1: {said}", "write the document as OpenAPI 3.1 (openapi: 3.1.0)"
        )


def has_its_parts(document: Document) -> Iterator[Problem]:
    info = document.root.get("info")
    for key in ("title", "version"):
        if not (isinstance(info, dict) and isinstance(info.get(key), str) and info[key]):
            yield _problem(
                document, pointer("#/info", key), f"info.{key} is not a text", f"give info.{key} as a string in quotes"
            )
    for key in ("paths", "components"):
        if not isinstance(document.root.get(key, {} if key == "components" else None), dict):
            yield _problem(document, pointer("#", key), f"{key} is not a mapping", f"give {key} as a mapping")


def references_lead_somewhere(document: Document) -> Iterator[Problem]:
    for at, node in walk(document.root):
        if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)) or _inside_example(at):
            continue
        ref = node["$ref"]
        if not ref.startswith("#/"):
            yield _problem(
                document, pointer(at, "$ref"), f"$ref to another file: {ref}", "move what it refers to into components"
            )
            continue
        try:
            document.deref(node)
        except RecursionError:
            yield _problem(
                document, pointer(at, "$ref"), f"circular $ref: {ref}", "let one of them be a schema of its own"
            )
        except (LookupError, TypeError, ValueError):
            remedy = "define what it names, or correct the name"
            yield _problem(document, pointer(at, "$ref"), f"dangling $ref: {ref}", remedy)


def operations_are_named(document: Document) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for at, _, _, operation in document.operations():
        name = operation.get("operationId")
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name):
            yield _problem(document, at, f"operationId {name!r} is not a name", "give it a name in PascalCase")
        elif name.lower() in first:
            yield _problem(
                document,
                pointer(at, "operationId"),
                f"duplicate operationId {name}",
                f"it is taken by {first[name.lower()]}",
            )
        else:
            first[name.lower()] = at
        if not (isinstance(operation.get("tags"), list) and len(operation["tags"]) == 1):
            yield _problem(
                document, at, "an operation needs exactly one tag", "the tag names the module its function lands in"
            )
        if not operation.get("summary"):
            yield _problem(document, at, "no summary", "write one: it is the first line of the docstring")


def operations_can_be_described(document: Document) -> Iterator[Problem]:
    for at, path, _, operation in document.operations():
        yield from _judge_parameters(document, at, path, operation)
        yield from _judge_body(document, at, operation)
        yield from _judge_responses(document, at, operation)


def _judge_parameters(document: Document, at: str, path: str, operation: dict[str, Any]) -> Iterator[Problem]:
    found = [document.deref(parameter) for parameter in operation.get("parameters", [])]
    declared = sorted(str(parameter.get("name")) for parameter in found if parameter.get("in") == "path")
    if declared != sorted(re.findall(r"{([^}]*)}", path)):
        yield _problem(
            document, at, f"path parameters {declared} do not match {path}", "declare each {name} of the path once"
        )
    for index, parameter in enumerate(found):
        where = pointer(at, "parameters", index)
        if parameter.get("in") not in ("path", "query"):
            rule = f"unsupported: a parameter in {parameter.get('in')!r}"
            yield _problem(document, where, rule, "headers belong to the client; use path or query")
        if not isinstance(parameter.get("schema"), dict):
            yield _problem(document, where, "a parameter without schema", "give it a schema")
        if not parameter.get("description"):
            yield _problem(
                document, where, f"parameter {parameter.get('name')} has no description", "say what it means"
            )


def _judge_body(document: Document, at: str, operation: dict[str, Any]) -> Iterator[Problem]:
    if "requestBody" not in operation:
        return
    content = document.deref(operation["requestBody"]).get("content", {})
    where = pointer(at, "requestBody")
    if len(content) != 1 or not content.keys() <= {"application/json", "multipart/form-data"}:
        rule = f"unsupported request content: {', '.join(content) or 'none'}"
        yield _problem(document, where, rule, "use one of application/json and multipart/form-data")
        return
    schema = document.deref(next(iter(content.values())).get("schema", {}))
    names = [document.deref(parameter)["name"] for parameter in operation.get("parameters", [])]
    for name in schema.get("properties", {}):
        if name in names:
            rule = f"{name} is both a parameter and a property of the body"
            yield _problem(document, where, rule, "both become arguments of one function: rename one")


def _judge_responses(document: Document, at: str, operation: dict[str, Any]) -> Iterator[Problem]:
    responses = operation.get("responses", {})
    good = [status for status in responses if status.startswith("2")]
    where = pointer(at, "responses")
    if len(good) != 1:
        yield _problem(document, where, f"{len(good)} responses for success", "describe exactly one 2xx response")
        return
    content = document.deref(responses[good[0]]).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    if "$ref" not in schema:
        rule = "unsupported: a 2xx response that is not a JSON object with a name"
        yield _problem(document, pointer(where, good[0]), rule, "refer to a component in application/json")


def schemas_are_supported(document: Document) -> Iterator[Problem]:
    for at, node in walk(document.root):
        if isinstance(node, dict) and _is_schema(at) and not _inside_example(at):
            yield from _judge_schema(document, at, node)


def _judge_schema(document: Document, at: str, node: dict[str, Any]) -> Iterator[Problem]:
    if "properties" in node and not _may_have_properties(document, at):
        yield _problem(
            document, at, "an inline object with properties", "give it a name under components/schemas and refer to it"
        )
    if "nullable" in node:
        yield _problem(
            document, pointer(at, "nullable"), "nullable is OpenAPI 3.0", "write type: [T, 'null'] or oneOf with null"
        )
    for word in ("not", "discriminator", "patternProperties", "if", "prefixItems"):
        if word in node:
            yield _problem(document, pointer(at, word), f"unsupported: {word}", "describe the schema without it")
    for word in ("oneOf", "anyOf"):
        if word in node and sum(part.get("type") != "null" for part in node[word]) != 1:
            yield _problem(
                document,
                pointer(at, word),
                f"unsupported: {word} of several types",
                "only a type and null can be joined",
            )
    if isinstance(node.get("type"), list) and len(set(node["type"]) - {"null"}) != 1:
        yield _problem(
            document, pointer(at, "type"), "unsupported: a union of types", "only a type and null can be joined"
        )
    if isinstance(node.get("additionalProperties"), dict):
        rule = "unsupported: a map with typed values"
        yield _problem(
            document, pointer(at, "additionalProperties"), rule, "write additionalProperties: true, or name the fields"
        )


def properties_are_described(document: Document) -> Iterator[Problem]:
    schemas = document.root.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        for part_at, part in _parts(pointer("#/components/schemas", name), schema):
            for wire, prop in part.get("properties", {}).items():
                where = pointer(part_at, "properties", wire)
                if not (prop.get("description") or document.deref(prop).get("description")):
                    yield _problem(document, where, f"property {wire} has no description", "say what it means")
                if wire in RESERVED_FIELDS or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", wire):
                    yield _problem(
                        document, where, f"{wire!r} cannot be an attribute", "the name is taken or not a Python name"
                    )


def extensions_are_known(document: Document) -> Iterator[Problem]:
    for at, node in walk(document.root):
        if isinstance(node, dict) and not _inside_example(at):
            for key in node:
                if key.startswith("x-") and key not in EXTENSIONS and not at.endswith(("/properties", "/headers")):
                    remedy = f"known are {', '.join(sorted(EXTENSIONS))}"
                    yield _problem(document, pointer(at, key), f"unknown extension {key}", remedy)


_OPENAPI: tuple[Rule, ...] = (is_openapi_3_1, has_its_parts)
_REFERENCES: tuple[Rule, ...] = (references_lead_somewhere,)
_HOUSE: tuple[Rule, ...] = (
    operations_are_named,
    operations_can_be_described,
    schemas_are_supported,
    properties_are_described,
    extensions_are_known,
)


def _parts(at: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield at, schema
    for index, part in enumerate(schema.get("allOf", [])):
        yield pointer(at, "allOf", index), part


def _is_schema(at: str) -> bool:
    """Whether a pointer leads to a schema: by the word before it, or by the list it is in."""
    *parents, last = at.split("/")
    parent = parents[-1] if parents else ""
    if parent in ("allOf", "oneOf", "anyOf"):
        return True
    return parent in _SCHEMA_PARENTS or (last in ("schema", "items") and parent not in _SCHEMA_PARENTS)


def _may_have_properties(document: Document, at: str) -> bool:
    named = re.fullmatch(r"#/components/schemas/[^/]+(/allOf/\d+)?", at)
    return named is not None


def _inside_example(at: str) -> bool:
    return re.search(r"/(examples?|default|enum|value)(/|$)", at) is not None
