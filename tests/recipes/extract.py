"""Writes the files of the recipe pages into a folder: python -m tests.recipes.extract FOLDER"""

import sys
from pathlib import Path

from tests.docs.blocks import blocks

PAGES = ("docs/guide/recipes.md", "docs/guide/beside.md")


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for page in PAGES:
        for block in blocks(page, "python"):
            assert block.file, f"{page}:{block.line}: a recipe begins with the name of its file"
            (folder / block.file).write_text(block.text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
