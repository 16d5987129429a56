"""What the site has beside docs/: pages that stand elsewhere in the repository, and the OpenAPI document.

Links are written as they stand in the repository, so that they work on a forge too; here they become links of the site.
"""

import json
import logging
import posixpath
import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from name_parts import name_parts

log = logging.getLogger("mkdocs.hooks")

ROOT = Path(__file__).resolve().parent.parent
VERSION = "wrapper/clerk_organizations/_version.py"
ELSEWHERE = {
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "openapi/README.md": "project/document.md",
    "tests/parity/README.md": "project/parity.md",
    "benchmarks/README.md": "project/benchmarks.md",
    "openapi/organizations.yaml": "reference/organizations.yaml",
}
"""From the repository to the site."""
WIDE = ("calls.md", "deviations.md", "faults.md", "migrating.md")
"""Pages whose tables need the room of the table of contents."""

BOOSTS = {"reference/methods.md": 2, "reference/operations.md": 0.5, "reference/testing.md": 0.5}
"""Pages that a search should find first, or last, of those with the same word."""

_BLOCK = re.compile(r"^(```.*?^```)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<=]\()(?![a-z]+:|[#/])([^)#\s]+)")
_LOADS = re.compile(r'<(?:script|link|img|iframe)\b(?![^>]*rel="canonical")[^>]*\b(?:src|href)="(?:https?:)?//[^>]*>')
"""What a browser would fetch from other hosts. (The theme does for diagrams, which are code here as long as nobody asks
pymdownx.superfences for them.)"""
_VERSION = re.compile(r'__version__ = "(.+)"')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The header has the version, and the repository if pyproject.toml names one."""
    config.site_name = f"{config.site_name} {_VERSION.findall((ROOT / VERSION).read_text(encoding='utf-8'))[0]}"
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"].get("urls", {})
    if "Repository" in urls:
        config.repo_url, config.repo_name = urls["Repository"], urls["Repository"].rpartition("/")[2]
    config.markdown_extensions.append(_Labels())
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for source, page in ELSEWHERE.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    here = page.file.src_uri
    source = next((path for path, there in ELSEWHERE.items() if there == here), f"docs/{here}")
    if here in WIDE:
        page.meta["hide"] = ["toc"]
    if here in BOOSTS:
        page.meta["search"] = {"boost": BOOSTS[here]}

    def on_the_site(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), link[1]))
        target = ELSEWHERE.get(target, target.removeprefix("docs/"))
        return posixpath.relpath(target, posixpath.dirname(here))

    parts = _BLOCK.split(markdown)
    parts[::2] = (_LINK.sub(on_the_site, text) for text in parts[::2])
    return "".join(parts)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    for tag in _LOADS.findall(output):
        log.warning(f"{page.file.src_uri} loads something from elsewhere when it is read: {tag}")
    return output


def on_post_build(config: MkDocsConfig) -> None:
    """A name in a heading is found by its parts as well. They are tags, which site.css does not show."""
    file = Path(config.site_dir, "search", "search_index.json")
    index: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for section in index["docs"]:
        if parts := name_parts(section["title"]):
            section["tags"] = parts
    index["config"]["fields"]["tags"] = index["config"]["fields"]["title"]
    file.write_text(json.dumps(index), encoding="utf-8")


class _Labels(Extension):
    """Cells of tables say what column they are in: site.css makes use of it on a phone, where a row is a list."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Labeller(md), "labels", priority=1)


class _Labeller(Treeprocessor):
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            if table.find(".//pre") is not None:  # code beside code has a way of its own
                continue
            _, *names = ["".join(head.itertext()) for head in table.iter("th")]
            if len(names) == 1:  # what comes second needs no name
                names = [""]
            for row in table.iterfind("tbody/tr"):
                for name, cell in zip(["", *names], row, strict=True):
                    cell.set("data-label", name)
