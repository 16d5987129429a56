"""Rate limits: how many requests a key may send in a window, by the documented buckets."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from ..openapi import error_catalog
from ..openapi.messages import Refusal
from .clock import SECOND

HOUR = 60 * 60 * SECOND


@dataclass(frozen=True)
class Bucket:
    """So many requests in any window of so many milliseconds."""

    name: str
    requests: int
    window: int


PRODUCTION = Bucket("all requests of a production key", 1000, 10 * SECOND)
DEVELOPMENT = Bucket("all requests of a development key", 100, 10 * SECOND)
OPERATIONS = {
    "CreateOrganizationInvitation": Bucket("invitations", 250, HOUR),
    "CreateOrganizationInvitationBulk": Bucket("bulk invitations", 50, HOUR),
}
"""What some operations are limited to beside that."""


class Limits:
    """Counts requests by key and bucket."""

    def __init__(self) -> None:
        self._times: dict[tuple[str, Bucket], deque[int]] = {}

    def count(self, key: str, operation_id: str | None, now: int) -> None:
        """Count a request, or refuse it: a refused one does not count."""
        buckets = [PRODUCTION if key.startswith("sk_live_") else DEVELOPMENT]
        if operation_id in OPERATIONS:
            buckets.append(OPERATIONS[operation_id])
        windows = [(bucket, self._window(key, bucket, now)) for bucket in buckets]
        for bucket, times in windows:
            if len(times) >= bucket.requests:
                seconds = -(-(times[0] + bucket.window - now) // SECOND)
                reason = f"{bucket.name}: {bucket.requests} in {bucket.window // SECOND} seconds. Wait {seconds} s."
                raise Refusal(error_catalog.TOO_MANY_REQUESTS, reason, headers={"retry-after": str(seconds)})
        for _, times in windows:
            times.append(now)

    def _window(self, key: str, bucket: Bucket, now: int) -> deque[int]:
        times = self._times.setdefault((key, bucket), deque())
        while times and times[0] <= now - bucket.window:
            times.popleft()
        return times
