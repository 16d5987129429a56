"""Names: none is taken twice, reserved, or impossible in Python; and every name that is allowed works."""

import inspect

import pytest

from generator.package import Endpoint, Field, Type
from generator.render.expressions import path_expression
from tests.generator.conftest import PING, PING_SCHEMA, Workshop, document, one_problem, operation

SCHEMAS = "#/components/schemas"


def prop(name: str, schema: str = "type: string") -> str:
    return f"    {name}: {{{schema}, description: x}}\n"


@pytest.mark.parametrize(
    ("more", "at", "rule"),
    [
        (prop("to_dict"), "to_dict", "'to_dict' cannot be an attribute"),
        (prop("ToDict"), "ToDict", "'ToDict' cannot be an attribute"),
        (prop("fromDict"), "fromDict", "'fromDict' cannot be an attribute"),
        (prop("Replace"), "Replace", "'Replace' cannot be an attribute"),
        (prop("extras"), "extras", "'extras' cannot be an attribute"),
        (prop("self"), "self", "'self' cannot be an attribute"),
        (prop("property"), "property", "'property' cannot be an attribute"),
        (prop("str"), "str", "'str' cannot be an attribute"),
        (prop("a-b"), "a-b", "'a-b' cannot be an attribute"),
        (prop("1a"), "1a", "'1a' cannot be an attribute"),
        (prop("_a"), "_a", "'_a' cannot be an attribute"),
        (prop("''"), "", "'' cannot be an attribute"),
        (prop("fooBar") + prop("foo_bar"), "foo_bar", "'foo_bar' and 'fooBar' are both an attribute foo_bar"),
        (prop("ID"), "ID", "'ID' and 'id' are both an attribute id"),
        (
            prop("at", "type: integer, x-timestamp: milliseconds") + prop("at_datetime"),
            "at",
            "'at as a datetime' and 'at_datetime' are both an attribute at_datetime",
        ),
    ],
)
def test_attributes(more: str, at: str, rule: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(schemas=PING_SCHEMA + more))
    assert first.endswith(f"{SCHEMAS}/Ping/properties/{at}: {rule}")
    assert "rename" in remedy or "use letters" in remedy


def test_an_inherited_property_has_its_name_too(workshop: Workshop) -> None:
    schemas = PING_SCHEMA + """
LoudPing:
  description: A loud ping.
  allOf:
    - $ref: '#/components/schemas/Ping'
    - {type: object, properties: {ID: {type: string, description: x}}}
"""  # fmt: skip
    first, _ = one_problem(workshop, document(schemas=schemas))
    assert first.endswith("LoudPing/allOf/1/properties/ID: 'ID' and 'id' are both an attribute id")


@pytest.mark.parametrize("name", ["UNSET", "Unset", "File", "JsonObject", "Operation", "Model", "Mapping", "Self"])
def test_classes_that_generated_code_needs(name: str, workshop: Workshop) -> None:
    first, remedy = one_problem(workshop, document(schemas=PING_SCHEMA + PING_SCHEMA.replace("Ping:", f"{name}:")))
    assert first.endswith(f"{SCHEMAS}/{name}: {name!r} cannot be a class")
    assert remedy == f"generated code needs {name}: rename it"


@pytest.mark.parametrize("name", ["None", "7up", "import_module", "ping", "Ping-Pong", "default", "Pi.ng"])
def test_components_that_are_no_class_names(name: str, workshop: Workshop) -> None:
    schemas = PING_SCHEMA + PING_SCHEMA.replace("Ping:", f"'{name}':")
    first, _ = one_problem(workshop, document(schemas=schemas))
    assert first.endswith(f"{SCHEMAS}/{name}: {name!r} cannot be a class")


def test_two_components_of_one_module(workshop: Workshop) -> None:
    schemas = PING_SCHEMA + PING_SCHEMA.replace("Ping:", "HTTPPing:") + PING_SCHEMA.replace("Ping:", "HttpPing:")
    first, _ = one_problem(workshop, document(schemas=schemas))
    assert first.endswith(f"{SCHEMAS}/HttpPing: 'HttpPing' and 'HTTPPing' are both the module http_ping")


@pytest.mark.sample(1)
@pytest.mark.parametrize("name", ["HTTPPing", "PingV2", "Warning", "A1b", "List"])
def test_a_class_has_the_name_of_its_component(name: str, workshop: Workshop) -> None:
    schemas = PING_SCHEMA.replace("Ping:", f"{name}:")
    package = workshop.make(PING.replace("schemas/Ping'", f"schemas/{name}'"), schemas)
    assert package.models.__all__ == [name]
    assert type(package.api.get_ping(ping_id="1").parse({"id": "1"})).__name__ == name


def query(*names: str) -> str:
    entries = (f"{{name: {name!r}, in: query, description: x, schema: {{type: string}}}}" for name in names)
    return f"parameters: [{', '.join(entries)}]\n"


BODY = """
requestBody:
  content:
    application/json:
      schema: {$ref: '#/components/schemas/PingBody'}
"""
ROWS = """
requestBody:
  content:
    application/json:
      schema: {type: array, items: {type: string}}
"""


