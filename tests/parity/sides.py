"""Runs the cases: by @clerk/backend in one node process, and by our clients, the blocking and the async one."""

import asyncio
import json
import os
import subprocess
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clerk_organizations import AsyncClerkClient, ClerkClient, RetryPolicy
from tests.parity.cases import Case
from tests.parity.recorder import Recorder
from tests.parity.values import snake
from tests.support import nodejs
from tests.support.servers import Received

KEY = "sk_test_parity"


@dataclass(frozen=True)
class Told:
    """What a case has put on the wire, and what came of it."""

    requests: list[Received]
    outcome: Any
    """Of TypeScript: `{returned: …}` or `{raised: …}` in plain JSON. Of Python: what was returned, or the exception."""


def typescript(cases: Sequence[Case], recorder: Recorder, code: Mapping[str, str]) -> list[Told]:
    """Each case by the SDK, in one process; the cases with code run that text in place of their arguments."""
    told = [{"method": case.method.name, "args": case.arguments, "code": code.get(case.id)} for case in cases]
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "cases.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        done = subprocess.run(
            [*nodejs.command("parity.mjs"), str(file)],
            env={**os.environ, "CLERK_API_URL": recorder.url, "CLERK_SECRET_KEY": KEY},
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
            timeout=120,
        )
    outcomes = [json.loads(line) for line in done.stdout.strip().split("\n")]
    sent = recorder.take()
    return [Told(sent[number], outcome) for number, outcome in zip(range(len(cases)), outcomes, strict=True)]


def blocking(cases: Sequence[Case], recorder: Recorder) -> list[Told]:
    """Each case by ClerkClient."""
    outcomes: list[Any] = []
    with ClerkClient(secret_key=KEY, api_url=recorder.url, retry=RetryPolicy(attempts=1)) as clerk, quiet():
        for number, case in enumerate(cases):
            recorder.begin(number)
            args, kwargs = case.python
            try:
                outcomes.append(getattr(clerk.organizations, snake(case.method.name))(*args, **kwargs))
            except Exception as error:
                outcomes.append(error)
    sent = recorder.take()
    return [Told(sent[number], outcome) for number, outcome in enumerate(outcomes)]


def asynchronous(cases: Sequence[Case], recorder: Recorder) -> list[Told]:
    """Each case by AsyncClerkClient."""
    outcomes = asyncio.run(_outcomes(cases, recorder))
    sent = recorder.take()
    return [Told(sent[number], outcome) for number, outcome in enumerate(outcomes)]


async def _outcomes(cases: Sequence[Case], recorder: Recorder) -> list[Any]:
    outcomes: list[Any] = []
    async with AsyncClerkClient(secret_key=KEY, api_url=recorder.url, retry=RetryPolicy(attempts=1)) as clerk:
        with quiet():
            for number, case in enumerate(cases):
                recorder.begin(number)
                args, kwargs = case.python
                try:
                    outcomes.append(await getattr(clerk.organizations, snake(case.method.name))(*args, **kwargs))
                except Exception as error:
                    outcomes.append(error)
    return outcomes


def quiet() -> AbstractContextManager[object]:
    """What the API calls deprecated is used like all else here."""
    return warnings.catch_warnings(action="ignore", category=DeprecationWarning)
