"""What the pages show is run as it is printed; and the reference names all there is."""

import builtins
import os
import re
import shlex
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import clerk_organizations
from clerk_organizations.testing import MockClerk
from clerk_organizations.testing.seed import parse
from tests.recipes import extract as recipes
from tests.support.resources import RESOURCES, names

from .blocks import PAGES, ROOT, Block, blocks

EXCERPTS = ("docs/calls.md",)
"""Pages whose blocks stand each for itself, with a client `clerk` at hand. Elsewhere a block goes on from the last."""
ELSEWHERE = {"curl", "devpi", "devpi-init", "echo", "export", "git", "mkdir", "pip", "pypi-server", "python3", "uv"}
"""Commands that are not ours."""
IN_WORDS = {"__version__", "createClerkClient", "errors", "events", "models", "types"}
"""Public names that have no docstring of their own."""
PLUGINS = ("-p", "clerk_organizations.pytest_plugin", "-p", "anyio", "-p", "no:cacheprovider")
"""What tests of pages need: by name, as the other plugins of this environment take seconds to load."""

COLUMN, PHONE = 100, 54
"""Letters of a line of code that the site shows without scrolling: beside two columns, and on a phone."""

PROGRAMS = [
    page
    for page in PAGES
    if page not in recipes.PAGES  # `make recipes` runs those, in an environment that has what they need
    and any(not block.is_test for block in blocks(page, "python"))
]
MODULES = [page for page in PAGES if any(block.is_test for block in blocks(page, "python"))]
COMMANDS = [page for page in PAGES if blocks(page, "console")]


