"""How a client is set up: arguments and environment become one checked, immutable value."""

from __future__ import annotations

import ipaddress
import os
import platform
import re
from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import unquote, urlsplit

import attrs

from clerk_organizations_api import SPEC_VERSION

from . import _later
from ._fast import wanted
from ._version import __version__
from .errors import ClerkConfigurationError
from .retry import RetryPolicy

DEFAULT_API_URL = "https://api.clerk.com"
DEFAULT_TIMEOUT = 60.0
DEFAULT_RESPONSE_LIMIT = 16 * 1024 * 1024

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?")
_HOST = re.compile(r"(?=.{1,253}$)(?=.*[A-Za-z])(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}")
_SECRET_KEY = re.compile(r"[\x21-\x7e]+")


class Hidden(str):
    """Text that is shown nowhere but where it is used: not in the repr of what holds it, nor in tracebacks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'(hidden)'"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret key is not pickled")


def hidden(secret_key: str | None) -> str | None:
    """A key as the functions that get one should hold it, from their first line: tracebacks may show what they hold."""
    # The message for what is no text at all is that for a malformed key.
    return None if secret_key is None else Hidden(secret_key if isinstance(secret_key, str) else " ")


@attrs.define(frozen=True, slots=True)
class Settings:
    """What every call of a client has in common."""

    base_url: str
    """Scheme, host, path prefix and version segment, without a slash at the end."""
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Sent with every request; the names are lower case. Holds the secret key, so it is never shown."""
    timeout: float | None
    """Seconds for one call, retries and waits included; None for no limit."""
    retry: RetryPolicy
    response_limit: int
    """Bytes that an answer may have, before decoding and after."""
    fast: bool | None
    """Whether the extra `fast` must be used, must not, or (None) is used as far as it is there."""

    def with_headers(self, headers: Mapping[str, str]) -> Settings:
        """The same settings with these headers added or put in place of others."""
        must_be(Mapping, headers=headers)
        for name, value in headers.items():
            _check_header(name, value)
        return attrs.evolve(self, headers={**self.headers, **{name.lower(): value for name, value in headers.items()}})


def settings(
    *,
    secret_key: str | None,
    api_url: str | None,
    api_version: str,
    timeout: float | None,
    retry: RetryPolicy | None,
    user_agent: str | None,
    max_response_bytes: int,
    allow_insecure_http: bool,
    fast: bool | None,
) -> Settings:
    """Checked settings; raises ClerkConfigurationError, which never shows the key."""
    secret_key = hidden(secret_key)
    agent = default_user_agent() if user_agent is None else user_agent
    url = (os.environ.get("CLERK_API_URL") or DEFAULT_API_URL) if api_url is None else api_url
    must_be(str, user_agent=agent, api_url=url, api_version=api_version)
    headers = {
        "authorization": Hidden(f"Bearer {_checked_key(secret_key)}"),
        "clerk-api-version": SPEC_VERSION,
        "user-agent": agent,
        "accept": "application/json",
        "accept-encoding": "gzip, deflate",
    }
    policy = checked_retry(RetryPolicy() if retry is None else retry)
    must_be(bool, allow_insecure_http=allow_insecure_http)
    base_url, limit = _base_url(url, api_version, allow_insecure_http), _checked_limit(max_response_bytes)
    return Settings(base_url, {}, checked_timeout(timeout), policy, limit, wanted(fast)).with_headers(headers)


def default_user_agent() -> str:
    """This client, and the Python that runs it."""
    return f"clerk-organizations/{__version__} python/{platform.python_version()}"


def checked_timeout(timeout: float | None) -> float | None:
    """Positive seconds, or None for no limit."""
    if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0):
        raise ClerkConfigurationError(f"timeout must be a positive number of seconds or None, not {timeout!r}")
    return timeout


def _checked_limit(limit: int) -> int:
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ClerkConfigurationError(f"max_response_bytes must be a positive number of bytes, not {limit!r}")
    return limit


