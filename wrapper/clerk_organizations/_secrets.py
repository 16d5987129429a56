"""What must not be shown: the key, and what frames of a call hold."""

from __future__ import annotations

import traceback
from typing import NoReturn, TypeVar

from .errors import ClerkError

T = TypeVar("T")

_PACKAGE = __name__.partition(".")[0]


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


def clear_frames(error: BaseException) -> None:
    """Drop the locals of the frames that an error came through: they hold the key, arguments and bodies.

    A traceback keeps them, and error reporting tools print them. Frames that still run, such as ours, stay; and so do
    those of an error that the caller was handling meanwhile, perhaps in another task: it was not caught in ours.
    """
    found, upcoming = set[int](), [error]
    while upcoming:
        error = upcoming.pop()
        if id(error) in found:
            continue
        found.add(id(error))
        frames = {frame for frame, _ in traceback.walk_tb(error.__traceback__)}
        traceback.clear_frames(error.__traceback__)
        before, context = error.__cause__, error.__context__
        if before is not None:
            upcoming.append(before)
        if context is not None and context.__traceback__ is not None and context.__traceback__.tb_frame in frames:
            upcoming.append(context)


def leave(error: BaseException) -> None:
    """Prepare an error for the caller. A `raise` without more, right after it, adds no frame of its own."""
    clear_frames(error)
    drop_own_frames(error)


def drop_own_frames(error: BaseException) -> None:
    """Shorten the traceback of an error of ours: what lies between here and where it was raised is ours as well."""
    if isinstance(error, ClerkError) and error.__traceback__ is not None:
        *_, (last, _) = traceback.walk_tb(error.__traceback__)
        if last.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
            error.__traceback__ = None


def hidden(value: T) -> T | SecretStr:
    """A URL that may hold a password, as every function that takes one holds it; what is no text is left as it is."""
    return SecretStr(value) if isinstance(value, str) else value
