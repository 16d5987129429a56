"""The generated package is imported piece by piece: what is not used costs nothing, and nobody can tell."""

import inspect
import subprocess
import sys
import typing

import pytest

from clerk_organizations_api import api, models
from tests.support.resources import RESOURCES, names

RACE = """
import sys, threading
sys.setswitchinterval(1e-6)
from clerk_organizations_api import api

calls = [
    lambda: api.get_organization("org_1"), lambda: api.upload_organization_logo("org_1", file=b""),
    lambda: api.list_organization_memberships(organization_id="org_1"),
    lambda: api.list_organization_domains(organization_id="org_1"),
] * 4
together, failed = threading.Barrier(len(calls)), []

def first(describe):
    together.wait()
    try:
        operation = describe()
        page = {"data": [{"id": "1", "organization": {"id": "2"}}], "total_count": 1, "id": "3"}
        assert operation.parse(page).to_dict() == page, operation.id
    except BaseException as error:
        failed.append(repr(error))

threads = [threading.Thread(target=first, args=[describe]) for describe in calls]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(failed)
"""

WALK = """
import importlib, pkgutil, sys, unittest, warnings
import clerk_organizations, clerk_organizations_api
from clerk_organizations import ClerkClient

ClerkClient(secret_key="sk_test_1234567890").organizations.get_organization
for package in (clerk_organizations, clerk_organizations_api):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__") and ".hook-" not in found.name:  # those are for PyInstaller
            importlib.import_module(found.name)
from clerk_organizations import organizations

names = ["unknown", "__unknown__", "_private", "", "a.b", "__wrapped__", "_ipython_display_"]
asked = {name: module for name, module in sys.modules.items() if name.startswith("clerk_organizations")}
for place, module in asked.items():
    for name in names:
        try:
            print(place, name, "gave", getattr(module, name))
        except AttributeError as error:
            if place not in str(error):
                print(place, name, error)
for name in ("__unknown__", "__warningregistry__", "_private", "__wrapped__", "__deepcopy__"):
    if hasattr(organizations.api, name):
        print("the lazy functions have", name)
with unittest.TestCase().assertWarns(UserWarning):
    warnings.warn("an unrelated test", UserWarning, stacklevel=1)
print(len(asked) > 80)
"""


def _printed(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_a_client_that_has_called_nothing_has_imported_no_model_and_no_operation() -> None:
    program = (
        "import sys, clerk_organizations as c\n"
        "c.ClerkClient(secret_key='sk_test_1234567890').organizations.get_organization\n"
        "print(sorted(name for name in sys.modules if name.startswith(('{0}.models.', '{0}.api.'))))"
    )
    assert _printed(program.format("clerk_organizations_api")) == "[]"


def test_an_operation_imports_its_own_model_alone() -> None:
    program = (
        "import sys; from clerk_organizations_api import api\n"
        "api.get_organization('org_1').parse({})\n"
        "print(sorted(name for name in sys.modules if name.startswith('clerk_organizations_api.models.')))"
    )
    assert _printed(program) == "['clerk_organizations_api.models.organization']"


@pytest.mark.parametrize("attempt", range(3))
def test_threads_may_be_the_first_to_call_at_once(attempt: int) -> None:
    assert _printed(RACE) == "[]"


def test_an_unknown_name_of_any_module_is_an_attribute_error_that_names_the_module() -> None:
    assert _printed(WALK) == "True"


@pytest.mark.parametrize("name", api.__all__)
def test_the_annotations_of_an_operation_can_be_evaluated(name: str) -> None:
    returns = typing.get_type_hints(getattr(api, name))["return"]
    assert typing.get_args(returns)[0] in {getattr(models, model) for model in models.__all__}


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_the_annotations_of_a_method_can_be_evaluated(resource: type) -> None:
    for name in names(resource):
        returns = typing.get_type_hints(inspect.unwrap(getattr(resource, name)))["return"]
        assert typing.get_args(returns)[0] in {getattr(models, model) for model in models.__all__}
