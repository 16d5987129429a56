"""What the wheel holds and asks for, and that it works where nothing else of the project is."""

import email
import re
import subprocess
import sys
import tarfile
import tomllib

import pytest

from hatch_build import described
from tests.packaging.conftest import ROOT, Built, Environment


def test_the_wheel_holds_both_packages_and_nothing_else(built: Built) -> None:
    tops = {name.split("/")[0] for name in built.names()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"clerk_organizations", "clerk_organizations_api"}


def test_both_packages_are_typed_and_the_document_is_shipped(built: Built) -> None:
    wanted = {
        "clerk_organizations/py.typed",
        "clerk_organizations_api/py.typed",
        "clerk_organizations_api/openapi.json",
    }
    assert wanted <= set(built.names())


def test_the_sdist_builds_on_its_own_sources(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert {"wrapper", "generated", "openapi", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert tops.isdisjoint({"generator", "templates", "tests"})


def test_runtime_dependencies_are_httpx_with_what_it_brings_and_two_more(built: Built) -> None:
    metadata = email.message_from_string(built.read(".dist-info/METADATA"))
    asked = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert sorted(re.split(r"[<>=!~ ]", line)[0] for line in asked) == [
        "anyio",
        "attrs",
        "certifi",
        "h11",
        "httpcore",
        "httpx",
        "sniffio",
    ]


def test_what_indexes_and_their_tools_read(built: Built) -> None:
    """Uploads with twine 6.1 and uv: neither reads metadata that is newer."""
    assert built.read(".dist-info/METADATA").startswith("Metadata-Version: 2.4\n")
    with tarfile.open(built.sdist) as archive:
        member = archive.extractfile(next(name for name in archive.getnames() if name.endswith("/PKG-INFO")))
        assert member is not None and member.read().startswith(b"Metadata-Version: 2.4\n")


RELATIVE = re.compile(r"\]\((?![a-z]+:|#)[^)\s]*\)")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_long_description_has_no_dead_link(built: Built) -> None:
    metadata = email.message_from_string(built.read(".dist-info/METADATA"))
    page = metadata.get_payload()
    assert isinstance(page, str)
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert RELATIVE.findall(README) and RELATIVE.findall(page) == []
    assert "[Clerk](https://clerk.com)" in page and "[rich](https://rich.readthedocs.io)" in page
    assert [line for line in README.splitlines() if line.startswith("#")] == [
        line for line in page.splitlines() if line.startswith("#")
    ]


BASE = "https://git.example.com/team/clerk/blob/main/"


@pytest.mark.parametrize(
    ("given", "with_address", "without"),
    [
        ("[a](docs/a.md#b)", f"[a]({BASE}docs/a.md#b)", "a"),
        ("[`f[0]`\nb](a.md)", f"[`f[0]`\nb]({BASE}a.md)", "`f[0]`\nb"),
        ("![a](a.svg)", "![a](https://git.example.com/team/clerk/raw/main/a.svg)", "a"),
        ("[a](https://a.example) [b](#b)", "[a](https://a.example) [b](#b)", "[a](https://a.example) [b](#b)"),
        ("`[a](b)`", "`[a](b)`", "`[a](b)`"),
        ("```python\nx[0](y)\n```\n", "```python\nx[0](y)\n```\n", "```python\nx[0](y)\n```\n"),
    ],
)
def test_links_lead_where_the_project_says(given: str, with_address: str, without: str) -> None:
    assert (described(given, BASE), described(given, BASE[:-1])) == (with_address, with_address)
    assert described(given, "") == without


def test_with_an_address_the_readme_has_every_link() -> None:
    page = described(README, BASE)
    assert RELATIVE.findall(page) == []
    assert page.count("](") == README.count("](")


WITHOUT_FAST = """
import asyncio, sys
import httpx
from clerk_organizations import AsyncClerkClient, ClerkClient, ClerkConfigurationError
transport = httpx.MockTransport(lambda request: httpx.Response(200, content=b'{"id": "org_1"}'))
options = {"secret_key": "sk_test_x", "transport": transport}
print(ClerkClient(**options).organizations.get_organization(organization_id="org_1").id)
async def main():
    async with AsyncClerkClient(**options) as clerk:
        print((await clerk.organizations.get_organization(organization_id="org_1")).id)
asyncio.run(main())
for kind in (ClerkClient, AsyncClerkClient):
    try:
        kind(secret_key="sk_test_x", fast=True)
    except ClerkConfigurationError as error:
        print(error)
"""


@pytest.mark.slow
def test_without_the_extra_fast_all_works_and_asking_for_it_says_what_to_install(installed: Environment) -> None:
    done = installed.run("-c", WITHOUT_FAST)
    asked = "which fast=True or CLERK_ORGANIZATIONS_FAST=1 asks for: pip install 'clerk-organizations[fast]'"
    assert done.stdout.splitlines() == ["org_1", "org_1", *[f"orjson is not installed, {asked}"] * 2], done.stderr


@pytest.mark.slow
def test_the_client_imports_with_its_dependencies_alone(installed: Environment) -> None:
    done = installed.run(
        "-c", "import clerk_organizations as c; print(c.__version__, c.ClerkClient, c.models.Organization)"
    )
    assert done.returncode == 0, done.stderr
    assert "clerk_organizations_api" in done.stdout
    assert installed.run("-m", "pip", "check").returncode == 0


@pytest.mark.slow
def test_the_mock_says_what_to_install_and_then_answers(built: Built, installed: Environment) -> None:
    without = installed.run("-m", "clerk_organizations.testing", "--port", "0")
    assert without.returncode == 2
    assert without.stderr.strip().count("\n") == 0
    assert "clerk-organizations[testing]" in without.stderr
    installed.install(f"{built.wheel}[testing]")
    program = (
        "from clerk_organizations import ClerkClient\n"
        "from clerk_organizations.testing import MockClerk\n"
        "with ClerkClient(secret_key='sk_test_x', transport=MockClerk().transport) as clerk:\n"
        "    made = clerk.organizations.createOrganization(name='Acme')\n"
        "    print(clerk.organizations.get_organization(organization_id=made.id).name)\n"
    )
    done = installed.run("-W", "error", "-c", program)
    assert (done.returncode, done.stdout) == (0, "Acme\n"), done.stderr


LOCKS = {"docs": "docs/requirements.lock"}
"""Where a dependency group is pinned that has an environment of its own."""


PARTS = {"examples/requirements.lock": ["testing"]}
"""Where the client is pinned with some of its extras alone."""


@pytest.mark.parametrize("lock_file", ["requirements.lock", *LOCKS.values(), *PARTS])
def test_a_lock_file_pins_every_direct_dependency_without_addresses(lock_file: str) -> None:
    lock = (ROOT / lock_file).read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        group
        for name, group in project["dependency-groups"].items()
        if LOCKS.get(name, "requirements.lock") == lock_file
    ]
    extras = project["project"]["optional-dependencies"]
    if lock_file not in LOCKS.values():
        named = PARTS.get(lock_file) or list(extras)
        groups += [project["project"]["dependencies"], *(extras[name] for name in named)]
    wanted = [requirement for group in groups for requirement in group if isinstance(requirement, str)]  # not a group
    direct = {re.split(r"[\[<>=!~ ]", requirement)[0] for requirement in wanted}
    assert direct and direct <= set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
    assert "//" not in lock
    pinned = re.split(r"\n(?=\S)", lock.strip())
    assert [entry for entry in pinned if "--hash=sha256:" not in entry] == []


def test_imports_point_one_way() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
