"""Parts of a generated package: made by parse, written by render."""

import hashlib
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "string", "integer", "number", "boolean", "text_boolean", "enum", "timestamp", "date_time",
    "free_object", "array", "model", "row", "file", "any",
]  # fmt: skip

BodyKind = Literal["json", "optional_json", "multipart"]


@dataclass(frozen=True)
class Type:
    """What a value may be."""

    kind: Kind
    nullable: bool = False
    values: tuple[str | int, ...] = ()
    """The values of an enum, as in the document."""
    item: "Type | None" = None
    """What an array holds."""
    name: str = ""
    """The class of a model or a row, or the alias of an enum."""

    @property
    def is_text_enum(self) -> bool:
        """Whether the values of an enum are texts; otherwise they are whole numbers."""
        return all(isinstance(value, str) for value in self.values)


@dataclass(frozen=True)
class Field:
    """A property of a schema, or a parameter of an operation."""

    wire: str
    name: str
    type: Type
    required: bool
    description: str = ""
    default: object = None
    """What the API takes when the field is absent; None when the document does not say."""
    deprecated: bool = False
    sensitive: bool = False
    multiple: bool = False
    """One value in the schema, several on the wire as a repeated name."""
    joined: bool = False
    """Several values go as one text with commas between them."""
    at: str = ""
    """Where the document says so: file, line and JSON pointer."""


@dataclass(frozen=True)
class Model:
    """A schema that answers are read into, or rows of a request are checked against."""

    name: str
    module: str
    description: str
    fields: tuple[Field, ...]
    base: str = ""
    """The model this one extends."""
    at: str = ""
    """Where the document says so."""

    @property
    def is_page(self) -> bool:
        """A page of a list: an array `data` of models, and how many there are in all."""
        by_wire = {field.wire: field.type for field in self.fields}
        data = by_wire.get("data")
        return "total_count" in by_wire and data is not None and data.item is not None and data.item.kind == "model"


@dataclass(frozen=True)
class Enum:
    """A list of values, which has a name: of the component that it is, or of its place."""

    name: str
    description: str
    values: tuple[str | int, ...]
    at: str
    """JSON pointer to it."""


@dataclass(frozen=True)
class Endpoint:
    """An operation."""

    id: str
    name: str
    method: str
    route: str
    summary: str
    description: str
    path: tuple[Field, ...]
    query: tuple[Field, ...]
    body: tuple[Field, ...]
    """Properties of an object body; empty when there is none."""
    items: Field | None
    """The body, when it is an array."""
    body_kind: BodyKind
    """An optional JSON body is left out when none of its properties is given."""
    returns: str
    """Class of the model in a 2xx answer."""
    errors: tuple[str, ...]
    """Statuses, as in the document."""
    deprecated: bool = False
    ts_method: str = ""
    positional: tuple[str, ...] = ()
    """Arguments, as in the document, that may be passed by position; every other goes by keyword."""
    idempotency_key: str = ""
    """The field of the body that makes a repeated call count once."""

    @property
    def takes_extra(self) -> bool:
        """Whether fields that the document does not have can go along: in an object body, else in the query."""
        return bool(self.body or self.query) and self.items is None


@dataclass(frozen=True)
class Module:
    """The operations of one tag."""

    name: str
    title: str
    description: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True)
class Package:
    """Everything that is generated from one document."""

    title: str
    version: str
    modules: tuple[Module, ...]
    models: tuple[Model, ...]
    rows: tuple[Model, ...]
    enums: tuple[Enum, ...]
    document: str
    """The document itself, as JSON text."""

    @property
    def digest(self) -> str:
        """SHA-256 of the document as it is shipped, in hex."""
        return hashlib.sha256(self.document.encode()).hexdigest()
