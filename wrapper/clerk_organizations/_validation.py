"""Checks of arguments: each raises ClerkConfigurationError with the name of the argument."""

from __future__ import annotations

from typing import TypeGuard

from .errors import ClerkConfigurationError

MOST_SECONDS = 2_000_000
"""Most seconds of an option: sockets take no more than 2**31 milliseconds."""


def check_type(kind: type, **arguments: object) -> None:
    """Refuse values of another type; never shows the value."""
    for name, value in arguments.items():
        if not isinstance(value, kind):
            raise ClerkConfigurationError(f"{name} must be of type {_name(kind)}, not {_name(type(value))}")


def check_count(name: str, value: object) -> int:
    """An int of 1 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ClerkConfigurationError(f"{name} must be an int of 1 or more, not {value!r}")
    return value


def check_seconds(name: str, value: object, alternative: str = "", most: int = MOST_SECONDS) -> float:
    """A positive number of seconds; `alternative` says in the message what else the argument takes."""
    if not is_number(value) or not 0 < value <= most:
        raise ClerkConfigurationError(
            f"{name} must be a positive number of seconds{alternative}, not {value!r}; at most {most:,}"
        )
    return value


def check_delay(name: str, value: object) -> float:
    """A number of seconds that may be 0."""
    if not is_number(value) or not 0 <= value <= MOST_SECONDS:
        raise ClerkConfigurationError(f"{name} must be a number of 0 or more, not {value!r}; at most {MOST_SECONDS:,}")
    return value


def check_not_negative(name: str, value: object) -> float:
    """A number of 0 or more."""
    if not is_number(value) or not value >= 0:
        raise ClerkConfigurationError(f"{name} must be a number of 0 or more, not {value!r}")
    return value


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether it is an int or a float; a bool is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
