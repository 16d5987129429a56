"""The pages made from cases and rules are up to date, and the Python in them runs and sends what the cases send."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from clerk_organizations import ClerkClient
from clerk_organizations.testing import MockClerk, serve
from tests.docs.blocks import blocks
from tests.parity import on_the_wire, pages, snippets
from tests.parity.cases import Case
from tests.parity.deviations import load
from tests.parity.recorder import KEY, recording
from tests.parity.sides import called
from tests.support import nodejs
from tests.support.servers import Received

ROOT = Path(__file__).resolve().parents[2]
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", pages.PAGES)
def test_the_page_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == pages.PAGES[name](), "run `make docs-tables`"


def test_every_method_has_one_example(listed: list[Case]) -> None:
    names = [case.method.id for case in snippets.examples(listed)]
    assert len(names) == len(set(names))
    assert set(names) == {case.method.id for case in listed}
    page = (ROOT / "docs" / "calls.md").read_text(encoding="utf-8")
    assert [name for name, _ in re.findall(r"<code>([\w.]+)</code> → <code>([\w.]+)</code>", page)] == names


def test_every_rule_is_on_the_page() -> None:
    page = (ROOT / "docs" / "deviations.md").read_text(encoding="utf-8")
    assert re.findall(r'<a id="([^"]+)">', page) == [rule.id for rule in load()]


def test_the_python_of_each_example_sends_what_its_case_sends(
    listed: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of the page is run; the case is run with its arguments as data."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logo.png").write_bytes(bytes.fromhex("89504e470d0a1a0a00ff"))
    examples = snippets.examples(listed)
    texts = PYTHON.findall((ROOT / "docs" / "calls.md").read_text(encoding="utf-8"))
    with recording(examples) as recorder, ClerkClient(secret_key=KEY, api_url=recorder.url) as clerk:
        for number, (case, text) in enumerate(zip(examples, texts, strict=True)):
            recorder.begin(number)
            exec(text, {"clerk": clerk, "Path": Path})
            args, kwargs = case.python
            called(clerk, case)(*args, **kwargs)
            written, calls = recorder.take()
            assert _said(written) == _said(calls), case.id


def test_whole_programs_print_the_same_in_both_languages() -> None:
    """Python by the tests of the pages; what it prints stands in the page."""
    nodejs.require("the programs of docs/migrating.md were not run in TypeScript")
    programs = blocks("docs/migrating.md", "ts")
    counterparts = blocks("docs/migrating.md", "python")
    mock = MockClerk()
    with serve(mock) as url:
        variables = {"CLERK_API_URL": url, "CLERK_SECRET_KEY": mock.secret_key}
        for program, counterpart in zip(programs, counterparts, strict=True):
            done = subprocess.run(
                ["node", "--input-type=module"],
                input=program.text, cwd=nodejs.HOME, env={**os.environ, **variables},
                capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            assert (done.stdout.splitlines(), done.stderr) == (counterpart.printed, "")


def _said(request: Received) -> object:
    content: object = on_the_wire.parts(request) if on_the_wire.boundary(request) else request.body
    return request.method, request.target, content
