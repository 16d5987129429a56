"""Configuration of a client: arguments and environment, checked, as one immutable value."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args
from urllib.parse import unquote, urlsplit

import attrs

from ._patched import is_httpx_patched
from ._secrets import SecretStr, as_secret
from ._urls import ascii_host, is_loopback
from ._validation import check_count, check_seconds, check_type
from ._version import __version__
from .errors import ClerkConfigurationError
from .retry import RetryPolicy

ClerkAPIVersion: TypeAlias = Literal["2025-11-10", "2026-05-12"]
"""Version of the API, which each request names."""

DEFAULT_API_URL = "https://api.clerk.com"
DEFAULT_CLERK_API_VERSION: ClerkAPIVersion = "2025-11-10"
DEFAULT_TIMEOUT = 60.0
DEFAULT_RESPONSE_LIMIT = 16 * 1024 * 1024
FAST_VARIABLE = "CLERK_ORGANIZATIONS_FAST"
HTTPX_VARIABLE = "CLERK_ORGANIZATIONS_HTTPX"
INSECURE_VARIABLE = "CLERK_ORGANIZATIONS_ALLOW_INSECURE_HTTP"

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?")
_SECRET_KEY = re.compile(r"[\x21\x23-\x26\x28-\x7e]+")  # no quotes: Docker keeps those of an env file


@attrs.define(frozen=True, slots=True)
class Config:
    """Checked configuration, the same for every call of a client."""

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
    use_httpx: bool | None
    """Whether an httpx client sends; None is what the environment says at each call."""
    strict: bool
    """Whether an answer that breaks the document is an error."""

    def with_headers(self, headers: Mapping[str, str]) -> Config:
        """The same configuration with these headers added or replaced."""
        check_type(Mapping, headers=headers)
        for name, value in headers.items():
            _check_header(name, value)
        return attrs.evolve(self, headers={**self.headers, **{name.lower(): value for name, value in headers.items()}})


def load_config(
    *,
    secret_key: str | None,
    api_url: str | None,
    api_version: str,
    clerk_api_version: str,
    timeout: float | None,
    retry: RetryPolicy | None,
    user_agent: str | None,
    max_response_bytes: int,
    allow_insecure_http: bool | None,
    fast: bool | None,
    use_httpx: bool | None,
    strict: bool,
) -> Config:
    """The configuration for these arguments; raises ClerkConfigurationError, which never shows the key."""
    secret_key = as_secret(secret_key)
    agent = default_user_agent() if user_agent is None else user_agent
    from_environment = os.environ.get("CLERK_API_URL") if api_url is None else None
    url = from_environment or (DEFAULT_API_URL if api_url is None else api_url)
    check_type(str, user_agent=agent, api_url=url, api_version=api_version)
    headers = {
        "authorization": SecretStr(f"Bearer {_checked_key(secret_key)}"),
        "clerk-api-version": _checked_version(clerk_api_version),
        "user-agent": agent,
        "accept": "application/json",
        "accept-encoding": "gzip, deflate",
    }
    policy = validate_retry(RetryPolicy() if retry is None else retry)
    check_type(bool, strict=strict)
    insecure = bool(_switch("allow_insecure_http", allow_insecure_http, INSECURE_VARIABLE))
    base_url = _base_url(url, api_version, insecure, name="CLERK_API_URL" if from_environment else "api_url")
    limit = check_count("max_response_bytes", max_response_bytes)
    sends_by_httpx(use_httpx)  # what makes no sense is refused here, and not by the first call
    config = Config(base_url, {}, validate_timeout(timeout), policy, limit, fast_option(fast), use_httpx, strict)
    return config.with_headers(headers)


def default_user_agent() -> str:
    """This client, and the Python that runs it."""
    return f"clerk-organizations/{__version__} python/{platform.python_version()}"


def validate_timeout(timeout: float | None) -> float | None:
    """Positive seconds, or None for no limit."""
    return None if timeout is None else check_seconds("timeout", timeout, " or None, which is no limit")


def validate_retry(retry: RetryPolicy) -> RetryPolicy:
    """A retry policy."""
    check_type(RetryPolicy, retry=retry)
    return retry


def fast_option(fast: bool | None) -> bool | None:
    """The extra `fast`: True, it must be used; False, it must not; None, it is used where it is installed."""
    return _switch("fast", fast, FAST_VARIABLE)


def sends_by_httpx(use_httpx: bool | None) -> bool:
    """Whether an httpx client sends, and not our own connections: the argument, else what the environment says now."""
    if use_httpx is None and os.environ.get(HTTPX_VARIABLE) == "auto":
        return is_httpx_patched()
    return bool(_switch("use_httpx", use_httpx, HTTPX_VARIABLE, " or auto"))


def _switch(name: str, given: object, variable: str, more: str = "") -> bool | None:
    """An argument that is True or False, or the variable that is 1 or 0; None if neither says anything."""
    if given is not None and not isinstance(given, bool):
        raise ClerkConfigurationError(f"{name} must be True, False or None, not {given!r}")
    if given is not None:
        return given
    value = os.environ.get(variable, "")
    if value not in ("", "0", "1"):
        raise ClerkConfigurationError(f"{variable} must be 0 or 1{more}")
    return value == "1" if value else None


def is_body_header(name: str) -> bool:
    """Whether a header describes the body, so that only the sender of the body may set it."""
    return name.lower().startswith("content-") or name.lower() == "transfer-encoding"


def _check_header(name: object, value: object) -> None:
    if not isinstance(name, str) or not isinstance(value, str):
        raise ClerkConfigurationError(f"the header {name!r} cannot be sent: its name and value must be of type str")
    if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
        raise ClerkConfigurationError(
            f"the header {name!r} cannot be sent: its name or value is not plain ASCII text, or has blanks around it"
        )
    if is_body_header(name):
        raise ClerkConfigurationError(f"the header {name!r} describes the body, so the client alone sets it")


def _checked_key(given: str | None) -> str:
    key = as_secret(os.environ.get("CLERK_SECRET_KEY")) if given is None else given
    if key is None or key == "":
        raise ClerkConfigurationError("no secret key: pass secret_key=… or set CLERK_SECRET_KEY")
    if not _SECRET_KEY.fullmatch(key):
        raise ClerkConfigurationError(
            "the secret key is malformed: it may hold no spaces, line breaks, quotes or non-ASCII characters"
        )
    if key.startswith("pk_"):
        raise ClerkConfigurationError("this is a publishable key: the API needs the secret key, which begins with sk_")
    return key


def _checked_version(given: object) -> str:
    versions = get_args(ClerkAPIVersion)
    if given not in versions:
        raise ClerkConfigurationError(f"clerk_api_version must be {' or '.join(map(repr, versions))}")
    return str(given)


def _base_url(api_url: str, api_version: str, allow_insecure_http: bool, *, name: str) -> str:
    """The URL that paths are appended to; the query, credentials and fragments that would swallow them are refused."""
    try:
        parts = urlsplit(api_url)
        port_is_fine = parts.port is None or parts.port > 0
        ascii_host(api_url)
    except ValueError as error:
        said = f": {error}" if name == "api_url" and "@" not in api_url else ""  # the error has parts of the URL
        raise ClerkConfigurationError(f"{name} is not a URL{said}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_fine:
        raise ClerkConfigurationError(f"{name} must be an http or https URL with a host, such as {DEFAULT_API_URL}")
    if "%" in parts.hostname:
        raise ClerkConfigurationError(f"{name} must not have an address with a zone, such as fe80::1%eth0")
    if parts.scheme == "http" and not (allow_insecure_http or is_loopback(parts.hostname)):
        raise ClerkConfigurationError(
            f"{name} is http: the secret key would go unencrypted. Use https, or say allow_insecure_http=True "
            f"or {INSECURE_VARIABLE}=1"
        )
    if "?" in api_url or "#" in api_url or "@" in parts.netloc:
        raise ClerkConfigurationError(f"{name} must not have a query, a fragment or credentials")
    if re.search(r"[\s\\]", api_url) or not re.fullmatch(r"[A-Za-z0-9._-]+", api_version):
        raise ClerkConfigurationError(f"{name} and api_version must not hold spaces, backslashes or further segments")
    path = re.sub("/+", "/", parts.path).rstrip("/")
    if not {".", ".."}.isdisjoint(unquote(f"{path}/{api_version}").split("/")):
        raise ClerkConfigurationError(f"{name} and api_version must not have . or .. for a segment")
    if path.lower().endswith(f"/{api_version}".lower()):
        raise ClerkConfigurationError(
            f"{name} must not end in /{api_version}, which the client appends by itself: remove it there"
        )
    return f"{parts.scheme}://{parts.netloc}{path}/{api_version}"
