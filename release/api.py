"""What the last release promised, held against the sources of today: its public names, and its own tests."""

import logging
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

from release import version
from release.processes import TESTS, last_words, run
from release.repository import ROOT, exported, last_release
from release.trouble import Trouble

# The modules that users are told of, each with its public names; every other module may change at any time.
SURFACE = frozenset(
    {
        "clerk_organizations",
        "clerk_organizations.client",
        "clerk_organizations.errors",
        "clerk_organizations.events",
        "clerk_organizations.models",
        "clerk_organizations.organization_roles",
        "clerk_organizations.organization_permissions",
        "clerk_organizations.role_sets",
        "clerk_organizations.instance",
        "clerk_organizations.billing",
        "clerk_organizations.users",
        "clerk_organizations.organizations",
        "clerk_organizations.pagination",
        "clerk_organizations.rate_limit",
        "clerk_organizations.retry",
        "clerk_organizations.telemetry",
        "clerk_organizations.testing",
        "clerk_organizations.types",
        "clerk_organizations_api",
        "clerk_organizations_api.api",
        "clerk_organizations_api.enums",
        "clerk_organizations_api.models",
    }
)
_PACKAGES = ("clerk_organizations_api", "clerk_organizations")
_FOLDERS = ("wrapper", "generated")


def check(wish: str) -> None:
    """Print what broke since the last release. Raises Trouble when the version to come does not allow that.

    The version to come is the one given, or else the one in the tree: who breaks something raises it there.
    """
    new = version.wanted(wish) if wish else version.current(ROOT)
    last = last_release()
    if last is None:
        print("no release before this commit: nothing that could be broken")
        return
    old, tag = last
    with exported(tag) as tree:
        broken = [*surface_changes(tree, ROOT), *failing_tests(tree, ROOT)]
    for line in broken:
        print(line)
    if not broken:
        print(f"everything public in {old} is still there, and the tests of its client pass")
    elif new >= old.may_break:
        print(f"{new} may break {old} in these {len(broken)} places")
    else:
        raise Trouble(
            f"{new} may not break {old}, and does in {len(broken)} places",
            f"mend them, or put {old.may_break} into {version.FILE} and run `make generate`",
        )


def surface_changes(old: Path, new: Path) -> list[str]:
    """The public names of one tree that another lacks or has otherwise, each with its place."""
    before, after = _loaded(old), _loaded(new)
    found = (
        _told(breakage, old, new)
        for package in _PACKAGES
        for breakage in griffe.find_breaking_changes(before[package], after[package])
    )
    return list(dict.fromkeys(found))  # what two clients inherit is found twice


def _loaded(tree: Path) -> griffe.ModulesCollection:
    logging.getLogger("griffe").setLevel(logging.CRITICAL)  # it warns of what it cannot read in docstrings
    loader = griffe.GriffeLoader(
        extensions=griffe.load_extensions(str(ROOT / "docs" / "griffe_extension.py")),
        search_paths=[tree / folder for folder in _FOLDERS],
        allow_inspection=False,
    )
    for package in _PACKAGES:
        for module in _modules(loader.load(package)):
            if module.path not in SURFACE:
                module.public = False
    loader.resolve_aliases(external=False)
    return loader.modules_collection


def _modules(module: griffe.Object | griffe.Alias) -> Iterator[griffe.Object | griffe.Alias]:
    yield module
    for member in module.modules.values():
        if not member.is_alias:
            yield from _modules(member)


def _told(breakage: griffe.Breakage, old: Path, new: Path) -> str:
    thing = breakage.obj
    there = thing.final_target if isinstance(thing, griffe.Alias) else thing
    path = Path(str(there.filepath))
    place = next((path.relative_to(tree) for tree in (old, new) if path.is_relative_to(tree)), path)
    values = " -> ".join(
        str(getattr(value, "name", value))
        for value in (breakage.old_value, breakage.new_value)
        if value is not None and value is not thing
    )
    return f"{place}:{there.lineno} {thing.path}: {breakage.kind.value.lower()}{values and f' ({values})'}"


def failing_tests(old: Path, new: Path) -> list[str]:
    """The tests of the client in one tree that fail on the sources of another, each with its reason."""
    sources = {"PYTHONPATH": os.pathsep.join(str(new / folder) for folder in _FOLDERS), "COLUMNS": "200"}
    command = [sys.executable, "-m", "pytest", "tests/wrapper", "-p", "no:cacheprovider", "--color=no", "-rfE"]
    done = run(command, cwd=old, needs=TESTS, also=sources)
    failed = re.findall(r"^(?:FAILED|ERROR) (tests/.*)$", done.stdout, re.MULTILINE)
    if done.returncode != 0 and not failed:
        raise Trouble("the tests of the last release do not run", last_words(done))
    return failed
