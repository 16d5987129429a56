"""JSON for a frontend: names of TypeScript, nothing private. tests/parity holds the names to the SDK."""

import json
from typing import Any

import pytest

from clerk_organizations_api import models
from tests.contract.reading import component_of
from tests.contract.values import properties
from tests.models.test_models import NAMES, full
from tests.parity.values import camel
from tests.support.document import SCHEMAS, deref

EACH = pytest.mark.parametrize("name", NAMES)


def expected(name: str, wire: dict[str, Any], rename: Any, private: bool) -> dict[str, Any]:
    """By the document alone."""
    found: dict[str, Any] = {}
    for key, schema in properties(SCHEMAS[name]).items():
        inner, items = component_of(schema), component_of(deref(schema).get("items", {}))
        if private or not schema.get("x-sensitive"):
            value = wire[key]
            if inner:
                value = expected(inner, value, rename, private)
            elif items:
                value = [expected(items, item, rename, private) for item in value]
            found[rename(key)] = value
    return found


@pytest.mark.sample(60)
@EACH
@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("by", ["api", "typescript"])
def test_names_and_privacy_hold_at_every_depth(name: str, by: Any, private: bool) -> None:
    model = getattr(models, name).from_dict(full(name))
    assert model.to_dict(by=by, private=private) == expected(
        name, full(name), camel if by == "typescript" else str, private
    )


def test_metadata_is_never_renamed() -> None:
    metadata = {"snake_case": {"inner_key": [{"a_b": 1}]}}
    organization = models.Organization.from_dict({"public_metadata": metadata, "private_metadata": {"k": "SECRET"}})
    shown = organization.to_dict(by="typescript", private=False)
    assert shown == {"publicMetadata": metadata}


@pytest.mark.parametrize("options", [{"by": "typescript"}, {"private": False}])
def test_unknown_fields_stay_here(options: Any) -> None:
    """They have no name in TypeScript, and may be private; at every depth."""
    page = {"data": [{"id": "org_1", "brand_new": "SECRET"}], "total_count": 1, "another": "SECRET"}
    read = models.Organizations.from_dict(page)
    assert "SECRET" not in json.dumps(read.to_dict(**options))
    assert read.to_dict() == page


def test_names_are_those_of_the_api_or_of_typescript() -> None:
    model: Any = models.Organization.from_dict({"id": "org_1"})
    with pytest.raises(ValueError, match="by must be 'api' or 'typescript', not 'js'"):
        model.to_dict(by="js")
    with pytest.raises(TypeError):
        model.to_dict("typescript")
