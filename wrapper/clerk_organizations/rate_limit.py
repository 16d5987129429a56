"""How many calls may be made with one key: a plain value, given to the clients that are to keep to it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from types import MappingProxyType
from urllib.parse import urlsplit

import attrs

from ._secrets import hidden
from ._validation import check_count, check_seconds
from .errors import ClerkConfigurationError

__all__ = ["Quota", "RateLimit"]

_HOUR = 3600.0
_YEAR = 366 * 24 * 3600
_SCHEMES = ("redis", "rediss", "unix")


@attrs.define(frozen=True, slots=True)
class Quota:
    """So many requests in any window of so many seconds."""

    requests: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.requests:,} requests in {self.seconds:g} s"


PRODUCTION = Quota(1000, 10.0)
DEVELOPMENT = Quota(100, 10.0)
OPERATIONS: Mapping[str, Quota] = MappingProxyType(
    {
        "CreateOrganizationInvitation": Quota(250, _HOUR),
        "CreateOrganizationInvitationBulk": Quota(50, _HOUR),
    }
)
"""What Clerk documents: for the kinds of keys, and for some operations beside that."""


@attrs.define(frozen=True, slots=True)
class ResourceQuota:
    """What some operations may do to one resource in all: so many requests for each organization, say."""

    resource: str
    """What kind of resource it is."""
    quota: Quota
    operations: frozenset[str]
    """The operations that count together, by operationId."""
    depth: int
    """How many segments of their paths name the resource."""

    def of(self, path: str) -> str:
        """Name of the resource that a path of one of these operations leads to, in it or below it."""
        return f"{self.resource} {'/'.join(path.split('/')[1 : self.depth + 1])}"


RESOURCES = (
    ResourceQuota(
        "organization", Quota(10, 10.0),
        frozenset({"UpdateOrganization", "MergeOrganizationMetadata", "ReplaceOrganizationMetadata"}), 2,
    ),
    ResourceQuota(
        "membership", Quota(10, 10.0),
        frozenset({"UpdateOrganizationMembership", "UpdateOrganizationMembershipMetadata"}), 4,
    ),
)  # fmt: skip
"""What Clerk documents for changes of one organization, and of one membership."""


def address(url: str | None) -> str:
    """Where a Redis is, without user and password; empty for none."""
    if url is None:
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@attrs.define(frozen=True, slots=True, init=False, repr=False)
class RateLimit:
    """A limit that clients keep to by waiting for their turn: all clients with one key in this process, first come
    first served; with `redis`, those of other processes and machines as well.

    Args:
        requests: Requests of any kind in `seconds`.
        operations: What some operations are limited to beside that, by operationId: (requests, seconds).
        redis: URL of the Redis through which processes share the limits, such as redis://localhost:6379/0. Needs
            `pip install 'clerk-organizations[redis]'`.
        wait: Whether a call waits for its turn, within its timeout. If not, it raises RateLimitError at once.
        processes: How many processes share the key. Each keeps to its part of the limits where there is no Redis, or
            none that answers; by default that is all of it without Redis, and as many as were last seen with it.

    Errors:
        ClerkConfigurationError: a value makes no sense, or what `redis` needs is not installed.
    """

    quota: Quota | None
    """For all requests; None for what Clerk documents for the kind of key."""
    operations: Mapping[str, Quota] = attrs.field(hash=False)
    redis: str | None
    wait: bool
    processes: int | None
    resources: tuple[ResourceQuota, ...]
    """What changes of one resource are limited to beside that; nothing but by `for_key`."""

    def __init__(
        self,
        requests: int,
        seconds: float,
        operations: Mapping[str, tuple[int, float]] | None = None,
        *,
        redis: str | None = None,
        wait: bool = True,
        processes: int | None = None,
    ) -> None:
        redis = hidden(redis)
        own = dict(_operation(name, limit) for name, limit in _mapping(operations).items())
        self._set(_quota("rate limit", requests, seconds), own, redis, wait, processes, ())

    @classmethod
    def for_key(cls, *, redis: str | None = None, wait: bool = True, processes: int | None = None) -> RateLimit:
        """What Clerk documents for the key of the client: 1,000 requests in 10 s for sk_live_ keys, 100 for others;
        250 invitations and 50 bulk invitations an hour; 10 changes of an organization or of its metadata in 10 s, for
        each organization, and as many for each membership.
        """
        redis = hidden(redis)
        limit = object.__new__(cls)
        limit._set(None, OPERATIONS, redis, wait, processes, RESOURCES)
        return limit

    def quotas(self, secret_key: str) -> Mapping[str, Quota]:
        """What holds for a key: for all requests under "all", for some operations under their ids."""
        documented = PRODUCTION if secret_key.startswith("sk_live_") else DEVELOPMENT
        return {"all": self.quota or documented, **self.operations}

    def __repr__(self) -> str:
        """Without what a URL hides; of what is set, as tracebacks show a limit that is being made."""
        values = {
            field.name: getattr(self, field.name) for field in attrs.fields(RateLimit) if hasattr(self, field.name)
        }
        values["resources"] = tuple(one.resource for one in values.get("resources", ()))
        shown = {name: address(value) if name == "redis" else repr(value) for name, value in values.items()}
        return f"RateLimit({', '.join(f'{name}={value}' for name, value in shown.items())})"

    def _set(
        self,
        quota: Quota | None,
        operations: Mapping[str, Quota],
        redis: str | None,
        wait: bool,
        processes: int | None,
        resources: tuple[ResourceQuota, ...],
    ) -> None:
        if not isinstance(wait, bool):
            raise ClerkConfigurationError(f"wait of a rate limit must be True or False, not {wait!r}")
        if processes is not None:
            check_count("processes of a rate limit", processes)
        values = (quota, MappingProxyType(dict(operations)), _checked_redis(redis), wait, processes, resources)
        names = ("quota", "operations", "redis", "wait", "processes", "resources")
        for name, value in zip(names, values, strict=True):
            object.__setattr__(self, name, value)


def _mapping(operations: object) -> Mapping[object, object]:
    if operations is not None and not isinstance(operations, Mapping):
        raise ClerkConfigurationError("operations of a rate limit must map operation ids to (requests, seconds)")
    return operations or {}


def _operation(name: object, limit: object) -> tuple[str, Quota]:
    from clerk_organizations_api import api  # noqa: PLC0415 - few limit single operations

    ids = ["".join(part.title() for part in function.split("_")) for function in api.__all__]
    if not isinstance(name, str) or name not in ids:
        near = get_close_matches(str(name), ids, 1) or ["CreateOrganizationInvitation"]
        raise ClerkConfigurationError(
            f"operations of a rate limit: there is no operation {name!r}; ids are those of the document, "
            f"such as {near[0]!r}"
        )
    if not isinstance(limit, tuple | list) or len(limit) != 2:
        raise ClerkConfigurationError(f"the rate limit of {name} must be (requests, seconds), not {limit!r}")
    return name, _quota(f"rate limit of {name}", *limit)


def _quota(what: str, requests: object, seconds: object) -> Quota:
    count = check_count(f"{what}: requests", requests)
    return Quota(count, float(check_seconds(f"{what}: seconds", seconds, most=_YEAR)))


def _checked_redis(url: object) -> str | None:
    if url is None:
        return None
    if not isinstance(url, str) or not _is_redis(url):  # not shown: it may hold a password
        raise ClerkConfigurationError(
            "redis of a rate limit must be a URL such as redis://localhost:6379/0, rediss://user:password@host or "
            "unix:///run/redis.sock"
        )
    if find_spec("redis") is None:
        raise ClerkConfigurationError(
            "a rate limit over Redis needs the redis library: pip install 'clerk-organizations[redis]'"
        )
    return url


def _is_redis(url: str) -> bool:
    try:
        parts = urlsplit(url)
        place = parts.path if parts.scheme == "unix" else parts.hostname
        return parts.scheme in _SCHEMES and bool(place) and parts.port != 0
    except ValueError:
        return False
