"""The httpx client behind ours: made at the first call, or borrowed from the user."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Generic, TypeVar

import httpx

from .errors import ClerkConfigurationError

Client = TypeVar("Client", bound=httpx.Client | httpx.AsyncClient)

_SENDABLE = re.compile(rb"(?:[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]*[\x21-\x7e\x80-\xff])?)?")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


class Connections(Generic[Client]):
    """One httpx client of this kind and whether it is ours to close."""

    def __init__(self, kind: Callable[..., Client], transport: object, borrowed: Client | None) -> None:
        self._kind = kind
        self._borrowed = borrowed
        self._own = None if transport is None else _made(kind, transport)
        self._lock = threading.Lock()
        self._closed = False

    def opened(self) -> Client:
        """The client to send with; raises ClerkConfigurationError if there can be none."""
        with self._lock:
            if self._closed:
                raise ClerkConfigurationError("the client is closed")
            if self._borrowed is not None:
                return _usable(self._borrowed)
            if self._own is None:
                self._own = _made(self._kind, None)
            return self._own

    def shut(self) -> Client | None:
        """Open nothing any more; returns what there is to close."""
        with self._lock:
            self._closed = True
            own, self._own = self._own, None
        return own


def _made(kind: Callable[..., Client], transport: Any) -> Client:
    """A client without a memory: it is shared by threads, and the API needs no cookies."""
    forgetful = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    try:
        return kind(transport=transport, timeout=None, cookies=forgetful)
    except Exception as error:  # proxies and certificates of the environment: httpx raises half a dozen kinds
        names = _CERTIFICATES if isinstance(error, OSError) else _PROXIES
        found = [name for name in names if name in os.environ or name.lower() in os.environ]
        where = f"check {', '.join(found)} in the environment: " if found else ""
        raise ClerkConfigurationError(f"no HTTP client can be made: {where}{type(error).__name__}: {error}") from error


def _usable(borrowed: Client) -> Client:
    if borrowed.is_closed:
        raise ClerkConfigurationError("the http_client was closed by its owner")
    for name, value in borrowed.headers.raw:
        if not _SENDABLE.fullmatch(value):
            raise ClerkConfigurationError(f"the header {name.decode('latin-1')!r} of the http_client cannot be sent")
    return borrowed
