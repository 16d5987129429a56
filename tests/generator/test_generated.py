"""What the pipeline makes of a document: the product is imported and asked."""

import hashlib
import inspect
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, get_args

import pytest

from generator.document.yaml_loader import parse_text
from tests.generator.conftest import PING, PING_SCHEMA, Workshop, body, document, operation, parameters, query


def test_an_operation_is_described_and_nothing_is_sent(workshop: Workshop) -> None:
    package = workshop.make()
    described = package.api.get_ping(ping_id="p/1")
    assert (described.id, described.method) == ("GetPing", "GET")
    assert (described.route, described.path) == ("/pings/{ping_id}", "/pings/p%2F1")
    assert (described.query, described.json, described.files) == ((), package.UNSET, ())
    ping = described.parse({"id": "p1", "new": 1})
    assert (type(ping).__name__, ping.id, ping.extras) == ("Ping", "p1", {"new": 1})


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("schema", "value", "sent"),
    [
        ("{type: string}", "a b", [("x", "a b")]),
        ("{type: integer}", 0, [("x", "0")]),
        ("{type: number}", 1.5, [("x", "1.5")]),
        ("{type: boolean}", False, [("x", "false")]),
        ("{type: [string, 'null']}", None, []),
        ("{type: array, items: {type: string}}", ["b", "a", "b"], [("x", "b"), ("x", "a"), ("x", "b")]),
        ("{type: string, enum: [a, b]}", "a", [("x", "a")]),
        ("{type: string, default: z}", None, []),
    ],
)
def test_query_parameters(schema: str, value: Any, sent: list[tuple[str, str]], workshop: Workshop) -> None:
    package = workshop.make(operation(more=parameters(query("x", schema))))
    assert list(package.api.get_ping(x=value).query) == sent
    assert package.api.get_ping().query == ()  # a default is the server's to fill in


def test_extensions_change_what_arguments_take(workshop: Workshop) -> None:
    package = workshop.make(
        operation(
            more=parameters(
                query("after", "{type: integer, x-timestamp: milliseconds}"),
                query("state", "{type: string, enum: [a, b]}", ", x-multiple-values: true"),
            )
        )
    )
    described = package.api.get_ping(after=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), state=["a", "b"])
    assert described.query == (("after", "1000"), ("state", "a"), ("state", "b"))
    assert package.api.get_ping(state="a").query == (("state", "a"),)


def test_an_object_body_becomes_keywords_required_ones_first(workshop: Workshop) -> None:
    schemas = (
        PING_SCHEMA
        + """
PingBody:
  type: object
  description: A new ping.
  required: [name]
  properties:
    note: {type: [string, 'null'], description: A note.}
    name: {type: string, description: A name.}
    free: {type: object, additionalProperties: true, description: Anything.}
"""
    )
    package = workshop.make(
        operation("MakePing", method="post", more=body("{$ref: '#/components/schemas/PingBody'}")), schemas
    )
    make = package.api.make_ping
    assert list(inspect.signature(make).parameters) == ["name", "note", "free", "extra"]
    assert make(free={"a": [None]}, name="n", note=None).json == {"note": None, "name": "n", "free": {"a": [None]}}
    assert make(name="n").json == {"name": "n"}
    with pytest.raises(TypeError, match="name must be a str"):
        make(name=1)


def test_a_body_that_may_be_absent_is_left_out_when_nothing_is_given(workshop: Workshop) -> None:
    schemas = (
        PING_SCHEMA
        + """
Note:
  type: object
  description: A note.
  properties:
    text: {type: string, description: A text.}
"""
    )
    note = "{$ref: '#/components/schemas/Note'}"
    paths = operation("Poke", method="post", more=body(note, required=False))
    paths += operation("Nudge", path="/nudges", method="post", more=body(note))
    package = workshop.make(paths, schemas)
    assert package.api.poke().json is package.UNSET
    assert package.api.poke(text="t").json == {"text": "t"}
    assert package.api.nudge().json == {}


