"""What the reference says of a method beside its docstring: an example, what it returns, errors by class and code.

All of it comes from the OpenAPI document, whose examples become arguments, and from refusals.json.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT: dict[str, Any] = json.loads(
    (ROOT / "generated" / "clerk_organizations_api" / "openapi.json").read_text(encoding="utf-8")
)
REFUSALS: dict[str, list[tuple[int, str, str]]] = json.loads(
    (ROOT / "docs" / "refusals.json").read_text(encoding="utf-8")
)
CLASSES = {
    400: "BadRequestError", 401: "AuthenticationError", 402: "PaymentRequiredError", 403: "PermissionDeniedError",
    404: "NotFoundError", 409: "ConflictError", 413: "PayloadTooLargeError", 422: "UnprocessableEntityError",
    429: "RateLimitError", 500: "ServerError",
}  # fmt: skip
OF_THE_CALL = {400, 402, 403}
"""Statuses whose code is another for each operation."""
WIDTH = 80

_END = re.compile(r"\n+Raises: [^`]*`([A-Z]+)\s+(\S+)`(?:,\s+(\w+)\s+in\s+TypeScript)?\.\s*$")
_LONG_ID = re.compile(r"(?<=_)(2f\w{4})\w+")
_REFERENCE = "$ref"


def documented(docstring: str, resource: str, method: str, parameters: list[tuple[str, bool]]) -> str:
    """The docstring of a method as the reference shows it; parameters are names, and whether they go by position."""
    end = _END.search(docstring)
    if end is None:
        return docstring
    path = DOCUMENT["paths"].get(end[2], {})
    operation = path.get(end[1].lower())
    if operation is None:  # of another release, against which this one is held
        return docstring
    summary, _, rest = docstring[: end.start()].partition("\n\n")
    typescript = f"`{end[3]}` in TypeScript, " if end[3] else ""
    return "\n\n".join(
        [
            summary,
            f"{typescript}`{end[1]} {end[2]}`",
            f"```python\n{_example(operation, path, f'clerk.{resource}.{method}', parameters)}\n```",
            rest.strip(),
            f"Returns:\n    {_success(operation)['description']}",
            '<details markdown="1"><summary>Errors by class and code</summary>',
            "| class | code | when |\n|---|---|---|\n" + "\n".join(_errors(operation)),
            "</details>",
        ]
    )


def _example(operation: dict[str, Any], path: dict[str, Any], call: str, parameters: list[tuple[str, bool]]) -> str:
    known = _known(operation, path)
    if not known.get("organization_id", '"org_').startswith('"org_'):
        known["slug"] = known.pop("organization_id")  # either names it, and the example is a slug
    arguments = [
        text if by_position else f"{name}={text}"
        for name, by_position in parameters
        if name in known
        for text in [_LONG_ID.sub(r"\1", known[name])]
    ]
    if "offset" in dict(parameters):
        return f"for item in {_laid_out(f'{call}.iter', arguments)}:\n    print(item)"
    return _laid_out(call, arguments)


def _known(operation: dict[str, Any], path: dict[str, Any]) -> dict[str, str]:
    """Arguments that the document has examples for, as Python: those of the path, and of the body."""
    given = map(_resolved, [*path.get("parameters", []), *operation.get("parameters", [])])
    known = {one["name"]: repr(one["example"]) for one in given if one["in"] == "path"}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        body = content["example"]
        known |= {"rows": _rows(body)} if isinstance(body, list) else {name: repr(each) for name, each in body.items()}
    if "file" in known:
        known["file"] = 'Path("logo.png")'
    return {name: text.replace("'", '"') for name, text in known.items()}


def _rows(body: list[Any]) -> str:
    return "[\n" + "".join(f"        {row!r},\n" for row in body) + "    ]"


def _laid_out(call: str, arguments: list[str]) -> str:
    line = f"{call}({', '.join(arguments)})"
    return line if len(line) <= WIDTH else f"{call}(\n" + "".join(f"    {one},\n" for one in arguments) + ")"


def _errors(operation: dict[str, Any]) -> Iterator[str]:
    """A row for each way to be refused: those of this call, then those of any."""
    refusals = REFUSALS.get(operation["operationId"], [])
    for status, name in CLASSES.items():
        own = [(code, reason) for found, code, reason in refusals if found == status]
        response = operation["responses"].get("5XX" if status == 500 else str(status))
        if response and not (own and status in OF_THE_CALL):
            own.append(_usual(status, _resolved(response)))
        for code, reason in dict.fromkeys(own):
            yield f"| `{name}` {status if status != 500 else '5xx'} | {f'`{code}`' if code else ''} | {reason} |"


def _usual(status: int, response: dict[str, Any]) -> tuple[str, str]:
    """Code and reason that a status has everywhere."""
    reason = response["description"].strip().rstrip(".").partition("; ")[0].partition(". ")[0]
    example = response["content"]["application/json"].get("example", {"errors": [{}]})
    code = "" if status in OF_THE_CALL else example["errors"][0].get("code", "")
    return code, reason[0].lower() + reason[1:]


def _success(operation: dict[str, Any]) -> dict[str, Any]:
    return _resolved(next(each for status, each in operation["responses"].items() if status.startswith("2")))


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    found: Any = value
    while _REFERENCE in found:
        target, found = found[_REFERENCE], DOCUMENT
        for part in target.removeprefix("#/").split("/"):
            found = found[part]
    return dict(found)