@pytest.mark.sample(6)
@pytest.mark.usefixtures("folder", "served")
@pytest.mark.parametrize("page", [page for page in PROGRAMS if page not in EXCERPTS])
def test_the_programs_of_a_page_run(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In order, in one namespace."""
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        for block in _programs(page):
            _run(block, names, capsys)
    finally:
        _close(names)


@pytest.mark.usefixtures("folder", "examples")
@pytest.mark.parametrize("page", EXCERPTS)
def test_the_excerpts_of_a_page_run(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    for block in _programs(page):
        with clerk_organizations.ClerkClient() as clerk:
            _run(block, {"clerk": clerk, "Path": Path}, capsys)


@pytest.mark.sample(1)
@pytest.mark.parametrize("page", MODULES)
def test_the_tests_of_a_page_pass(page: str, folder: Path) -> None:
    for block in blocks(page, "python"):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
    modules = [block for block in blocks(page, "python") if block.is_test]
    for number, block in enumerate(modules):
        (folder / f"test_{number}.py").write_text(block.code, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", *PLUGINS, str(folder)],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, f"{page}: {ran.stdout}{ran.stderr}"
    tests = sum(len(re.findall(r"^(?:async )?def test_", block.text, re.MULTILINE)) for block in modules)
    assert f"{tests} passed" in ran.stdout


@pytest.mark.sample(1)
@pytest.mark.parametrize("page", COMMANDS)
def test_the_commands_of_a_page_exist(page: str) -> None:
    for block in blocks(page, "console"):
        for line in block.text.replace("\\\n", " ").splitlines():
            assert line.startswith("$ "), f"{page}: {line!r} is no command"
            _check_command(page, shlex.split(line[2:], comments=True))


@pytest.mark.parametrize("page", ["docs/mock.md", "docs/guide/testing.md"])
def test_the_seeds_of_a_page_can_be_used(page: str) -> None:
    seeds = blocks(page, "yaml")
    assert seeds
    for block in seeds:
        MockClerk(parse(block.text))


@pytest.mark.parametrize("page", PAGES)
def test_blocks_of_a_page_are_no_wider_than_its_column_on_the_site(page: str) -> None:
    """Commands are wrapped there. The first page has programs that a phone shows whole."""
    width = PHONE if page == "docs/index.md" else COLUMN
    shown = blocks(page, "python", "yaml", "yml", "text", "ts")
    assert [line for block in shown for line in block.text.splitlines() if len(line) > width] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_work_in_the_repository(page: str) -> None:
    """On a forge, that is; `make docs` sees that they work on the site, headings included."""
    source = re.sub(r"^```.*?^```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", source)
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize(
    "package",
    [
        "clerk_organizations", "clerk_organizations.errors", "clerk_organizations.pagination",
        "clerk_organizations.testing", "clerk_organizations.types", "clerk_organizations_api",
        "clerk_organizations_api.api", "clerk_organizations_api.models",
    ],
)  # fmt: skip
def test_the_reference_has_every_public_name(package: str) -> None:
    whole = [path for path in _shown("*.md") if re.match(r"clerk_organizations_api\.(api\.|enums$)", path)]
    shown = {path.rpartition(".")[2] for path in _shown("*.md")}
    shown |= {name for module in whole for name in import_module(module).__all__}
    assert set(import_module(package).__all__) - shown <= IN_WORDS


def test_the_reference_has_every_method() -> None:
    shown = {path for path in _shown("methods.md") if re.search(r"API\.\w+$", path)}
    assert shown - {f"clerk_organizations.{name}" for name in clerk_organizations.__all__} == {
        f"{resource.__module__}.{resource.__qualname__}.{name}"
        for resource in RESOURCES.values()
        for name in names(resource)
        if re.fullmatch("[a-z][a-z_]+", name)
    }


def _shown(pattern: str) -> list[str]:
    """What pages of the reference take from docstrings."""
    pages = (ROOT / "docs" / "reference").glob(pattern)
    return [path for page in pages for path in re.findall(r"^::: (\S+)$", page.read_text("utf-8"), re.MULTILINE)]


def _programs(page: str) -> list[Block]:
    return [block for block in blocks(page, "python") if not block.is_test]


def _run(block: Block, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    program = compile(block.code, block.page, "exec")
    if block.raises is None:
        exec(program, names)
    else:
        error = getattr(builtins, block.raises, None) or getattr(clerk_organizations, block.raises)
        with pytest.raises(error) as raised:
            exec(program, names)
        assert raised.type is error
    printed = capsys.readouterr().out.splitlines()
    if block.printed:
        assert len(printed) == len(block.printed), f"{block.page}:{block.line}: it printed {printed}"
        for line, said in zip(printed, block.printed, strict=True):
            assert fnmatchcase(line, re.sub(r"[\[?*]", "[\\g<0>]", said).replace("…", "*")), f"{block.page}: {line}"


def _close(names: dict[str, Any]) -> None:
    for value in names.values():
        if isinstance(value, clerk_organizations.ClerkClient):
            value.close()


def _check_options(page: str, program: list[str], options: list[str]) -> None:
    told = subprocess.check_output([sys.executable, *program, "--help"], text=True, cwd=ROOT)
    unknown = [option for option in options if option.startswith("--") and option not in told]
    assert not unknown, f"{page}: {' '.join(program)} has no {unknown}"


def _check_command(page: str, words: list[str]) -> None:
    while words and re.fullmatch(r"\w+=.*", words[0]):
        words = words[1:]
    match words:
        case ["make", target, *_]:
            targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
            assert set(words[1:]) - {w for w in words if "=" in w} <= set(targets), f"{page}: no target {target}"
        case ["python", "-m", module, *options]:
            assert find_spec(module), f"{page}: no module {module}"
            _check_options(page, ["-m", module], options)
        case ["python", "-c", program, *_]:
            compile(program, page, "exec")
        case ["python", script] if f"ave this as `{script}`" in (ROOT / page).read_text(encoding="utf-8"):
            pass
        case ["python", script, *options]:
            assert (ROOT / script).exists(), f"{page}: no file {script}"
            _check_options(page, [script], options)
        case ["pip" | "uv", *_]:
            project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
            for name, extras in re.findall(r"(clerk-organizations)\[([\w,]+)\]", " ".join(words)):
                assert name == project["name"]
                assert set(extras.split(",")) <= set(project["optional-dependencies"])
        case ["$EDITOR", path]:
            assert (ROOT / path).exists(), f"{page}: no file {path}"
        case _:
            assert words and words[0] in ELSEWHERE, f"{page}: who knows the command {words}?"
