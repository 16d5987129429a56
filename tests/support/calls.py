"""Calls, one of each HTTP method, and their results: a model, or an error of this package."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from clerk_organizations import ClerkConnectionError, ClerkError, OutcomeUnknownError
from tests.support.clients import BothClients
from tests.support.servers import RecordingServer


def read(clerk: Any) -> Any:
    return clerk.organizations.get_organization(organization_id="org_1")


def create(clerk: Any) -> Any:
    return clerk.organizations.create_organization(name="Acme")


def update(clerk: Any) -> Any:
    return clerk.organizations.update_organization("org_1", name="Acme")


CALLS: dict[str, Callable[[Any], Any]] = {
    "GET": read,
    "DELETE": lambda clerk: clerk.organizations.delete_organization("org_1"),
    "PUT": lambda clerk: clerk.organizations.update_organization_logo("org_1", file=b"GIF89a"),
    "PATCH": update,
    "POST": create,
}
"""A call by its HTTP method."""

WINDOW = 6
"""Requests for pages that a walk has under way at most: one, and five ahead."""

Seen = dict[str, tuple[type, int]]
"""By method: type of the error or the model, and how many requests came."""

LOST: Seen = {
    **dict.fromkeys(("GET", "DELETE", "PUT", "PATCH"), (ClerkConnectionError, 3)),
    "POST": (OutcomeUnknownError, 1),
}
"""No whole answer: what can be repeated is, and a POST is not."""


def ask(world: BothClients, clerk: Any, method: str = "GET") -> Any:
    """The model, or the error: one of ours."""
    try:
        return world.run(CALLS[method](clerk))
    except Exception as error:
        return known(error)


def known(error: BaseException) -> ClerkError:
    """The error, which must be of this package itself: nothing foreign comes out, not even as a base class."""
    assert isinstance(error, ClerkError), repr(error)
    assert {kind.__module__ for kind in type(error).__mro__} <= {"clerk_organizations.errors", "builtins"}
    return error


def failing(world: BothClients, call: Callable[[Any], Any], clerk: Any) -> Any:
    """The error that a call raises: one of ours."""
    with pytest.raises(ClerkError) as caught:
        world.run(call(clerk))
    return known(caught.value)


def ask_all(world: BothClients, clerk: Any, wire: RecordingServer, *methods: str) -> Seen:
    """The call of each method, and how many requests it took."""
    seen: Seen = {}
    for method in methods or tuple(CALLS):
        wire.requests.clear()
        result = ask(world, clerk, method)
        assert {request.method for request in wire.requests} <= {method}
        seen[method] = (type(result), len(wire.requests))
    return seen


@contextmanager
def attempts(caplog: Any) -> Iterator[list[str]]:
    """One line for each attempt in the block, where no server can count them."""
    lines: list[str] = []
    with caplog.at_level("DEBUG", logger="clerk_organizations"):
        caplog.clear()
        yield lines
        ours = [record for record in caplog.records if record.name == "clerk_organizations"]
        lines += [record.getMessage() for record in ours if record.levelname == "DEBUG"]
