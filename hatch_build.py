"""The long description: README.md with links that also lead somewhere on the page of an index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_BLOCKS = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
"""Code, in which nothing is a link; it stands at the odd places of a split."""
_LINK = re.compile(r"(!?)\[((?:`[^`]*`|[^\[\]`])*)\]\((?![a-z]+:|#)([^()\s]+)\)")
_HELD = "\0{}\0"


class CustomMetadataHook(MetadataHookInterface):
    """Reads `files-url` of pyproject.toml: where the files of a release can be seen; empty where nothing is."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the long description."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        base = str(self.config.get("files-url", ""))
        metadata["readme"] = {"content-type": "text/markdown", "text": described(text, base)}


def described(text: str, base: str) -> str:
    """A page whose relative links lead below that address; without an address their words stay, and no link.

    An image needs its bytes and not a page about them: `/blob/` or `/src/` of the address, as forges have them, becomes
    `/raw/`.
    """
    code: list[str] = []

    def held(found: re.Match[str]) -> str:
        code.append(found[0])
        return _HELD.format(len(code) - 1)

    def link(found: re.Match[str]) -> str:
        image, words, target = found.groups()
        if not base:
            return words
        below = re.sub(r"/(blob|src)/", "/raw/", base, count=1) if image else base
        return f"{image}[{words}]({below.rstrip('/')}/{target})"

    linked = _LINK.sub(link, _BLOCKS.sub(held, text))
    return re.sub("\0(\\d+)\0", lambda found: code[int(found[1])], linked)