def test_rows_are_checked_key_by_key(workshop: Workshop) -> None:
    schemas = (
        PING_SCHEMA
        + """
Row:
  type: object
  description: A row.
  required: [email]
  properties:
    email: {type: string, description: An address.}
    count: {type: integer, description: A count.}
"""
    )
    rows = "{type: array, items: {$ref: '#/components/schemas/Row'}}"
    package = workshop.make(operation("Bulk", method="post", more=body(rows)), schemas)
    assert package.api.bulk(rows=[{"email": "a"}, {"count": 1, "email": "b"}]).json == [
        {"email": "a"},
        {"count": 1, "email": "b"},
    ]
    with pytest.raises(TypeError, match=r"rows\[1\] lacks the key 'email'"):
        package.api.bulk(rows=[{"email": "a"}, {}])
    assert package.models.Row.__required_keys__ == {"email"}
    assert package.models.Row.__optional_keys__ == {"count", "extra"}


def test_files_are_parts(workshop: Workshop) -> None:
    schemas = (
        PING_SCHEMA
        + """
Upload:
  type: object
  description: An upload.
  required: [file]
  properties:
    by: {type: string, description: Who.}
    file: {type: string, format: binary, description: What.}
"""
    )
    package = workshop.make(
        operation("Send", method="put", more=body("{$ref: '#/components/schemas/Upload'}", kind="multipart/form-data")),
        schemas,
    )
    described = package.api.send(file=b"bytes", by="me")
    assert [(name, getattr(part, "content", part)) for name, part in described.files] == [
        ("by", "me"),
        ("file", b"bytes"),
    ]
    assert described.json is package.UNSET


def test_a_free_form_object_is_a_dict_and_a_nested_one_a_model(workshop: Workshop) -> None:
    schemas = PING_SCHEMA.replace("properties:", """properties:
    free: {type: object, additionalProperties: true, description: Anything.}
    frees: {type: array, items: {type: object, additionalProperties: true}, description: Any things.}
    maybe: {description: A pong., oneOf: [{$ref: '#/components/schemas/Pong'}, {type: 'null'}]}
    pongs: {type: array, items: {$ref: '#/components/schemas/Pong'}, description: Pongs.}
""", 1) + """
Pong:
  type: object
  description: A pong.
  properties:
    at: {type: integer, x-timestamp: milliseconds, description: When.}
"""  # fmt: skip
    package = workshop.make(schemas=schemas)
    wire: dict[str, Any] = {"free": {"a": {}}, "frees": [{"b": 1}], "maybe": None, "pongs": [{"at": 0}], "id": "1"}
    ping = package.models.Ping.from_dict(wire)
    assert (ping.free, ping.frees, ping.maybe) == ({"a": {}}, [{"b": 1}], None)
    assert ping.pongs[0].at_datetime.isoformat() == "1970-01-01T00:00:00+00:00"
    assert ping.to_dict() == wire
    hints = inspect.get_annotations(package.models.Ping)
    assert hints["maybe"] == "Pong | None"
    assert hints["pongs"] == "list[Pong] | None"
    assert package.models.Ping.from_dict({"maybe": {"at": 5}}).maybe == package.models.Pong.from_dict({"at": 5})


def test_a_component_can_extend_another(workshop: Workshop) -> None:
    schemas = (
        PING_SCHEMA
        + """
LoudPing:
  description: A loud ping.
  allOf:
    - $ref: '#/components/schemas/Ping'
    - {type: object, properties: {volume: {type: integer, description: How loud.}}}
"""
    )
    package = workshop.make(PING.replace("schemas/Ping'", "schemas/LoudPing'"), schemas)
    loud = package.models.LoudPing.from_dict({"id": "1", "volume": 11})
    assert isinstance(loud, package.models.Ping)
    assert (loud.id, loud.volume) == ("1", 11)


def test_enums_keep_the_order_of_the_document_and_stay_open_in_answers(workshop: Workshop) -> None:
    schemas = PING_SCHEMA.replace("{type: string", "{type: string, enum: [z, a, m]")
    package = workshop.make(operation(more=parameters(query("x", "{type: string, enum: [z, a, m]}"))), schemas)
    enums = workshop.part("enums")
    assert inspect.get_annotations(package.models.Ping)["id"] == "PingId | str"
    assert inspect.get_annotations(package.api.get_ping)["x"] == "enums.GetPingX | None | Unset"
    assert get_args(enums.PingId) == get_args(enums.GetPingX) == ("z", "a", "m")


