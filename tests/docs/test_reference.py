"""The reference shows a line of a table of methods as the method that it makes."""

from pathlib import Path
from typing import Any

import griffe
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def api() -> Any:
    loader = griffe.GriffeLoader(
        extensions=griffe.load_extensions(str(ROOT / "docs" / "griffe_extension.py")),
        search_paths=[ROOT / "wrapper", ROOT / "generated"],
        allow_inspection=False,
        docstring_parser="google",
    )
    loader.load("clerk_organizations_api")
    package = loader.load("clerk_organizations")
    loader.resolve_aliases(external=False)
    return package["organizations.OrganizationAPI"]


@pytest.mark.parametrize(
    ("name", "parameters", "returns"),
    [
        ("delete_organization", [("organization_id", "str", None)], "models.DeletedObject"),
        (
            "get_instance_organization_membership_list",
            [("order_by", None, "UNSET"), ("limit", "int | None | Unset", "UNSET"),
             ("offset", "int | None | Unset", "UNSET"),
             ("extra", "Mapping[str, JsonValue] | Unset", "UNSET")],
            "models.OrganizationMemberships",
        ),
        (
            "update_organization_logo",
            [("organization_id", "str", None), ("file", "FileInput", None),
             ("uploader_user_id", "str | None | Unset", "UNSET"),
             ("extra", "Mapping[str, Any] | Unset", "UNSET")],
            "models.OrganizationWithLogo",
        ),
    ],
)  # fmt: skip
def test_a_line_of_the_table_is_a_method(
    api: Any, name: str, parameters: list[tuple[str, str | None, str | None]], returns: str
) -> None:
    method = api.all_members[name]
    assert method.is_function
    owner, *taken = method.parameters
    assert owner.name == "self"
    assert [one.name for one in taken] == [one[0] for one in parameters]
    for one, (_, annotation, default) in zip(taken, parameters, strict=True):
        assert annotation is None or str(one.annotation) == annotation
        assert (str(one.default) if one.default else None) == default
    assert str(method.returns) == returns
    described = next(section for section in method.docstring.parsed if section.kind.value == "parameters")
    assert [one.name for one in described.value] == [one[0] for one in parameters]
    assert all(one.description for one in described.value)
    assert "Raises: BadRequestError, " in method.docstring.value
