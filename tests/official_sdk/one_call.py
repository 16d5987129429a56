"""One call, or the same twice, by clerk-backend-api or by bare httpx, for tests/faults/peers.py.

Prints what came of the last. Runs in the SDK's own virtual environment:
`one_call.py official|httpx GET|POST URL TIMES`.
"""

import json
import resource
import sys
from typing import Any

import httpx
from clerk_backend_api import Clerk

KEY = "sk_test_peer"
MEMORY = 2_000_000_000

who, method, url, times = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))  # what goes on for ever must not take the machine with it


def named(name: object) -> str:
    return f"the answer {name!r}"


def official() -> Any:
    clerk = Clerk(bearer_auth=KEY, server_url=f"{url}/v1")
    if method == "GET":
        return lambda: named(clerk.organizations.get(organization_id="org_1").name)
    return lambda: named(clerk.organizations.create(request={"name": "Acme"}).name)


def bare() -> Any:
    client = httpx.Client(headers={"authorization": f"Bearer {KEY}"})
    path, body = ("/organizations/org_1", None) if method == "GET" else ("/organizations", {"name": "Acme"})

    def call() -> str:
        answer = client.request(method, f"{url}/v1{path}", json=body)
        return named(answer.json().get("name")) if answer.is_success else f"status {answer.status_code}"

    return call


call = official() if who == "official" else bare()
try:
    for _ in range(times):
        outcome = call()
except Exception as error:
    outcome = f"{type(error).__module__.partition('.')[0]}.{type(error).__name__}".removeprefix("builtins.")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(json.dumps({"outcome": outcome, "megabytes": peak}))
