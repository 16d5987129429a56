"""Which frames lose their locals when an error leaves the client: its own, those of its cause and its context."""

import traceback
from collections.abc import Callable

import pytest

from clerk_organizations._secrets import clear_frames, hidden

KEY = "sk_test_seen"


def _fails() -> None:
    key = KEY
    raise KeyError(len(key))


def _caught(call: Callable[[], object]) -> BaseException:
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("no error")


def _shows_key(error: BaseException | None) -> bool:
    assert error is not None
    return any(KEY in map(str, frame.f_locals.values()) for frame, _ in traceback.walk_tb(error.__traceback__))


def test_of_a_cause_that_was_caught_before() -> None:
    cause = _caught(_fails)

    def call() -> None:
        raise ValueError from cause

    error = _caught(call)
    assert error.__context__ is None
    assert _shows_key(cause)
    clear_frames(error)
    assert not _shows_key(cause)


def test_of_a_context_that_was_caught_on_the_way() -> None:
    def call() -> None:
        try:
            _fails()
        except KeyError:
            raise ValueError  # noqa: B904 - the context is what is tested

    error = _caught(call)
    assert error.__cause__ is None
    assert _shows_key(error.__context__)
    clear_frames(error)
    assert not _shows_key(error.__context__)


def test_not_of_an_error_that_the_caller_was_handling() -> None:
    def call() -> None:
        raise ValueError

    foreign = _caught(_fails)
    try:
        raise foreign
    except KeyError:
        error = _caught(call)
    assert error.__context__ is foreign
    clear_frames(error)
    assert _shows_key(foreign)


def test_a_circle_of_causes_ends() -> None:
    first, second = _caught(_fails), _caught(_fails)
    first.__cause__, second.__cause__ = second, first
    clear_frames(first)
    assert not _shows_key(first)
    assert not _shows_key(second)


@pytest.mark.parametrize("value", [None, 3])
def test_what_is_no_text_is_not_hidden(value: object) -> None:
    assert hidden(value) is value


def test_a_url_is_hidden_and_equal() -> None:
    assert hidden("redis://:pw@host") == "redis://:pw@host"
    assert "pw" not in repr(hidden("redis://:pw@host"))