def test_keywords_of_python_get_an_underscore(workshop: Workshop) -> None:
    more = parameters(query("from", "{type: string}"), query("class", "{type: string}"))
    package = workshop.make(
        operation("Import", more=more), PING_SCHEMA.replace("id:", "import:").replace("[id]", "[import]")
    )
    name = next(name for name in package.api.__all__)
    assert getattr(package.api, name)(from_="a", class_="b").query == (("from", "a"), ("class", "b"))
    assert package.models.Ping.from_dict({"import": "x"}).import_ == "x"
    assert package.models.Ping.from_dict({"import": "x"}).to_dict() == {"import": "x"}


def test_what_is_deprecated_warns(workshop: Workshop) -> None:
    more = parameters(query("old", "{type: string}", ", deprecated: true"), query("new", "{type: string}"))
    schemas = PING_SCHEMA.replace("description: Its id.", "description: Its id., deprecated: true")
    package = workshop.make(operation(more=more) + operation("OldPing", path="/old", more="deprecated: true"), schemas)
    assert package.api.get_ping(new="1").query == (("new", "1"),)
    for use in (
        lambda: package.api.get_ping(old="1"),
        package.api.old_ping,
        lambda: package.models.Ping.from_dict({"id": "1"}).id,
    ):
        with pytest.warns(DeprecationWarning, match="is deprecated by the API") as caught:
            use()
        assert caught[0].filename == __file__


HOSTILE = [
    'quotes """ \' and \\" and \\', "{{ jinja }} {% raw %}", "# comment", "${x} %s {0}", "ends with a quote \"",
    "ends with a backslash \\", "line\nbreak", "ü ☃ 𝄞", "\u2028 separator", "*/ --> <!-- `", "\t tab",
]  # fmt: skip


@pytest.mark.sample(1)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str, workshop: Workshop) -> None:
    """In descriptions, summaries, titles and enum values; the product is imported with warnings as errors."""
    quoted = json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028")  # so that it is a YAML string, too
    paths = PING.replace("Its id.", quoted).replace("Get a ping", quoted).replace("The ping.", quoted)
    enum = f"kind: {{type: string, enum: [{quoted}], description: {quoted}}}"
    schemas = PING_SCHEMA.replace("A ping.", quoted).replace("properties:\n", f"properties:\n    {enum}\n")
    more = f"tags: [{{name: Pings, description: {quoted}}}]"
    package = workshop.make(paths, schemas, more)
    assert package.api.get_ping.__doc__
    for word in text.split():
        assert word in package.models.Ping.__doc__
    assert get_args(workshop.part("enums").PingKind) == (text,)


def test_no_object_leaks_into_the_text(workshop: Workshop) -> None:
    workshop.make()
    text = b"\n".join(workshop.tree().values())
    assert b" object at 0x" not in text
    assert b"Undefined" not in text
    assert str(workshop.folder).encode() not in text


def test_the_product_needs_attrs_and_the_standard_library_alone(workshop: Workshop) -> None:
    workshop.make()
    program = (
        "import sys\n"
        f"from {workshop.package.name} import api, models\n"
        "api.get_ping(ping_id='1').parse({'id': '1'})\n"
        "outside = {name.partition('.')[0] for name, module in sys.modules.items()"
        " if 'site-packages' in (getattr(module, '__file__', None) or '')}\n"
        "print(sorted(outside))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=workshop.folder, capture_output=True, text=True, check=True
    )
    loaded = set(eval(done.stdout))
    assert {name for name in loaded if not name.startswith(("_", "sitecustom", "__editable__"))} <= {"attr", "attrs"}


def test_the_document_is_shipped_as_json(workshop: Workshop) -> None:
    workshop.make()
    assert json.loads(workshop.tree()["openapi.json"]) == parse_text("x", document()).root


