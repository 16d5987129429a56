"""What the pages show passes mypy --strict and pyright, as it is printed: all blocks in one run of each."""

import re
from pathlib import Path

import pytest

from tests.recipes.extract import PAGES as RECIPES
from tests.support import checkers

from .blocks import PAGES, Block, blocks
from .test_pages import EXCERPTS

AT_HAND = "from pathlib import Path; from clerk_organizations import ClerkClient; clerk = ClerkClient()"
"""What excerpts need: in front of them, on a line of the page that is not theirs."""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module for each page, with the lines of the page; excerpts and tests are modules of their own."""
    folder = tmp_path_factory.mktemp("pages")
    for page in set(PAGES) - set(RECIPES):  # those are checked with the libraries that they are for
        name = re.sub(r"\W", "_", page.removesuffix(".md"))
        found = [block for block in blocks(page, "python") if block.raises != "TypeError"]  # wrong on purpose
        apart = [block for block in found if block.is_test or block.file or page in EXCERPTS]
        for block in apart:
            head = AT_HAND if page in EXCERPTS else ""
            (folder / (block.file or f"{name}_{block.line}.py")).write_text(head + block.code, encoding="utf-8")
        if programs := [block for block in found if block not in apart]:
            (folder / f"{name}.py").write_text(_joined(programs), encoding="utf-8")
    return folder


def _joined(programs: list[Block]) -> str:
    """Blocks in one module, each on the lines of its page."""
    text = ""
    for block in programs:
        text += "\n" * (block.line - text.count("\n")) + block.text
    return text


@pytest.mark.slow
def test_blocks_pass_mypy(modules: Path) -> None:
    done = checkers.mypy(modules)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_blocks_pass_pyright(modules: Path) -> None:
    done = checkers.pyright(modules, typeCheckingMode="standard")
    assert done.returncode == 0, done.stdout + done.stderr
