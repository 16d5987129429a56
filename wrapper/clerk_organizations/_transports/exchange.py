"""One attempt of a call: what is to be sent, and what is known when it ends. No I/O, and no HTTP library."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping

from . import _later
from ._answer import Answer
from ._body import Body, BodyError
from ._call import Failure, Send

clock = time.monotonic


class OutOfTime(Exception):
    """The deadline of the call has passed."""


class Attempt:
    """Is told what happens, and says in the end what came of it.

    Attributes:
        request: What is to be sent.
        deadline: When it must be over, by `clock`; None for no limit.
        sent: Whether the server may have seen the request, as far as whoever sends it can tell.
    """

    __slots__ = ("_body", "_content", "_headers", "_status", "_step", "deadline", "request", "sent")

    def __init__(self, step: Send) -> None:
        self._step, self.request = step, step.request
        self.deadline = None if step.time_left is None else clock() + step.time_left
        self.sent = False
        self._status = 0
        self._headers: Mapping[str, str] = {}
        self._body: Body | None = None
        self._content: bytes | None = None

    def timeouts(self) -> dict[str, float | None]:
        """Seconds for each kind of waiting, in the words of httpcore and httpx."""
        left, policy = self._step.time_left, self._step.policy
        connect, silence = policy.connect_timeout, policy.silence_timeout
        if left is not None:
            connect, silence = min(connect, max(left, 0.001)), min(silence, max(left, 0.001))
        return {"connect": connect, "pool": connect, "read": silence, "write": silence}

    def began(self, status: int, headers: Mapping[str, str]) -> None:
        """Status and headers are there; the body is still to come."""
        self._status, self._headers = status, headers
        self._body = Body(headers.get("content-encoding", ""), self.request.limit)

    def take(self, chunk: bytes) -> None:
        """A part of the body is there, as it came over the wire."""
        if self.deadline is not None and clock() > self.deadline:
            raise OutOfTime("the answer was still arriving")
        assert self._body is not None
        self._body.take(chunk)

    def whole(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        """An answer that somebody else has read and decoded."""
        self.began(status, headers)
        self._content = content

    def outcome(self, error: Exception | None = None, *, closed: bool = False) -> Answer | Failure:
        """A status that came is never lost: an error is that error whatever its body, and a 2xx that cannot be decoded
        happened. Only a 2xx that breaks off, or no answer at all, is a failure;
        that one is final if the client was closed meanwhile.
        """
        body, content = self._body, self._content
        if error is None and content is None and body is not None:
            try:
                content = body.content()
            except BodyError as broken:
                error = broken
        if error is None and content is not None:
            return Answer(self._status, self._headers, content)
        error = error or RuntimeError("nothing came")
        cause = _later._failure.as_httpx(error)
        if body is None or (200 <= self._status < 300 and not isinstance(error, BodyError)):
            return _later._failure.failure(cause, sent=body is not None or self.sent, closed=closed)
        return Answer(self._status, self._headers, content or body.so_far, broken=cause)


def forget_locals(error: BaseException) -> None:
    """Drop what the frames that an error came through hold: among it is the key, in headers and in bytes to be sent.

    A traceback keeps them, and tools that report errors print them. Frames that still run, such as ours, stay; and so
    do those of an error that the caller was handling meanwhile, perhaps in another task: it was not caught in ours.
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
