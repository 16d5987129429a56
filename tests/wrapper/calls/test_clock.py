"""Where a test has frozen the clocks of `time`, by which event loops go: nothing of ours waits for them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import clerk_organizations
from tests.faults.rows import Row, rows

FROZEN = """
import sys, threading, time

def freeze():  # as freezegun does
    spared = "threading", "queue", "selectors"
    for name in ("monotonic", "perf_counter", "time"):
        true = getattr(time, name)
        stopped = (lambda at: lambda: at)(true())
        for module in [module for name, module in sys.modules.items() if name not in spared]:
            for key in [key for key, value in vars(module).items() if value is true]:
                setattr(module, key, stopped)

def imported():
    import anyio, asyncio, trio
    import clerk_organizations.testing
    from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkTimeoutError, RateLimit, RetryPolicy
    globals().update(locals())

imported() if sys.argv[1] == "before" else None
freeze()
imported()
assert time.monotonic() == time.monotonic()

serve = clerk_organizations.testing.serve
mock = clerk_organizations.testing.MockClerk({"organizations": [{"name": "Acme", "slug": "acme"}]})
KEY = dict(secret_key=mock.secret_key)
SOON = RetryPolicy(first_delay=0.1)

def ask(clerk):
    try:
        return clerk.organizations.get_organization(slug="acme").name
    except ClerkTimeoutError as error:
        return "no slot" if "rate limit" in str(error) else "no answer"

with serve(mock) as url:
    with ClerkClient(**KEY, api_url=url, rate_limit=RateLimit(1, 0.2)) as clerk:
        print([ask(clerk), ask(clerk), ask(clerk.with_options(timeout=0.05))])
    mock.fail(503)
    with ClerkClient(**KEY, api_url=url, retry=SOON) as clerk:
        print(ask(clerk))
with serve(mock, latency=0.4) as url, ClerkClient(**KEY, api_url=url, timeout=0.1) as clerk:
    print(ask(clerk))

async def ask_async(clerk):
    try:
        return (await clerk.organizations.get_organization(slug="acme")).name
    except ClerkTimeoutError as error:
        return "no slot" if "rate limit" in str(error) else "no answer"

async def main():
    with serve(mock) as url:
        async with AsyncClerkClient(**KEY, api_url=url, rate_limit=RateLimit(1, 0.2)) as clerk:
            print([await ask_async(clerk), await ask_async(clerk), await ask_async(clerk.with_options(timeout=0.05))])
        mock.fail(503)
        async with AsyncClerkClient(**KEY, api_url=url, retry=SOON) as clerk:
            print(await ask_async(clerk))
    with serve(mock, latency=0.4) as url:
        async with AsyncClerkClient(**KEY, api_url=url, timeout=0.1) as clerk:
            print(await ask_async(clerk))

anyio.run(main, backend=sys.argv[2])
"""
SAID = "['Acme', 'Acme', 'no slot']\nAcme\nno answer\n"


@pytest.mark.sample(1)
@rows(Row("T150", "a test freezes the clocks of `time`", "deadlines, waits, rate limits and the mock go by real time"))
@pytest.mark.parametrize(("loaded", "backend"), [("before", "asyncio"), ("after", "trio")])
def test_under_frozen_clocks(row: Row, loaded: str, backend: str) -> None:
    command = [sys.executable, "-W", "error", "-c", FROZEN, loaded, backend]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == (2 * SAID, "")


def test_there_is_one_clock() -> None:
    package = Path(clerk_organizations.__file__).parent
    named = re.compile(r"\b(monotonic|perf_counter|time\.time\(|timeit)\b")
    found = [path.name for path in sorted(package.rglob("*.py")) if named.search(path.read_text("utf-8"))]
    assert found == ["_clock.py"]