@pytest.mark.parametrize(
    ("more", "at", "rule"),
    [
        (query("encode"), "parameters/0", "'encode' cannot be an argument"),
        (query("models"), "parameters/0", "'models' cannot be an argument"),
        (query("1a"), "parameters/0", "'1a' cannot be an argument"),
        (query("?"), "parameters/0", "'?' cannot be an argument"),
        (query("a-b", "a_b"), "parameters/1", "'a_b' and 'a-b' are both an argument a_b"),
        (query("a", "a"), "parameters/1", "'a' and 'a' are both an argument a"),
        (query("loud") + BODY, "requestBody", "'loud' and 'loud' are both an argument loud"),
        (query("Loud") + BODY, "requestBody", "'loud' and 'Loud' are both an argument loud"),
        (query("base") + BODY, "requestBody", "'base' and 'base' are both an argument base"),
        (
            query("rows") + ROWS,
            "requestBody/content/application~1json/schema",
            "'rows' and 'rows' are both an argument",
        ),
    ],
)
def test_arguments(more: str, at: str, rule: str, workshop: Workshop) -> None:
    schemas = PING_SCHEMA + """
PingBase: {type: object, description: x, properties: {base: {type: string, description: x}}}
PingBody:
  description: x
  allOf:
    - $ref: '#/components/schemas/PingBase'
    - {type: object, properties: {loud: {type: string, description: x}}}
"""  # fmt: skip
    first, _ = one_problem(workshop, document(operation("Do", method="post", more=more), schemas))
    assert f"#/paths/~1pings/post/{at}: {rule}" in first


def path(*names: str) -> str:
    entries = (
        f"{{name: {name}, in: path, required: true, description: x, schema: {{type: string}}}}" for name in names
    )
    return f"parameters: [{', '.join(entries)}]\n"


def test_path_parameters_of_any_name(workshop: Workshop) -> None:
    """Keywords, dashes, and the names that openapi-python-client keeps for itself."""
    names = ("class", "x-y", "client", "url", "pingId")
    route = "/pings/" + "/".join(f"{{{name}}}" for name in names)
    package = workshop.make(operation(path=route, more=path(*names)))
    described = package.api.get_ping(class_="1", x_y="2", client="3", url="4", ping_id="5")
    assert (described.route, described.path) == (route, "/pings/1/2/3/4/5")
    assert list(inspect.signature(package.api.get_ping).parameters) == ["class_", "x_y", "client", "url", "ping_id"]


def test_one_name_in_path_and_query(workshop: Workshop) -> None:
    more = path("x").replace("]", ", {name: x, in: query, description: x, schema: {type: string}}]")
    first, _ = one_problem(workshop, document(operation(path="/pings/{x}", more=more)))
    assert first.endswith("parameters/1: 'x' and 'x' are both an argument x")


@pytest.mark.parametrize("name", ["ImportModule", "Encode", "Str", "Datetime"])
def test_functions_that_would_hide_what_code_needs(name: str, workshop: Workshop) -> None:
    first, _ = one_problem(workshop, document(operation(name)))
    assert first.endswith(f"operationId: {name!r} cannot be a function or module")


@pytest.mark.parametrize(
    ("second", "tag", "rule"),
    [
        ("GETPing", "Pings", "'GETPing' and 'GetPing' are both a function or module get_ping"),
        ("Pings", "Pings", "'Pings' and 'Pings' are both a function or module pings"),
        ("Other", "pings", "'pings' and 'Pings' are both a function or module pings"),
        ("Other", "'7'", "'7' cannot be a function or module"),
    ],
)
def test_functions_and_modules_share_a_namespace(second: str, tag: str, rule: str, workshop: Workshop) -> None:
    other = operation(second, path="/other").replace("[Pings]", f"[{tag}]")
    first, _ = one_problem(workshop, document(PING + other))
    assert rule in first


ROUTES = [
    '/p" + __import__("os").getcwd() + "/{x}', "/p\n/{x}", '/p"q/{x}', "/p}/{x}", "/p?y=1/{x}", "p/{x}", "/p/{x}.json",
    "//p/{x}", "/p/../{x}", "/{x}\\", "/p#f/{x}", "/p'/{x}", "/p%2F/{x}",
]  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_routes_are_plain(route: str, workshop: Workshop) -> None:
    quoted = '"' + route.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    first, remedy = one_problem(workshop, document(operation(path=quoted, more=path("x"))))
    assert first.endswith(f": {route!r} is not a route")
    assert remedy.startswith("write /segments/{name}")


def test_code_is_safe_from_routes_that_no_rule_has_seen() -> None:
    field = Field("x", "x", Type("string"), True)
    for route in ROUTES:
        endpoint = Endpoint("A", "a", "GET", route, "", "", (field,), (), (), None, "json", "A", ())

        class Encode:
            @staticmethod
            def path_id(name: str, value: str) -> str:
                return f"<{name}>"

        made = eval(path_expression(endpoint), {"encode": Encode, "x": "1"})
        assert made == route.replace("{x}", "<x>")
