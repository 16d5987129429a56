"""Import lines of generated code."""

from collections.abc import Iterator

_IMPORTS = {
    "collections.abc": ("Callable", "Mapping", "Sequence"),
    "datetime": ("datetime",),
    "typing": ("TYPE_CHECKING", "Any", "Literal", "Required", "Self", "TypedDict"),
}


def import_lines(source: str, package: dict[str, tuple[str, ...]]) -> list[str]:
    """Import lines for the names that the source uses; `package` is what the generated package itself offers."""
    words = set(_words(source))
    standard = _lines(_IMPORTS, words)
    own = _lines(package, words)
    third = ["", "import attrs"] if "attrs" in words else []
    return [*standard, *third, "", *own]


def _lines(modules: dict[str, tuple[str, ...]], words: set[str]) -> Iterator[str]:
    for module, names in modules.items():
        if used := sorted(words.intersection(names)):
            yield f"from {module} import {', '.join(used)}"


def _words(source: str) -> Iterator[str]:
    word = ""
    for letter in source + " ":
        if letter.isalnum() or letter == "_":
            word += letter
        elif word:
            yield word
            word = ""
