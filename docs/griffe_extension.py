"""How docstrings and signatures of this project become its reference: what griffe cannot know by itself."""

import re
from typing import Any

import griffe

_ERRORS = re.compile(r"^Errors:\n((?:    .*\n?)+)", re.MULTILINE)
_ENTRY = re.compile(r"^    (?=\S)", re.MULTILINE)


class Reference(griffe.Extension):
    """Methods return what the server answers, and not the description of the call that stands in the source."""

    def on_function(self, *, func: griffe.Function, **kwargs: Any) -> None:
        bound = any(str(decorator.value) in ("method", "list_method") for decorator in func.decorators)
        if bound and isinstance(func.returns, griffe.ExprSubscript):
            func.returns = func.returns.slice
            func.decorators = []

        for parameter in func.parameters:  # a constant of a private module says nothing to a reader
            if str(parameter.default).startswith("DEFAULT_"):
                parameter.default = _constant(func.module, str(parameter.default))

    def on_attribute(self, *, attr: griffe.Attribute, **kwargs: Any) -> None:
        """A field of an attrs class has the default that is given in its definition, or none."""
        if isinstance(attr.value, griffe.ExprCall) and str(attr.value.function) == "attrs.field":
            named = (each for each in attr.value.arguments if isinstance(each, griffe.ExprKeyword))
            attr.value = next((each.value for each in named if each.name == "default"), None)

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """`Errors:` is a section of ours: a list."""
        if obj.docstring:
            obj.docstring.value = _ERRORS.sub(_as_list, obj.docstring.value)


def _constant(module: griffe.Module, name: str) -> str:
    """Value of what a module imports from another of its package."""
    home = module[name].target_path.rpartition(".")[0].rpartition(".")[2]
    return str(module.package[home][name].value)


def _as_list(section: re.Match[str]) -> str:
    entries = [" ".join(entry.split()) for entry in _ENTRY.split(section[1]) if entry.strip()]
    return "**Errors:**\n\n" + "".join(f"- {entry}\n" for entry in entries)
