"""Hooks of a client: checked callables, by event."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from clerk_organizations_api import Unset

from ..errors import ClerkConfigurationError
from .steps import IS_ASYNC, IS_GENERATOR

_Hooks: TypeAlias = tuple[Callable[[Any], Any], ...]


class HookSet(NamedTuple):
    """Hooks of a client, by the argument that they come from."""

    on_request: _Hooks = ()
    on_response: _Hooks = ()
    on_retry: _Hooks = ()

    def replaced(self, *, awaits: bool, **given: object) -> HookSet:
        """The same with some replaced; raises ClerkConfigurationError for what is no hook.

        Args:
            awaits: Whether async hooks are allowed.
            given: The arguments of the client by their names; UNSET leaves what there is, None is none.
        """
        changed = {name: _checked(name, hooks, awaits) for name, hooks in given.items() if not isinstance(hooks, Unset)}
        return self._replace(**changed)

    def prepend(
        self,
        *,
        on_request: Callable[[Any], Any],
        on_response: Callable[[Any], Any],
        on_retry: Callable[[Any], Any],
    ) -> HookSet:
        """These hooks before the others."""
        return HookSet((on_request, *self.on_request), (on_response, *self.on_response), (on_retry, *self.on_retry))


def _checked(name: str, given: object, awaits: bool) -> _Hooks:
    if given is None:
        return ()
    if callable(given):
        return (_checked_one(name, given, awaits),)
    if not isinstance(given, Sequence):
        raise ClerkConfigurationError(f"{name} must be a callable or a list of them, not {type(given).__name__}")
    return tuple(_checked_one(f"{name}[{place}]", hook, awaits) for place, hook in enumerate(given))


def _checked_one(name: str, hook: Any, awaits: bool) -> Callable[[Any], Any]:
    if not callable(hook):
        raise ClerkConfigurationError(f"{name} must be callable, not {type(hook).__name__}")
    kinds = [hook, getattr(_inner(hook), "__call__", hook)]  # noqa: B004 - of an object, its method may be async
    if not awaits and any(map(inspect.iscoroutinefunction, kinds)):
        raise ClerkConfigurationError(f"{name} {IS_ASYNC}")
    if any(map(inspect.isasyncgenfunction, kinds)) or any(map(_is_generator_function, kinds)):
        raise ClerkConfigurationError(f"{name} {IS_GENERATOR}")
    return hook  # type: ignore[no-any-return]  # checked to be callable above


def _is_generator_function(hook: Any) -> bool:
    """Whether what it returns can only be iterated: not by `types.coroutine`, which makes it awaitable."""
    flags = getattr(getattr(_inner(hook), "__code__", None), "co_flags", 0)
    return inspect.isgeneratorfunction(hook) and not flags & inspect.CO_ITERABLE_COROUTINE


def _inner(hook: Any) -> Any:
    """What a partial is of."""
    return _inner(hook.func) if isinstance(hook, functools.partial) else hook
