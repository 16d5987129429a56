r"""Values of arguments as the case files write them, and what each means in Python.

Plain YAML stands for itself. What YAML cannot say, or not briefly, is a mapping with one key that begins with `$`:

    {$undefined: true}                      JavaScript's undefined
    {$absent: true}                         the parameter is not given at all
    {$json: '"\ud83d"'}                     a text that is none in UTF-8, half a character
    {$repeat: [x, 300]}                     a long text
    {$times: ["org_{}", 100]}               a list of many
    {$file: {name: …, type: …, text: …}}    a File (bytes may be `hex` in place of `text`)
    {$blob: {type: …, text: …}}             a Blob
"""

import base64
import json
import re
from typing import Any

from clerk_organizations import UNSET, File

ABSENT = {"$absent": True}
UNDEFINED = {"$undefined": True}


def expanded(value: Any) -> Any:
    """The value as node gets it in JSON: long texts and lists written out, bytes in base64."""
    if isinstance(value, list):
        return [expanded(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$json": text}:
            return json.loads(text)
        case {"$repeat": [text, count]}:
            return text * count
        case {"$times": [pattern, count]}:
            return [_numbered(pattern, number) for number in range(1, count + 1)]
        case {"$file": content} | {"$blob": content}:
            told = {name: content[name] for name in ("name", "type") if name in content}
            return {next(iter(value)): {**told, "base64": base64.b64encode(_bytes(content)).decode()}}
    return {name: expanded(member) for name, member in value.items()}


def in_python(value: Any) -> Any:
    """An expanded value as one would write it in Python; names stay as they are."""
    if isinstance(value, list):
        return [in_python(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"$undefined": _}:
            return UNSET
        case {"$file": content} | {"$blob": content}:
            # A Blob has no name; the SDK sends it as "blob", and an empty File name as none.
            name = content.get("name", "blob") or None
            return File(base64.b64decode(content["base64"]), name, content.get("type"))
    return {name: in_python(member) for name, member in value.items()}


def snake(name: str) -> str:
    """The name of a parameter or property in Python."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel(name: str) -> str:
    """The name of a parameter or property in TypeScript."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _numbered(pattern: Any, number: int) -> Any:
    if isinstance(pattern, dict):
        return {name: _numbered(member, number) for name, member in pattern.items()}
    return pattern.format(number)


def _bytes(content: dict[str, Any]) -> bytes:
    return bytes.fromhex(content["hex"]) if "hex" in content else str(content.get("text", "")).encode()
