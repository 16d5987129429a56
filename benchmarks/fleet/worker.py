"""One process of the fleet: calls without end, in several threads. `python -m benchmarks.fleet.worker`

Its options come as a line of JSON on the standard input; it prints "ready", begins at the next line, and ends with its
standard input. Then it prints how many calls have failed, by error.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections import Counter
from typing import Any

from clerk_organizations import ClerkClient, ClerkError, RateLimit


def main() -> None:
    """Work until nobody listens any more."""
    options: dict[str, Any] = json.loads(sys.stdin.readline())
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    limit = options["limit"]
    clerk = ClerkClient(
        secret_key=options["key"],
        api_url=options["url"],
        user_agent=options["name"],
        timeout=options["timeout"],
        rate_limit=None if limit is None else rate_limit(limit),
    )
    over, failed = threading.Event(), Counter[str]()

    def work() -> None:
        while not over.is_set():
            try:
                clerk.organizations.get_organization_list(limit=1)
            except ClerkError as error:
                if not over.is_set():
                    failed[type(error).__name__] += 1

    threads = [threading.Thread(target=work) for _ in range(options["threads"])]
    print("ready", flush=True)
    sys.stdin.readline()
    for thread in threads:
        thread.start()
    sys.stdin.read()
    over.set()
    clerk.close()
    for thread in threads:
        thread.join()
    print(json.dumps(failed), flush=True)


def rate_limit(options: dict[str, Any]) -> RateLimit:
    """The limit that is described: what Clerk documents, unless it has requests."""
    return RateLimit(**options) if "requests" in options else RateLimit.for_key(**options)


if __name__ == "__main__":
    main()
