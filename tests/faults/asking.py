"""One call of each class, and what comes of it: a model, or an error of ours and no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from clerk_organizations import ClerkConnectionError, ClerkError, OutcomeUnknownError
from tests.wire import Wire
from tests.wrapper.conftest import World

CALLS: dict[str, Callable[[Any], Any]] = {
    "GET": lambda clerk: clerk.organizations.get_organization(organization_id="org_1"),
    "DELETE": lambda clerk: clerk.organizations.delete_organization("org_1"),
    "PUT": lambda clerk: clerk.organizations.update_organization_logo("org_1", file=b"GIF89a"),
    "PATCH": lambda clerk: clerk.organizations.update_organization("org_1", name="Acme"),
    "POST": lambda clerk: clerk.organizations.create_organization(name="Acme"),
}

Seen = dict[str, tuple[type, int]]
"""By method: type of the error or the model, and how many requests came."""

LOST: Seen = {
    **dict.fromkeys(("GET", "DELETE", "PUT", "PATCH"), (ClerkConnectionError, 3)),
    "POST": (OutcomeUnknownError, 1),
}
"""No whole answer: what can be repeated is, and a POST is not."""


def ask(world: World, clerk: Any, method: str = "GET") -> Any:
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


def ask_all(world: World, clerk: Any, wire: Wire, *methods: str) -> Seen:
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
