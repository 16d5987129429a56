"""Whether the extra `fast` is used: as the client is told, else the environment, else where it is installed."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec

from .errors import ClerkConfigurationError

_VARIABLE = "CLERK_ORGANIZATIONS_FAST"


def wanted(fast: bool | None) -> bool | None:
    """True: it must be used; False: it must not; None: it is used as far as it is there."""
    if fast is not None and not isinstance(fast, bool):
        raise ClerkConfigurationError(f"fast must be True, False or None, not {fast!r}")
    return _of_the_environment() if fast is None else fast


def _of_the_environment() -> bool | None:
    value = os.environ.get(_VARIABLE, "")
    if value not in ("", "0", "1"):
        raise ClerkConfigurationError(f"{_VARIABLE} must be 0 or 1, not {value!r}")
    return value == "1" if value else None


def uses(package: str, fast: bool | None) -> bool:
    """Whether to use a package of the extra; raises ClerkConfigurationError if it must be and is not installed."""
    if fast and not _installed(package):
        raise missing(f"{package} is not installed")
    return fast is not False and _installed(package)


def missing(reason: str) -> ClerkConfigurationError:
    """The error for an extra that must be used and cannot be."""
    return ClerkConfigurationError(
        f"{reason}, which fast=True or {_VARIABLE}=1 asks for: pip install 'clerk-organizations[fast]'"
    )


@cache
def _installed(package: str) -> bool:
    return find_spec(package) is not None  # imports nothing
