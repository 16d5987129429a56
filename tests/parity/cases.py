"""Reads the case files: every case is a call as TypeScript makes it, and the answer it gets.

A case's id is `method/parameter/class`: what is called, the one thing that is not as in the base call, and the class of
the value it has there; a method of another resource than organizations has that before it (`roleSets.getRoleSet/…`).
README.md beside this file explains the keys.
"""

import copy
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.parity.values import ABSENT, camel, expanded, in_python, snake
from tests.support.document import OPERATIONS, sample

DIRECTORY = Path(__file__).parent / "cases"
FILES = (
    "organizations",
    "memberships",
    "invitations",
    "domains",
    "roles",
    "permissions",
    "role_sets",
    "settings",
    "billing",
    "users",
)
RESOURCE = "organizations"
"""Where a method hangs whose name says nothing else."""
PARAMS = "params"


@dataclass(frozen=True)
class Method:
    """A method as TypeScript has it."""

    file: str
    """The file it is in."""
    resource: str
    """What it is a method of, such as `organizationRoles`."""
    name: str
    since: str
    """The version of @clerk/backend that is the first to have it; empty if all have."""
    positional: tuple[str, ...]
    """Its arguments before the object of parameters."""
    takes_object: bool
    base: dict[str, Any]
    """Arguments of the call that the cases vary."""
    answers: str
    """What it answers: a kind in answers.yaml."""

    @property
    def id(self) -> str:
        """Its name, after its resource if that is not the usual one."""
        return self.name if self.resource == RESOURCE else f"{self.resource}.{self.name}"

    def arguments(self, given: dict[str, Any]) -> list[Any]:
        """The arguments in order, as TypeScript takes them."""
        before = [given[name] for name in self.positional if name in given]
        params = {name: value for name, value in given.items() if name not in self.positional}
        return [*before, params] if self.takes_object else before


@dataclass(frozen=True)
class Case:
    """One call."""

    method: Method
    parameter: str
    kind: str
    """The class of the value."""
    group: str
    """Where the class belongs: a kind of values in classes.yaml, the parameter's own, or a group of answers."""
    given: dict[str, Any]
    """Arguments by their TypeScript names, expanded."""
    answer: dict[str, Any]
    """`json` or `body`, and perhaps `status`, `headers` or `network`; `then` is the answer to a second request."""

    @property
    def id(self) -> str:
        return f"{self.method.id}/{self.parameter}/{self.kind}"

    @property
    def arguments(self) -> list[Any]:
        return self.method.arguments(self.given)

    @property
    def python(self) -> tuple[list[Any], dict[str, Any]]:
        """Positional and keyword arguments of the same call in Python."""
        positional = [in_python(self.given[name]) for name in self.method.positional if name in self.given]
        if PARAMS in self.method.positional and isinstance(positional[-1], list):
            positional[-1] = [{snake(name): value for name, value in row.items()} for row in positional[-1]]
        named = {name: value for name, value in self.given.items() if name not in self.method.positional}
        return positional, {snake(name): in_python(value) for name, value in named.items()}