def checked_retry(retry: RetryPolicy) -> RetryPolicy:
    """A policy and nothing else."""
    must_be(RetryPolicy, retry=retry)
    return retry


def must_be(kind: type, **arguments: object) -> None:
    """Refuse what is of another type, by the name of its argument; never shows the value."""
    for name, value in arguments.items():
        if not isinstance(value, kind):
            raise ClerkConfigurationError(f"{name} must be of type {_name(kind)}, not {_name(type(value))}")


def describes_body(name: str) -> bool:
    """Whether a header says what the body is, which is for whoever sends the body to say."""
    return name.lower().startswith("content-") or name.lower() == "transfer-encoding"


def _check_header(name: object, value: object) -> None:
    if not isinstance(name, str) or not isinstance(value, str):
        raise ClerkConfigurationError(f"the header {name!r} cannot be sent: its name and value must be of type str")
    if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
        raise ClerkConfigurationError(
            f"the header {name!r} cannot be sent: its name or value is not plain ASCII text, or has blanks around it"
        )
    if describes_body(name):
        raise ClerkConfigurationError(f"the header {name!r} describes the body, so the client alone sets it")


def _name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _checked_key(given: str | None) -> str:
    key = hidden(os.environ.get("CLERK_SECRET_KEY")) if given is None else given
    if key is None or key == "":
        raise ClerkConfigurationError("no secret key: pass secret_key=… or set CLERK_SECRET_KEY")
    if not _SECRET_KEY.fullmatch(key):
        raise ClerkConfigurationError(
            "the secret key is malformed: it may hold no spaces, line breaks or non-ASCII characters"
        )
    if key.startswith("pk_"):
        raise ClerkConfigurationError("this is a publishable key: the API needs the secret key, which begins with sk_")
    return key


def _base_url(api_url: str, api_version: str, allow_insecure_http: bool) -> str:
    """The URL that paths are appended to; the query, credentials and fragments that would swallow them are refused."""
    try:
        parts = urlsplit(api_url)
        port_is_fine = parts.port is None or parts.port > 0
        ascii_host(api_url)
    except ValueError as error:
        raise ClerkConfigurationError(f"api_url is not a URL: {error}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        raise ClerkConfigurationError(f"api_url must be an http or https URL with a host, such as {DEFAULT_API_URL}")
    if parts.scheme == "http" and not (allow_insecure_http or is_loopback(parts.hostname)):
        raise ClerkConfigurationError(
            "api_url is http: the secret key would go unencrypted. Use https, or say allow_insecure_http=True"
        )
    if "?" in api_url or "#" in api_url or "@" in parts.netloc:
        raise ClerkConfigurationError("api_url must not have a query, a fragment or credentials")
    if re.search(r"[\s\\]", api_url) or not re.fullmatch(r"[A-Za-z0-9._-]+", api_version):
        raise ClerkConfigurationError("api_url and api_version must not hold spaces, backslashes or further segments")
    path = re.sub("/+", "/", parts.path).rstrip("/")
    if not {".", ".."}.isdisjoint(unquote(f"{path}/{api_version}").split("/")):
        raise ClerkConfigurationError("api_url and api_version must not have . or .. for a segment")
    return f"{parts.scheme}://{parts.netloc}{path}/{api_version}"


def ascii_host(url: str) -> str:
    """The host of a URL as it is looked up, in lower case; raises ValueError for one that cannot be."""
    host = urlsplit(url).hostname or ""
    return host if _is_plain(host) else _later._urls.raw_host(url)


def _is_plain(host: str) -> bool:
    """Whether it is an address or a name that nothing can be wrong with."""
    try:
        return bool(ipaddress.ip_address(host)) and "%" not in host
    except ValueError:
        return _HOST.fullmatch(host) is not None


def is_loopback(host: str) -> bool:
    """Whether this is a name or an address of this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
