"""Reads seeds written as YAML."""

from __future__ import annotations

from typing import Any

import yaml


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # whose base is known at run time
    """A safe loader that leaves dates what they are in JSON: text."""


_Loader.yaml_implicit_resolvers = {
    letter: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for letter, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def loads(text: str) -> Any:
    """The data of a text; raises ValueError with the place when it is not YAML."""
    try:
        return yaml.load(text, Loader=_Loader)  # a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ValueError(f"{where}not YAML: {error.problem}") from None
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise ValueError(f"not YAML: {error}".replace("\n", " ")) from None
