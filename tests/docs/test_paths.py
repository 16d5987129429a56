"""Every file and folder that a page for maintainers names is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [ROOT / "wrapper" / "clerk_organizations", ROOT / "generated"]
ROOTS = {ROOT, ROOT / "docs"}
PAGES = [
    "README.md", "CONTRIBUTING.md", "docs/architecture.md", "openapi/README.md", "benchmarks/README.md",
    "tests/parity/README.md", "tests/support/tls/README.md",
]  # fmt: skip
MADE = {"site/", ".git/release-proofs/", "results/part/", "dist/", "first.py"}
"""What a command makes, or a reader."""
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"(?:[\w.-]+/)*[\w.-]+\.(?:py|md|ya?ml|jinja|mjs|ts|lua|tsv|toml|json|svg|in|lock)|(?:[\w.-]+/)+")


def missing(page: Path, text: str) -> Iterator[str]:
    """Paths in backticks that lead nowhere: from the root, the page, the sources, or what stands on the same line."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for paragraph in re.split(r"\n\n|\n(?=\||\d+\. |- )", text):
        folders = [ROOT, *PACKAGES, page.parent, *(page.parent.iterdir() if page.parent not in ROOTS else ())]
        for name in _CODE.findall(paragraph):
            if not _PATH.fullmatch(name) or name in MADE:
                continue
            found = next((folder / name for folder in folders if (folder / name).exists()), None)
            if found is None:
                yield name
            else:
                folders.append(found if found.is_dir() else found.parent)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    assert list(missing(ROOT / page, (ROOT / page).read_text(encoding="utf-8"))) == []


def test_a_file_that_is_gone_is_found() -> None:
    text = "`_transports/`: `pool.py`, `_call.py`; `CHANGELOG.md`, `make check`\n\n`pool.py`\n```\n`gone.py`\n```\n"
    assert list(missing(ROOT / "README.md", text)) == ["_call.py", "pool.py"]
