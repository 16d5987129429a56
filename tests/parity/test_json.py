"""`to_dict(by="typescript")` against the objects of @clerk/backend: the same names at every depth, the same values."""

from collections.abc import Iterator
from typing import Any

import pytest

from clerk_organizations_api.base_model import Model
from tests.parity import sides
from tests.parity.cases import Case
from tests.parity.difference import same
from tests.parity.recorder import recording
from tests.parity.sdks import SDKS, Sdk
from tests.parity.values import UNDEFINED, snake


@pytest.mark.sample(1)
@pytest.mark.parametrize("sdk", SDKS, ids=lambda sdk: sdk.version)
def test_json_of_models_has_the_names_of_typescript(node: None, some: list[Case], sdk: Sdk) -> None:
    cases = [case for case in some if sdk.has(case.method.since)]
    with recording(cases) as recorder:
        theirs = sides.typescript(sdk, cases, recorder, {})
        ours = sides.blocking(sdk, cases, recorder)
    both = [
        (case, there.outcome["returned"], here.outcome)
        for case, there, here in zip(cases, theirs, ours, strict=True)
        if "returned" in there.outcome and _is_read(there.outcome["returned"], here.outcome)
    ]
    assert len(both) > len(cases) / 20
    found = {(case.method.name, said) for case, ts, model in both for said in _lacks(ts, _json(model), model.to_dict())}
    assert found == set()


def _is_read(ts: Any, ours: Any) -> bool:
    """Whether both sides have made an object of the answer, and it is of the same class."""
    if not isinstance(ours, Model) or not isinstance(ts, dict):
        return False
    return ts.keys() == {"data", "totalCount"} or ts.get("$class") == type(ours).__name__


def _json(model: Model) -> dict[str, Any]:
    return model.to_dict(by="typescript")


def _lacks(ts: Any, ours: Any, api: Any, at: str = "") -> Iterator[str]:
    """Names and values of TypeScript that our JSON has not. `api` is the same as the API has it."""
    if isinstance(ts, list) and isinstance(ours, list):
        for item, own, raw in zip(ts, ours, api, strict=True):
            yield from _lacks(item, own, raw, at)
    elif isinstance(ts, dict) and isinstance(ours, dict) and isinstance(api, dict):
        if "$class" not in ts and ts in (ours, api):  # metadata, or what this SDK has no class for: as it came
            return
        for name, value in ts.items():
            if name == "$class" or value == UNDEFINED or snake(name) not in api:
                continue  # not in the answer: what TypeScript has there is of its own
            if name not in ours:
                yield f"{at}.{name}"
            elif api[snake(name)] is not None:  # a null may be '' or {} there
                yield from _lacks(value, ours[name], api[snake(name)], f"{at}.{name}")
    elif not same(_in_javascript(ts), _in_javascript(ours)):
        yield f"{at} is {ts!r:.40} and not {ours!r:.40}"


def _in_javascript(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
