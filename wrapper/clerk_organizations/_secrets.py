"""Text that must not be shown."""

from __future__ import annotations

from typing import NoReturn, TypeVar

T = TypeVar("T")


class SecretStr(str):
    """Text whose repr hides it, so that neither the repr of its holder nor a traceback shows it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'(hidden)'"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not pickled")


def as_secret(secret_key: str | None) -> str | None:
    """A key as every function that takes one holds it from its first line on: tracebacks show arguments."""
    # The message for what is no text at all is that for a malformed key.
    return None if secret_key is None else SecretStr(secret_key if isinstance(secret_key, str) else " ")


def hidden(value: T) -> T | SecretStr:
    """A URL that may hold a password, as every function that takes one holds it; what is no text is left as it is."""
    return SecretStr(value) if isinstance(value, str) else value
