"""One request and its response: what is to be sent, and what is known of the result. No I/O, no HTTP library."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from .._calls.steps import Send, TransportFailure
from .._clock import clock
from .._messages.response import Response
from .._secrets import clear_frames
from .decoders import ContentDecoder
from .exceptions import DeadlineExceeded, DecodingError

logger = logging.getLogger("clerk_organizations.transport")


class Exchange:
    """Collects one HTTP response and classifies the result.

    Attributes:
        request: The request to send.
        connect_timeout: Seconds to wait for a connection.
        silence_timeout: Seconds to wait for bytes, or to write some.
        deadline: When the exchange must be over, by `clock`; None for no limit.
        sent: Whether the server may have seen the request. With our own connections: whether the first write of the
            body has begun, or of the head if there is no body.
        logs: Whether the progress of the exchange is logged.
    """

    __slots__ = (
        "_content", "_decoder", "_headers", "_status",
        "connect_timeout", "deadline", "logs", "request", "sent", "silence_timeout",
    )  # fmt: skip

    def __init__(self, step: Send) -> None:
        self.request, policy, left = step.request, step.policy, step.time_left
        self.connect_timeout, self.silence_timeout = policy.connect_timeout, policy.silence_timeout
        self.deadline: float | None = None
        if left is not None:
            self.deadline, left = clock() + left, max(left, 0.001)  # a kind of wait has no timeout of zero
            self.connect_timeout = min(self.connect_timeout, left)
            self.silence_timeout = min(self.silence_timeout, left)
        self.sent = False
        self.logs = logger.isEnabledFor(logging.DEBUG)
        self._status = 0
        self._headers: Mapping[str, str] = {}
        self._decoder: ContentDecoder | None = None
        self._content: bytes | None = None

    def timeouts(self) -> dict[str, float | None]:
        """Seconds for each kind of wait, by httpx's names."""
        connect, silence = self.connect_timeout, self.silence_timeout
        return {"connect": connect, "pool": connect, "read": silence, "write": silence}

    def time_left(self) -> float | None:
        """Seconds to the deadline; None for no limit."""
        return None if self.deadline is None else self.deadline - clock()

    def check_time(self) -> None:
        """Raise DeadlineExceeded if nothing may be sent any more: hooks, or making connections, took all the time."""
        left = self.time_left()
        if left is not None and left <= 0:
            raise DeadlineExceeded("the time for the call is over")

    def log(self, progress: str) -> None:
        """Log how far the exchange has come. Call only if `logs`."""
        logger.debug("%s %s: %s", self.request.method, self.request.route, progress)

    def response_started(self, status: int, headers: Mapping[str, str]) -> None:
        """Take status and headers; the body follows."""
        self._status, self._headers = status, headers
        self._decoder = ContentDecoder(headers.get("content-encoding", ""), self.request.limit)
        if self.logs:
            self.log(f"response started: {status}")

    def feed(self, chunk: bytes) -> None:
        """Take a part of the body as it came over the wire."""
        if self.deadline is not None and clock() > self.deadline:
            raise DeadlineExceeded("the answer was still arriving")
        assert self._decoder is not None
        self._decoder.feed(chunk)

    def complete(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        """Take a response that was read and decoded elsewhere."""
        self.response_started(status, headers)
        self._content = content

    def result(self, error: Exception | None = None, *, closed: bool = False) -> Response | TransportFailure:
        """The response, or the failure.

        A status that came is never lost: an error status is that error whatever its body, and a 2xx that cannot be
        decoded happened. A failure is only a 2xx that breaks off, or no response at all; it is final if the client was
        closed meanwhile.
        """
        decoder, content = self._decoder, self._content
        if error is None and content is None and decoder is not None:
            try:
                content = decoder.finish()
            except DecodingError as broken:
                error = broken
        if error is None and content is not None:
            return Response(self._status, self._headers, content, url=self._url())

        from . import failures  # noqa: PLC0415 - imports httpx, which only failed calls need

        error = error or RuntimeError("nothing came")
        cause = failures.map_exception(error)
        if decoder is None or (200 <= self._status < 300 and not isinstance(error, DecodingError)):
            return failures.transport_failure(cause, sent=decoder is not None or self.sent, closed=closed)
        return Response(self._status, self._headers, content or decoder.so_far, broken=cause, url=self._url())

    def _url(self) -> str:
        return self.request.url.partition("?")[0]

    def failed(self, error: BaseException, *, closed: bool) -> Response | TransportFailure:
        """The result after an exception; raises it unless it is a transport error."""
        clear_frames(error)
        if not isinstance(error, Exception):  # such as a cancellation from outside
            raise error
        from . import failures  # noqa: PLC0415 - likewise

        failures.raise_foreign(error)
        return self.result(error, closed=closed)
