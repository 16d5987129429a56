"""Handlers of operations: the rules of each resource and its representation.

A handler is a function with `@operation("OperationId")` in any module of this package; there is no other list of them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from .registry import HANDLERS, Handler, not_implemented

__all__ = ["HANDLERS", "Handler", "not_implemented"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
