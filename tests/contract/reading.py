"""Whether a model says what an answer says: each attribute against the value at its wire name, by the document."""

import warnings
from typing import Any

from clerk_organizations import models
from tests.contract.values import Schema, properties
from tests.support.document import SCHEMAS, deref


def assert_reads(component: str, model: Any, wire: Any) -> None:
    """Raise unless a model of this component equals the JSON it was read from, at every depth."""
    with warnings.catch_warnings():  # of fields that the document marks as deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        _assert_model(component, model, wire, "$")


def component_of(schema: Schema) -> str:
    """Name of the component with fields that a schema leads to, or the empty string."""
    for part in [schema, *schema.get("oneOf", [])]:
        if "$ref" in part and properties(part):
            return str(part["$ref"].rsplit("/", 1)[1])
    return ""


def _assert_model(component: str, model: Any, wire: dict[str, Any], at: str) -> None:
    assert type(model) is getattr(models, component), f"{at} is a {type(model).__name__}, not a {component}"
    known = properties(SCHEMAS[component])
    for name, schema in known.items():
        _assert_value(schema, getattr(model, name), wire.get(name), f"{at}.{name}")
    assert model.extras == {name: value for name, value in wire.items() if name not in known}, f"{at}: extras"


def _assert_value(schema: Schema, value: Any, wire: Any, at: str) -> None:
    component, items = component_of(schema), deref(schema).get("items", {})
    if wire is None:
        assert value is None, f"{at} is {value!r}, not None"
    elif component:
        _assert_model(component, value, wire, at)
    elif component_of(items):
        assert type(value) is list and len(value) == len(wire), f"{at} has another length"
        for index, (item, given) in enumerate(zip(value, wire, strict=True)):
            _assert_model(component_of(items), item, given, f"{at}[{index}]")
    else:
        assert (type(value), value) == (type(wire), wire), f"{at} is {value!r}, not {wire!r}"
