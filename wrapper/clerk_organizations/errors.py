"""Everything that can go wrong with a call, as exceptions that say what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ._status import leaves_unknown

__all__ = [
    "AuthenticationError",
    "BadRequestError",
    "ClerkAPIError",
    "ClerkAPIResponseError",
    "ClerkConfigurationError",
    "ClerkConnectionError",
    "ClerkDecodeError",
    "ClerkError",
    "ClerkTimeoutError",
    "ConflictError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PayloadTooLargeError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitError",
    "ServerError",
    "UnprocessableEntityError",
]


class ClerkError(Exception):
    """Root of all errors of this client."""


class ClerkConfigurationError(ClerkError):
    """The client cannot work as it was set up: key, URL or option missing or malformed, or already closed."""


@attrs.define(frozen=True, slots=True)
class ClerkAPIError:
    """One entry of the `errors` of an answer."""

    code: str
    """Stable name to test for, such as `resource_not_found`; empty if the answer had none."""
    message: str
    long_message: str
    meta: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    """Whatever else the API said, untouched, such as the name of the parameter."""


class ClerkAPIResponseError(ClerkError):
    """The API answered with an error. Subclasses stand for single statuses.

    Attributes:
        status: HTTP status.
        errors: What the API listed; empty when the body was not Clerk's (a proxy's HTML page, say).
        clerk_trace_id: Id to give to Clerk's support, from the body or the cf-ray header; None if neither had one.
        retry_after: Seconds to wait before the next try, if the answer named any.
        method: HTTP method of the call.
        path: Path of the call below the version, such as `/organizations/org_1`.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        errors: Sequence[ClerkAPIError] = (),
        clerk_trace_id: str | None = None,
        retry_after: float | None = None,
        method: str = "",
        path: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.errors = list(errors)
        self.clerk_trace_id = clerk_trace_id
        self.retry_after = retry_after
        self.method = method
        self.path = path

    @property
    def code(self) -> str:
        """Code of the first error; empty if there is none."""
        return self.errors[0].code if self.errors else ""

    @property
    def outcome_unknown(self) -> bool:
        """True for a POST that may have happened, by its status (5xx, 408): look before repeating it."""
        return self.method == "POST" and leaves_unknown(self.status)


class BadRequestError(ClerkAPIResponseError):
    """400: the request or the state it met is not acceptable."""


class AuthenticationError(ClerkAPIResponseError):
    """401: the secret key is missing, malformed or unknown."""


class PaymentRequiredError(ClerkAPIResponseError):
    """402: the plan of the instance does not include this."""


class PermissionDeniedError(ClerkAPIResponseError):
    """403: understood and not allowed."""


class NotFoundError(ClerkAPIResponseError):
    """404: no such resource, says Clerk. A 404 without an error of Clerk's, as of a proxy or of a wrong address, is a
    plain ClerkAPIResponseError."""


class ConflictError(ClerkAPIResponseError):
    """409: another change is in the way."""


class PayloadTooLargeError(ClerkAPIResponseError):
    """413: the body, such as a logo, is too large."""


class UnprocessableEntityError(ClerkAPIResponseError):
    """422: a parameter is missing or has a value the API does not take; `errors[…].meta` names it."""


class RateLimitError(ClerkAPIResponseError):
    """429: too many requests; `retry_after` says how long to wait."""


class ServerError(ClerkAPIResponseError):
    """5xx: the server failed. After a POST nobody knows whether it took effect, unless the edge did not reach it."""


class ClerkConnectionError(ClerkError):
    """No whole answer came. `__cause__` keeps what the HTTP library said."""


class ClerkTimeoutError(ClerkConnectionError):
    """Time ran out before a whole answer came."""


class OutcomeUnknownError(ClerkConnectionError):
    """A POST was sent and no whole answer came: it may or may not have happened. The message says what to check.

    Creates that are called with `reconcile=True` check by themselves, and raise this only if that does not tell.
    """


class ClerkDecodeError(ClerkError):
    """The answer is not what the API would say.

    Attributes:
        status: HTTP status; with a 2xx the server accepted the call, so a create has happened.
        json_path: Where in the answer, such as `$.data[3].organization`; None when it is not JSON at all.
        json_paths: With `strict=True`, each place where the answer breaks the document; `json_path` is the first.
    """

    def __init__(
        self, message: str, *, status: int = 0, json_path: str | None = None, json_paths: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.json_paths = list(json_paths or filter(None, [json_path]))
        self.json_path = self.json_paths[0] if self.json_paths else None


_BY_STATUS: dict[int, type[ClerkAPIResponseError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: PayloadTooLargeError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def error_class(status: int, *, by_clerk: bool = True) -> type[ClerkAPIResponseError]:
    """The class of errors with this status. A 404 that is not Clerk's says nothing of the resource."""
    if status == 404 and not by_clerk:
        return ClerkAPIResponseError
    return ServerError if 500 <= status < 600 else _BY_STATUS.get(status, ClerkAPIResponseError)
