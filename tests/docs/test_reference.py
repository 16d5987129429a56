"""The reference shows a line of a table of methods as the method that it makes."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import griffe
import pytest

import clerk_organizations
from clerk_organizations import _status
from tests.contract import refusals
from tests.support.resources import RESOURCES, names

ROOT = Path(__file__).resolve().parents[2]


METHODS = [
    (resource, name) for resource, cls in RESOURCES.items() for name in names(cls) if re.fullmatch("[a-z][a-z_]+", name)
]


@pytest.fixture(scope="module")
def package() -> Any:
    loader = griffe.GriffeLoader(
        extensions=griffe.load_extensions(str(ROOT / "docs" / "griffe_extension.py")),
        search_paths=[ROOT / "wrapper", ROOT / "generated"],
        allow_inspection=False,
        docstring_parser="google",
    )
    loader.load("clerk_organizations_api")
    package = loader.load("clerk_organizations")
    loader.resolve_aliases(external=False)
    return package


@pytest.mark.sample(1)
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
    package: Any, name: str, parameters: list[tuple[str, str | None, str | None]], returns: str
) -> None:
    method = package["organizations.OrganizationAPI"].all_members[name]
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


@pytest.mark.usefixtures("folder", "examples")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # there is an example of what is deprecated, too
def test_a_method_has_an_example_that_runs_what_it_returns_and_its_errors_by_code(package: Any) -> None:
    with clerk_organizations.ClerkClient() as clerk:
        for resource, name in METHODS:
            cls = RESOURCES[resource]
            text = package[f"{resource}.{cls.__name__}"].all_members[name].docstring.value
            example = re.search(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
            assert example is not None, f"{resource}.{name} has no example"
            exec(compile(example[1], name, "exec"), {"clerk": clerk, "Path": Path, "print": lambda item: None})
            assert all(len(line) <= 88 for line in example[1].splitlines())
            assert f"clerk.{resource}.{name}" in example[1]
            assert re.search(r"^Returns:\n    [A-Z].*\.$", text, re.MULTILINE), name
            assert re.search(
                r"^\| `AuthenticationError` 401 \| `clerk_key_invalid` \| the secret key ", text, re.MULTILINE
            )
            assert "Raises:" not in text


def test_a_method_has_its_typescript_name_and_the_errors_that_are_its_own(package: Any) -> None:
    text = package["organizations.OrganizationAPI"].all_members["create_organization_membership"].docstring.value
    assert (
        "\n`createOrganizationMembership` in TypeScript, `POST /organizations/{organization_id}/memberships`\n" in text
    )
    assert "| `BadRequestError` 400 | `already_a_member_in_organization` | the user is a member already |\n" in text


def test_refusals_are_up_to_date() -> None:
    assert refusals.PAGE.read_text(encoding="utf-8") == refusals.page(), "run `make docs-tables`"


@pytest.mark.parametrize("name", ["create_organization_invitation_bulk", "createOrganizationInvitationBulk"])
def test_the_search_finds_a_method_by_its_name_and_by_a_part_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    separator = re.search(r"separator: '(.*)'", config)
    assert separator is not None
    assert name in re.split(separator[1], f"clerk.organizations.{name}(rows)")
    monkeypatch.syspath_prepend(ROOT / "docs")
    name_parts = import_module("name_parts").name_parts
    assert name_parts(f"clerk.{name}(), a method") == ["create", "organization", "invitation", "bulk"]


def test_each_create_that_settles_its_outcome_stands_with_what_it_compares() -> None:
    """docs/reliability.md, and what it says that is not compared."""
    page = (
        (ROOT / "docs" / "reliability.md")
        .read_text(encoding="utf-8")
        .replace("both metadata", "`public_metadata`, `private_metadata`")
    )
    section = page.partition("## Creates that settle their outcome")[2].partition("\n## ")[0]
    told = {row[0]: set(row[1:]) for row in _code_of_rows(section)}
    compared, others = dict[str, set[str]](), set[str]()
    for resource in RESOURCES:
        module = import_module(f"clerk_organizations.{resource}")
        if find_spec(f"{module.__name__}.operations") is None:
            continue
        for name, describe in vars(import_module(f"{module.__name__}.operations")).items():
            takes = inspect.signature(describe).parameters if inspect.isfunction(describe) else {}
            if "reconcile" not in takes:
                continue
            needed: dict[str, Any] = {one.name: "x" for one in takes.values() if one.default is one.empty} | {
                "reconcile": True
            }
            needed |= {name: "x" for name in ("slug", "key") if name in takes} | (
                {"roles": ["x"]} if "roles" in takes else {}
            )
            compared[name] = set(describe(**needed).matcher.fields)
            others |= set(takes) - compared[name]
    assert told == compared
    told_apart = {"reconcile", "extra", "organization_id", "created_at"}
    assert {name for name in others - told_apart if f"`{name}`" not in section.partition("do not count;")[2]} == set()


def test_the_table_of_what_is_tried_again_has_every_status() -> None:
    section = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").partition("## What is tried again")[2]
    told: dict[str, set[int]] = {}
    for row in re.findall(r"^\| .*\d{3}.*$", section.partition("\n## ")[0], re.MULTILINE):
        outcome, *_, post = row.strip("| ").split(" | ")
        told.setdefault(post.partition(",")[0], set()).update(map(int, re.findall(r"\b\d{3}\b", outcome)))
    every = range(400, 600)
    assert told["again"] == {429} | {status for status in every if _status.was_not_handled(status)}
    permanent = {status for status in range(500, 600) if not _status.may_pass(status)}
    assert told["the error of the status"] - permanent == {
        status for status in range(400, 500) if _status.may_pass(status)
    }
    assert told["the error of the status"] >= permanent
    assert told["error"] == permanent


def _code_of_rows(section: str) -> Iterator[list[str]]:
    """The name in the first column of a table, and those in the last."""
    for row in re.findall(r"^\| `create_.*$", section, re.MULTILINE):
        _, first, *_, last, _ = row.split("|")
        yield [re.findall(r"`(\w+)", first)[0], *re.findall(r"`(\w+)`", last)]
