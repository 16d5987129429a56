"""Names of the document as names in Python."""

import keyword
import re


def snake_case(text: str) -> str:
    """A name of the document in snake_case, without what Python does not take in a name."""
    text = "".join(letter for letter in text if letter.isidentifier() or letter.isdecimal() or letter in ". _-")
    if any(letter.isupper() for letter in text):
        text = " ".join(re.split("([A-Z]?[a-z]+)", text))
    return "_".join(re.findall(r"[^. _-]+", text)).lower()


def pascal_case(text: str) -> str:
    """A name of the document in PascalCase: `order_by` becomes `OrderBy`."""
    return "".join(word[:1].upper() + word[1:] for word in snake_case(text).split("_"))


def python_name(text: str) -> str:
    """The same as a name that code can use: keywords get an underscore."""
    name = snake_case(text)
    return f"{name}_" if keyword.iskeyword(name) else name
