"""Models that calls return, under the names of the document: those of `clerk_organizations_api.models`, re-exported.

Each is imported at its first use.
"""

from typing import TYPE_CHECKING, Any

from clerk_organizations_api import models as _models

if TYPE_CHECKING:
    from clerk_organizations_api.models import *  # noqa: F403  # what they are, the generator decides

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # one list, kept by the generator


if not TYPE_CHECKING:  # a type checker that saw it would take every misspelt name for Any

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_models, name)


def __dir__() -> list[str]:
    return sorted(__all__)
