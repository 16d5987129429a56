"""Runs the cases: by a version of @clerk/backend in one node process, and by our clients, blocking and async."""

import asyncio
import json
import os
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerk_organizations import AsyncClerkClient, ClerkClient, RetryPolicy
from tests.parity.cases import Case
from tests.parity.recorder import KEY, Recorder, key
from tests.parity.sdks import Sdk
from tests.parity.values import snake
from tests.support import nodejs
from tests.support.servers import Received


@dataclass(frozen=True)
class Told:
    """What a case has put on the wire, and what came of it."""

    requests: list[Received]
    outcome: Any
    """Of TypeScript: `{returned: …}` or `{raised: …}` in plain JSON. Of Python: what was returned, or the exception."""


def typescript(sdk: Sdk, cases: Sequence[Case], recorder: Recorder, code: Mapping[str, str]) -> list[Told]:
    """Each case by the SDK, in one process; the cases with code run that text in place of their arguments."""
    told = [
        {
            "resource": case.method.resource,
            "method": case.method.name,
            "args": case.arguments,
            "code": code.get(case.id),
            "secretKey": key(number),
        }
        for number, case in enumerate(cases)
    ]
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "cases.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        done = subprocess.run(
            [*nodejs.command("parity.mjs"), sdk.package, str(file)],
            # As in production: the newer one warns of what is deprecated, but for this and for tests
            env={**os.environ, "CLERK_API_URL": recorder.url, "NODE_ENV": "production"},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
            timeout=120,
        )
    sent = recorder.take_by_case()
    outcomes = map(json.loads, done.stdout.strip().split("\n"))
    return [Told(sent.get(number, []), outcome) for number, outcome in zip(range(len(cases)), outcomes, strict=True)]


def blocking(sdk: Sdk, cases: Sequence[Case], recorder: Recorder) -> list[Told]:
    """Each case by ClerkClient."""
    told: list[Told] = []
    with ClerkClient(**_options(sdk, recorder)) as clerk, quiet():
        for number, case in enumerate(cases):
            recorder.begin(number)
            args, kwargs = case.python
            try:
                outcome = called(clerk, case)(*args, **kwargs)
            except Exception as error:
                outcome = error
            told.append(Told(recorder.take(), outcome))
    return told


def asynchronous(sdk: Sdk, cases: Sequence[Case], recorder: Recorder) -> list[Told]:
    """Each case by AsyncClerkClient."""
    return asyncio.run(_awaited(sdk, cases, recorder))


async def _awaited(sdk: Sdk, cases: Sequence[Case], recorder: Recorder) -> list[Told]:
    told: list[Told] = []
    async with AsyncClerkClient(**_options(sdk, recorder)) as clerk:
        with quiet():
            for number, case in enumerate(cases):
                recorder.begin(number)
                args, kwargs = case.python
                try:
                    outcome = await called(clerk, case)(*args, **kwargs)
                except Exception as error:
                    outcome = error
                told.append(Told(recorder.take(), outcome))
    return told


def called(clerk: ClerkClient | AsyncClerkClient, case: Case) -> Callable[..., Any]:
    """The method of a case."""
    method: Callable[..., Any] = getattr(getattr(clerk, snake(case.method.resource)), snake(case.method.name))
    return method


def _options(sdk: Sdk, recorder: Recorder) -> dict[str, Any]:
    retry = RetryPolicy(attempts=1)
    return {"secret_key": KEY, "api_url": recorder.url, "retry": retry, "clerk_api_version": sdk.api_version}


def quiet() -> AbstractContextManager[object]:
    """What the API calls deprecated is used like all else here."""
    return warnings.catch_warnings(action="ignore", category=DeprecationWarning)
