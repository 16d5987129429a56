"""The origin of the API: request target, headers, proxy of the environment, TLS context."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .._messages.request import Request
from .._urls import ascii_host, is_loopback, request_target
from .no_proxy import is_excluded

if TYPE_CHECKING:
    import ssl

_PORTS = {"http": 80, "https": 443}


class Origin:
    """Scheme, host and port of the API, and how requests to them are written.

    Args:
        base_url: Beginning of all URLs.
    """

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self.scheme, self.host = parts.scheme, ascii_host(base_url)
        self.port = parts.port or _PORTS[parts.scheme]
        self.is_secure = self.scheme == "https"
        name = f"[{self.host}]" if ":" in self.host else self.host
        self.host_header = (name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}").encode()
        self._prefix = len(f"{parts.scheme}://{parts.netloc}")

    def target(self, request: Request) -> bytes:
        """Path and query as they are sent; raises httpx.InvalidURL."""
        return request_target(request.url, self._prefix)

    def headers(self, request: Request) -> list[tuple[bytes, bytes]]:
        """Headers as they are sent, in the order of httpx."""
        content = request.content
        headers = [(name.encode(), value.encode()) for name, value in request.headers.items()]
        if content:
            headers.append((b"Content-Length", b"%d" % len(content)))
        elif request.method in ("POST", "PUT", "PATCH"):
            headers.insert(0, (b"Content-Length", b"0"))
        if "host" not in request.headers:
            headers.insert(0, (b"Host", self.host_header))
        return headers

    def proxy(self) -> str | None:
        """The proxy that HTTPS_PROXY, ALL_PROXY and so on name for this origin, unless NO_PROXY excludes it.

        Loopback addresses need no proxy: they may be http, and the proxy would get the key unencrypted.
        """
        from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - 15 ms, so at the first call

        proxies = getproxies()
        if (
            is_loopback(self.host)
            or proxy_bypass(self.host)
            or is_excluded(self.host, self.port, proxies.get("no", ""))
        ):
            return None
        found = proxies.get(self.scheme) or proxies.get("all")
        return found if not found or "://" in found else f"http://{found}"


def ssl_context() -> ssl.SSLContext:
    """The TLS context of all clients: it takes 20 ms to make. A new one if the environment names other certificates."""
    return _ssl_context(os.environ.get("SSL_CERT_FILE") or None, os.environ.get("SSL_CERT_DIR") or None)


@functools.lru_cache(maxsize=4)
def _ssl_context(file: str | None, directory: str | None) -> ssl.SSLContext:
    import ssl  # noqa: PLC0415 - 12 ms, so at the first call, and not at all for http

    import certifi  # noqa: PLC0415 - not at all for http

    if file or not directory:
        context = ssl.create_default_context(cafile=file or certifi.where())
    else:
        context = ssl.create_default_context(capath=directory)
    context.set_alpn_protocols(["http/1.1"])
    return context
