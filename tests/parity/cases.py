"""Reads the case files: every case is a call as TypeScript makes it, and the answer it gets.

A case's id is `method/parameter/class`: what is called, the one thing that is not as in the base call, and the class of
the value it has there. Where a class comes from is told in tests/parity/README.md.
"""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.parity.values import ABSENT, expanded, in_python, snake

DIRECTORY = Path(__file__).parent / "cases"
RESOURCES = ("organizations", "memberships", "invitations", "domains")
PARAMS = "params"


@dataclass(frozen=True)
class Method:
    """A method as TypeScript has it."""

    name: str
    positional: tuple[str, ...]
    """Its arguments before the object of parameters."""
    takes_object: bool
    base: dict[str, Any]
    """Arguments of the call that the cases vary."""
    answers: str
    """What it answers: a kind in answers.yaml."""

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
    given: dict[str, Any]
    """Arguments by their TypeScript names, expanded."""
    answer: dict[str, Any]
    """`json` or `body`, and perhaps `status`, `headers` or `network`."""

    @property
    def id(self) -> str:
        return f"{self.method.name}/{self.parameter}/{self.kind}"

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


class _Loader(yaml.SafeLoader):
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
    for resource in RESOURCES:
        for name, described in _read(resource).items():
            cases.extend(_cases_of(name, described, classes, answers))
    cases.extend(_shared(cases, answers))
    _refuse_duplicates(cases)
    return cases


def _read(name: str) -> Any:
    return yaml.load((DIRECTORY / f"{name}.yaml").read_text(encoding="utf-8"), _Loader)


def _cases_of(name: str, described: dict[str, Any], classes: Any, answers: Any) -> Iterator[Case]:
    method = Method(
        name,
        tuple(described.get("positional", ())),
        described.get("object", True),
        expanded(described["base"]),
        described["answers"],
    )
    kinds = answers["bodies"][method.answers]
    full = {"json": kinds["full"]}
    alone = expanded(described.get("alone", described["base"]))
    yield Case(method, "base", "absent", method.base, full)
    if alone != method.base:
        yield Case(method, "base", "empty", alone, full)
    yield Case(method, "example", "typical", expanded(described["example"]), full)
    for kind, given in described.get("together", {}).items():
        yield Case(method, "together", str(kind), expanded(given), full)
    for parameter, values in described.get("parameters", {}).items():
        base = method.base if parameter in alone else alone
        for kind, value in _values(values, classes).items():
            yield Case(method, parameter, str(kind), _with(base, parameter, value), full)
    for kind, body in kinds.items():
        if kind != "full":  # that is what the base call gets
            yield Case(method, "answer", str(kind), method.base, {"json": body})


def _values(values: Any, classes: Any) -> dict[str, Any]:
    """The values of a parameter by class: those of a kind in classes.yaml, and its own."""
    if isinstance(values, str):
        values = {"of": values}
    own = {kind: value for kind, value in values.items() if kind not in ("of", "but")}
    of = classes[values["of"]] if "of" in values else {}
    return {kind: value for kind, value in of.items() if kind not in values.get("but", ())} | own


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


def _shared(cases: Iterable[Case], answers: Any) -> Iterator[Case]:
    """The cases of answers that say the same of any method, made for the methods that each group names."""
    methods = {case.method.name: case.method for case in cases}
    for parameter, group in answers["shared"].items():
        for name in methods if group["methods"] == "all" else group["methods"]:
            for kind, answer in group["classes"].items():
                given = {**answer, "json": _of(methods[name], answer["of"], answers)} if "of" in answer else answer
                yield Case(methods[name], parameter, str(kind), methods[name].base, given)


def _of(method: Method, kind: str, answers: Any) -> Any:
    """The body that an answer takes from the kind of the method."""
    return answers["bodies"][method.answers][kind]


def _refuse_duplicates(cases: Iterable[Case]) -> None:
    """Two cases with one id, or with the same call and the same answer, prove no more than one of them."""
    seen: dict[str, str] = {}
    for case in cases:
        call = repr((case.method.name, list(case.given.items()), case.answer))  # a list: the order is of the case
        for what in (case.id, call):
            if what in seen:
                raise ValueError(f"{case.id} exercises what {seen[what]} does already")
            seen[what] = case.id
