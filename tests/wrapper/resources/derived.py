"""Cases of methods that the document gives: for what it has and no case by hand names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.contract.calls import REQUIRED_ALL_THE_SAME, positional
from tests.support.document import OPERATIONS, Described, sample
from tests.support.present import METHODS


@dataclass(frozen=True)
class Case:
    """A call, and the request it must become."""

    method: str
    """Its name on the resource that the operation is on."""
    operation: str
    path: str
    kwargs: dict[str, Any]
    args: tuple[Any, ...] = ()
    query: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    json: Any = None
    form: dict[str, bytes] = field(default_factory=dict[str, bytes])

    @property
    def resource(self) -> str:
        return OPERATIONS[self.operation].resource

    def of(self, client: Any) -> Any:
        """The method of a client, or of something else that has its resources as attributes."""
        return getattr(getattr(client, self.resource), self.method)


def derived(by_hand: Iterable[Case]) -> list[Case]:
    """A case for each operation with the parameters and fields that no case by hand sends, if there are any."""
    named = {operation: set[str]() for operation in METHODS}
    covered = set[str]()
    for case in by_hand:
        covered.add(case.operation)
        named[case.operation] |= sent(case)
    lacking = {one: _taken(operation) - named[one] for one, operation in METHODS.items()}
    return [_case(METHODS[one], names) for one, names in lacking.items() if names or one not in covered]


def sent(case: Case) -> set[str]:
    """Names of the query, of the body or its rows, and of the form."""
    bodies = case.json if isinstance(case.json, list) else [case.json or {}]
    return {name for name, _ in case.query} | set(case.form) | {name for body in bodies for name in body}


def _taken(operation: Described) -> set[str]:
    return operation.names("query") | set(operation.body.get("properties", {}))


def _case(operation: Described, names: set[str]) -> Case:
    path = {name: f"{name}_1" for name in operation.names("path")}
    query = {one["name"]: sample(one["schema"]) for one in operation.parameters if one["name"] in names - path.keys()}
    needed = names | set(operation.body.get("required", ())) | REQUIRED_ALL_THE_SAME.get(operation.id, set())
    body = {name: sample(one) for name, one in operation.body.get("properties", {}).items() if name in needed}
    kwargs = {**path, **query, **({"rows": [body]} if operation.takes_rows else body)}
    args = positional(operation, kwargs)
    is_form = any(isinstance(value, bytes) for value in body.values())
    return Case(
        operation.python, operation.id, operation.route.format(**path), kwargs, args,
        query=[(name, text) for name, value in query.items() for text in _texts(value)],
        json=None if is_form or not operation.body else [body] if operation.takes_rows else body,
        form={name: value if isinstance(value, bytes) else str(value).encode() for name, value in body.items()}
        if is_form else {},
    )  # fmt: skip


def _texts(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        yield str(one).lower() if isinstance(one, bool) else str(one)
