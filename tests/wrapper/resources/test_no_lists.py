"""A page, and a list method, taken for the list itself: a TypeError that says where the items are."""

import collections.abc
from collections.abc import Callable
from typing import Any

import pytest

from clerk_organizations.models import Organizations
from clerk_organizations_api.base_model import Page
from tests.support.clients import BothClients
from tests.support.document import OPERATIONS
from tests.support.present import METHODS

PAGE: Any = Organizations.from_dict({"data": [{"id": "org_1"}], "total_count": 1})
USES: list[Callable[[Any], Any]] = [
    list, lambda page: [*page], lambda page: {one.id for one in page}, lambda page: page[0], lambda page: page[-1],
    lambda page: page[:2], lambda page: "org_1" in page, dict, lambda page: next(iter(page)),
]  # fmt: skip


async def walk(page: Any) -> None:
    async for _ in page:
        pass


@pytest.mark.parametrize("use", USES)
def test_a_page_says_where_its_items_are(use: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match=r"Organizations is one page of a list.* in `\.data`; `\.iter\(…\)`"):
        use(PAGE)


def test_the_length_of_a_page_is_that_of_its_data() -> None:
    with pytest.raises(TypeError, match=r"len\(page\.data\) counts its items, `\.total_count` those of all pages"):
        len(PAGE)
    assert PAGE
    assert Organizations.from_dict({"data": [], "total_count": 0})
    assert not isinstance(PAGE, collections.abc.Iterable)


def test_every_page_says_so() -> None:
    """What has `data` in the document, and a count, is a page."""
    import clerk_organizations.models as models

    pages = {one.model for one in OPERATIONS.values() if {"data", "total_count"} <= one.answer.keys()}
    assert pages == {name for name in models.__all__ if isinstance(kind := getattr(models, name), type)
                     and issubclass(kind, Page)}  # fmt: skip
    assert pages


LISTS = [one for one in METHODS.values() if "offset" in one.names("query")]


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.id)
def test_a_list_method_says_how_to_walk(operation: Any, world: BothClients, clerk: Any) -> None:
    method = operation.method_of(clerk)
    for use in USES[:4]:
        with pytest.raises(TypeError, match=rf"{operation.python} is a method: .* walk with {operation.python}\.iter"):
            use(method)
    assert not isinstance(method, collections.abc.Iterable)


def test_async_for_says_the_same(world: BothClients, clerk: Any) -> None:
    if world.is_async:
        with pytest.raises(TypeError, match=r"get_organization_list\.iter"):
            world.run(walk(clerk.organizations.get_organization_list))
        with pytest.raises(TypeError, match=r"in `\.data`"):
            world.run(walk(PAGE))
