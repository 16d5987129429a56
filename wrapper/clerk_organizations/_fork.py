"""What a child process makes anew after a fork: connections, which are its parent's, and locks, which may be held."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Renewed(Protocol):
    """What cannot be used in a child as it is."""

    def renew(self) -> None:
        """Called in the child before anything else runs there."""


_renewed: WeakSet[Renewed] = WeakSet()


def renew_in_children(owner: Renewed) -> None:
    """Call `owner.renew()` in every child that is forked while the owner lives."""
    _renewed.add(owner)


def _renew() -> None:
    for owner in list(_renewed):
        owner.renew()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_renew)
