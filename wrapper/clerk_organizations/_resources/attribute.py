"""Resources as attributes of a client: imported and made when first used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from .methods import AsyncResource, SyncResource

__all__ = ["ResourceAttribute", "attribute", "without_resources"]

_PACKAGE = __name__.partition(".")[0]


class ResourceAttribute:
    """An attribute of a client class, which becomes a resource in the module that has the attribute's name."""

    def __init__(self, class_name: str) -> None:
        self._class_name = class_name

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def load(self) -> Any:
        """The class of the resource."""
        return getattr(import_module(f"{_PACKAGE}.{self._name}"), self._class_name)

    def __get__(self, client: Any, owner: type) -> Any:
        if client is None:  # as test doubles of the class ask for it
            return self.load()
        # Kept by the client itself, where the next look-up finds it without this one; threads get the same one.
        return client.__dict__.setdefault(self._name, self.load()(client))


def attribute(class_name: str) -> Any:
    """A resource of this class; type checkers take it for what the attribute is declared to be."""
    return ResourceAttribute(class_name)


def without_resources(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a client that another can have: a resource calls the client that it was made for."""
    return {name: value for name, value in attributes.items() if not isinstance(value, SyncResource | AsyncResource)}
