"""Where our own connections lead: to the origin of the API, and what the environment says of proxies and TLS."""

from __future__ import annotations

import functools
import os
import re
import ssl
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
import httpcore

from . import _later
from ._attempt import Attempt
from ._settings import ascii_host, is_loopback
from ._streams import Content

_PLAIN = re.compile(
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*(?:\?(?:[A-Za-z0-9._~&=+*-]|%[0-9A-Fa-f]{2})*)?"
)
"""Path and query that go over the wire as they stand."""

_PORTS = {"http": 80, "https": 443}


class Origin:
    """Where requests go, and how.

    Args:
        base_url: What their URLs begin with.
    """

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self.scheme, self.host = parts.scheme, ascii_host(base_url)
        self.port = parts.port or _PORTS[parts.scheme]
        self.core = httpcore.Origin(self.scheme.encode(), self.host.encode(), self.port)
        self._port = None if self.port == _PORTS[self.scheme] else self.port
        name = f"[{self.host}]" if ":" in self.host else self.host
        self._named = (name if self._port is None else f"{name}:{self._port}").encode()
        self._prefix = len(f"{parts.scheme}://{parts.netloc}")

    def request(self, attempt: Attempt) -> httpcore.Request:
        """The request of an attempt; raises httpx.InvalidURL."""
        ours = attempt.request
        target = ours.url[self._prefix :]
        raw = target.encode() if _PLAIN.fullmatch(target) and "/." not in target else _later._urls.raw_path(ours.url)
        if ours.content is None:
            attempt.sent = True  # for all we know, once there is a connection
        return httpcore.Request(
            ours.method,
            httpcore.URL(scheme=self.core.scheme, host=self.core.host, port=self._port, target=raw),
            headers=self._headers(attempt),
            content=Content(attempt),
            extensions={"timeout": attempt.timeouts()},
        )

    def _headers(self, attempt: Attempt) -> list[tuple[bytes, bytes]]:
        """In the order of httpx."""
        ours, content = attempt.request.headers, attempt.request.content
        headers = [(name.encode(), value.encode()) for name, value in ours.items()]
        if content:
            headers.append((b"Content-Length", b"%d" % len(content)))
        elif attempt.request.method in ("POST", "PUT", "PATCH"):
            headers.insert(0, (b"Content-Length", b"0"))
        if "host" not in ours:
            headers.insert(0, (b"Host", self._named))
        return headers

    def proxy(self) -> str | None:
        """What HTTPS_PROXY, ALL_PROXY and so on say of this origin, unless NO_PROXY excepts it.

        What is on this machine needs no proxy: it may be http, and then the proxy would get the key unencrypted.
        """
        host = self.host
        if is_loopback(host) or proxy_bypass(host) or proxy_bypass(f"{host}:{self.port}"):
            return None
        proxies = getproxies()
        found = proxies.get(self.scheme) or proxies.get("all")
        return found if not found or "://" in found else f"http://{found}"

    def options(self) -> tuple[dict[str, Any], str]:
        """Arguments for a pool of httpcore, and which kind: direct, http or socks."""
        proxy = self.proxy()
        context = ssl_context() if self.scheme == "https" or (proxy or "").startswith("https:") else None
        if proxy is None:
            return {"ssl_context": context}, "direct"
        scheme, host, port, auth = _later._urls.proxy(proxy)
        url = httpcore.URL(scheme=scheme, host=host, port=port, target=b"/")
        options = {"ssl_context": context, "proxy_url": url, "proxy_auth": auth}
        if scheme in (b"http", b"https"):
            return {**options, "proxy_ssl_context": context if scheme == b"https" else None}, "http"
        return options, "socks"


def ssl_context() -> ssl.SSLContext:
    """One for all clients: it takes 20 ms to make. Made anew when the environment names other certificates."""
    return _ssl_context(os.environ.get("SSL_CERT_FILE") or None, os.environ.get("SSL_CERT_DIR") or None)


@functools.lru_cache(maxsize=4)
def _ssl_context(file: str | None, directory: str | None) -> ssl.SSLContext:
    if file:
        return ssl.create_default_context(cafile=file)
    return (
        ssl.create_default_context(capath=directory)
        if directory
        else ssl.create_default_context(cafile=certifi.where())
    )
