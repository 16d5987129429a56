"""State that a child process must reset after a fork: connections of its parent, and locks that may be held."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class ForkAware(Protocol):
    """An object that a child process cannot use as it is."""

    def reset_after_fork(self) -> None:
        """Called in the child before anything else runs there."""


_registered: WeakSet[ForkAware] = WeakSet()


def reset_in_children(owner: ForkAware) -> None:
    """Call `owner.reset_after_fork()` in every child that is forked while the owner lives."""
    _registered.add(owner)


def _reset_all() -> None:
    for owner in list(_registered):
        owner.reset_after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_reset_all)
