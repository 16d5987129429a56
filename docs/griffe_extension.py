"""How docstrings and signatures of this project become its reference: what griffe cannot know by itself."""

import re
import sys
from pathlib import Path
from typing import Any

import griffe

sys.path.append(str(Path(__file__).parent))  # griffe loads this file by its path

from method_docs import documented

_ERRORS = re.compile(r"^Errors:\n((?:    .*\n?)+)", re.MULTILINE)
_ENTRY = re.compile(r"^    (?=\S)", re.MULTILINE)


class Reference(griffe.Extension):
    """A line `name = method(function)` of a resource is a method with that function's parameters and docstring."""

    def on_package(self, *, pkg: griffe.Module, loader: griffe.GriffeLoader, **kwargs: Any) -> None:
        if pkg.name != "clerk_organizations":
            return
        if "clerk_organizations_api" not in loader.modules_collection:
            loader.load("clerk_organizations_api")
        for module in pkg.modules.values():
            for owner in module.classes.values():
                for name, attribute in list(owner.attributes.items()):
                    described = _described(loader, attribute.value)
                    if described is not None:
                        owner.set_member(name, _method(name, described, attribute))

    def on_function(self, *, func: griffe.Function, **kwargs: Any) -> None:
        for parameter in func.parameters:  # a constant of a private module says nothing to a reader
            if str(parameter.default).startswith("DEFAULT_"):
                parameter.default = _constant(func.module, str(parameter.default))

    def on_attribute(self, *, attr: griffe.Attribute, **kwargs: Any) -> None:
        """A field of an attrs class has the default of its definition, or none; what our functions make has none."""
        if not isinstance(attr.value, griffe.ExprCall):
            return
        made_by = str(attr.value.function)
        if made_by == "attribute" or made_by.startswith("_"):
            attr.value = None
        elif made_by == "attrs.field":
            named = (each for each in attr.value.arguments if isinstance(each, griffe.ExprKeyword))
            attr.value = next((each.value for each in named if each.name == "default"), None)

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """`Errors:` is a section of ours: a list."""
        if obj.docstring:
            obj.docstring.value = _ERRORS.sub(_as_list, obj.docstring.value)


def _described(loader: griffe.GriffeLoader, value: Any) -> griffe.Function | None:
    """The function that a method is made from."""
    if not isinstance(value, griffe.ExprCall) or str(value.function) not in ("method", "list_method", "bulk_method"):
        return None
    argument = value.arguments[0]
    found = loader.modules_collection[argument.canonical_path if isinstance(argument, griffe.Expr) else str(argument)]
    function = found.final_target if found.is_alias else found
    assert isinstance(function, griffe.Function), f"{argument} is no function"
    return function


def _method(name: str, described: griffe.Function, line: griffe.Attribute) -> griffe.Function:
    """It returns what the server answers, and not the description of the call."""
    owner = griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)
    returns = described.returns.slice if isinstance(described.returns, griffe.ExprSubscript) else described.returns
    method = griffe.Function(
        name,
        lineno=line.lineno,
        endlineno=line.endlineno,
        parameters=griffe.Parameters(owner, *described.parameters),
        returns=returns,
        docstring=_docstring(name, described, line),
    )
    method.public = line.public
    return method


def _docstring(name: str, described: griffe.Function, line: griffe.Attribute) -> griffe.Docstring | None:
    """With an example of the method, what it returns, and its errors by code."""
    if described.docstring is None:
        return None
    parameters = [(one.name, one.kind is not griffe.ParameterKind.keyword_only) for one in described.parameters]
    text = documented(described.docstring.value, line.module.name, name, parameters)
    return griffe.Docstring(text, parser=described.docstring.parser, parser_options=described.docstring.parser_options)


def _constant(module: griffe.Module, name: str) -> str:
    """Value of a constant that a module defines, or imports from another module of its package."""
    found = module[name]
    if found.is_alias:
        found = module.package[found.target_path.removeprefix(f"{module.package.path}.")]
    return str(found.value)


def _as_list(section: re.Match[str]) -> str:
    entries = [" ".join(entry.split()) for entry in _ENTRY.split(section[1]) if entry.strip()]
    return "**Errors:**\n\n" + "".join(f"- {entry}\n" for entry in entries)
