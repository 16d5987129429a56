"""What of the packages needs neither sockets nor threads, on a Python that this machine may lack; run by python.mjs."""

import copy
import json
import pickle
import pkgutil
import sys
from importlib import import_module, resources
from typing import Any

import attrs

import clerk_organizations_api
from clerk_organizations_api import api, models


def every_module() -> int:
    """Import all of the generated package."""
    found = list(pkgutil.walk_packages(clerk_organizations_api.__path__, "clerk_organizations_api."))
    for module in found:
        import_module(module.name)
    return len(found)


replaced: Any = getattr(copy, "replace")  # noqa: B009 - of Python 3.13, newer than what types are checked for


def every_model() -> int:
    """Read, write, compare, copy and change each model."""
    kinds = [kind for kind in vars(models).values() if isinstance(kind, type) and hasattr(kind, "from_dict")]
    kinds = kinds or [getattr(models, name) for name in models.__all__ if hasattr(getattr(models, name), "from_dict")]
    for kind in kinds:
        sample = {"id": "org_1", "new_field": [1, {"a": None}], "created_at": 1}
        if "data" in attrs.fields_dict(kind):
            sample["data"] = []
        one = kind.from_dict(sample)
        assert one.to_dict() == sample, kind
        assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one == replaced(one), kind
        assert repr(one).startswith(kind.__name__) and attrs.fields(kind) is not None
    return len(kinds)


def every_operation() -> int:
    """Each function of the API is there, and refuses what it does not know."""
    document = json.loads(resources.files(clerk_organizations_api).joinpath("openapi.json").read_bytes())
    functions = [getattr(api, name) for name in api.__all__]
    assert len(functions) == sum("operationId" in one for path in document["paths"].values() for one in path.values())
    for function in functions:
        try:
            function(no_such_parameter=1)
        except TypeError:
            continue
        raise AssertionError(function)
    made = api.get_organization("org_1")
    assert (made.method, made.path) == ("GET", "/organizations/org_1"), made
    return len(functions)


def calls_and_walks() -> int:
    """A client over a sender that answers from memory: a create, a retry, an error, and a walk over pages."""
    import httpx

    from clerk_organizations import ClerkClient, NotFoundError, RetryPolicy

    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, request.url.path))
        if request.method == "POST":
            return httpx.Response(200, json={"id": "org_9", **json.loads(request.content)})
        if request.url.path.endswith("/gone"):
            return httpx.Response(404, json={"errors": [{"code": "resource_not_found", "message": "not found"}]})
        if request.url.path.endswith("/busy") and seen.count(seen[-1]) == 1:
            return httpx.Response(503)
        if request.url.path.endswith("/busy"):
            return httpx.Response(200, json={"id": "busy"})
        first, count = int(request.url.params.get("offset", 0)), int(request.url.params["limit"])
        data = [{"id": f"org_{number}"} for number in range(first, min(first + count, 5))]
        return httpx.Response(200, json={"data": data, "total_count": 5})

    quick = RetryPolicy(first_delay=0.001)
    transport = httpx.MockTransport(answer)
    with ClerkClient(secret_key="sk_test_x", retry=quick, fast=False, transport=transport) as clerk:
        assert clerk.organizations.create_organization(name="Acme").name == "Acme"
        assert clerk.organizations.get_organization(organization_id="busy").id == "busy"
        try:
            clerk.organizations.get_organization(organization_id="gone")
        except NotFoundError as error:
            assert error.code == "resource_not_found"
        else:
            raise AssertionError("a 404 is an error")
        pages = clerk.organizations.get_organization_list.pages(limit=5)
        assert [one.id for page in pages for one in page.data] == [f"org_{number}" for number in range(5)]
    return len(seen)


counts = {each.__name__: each() for each in (every_module, every_model, every_operation, calls_and_walks)}
print(json.dumps({"python": list(sys.version_info[:2]), **counts}))
