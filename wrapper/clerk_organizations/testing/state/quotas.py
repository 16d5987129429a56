"""Rate limits: the documented quotas of a key, over sliding windows."""

from __future__ import annotations

from collections import deque

from clerk_organizations.rate_limit import DEVELOPMENT, OPERATIONS, PRODUCTION, RESOURCES, Quota

from ..openapi import error_catalog
from ..openapi.messages import Refusal
from .clock import SECOND

_MOST = 1000
"""So many windows are kept before those that are over are looked for."""
_LONGEST = round(max(quota.seconds for quota in OPERATIONS.values())) * SECOND


class Quotas:
    """Counts requests by key and quota."""

    def __init__(self) -> None:
        self._times: dict[tuple[str, str], deque[int]] = {}
        self._most = _MOST

    def count(self, key: str, operation_id: str | None, path: str, now: int) -> None:
        """Count a request to a path below the version, or refuse it: a refused one does not count."""
        quotas = {"all requests of the key": PRODUCTION if key.startswith("sk_live_") else DEVELOPMENT}
        if operation_id is not None and operation_id in OPERATIONS:
            quotas[operation_id] = OPERATIONS[operation_id]
        for limit in RESOURCES:
            if operation_id in limit.operations:
                quotas[f"changes of {limit.of(path)}"] = limit.quota
        self._forget(now)
        windows = {name: self._window(key, name, quota, now) for name, quota in quotas.items()}
        for name, quota in quotas.items():
            if len(windows[name]) >= quota.requests:
                seconds = -(-(windows[name][0] + _length(quota) - now) // SECOND)
                reason = f"{name}: {quota}. Wait {seconds} s."
                raise Refusal(error_catalog.TOO_MANY_REQUESTS, reason, headers={"retry-after": str(seconds)})
        for times in windows.values():
            times.append(now)

    def _forget(self, now: int) -> None:
        """Drop what is over, from time to time: there may be very many resources."""
        if len(self._times) > self._most:
            self._times = {key: times for key, times in self._times.items() if times and times[-1] > now - _LONGEST}
            self._most = max(_MOST, 2 * len(self._times))

    def _window(self, key: str, name: str, quota: Quota, now: int) -> deque[int]:
        times = self._times.setdefault((key, name), deque())
        while times and times[0] <= now - _length(quota):
            times.popleft()
        return times


def _length(quota: Quota) -> int:
    return round(quota.seconds * SECOND)
