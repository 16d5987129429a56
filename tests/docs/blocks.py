"""What stands between ``` in a page, and what the page says of it."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/**/*.md", "openapi/*.md", "benchmarks/*.md", "tests/parity/README.md")
    for path in ROOT.glob(pattern)
)

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PRINTED = re.compile(r"# → (.*)$", re.MULTILINE)
_RAISES = re.compile(r"# raises (\w+)")


@dataclass(frozen=True)
class Block:
    """One block of a page."""

    page: str
    line: int
    """Lines of the page before it."""
    language: str
    text: str

    @property
    def is_test(self) -> bool:
        """Whether it is a module for pytest."""
        return re.search(r"^(async )?def test_", self.text, re.MULTILINE) is not None

    @property
    def file(self) -> str | None:
        """Name of the module that it says it is, in its first line: tests of the page import it."""
        found = re.match(r"# (\w+\.py)\n", self.text)
        return found and found[1]

    @property
    def printed(self) -> list[str]:
        """What it says it prints (`# → text`), a line each; … stands for anything."""
        return _PRINTED.findall(self.text)

    @property
    def raises(self) -> str | None:
        """The error that it says it ends with (`# raises TypeError`)."""
        found = _RAISES.search(self.text)
        return found and found[1]

    @cached_property
    def code(self) -> str:
        """The text with the line numbers of its page."""
        return "\n" * self.line + self.text


def blocks(page: str, *languages: str) -> list[Block]:
    """The blocks of a page in these languages, in order."""
    source = (ROOT / page).read_text(encoding="utf-8")
    found = (Block(page, source.count("\n", 0, m.start(2)), m[1], m[2]) for m in _BLOCK.finditer(source))
    return [block for block in found if block.language in languages]
