"""The pages of docs/ that come from the cases and the rules: docs/deviations.md and docs/migrating.md."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from tests.parity import cases, deviations, snippets
from tests.parity.cases import Case
from tests.parity.deviations import Rule
from tests.parity.sdks import SDKS
from tests.parity.values import snake

TEMPLATE = Path(__file__).parent / "migrating.template.md"
_PLACE = "<!-- the methods -->\n"


def deviations_page() -> str:
    """Every deliberate difference, in the order of the file."""
    return "\n".join(_deviations(deviations.load())) + "\n"


def migrating_page() -> str:
    """The template, with each method's example in both languages where it says so."""
    before, place, after = TEMPLATE.read_text(encoding="utf-8").partition(_PLACE)
    assert place, f"{TEMPLATE.name} has no line {_PLACE!r}"
    return before + "\n".join(_methods(snippets.examples(cases.load()))) + "\n" + after


PAGES: dict[str, Callable[[], str]] = {"deviations": deviations_page, "migrating": migrating_page}


def _deviations(rules: list[Rule]) -> Iterator[str]:
    yield "# Where this client differs from `@clerk/backend`"
    yield ""
    yield "Both make the same calls in our tests, and what they send and return is compared (`make parity`): with"
    yield f"{' and '.join(f'{sdk.version}, which speaks {sdk.api_version}' for sdk in SDKS)},"
    yield "each beside a client with that `clerk_api_version`. These are all differences, from both unless a version is"
    yield "named; any other fails the tests. Made by `make docs-tables` from `tests/parity/deviations.yaml`."
    yield ""
    yield "| what | TypeScript | here | why |"
    yield "|---|---|---|---|"
    for rule in rules:
        cells = (f'<a id="{rule.id}"></a>{rule.title}{_versions(rule)}', rule.typescript, rule.python, rule.why)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _versions(rule: Rule) -> str:
    """The versions that it is about, unless it is about all."""
    return "" if len(rule.sdks) == len(SDKS) else f" ({', '.join(sdk.version for sdk in rule.sdks)})"


def _methods(examples: list[Case]) -> Iterator[str]:
    for file, group in groupby(examples, key=lambda case: case.method.file):
        yield f"### {file.replace('_', ' ').capitalize()}"
        yield ""
        for case in group:
            yield from _side_by_side(case)


def _side_by_side(case: Case) -> Iterator[str]:
    since = f" (since {case.method.since})" if case.method.since else ""
    yield f"#### `{case.method.id}` → `{snake(case.method.id)}`{since}"
    yield ""
    yield "<table><tr><th>TypeScript</th><th>Python</th></tr><tr><td>"
    yield ""
    yield f"```ts\n{snippets.typescript(case)};\n```"
    yield ""
    yield "</td><td>"
    yield ""
    yield f"```python\n{snippets.python(case)}\n```"
    yield ""
    yield "</td></tr></table>"
    yield ""
