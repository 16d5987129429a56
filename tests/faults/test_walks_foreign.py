"""Exceptions that end programs, raised in a page that a walk fetches ahead: they pass as they are, on every way."""

import anyio
import httpx
import pytest

from clerk_organizations import AsyncClerkClient, ClerkClient
from tests.faults.rows import Row, rows
from tests.support.clients import KEY

LAST = 4
"""The page that fails: one that is fetched ahead."""


class Stop(BaseException):
    """What no `except Exception` catches."""


def transport(error: BaseException) -> httpx.MockTransport:
    """One item a page, without an end; the error for one of them."""

    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        if offset == LAST:
            raise error
        return httpx.Response(200, json={"data": [{"id": f"org_{offset}"}], "total_count": 20})

    return httpx.MockTransport(answer)


@rows(
    Row("R95", "SystemExit in a page that is fetched ahead", "raised where the page is taken", SystemExit),
    Row("R96", "KeyboardInterrupt there", "likewise", KeyboardInterrupt),
    Row("R97", "another BaseException there", "likewise", Stop),
)
@pytest.mark.parametrize("library", ["threads", "asyncio", "trio"])
def test_what_ends_a_program_passes_as_it_is(row: Row, library: str) -> None:
    error, ids = row.given("mine"), list[str]()

    def walk() -> None:
        with ClerkClient(secret_key=KEY, transport=transport(error)) as clerk:
            for item in clerk.organizations.get_organization_list.iter(limit=1):
                ids.append(item.id)

    async def walk_async() -> None:
        async with AsyncClerkClient(secret_key=KEY, transport=transport(error)) as clerk:
            try:
                async for item in clerk.organizations.get_organization_list.iter(limit=1):
                    ids.append(item.id)
            except BaseException as caught:  # in the task of the consumer, which is what matters
                raised.append(caught)

    raised = list[BaseException]()
    if library == "threads":
        with pytest.raises(type(error)) as caught:
            walk()
        raised.append(caught.value)
    else:
        anyio.run(walk_async, backend=library)
    assert raised == [error]
    assert ids == [f"org_{number}" for number in range(LAST)]