def test_the_digest_is_that_of_the_document_as_it_is_shipped(workshop: Workshop) -> None:
    workshop.make()
    before = workshop.tree()
    digest = hashlib.sha256(before["openapi.json"]).hexdigest()
    assert f'SPEC_SHA256 = "{digest}"' in before["__init__.py"].decode()


def test_a_new_operation_needs_nothing_but_the_document(workshop: Workshop) -> None:
    workshop.make()
    more = PING + operation("ArchivePing", path="/pings/archive", method="post")
    done = workshop.run("generate", document(more))
    assert done.status == 0
    assert b"def archive_ping(" in workshop.tree()["api/pings.py"]
    assert re.search(r"\d+ files, \d+ changed", done.out)


def test_a_str_of_another_class_goes_out_as_a_plain_str(workshop: Workshop) -> None:
    """An enum member or a marked string must not carry its class into JSON or a URL."""

    class Role(StrEnum):
        ADMIN = "org:admin"

    more = parameters(query("x", "{type: string}"), query("xs", "{type: array, items: {type: string}}"))
    package = workshop.make(operation(more=more) + PING.replace("GetPing", "OnePing"))
    described = package.api.get_ping(x=Role.ADMIN, xs=[Role.ADMIN])
    assert described.query == (("x", "org:admin"), ("xs", "org:admin"))
    encoded = package.encode.string("x", Role.ADMIN)
    assert (type(encoded), encoded) == (str, "org:admin")
    assert type(package.encode.strings("x", Role.ADMIN)[0]) is str


def test_a_mapping_of_another_class_becomes_a_dict_of_its_own(workshop: Workshop) -> None:
    encode = workshop.make() and workshop.part("encode")
    given = MappingProxyType({"a": 1})
    sent = encode.free_object("x", given)
    assert (type(sent), sent) == (dict, {"a": 1})


def test_docstrings_tell_units_defaults_and_errors(workshop: Workshop) -> None:
    at = "{type: integer, x-timestamp: milliseconds, default: 5}"
    errors = "'404': {description: There is no such ping.}\n      5XX: {description: The server failed.}\n      '200':"
    schemas = PING_SCHEMA + "    at: {type: integer, x-timestamp: milliseconds, description: When.}\n"
    paths = operation(more=parameters(query("after", at))).replace("'200':", errors)
    package = workshop.make(paths, schemas)
    said = package.api.get_ping.__doc__
    assert "after: About after. Unix milliseconds or an aware datetime; 5 unless given." in said
    assert said.startswith("Do GetPing.\n")
    shown = inspect.cleandoc(said)  # from Python 3.13 on, it comes without the indentation
    assert shown.rstrip().endswith("\nRaises: NotFoundError, ServerError.\n`GET /pings`.")
    assert "at: When. Unix milliseconds." in package.models.Ping.__doc__


def test_a_server_that_never_repeats_itself_does_not_fill_the_memory(workshop: Workshop) -> None:
    ping = workshop.make().models.Ping
    for number in range(2000):
        assert ping.from_dict({"id": "1", f"new_{number}": 1}).extras == {f"new_{number}": 1}
    assert len(ping._SHAPES._known) == 256


def test_what_stands_in_the_header_is_the_document_that_was_given(workshop: Workshop) -> None:
    workshop.make()
    for path, text in workshop.tree().items():
        if path.endswith(".py"):
            assert text.startswith(b"# Generated from spec.yaml by `make generate`"), path


def test_a_summary_that_begins_with_a_quote_begins_the_docstring(workshop: Workshop) -> None:
    package = workshop.make(PING.replace("Get a ping", "'\"Pings\" are got'"))
    assert package.api.get_ping.__doc__.startswith('"Pings" are got')


def test_arguments_go_by_position_where_the_document_says_so(workshop: Workshop) -> None:
    more = "x-positional: [ping_id]\n    tags: [Pings]"
    package = workshop.make(PING.replace("tags: [Pings]", more))
    assert package.api.get_ping("1").path == package.api.get_ping(ping_id="1").path == "/pings/1"


def test_every_other_argument_goes_by_name_alone(workshop: Workshop) -> None:
    with pytest.raises(TypeError, match="positional"):
        workshop.make().api.get_ping("1")
