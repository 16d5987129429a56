"""README.md and the guide say what is there: methods, extras, options of a client."""

import re
import tomllib
from inspect import signature
from pathlib import Path

from clerk_organizations import ClerkClient
from clerk_organizations._resources.methods import list_method
from tests.support.resources import RESOURCES
from tests.support.source import SOURCE

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ROW = re.compile(r"\| (`\w+`|-) (▤ )?\| `(\w+)` \| ([A-Z]+) (\S+) \|")


def test_the_table_has_every_method_with_its_alias_and_its_call() -> None:
    rows = {
        (method, path): (typescript.strip("`-"), walks, python)
        for typescript, walks, python, method, path in ROW.findall(README)
    }
    assert rows.keys() == {(method.upper(), path) for _, path, method, _ in SOURCE.operations()}
    for _, path, method, operation in SOURCE.operations():
        typescript, walks, python = rows[method.upper(), path]
        assert typescript == operation.get("x-ts-method", "")
        resource = RESOURCES[operation["x-resource"]]
        assert getattr(resource, typescript or python) is getattr(resource, python)
        assert bool(walks) is isinstance(getattr(resource, python), list_method)


def test_all_extras_are_named_wherever_extras_are() -> None:
    extras = set(PROJECT["optional-dependencies"])
    assert set(re.findall(r"^\| `(\w+)` \| [\w, -]+ \| \[", README, re.MULTILINE)) == extras
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"clerk-organizations\[(\w+)\]", index)) == extras


def test_an_extra_brings_what_the_table_says() -> None:
    for extra, packages in PROJECT["optional-dependencies"].items():
        row = re.search(rf"^\| `{extra}` \| (.*?) \|", README, re.MULTILINE)
        assert row is not None
        assert sorted(row[1].lower().split(", ")) == sorted(re.split("[>=<]", each)[0] for each in packages)


def test_every_option_of_a_client_is_in_the_table() -> None:
    guide = (ROOT / "docs" / "guide" / "clients.md").read_text(encoding="utf-8")
    table = guide.partition("## Options")[2].partition("\n\nOne part")[0]
    named = [
        name for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)
    ]
    taken = [name for name in signature(ClerkClient.__init__).parameters if name != "self"]
    assert sorted(named) == sorted(taken)
