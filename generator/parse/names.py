"""Names of the document as names in Python."""

import keyword
import re
from typing import Any


def snake_case(text: str) -> str:
    """A name of the document in snake_case, without what Python does not take in a name."""
    text = "".join(letter for letter in text if letter.isidentifier() or letter.isdecimal() or letter in ". _-")
    if any(letter.isupper() for letter in text):
        text = " ".join(re.split("([A-Z]?[a-z]+)", text))
    return "_".join(re.findall(r"[^. _-]+", text)).lower()


def method_name(operation: dict[str, Any]) -> str:
    """The method of the client that makes a call, on the resource that the operation names."""
    return operation.get("x-method") or snake_case(operation.get("x-ts-method") or operation["operationId"])


def pascal_case(text: str) -> str:
    """A name of the document in PascalCase: `order_by` becomes `OrderBy`."""
    return "".join(word[:1].upper() + word[1:] for word in snake_case(text).split("_"))


def python_name(text: str) -> str:
    """The same as a name that code can use: keywords get an underscore."""
    name = snake_case(text)
    return f"{name}_" if keyword.iskeyword(name) else name