class _Loader(yaml.CSafeLoader):
    """YAML in which a key cannot be written twice: the first one would be lost."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise ValueError(f"{node.start_mark}: a key is there twice, among {keys}")
        return super().construct_mapping(node, deep)


def load() -> list[Case]:
    """All cases, in the order of the files. Raises ValueError if two exercise the same."""
    classes = _read("classes")
    answers = _read("answers")
    cases: list[Case] = []
    absent: set[str] = set()
    operations = {(one.typescript_resource, one.typescript) for one in OPERATIONS.values()}
    for file in FILES:
        for name, described in _read(file).items():
            if _named(name) in operations:  # cases may be there before the document has the operation
                cases.extend(_cases_of(file, name, described, classes, answers))
            else:
                absent.add(name)
    cases.extend(_shared(cases, answers, absent))
    _refuse_duplicates(cases)
    return cases


def _read(name: str) -> Any:
    return yaml.load((DIRECTORY / f"{name}.yaml").read_text(encoding="utf-8"), _Loader)


def _cases_of(file: str, name: str, described: dict[str, Any], classes: Any, answers: Any) -> Iterator[Case]:
    method = Method(
        file,
        *_named(name),
        described.get("since", ""),
        tuple(described.get("positional", ())),
        described.get("object", True),
        expanded(described["base"]),
        described["answers"],
    )
    kinds = answers["bodies"][method.answers]
    full = {"json": kinds["full"]}
    alone = expanded(described.get("alone", described["base"]))
    if described["example"] != described["base"]:  # a method without arguments has one call
        yield Case(method, "base", "absent", "base", method.base, full)
    if alone != method.base:
        yield Case(method, "base", "empty", "base", alone, full)
    yield Case(method, "example", "typical", "example", expanded(described["example"]), full)
    for kind, given in described.get("together", {}).items():
        yield Case(method, "together", kind, "together", expanded(given), full)
    for kind, one in described.get("then", {}).items():
        yield Case(method, "then", kind, "then", expanded(one["given"]), {**full, "then": one["answer"]})
    for parameter, values in described.get("parameters", {}).items():
        base = method.base if parameter in alone else alone
        for group, kind, value in _values(parameter, values, classes):
            yield Case(method, parameter, kind, group, _with(base, parameter, value), full)
    for parameter, value in _undescribed(method, described):
        yield Case(method, parameter, "typical", parameter, _with(alone, parameter, value), full)
    for kind, body in kinds.items():
        if kind != "full":  # that is what the base call gets
            yield Case(method, "answer", kind, f"answer: {method.answers}", method.base, {"json": body})


def _named(name: str) -> tuple[str, str]:
    """Resource and method, as the files name them together."""
    resource, _, method = name.rpartition(".")
    return resource or RESOURCE, method


def _undescribed(method: Method, described: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the document has and the file has not: query parameters, and fields of the body or its first row."""
    name = method.resource, method.name
    operation = next((one for one in OPERATIONS.values() if (one.typescript_resource, one.typescript) == name), None)
    if operation is None or not (method.takes_object or operation.takes_rows):
        return
    taken = {one["name"]: one["schema"] for one in operation.parameters if one["in"] == "query"}
    taken |= operation.body.get("properties", {})
    varied = {snake(name.rpartition(".")[2]) for name in described.get("parameters", {})}
    for name, schema in taken.items():
        if name not in varied:
            yield ("params.0." if operation.takes_rows else "") + camel(name), sample(schema)


def _values(parameter: str, values: Any, classes: Any) -> Iterator[tuple[str, str, Any]]:
    """Group, class and value: those of a kind in classes.yaml, and the parameter's own."""
    described: dict[str, Any] = {"of": values} if isinstance(values, str) else values
    if "of" in described:
        for kind, value in classes[described["of"]].items():
            if kind not in described.get("but", ()):
                yield described["of"], kind, value
    for kind, value in described.items():
        if kind not in ("of", "but"):
            yield parameter.rpartition(".")[2], kind, value


def _with(base: dict[str, Any], parameter: str, value: Any) -> dict[str, Any]:
    """The base with one value changed; the parameter `params.0.role` is the role in the first row."""
    given = copy.deepcopy(base)
    *way, last = [int(step) if step.isdigit() else step for step in parameter.split(".")]
    inside: Any = given
    for step in way:
        inside = inside[step]
    if value == ABSENT:
        del inside[last]
    else:
        inside[last] = expanded(value)
    return given


def _shared(cases: Iterable[Case], answers: Any, absent: Set[str]) -> Iterator[Case]:
    """The cases of answers that say the same of any method, made for the methods that each group names."""
    methods = {case.method.id: case.method for case in cases}
    for parameter, group in answers["shared"].items():
        for name in methods if group["methods"] == "all" else [one for one in group["methods"] if one not in absent]:
            for kind, answer in group["classes"].items():
                given = {**answer, "json": _of(methods[name], answer["of"], answers)} if "of" in answer else answer
                yield Case(methods[name], parameter, kind, f"answer: {parameter}", methods[name].base, given)


def _of(method: Method, kind: str, answers: Any) -> Any:
    """The body that an answer takes from the kind of the method."""
    return answers["bodies"][method.answers][kind]


def _refuse_duplicates(cases: Iterable[Case]) -> None:
    """Two cases with one id, or with the same call and the same answer, prove no more than one of them."""
    seen: dict[str, str] = {}
    for case in cases:
        call = repr((case.method.id, list(case.given.items()), case.answer))  # a list: the order is of the case
        for what in (case.id, call):
            if what in seen:
                raise ValueError(f"{case.id} exercises what {seen[what]} does already")
            seen[what] = case.id
