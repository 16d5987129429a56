"""The pages of docs/ that come from the cases and the rules: docs/deviations.md and docs/calls.md."""

from collections.abc import Callable, Iterator
from itertools import groupby

from tests.parity import cases, deviations, snippets
from tests.parity.cases import Case
from tests.parity.deviations import Rule
from tests.parity.sdks import SDKS
from tests.parity.values import snake

_BEFORE_CALLS = """# Each call in both languages

What [Coming from TypeScript](migrating.md) says in general, call by call. These are the very ones that the tests run in
both languages, comparing what goes over the wire. Made by `make docs-tables` from `tests/parity/`.

`clerk` is a client of either language. In TypeScript `bytes` is the content of the logo, in Python a logo can also be
given as bytes or as an open file; `Path` is that of pathlib. With `AsyncClerkClient`, put `await` before each call.
"""


def deviations_page() -> str:
    """Every deliberate difference, in the order of the file."""
    return "\n".join(_deviations(deviations.load())) + "\n"


def calls_page() -> str:
    """The example of each method in both languages."""
    return "\n".join([_BEFORE_CALLS, *_methods(snippets.examples(cases.load()))]) + "\n"


PAGES: dict[str, Callable[[], str]] = {"deviations": deviations_page, "calls": calls_page}


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
    """A table for each group of methods: a line with the names, and below it the call in both languages."""
    for file, group in groupby(examples, key=lambda case: case.method.file):
        yield f"## {file.replace('_', ' ').capitalize()}"
        yield ""
        yield "<table><tr><th>TypeScript</th><th>Python</th></tr>"
        for case in group:
            yield from _side_by_side(case)
        yield "</table>"
        yield ""


def _side_by_side(case: Case) -> Iterator[str]:
    since = f" (since {case.method.since})" if case.method.since else ""
    names = f"<code>{case.method.id}</code> → <code>{snake(case.method.id)}</code>{since}"
    yield f'<tr><td colspan="2">{names}</td></tr><tr><td>'
    yield ""
    yield f"```ts\n{snippets.typescript(case)};\n```"
    yield ""
    yield "</td><td>"
    yield ""
    yield f"```python\n{snippets.python(case)}\n```"
    yield ""
    yield "</td></tr>"
