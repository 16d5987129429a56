"""Prints docs/refusals.json (`make docs-tables`): how each operation is refused, for the reference of its method."""

import json
import sys
from pathlib import Path

from generator.streams import escape_what_cannot_be_printed
from tests.contract.rules import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "refusals.json"
NEVER_SENT = "there is no body"
"""Rules for requests that the client does not make."""


def page() -> str:
    """operationId → status, code and reason of each refusal, in the order of statuses."""
    rows = {
        operation_id: sorted(
            [rule.status, rule.code, rule.name] for rule in rules if not rule.name.startswith(NEVER_SENT)
        )
        for operation_id, rules in sorted(RULES.items())
    }
    lines = (f"  {json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in rows.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    escape_what_cannot_be_printed()
    sys.stdout.write(page())
