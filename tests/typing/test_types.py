"""mypy --strict and pyright agree with what right_calls.py asserts, and refuse each line that wrong_calls.py marks."""

import json
import re
from pathlib import Path

import pytest

from tests.support import checkers

HERE = Path(__file__).parent


def as_async(text: str) -> str:
    """The same calls on the async client: awaited, in a coroutine; walks are async iterators, hooks may be async."""
    text = text.replace("def check(", "async def check(").replace("ClerkClient", "AsyncClerkClient")
    text = text.replace("  # wrong: it awaits nothing", "")
    text = re.sub(r"((?:assert_type\(| = |^ {4})\s*)(orgs\.\w+\(|clerk\.send\w*\()", r"\1await \2", text, flags=re.M)
    text = re.sub(r"await (clerk\.send_raw\(.*?\))\.model", r"(await \1).model", text)
    return text.replace("Iterator", "AsyncIterator")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with both files for both clients."""
    directory = tmp_path_factory.mktemp("types")
    for name in ("right_calls", "wrong_calls"):
        text = (HERE / f"{name}.py").read_text(encoding="utf-8")
        (directory / f"{name}.py").write_text(text, encoding="utf-8")
        (directory / f"{name}_async.py").write_text(as_async(text), encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def findings(request: pytest.FixtureRequest, sources: Path) -> dict[str, dict[int, str]]:
    """What a checker says: file → line → message."""
    found: dict[str, dict[int, str]] = {path.name: {} for path in sources.iterdir() if path.suffix == ".py"}
    for file, line, message in {"mypy": _mypy, "pyright": _pyright}[request.param](sources):
        found[file].setdefault(line, message)
    return found


def _mypy(sources: Path) -> list[tuple[str, int, str]]:
    errors = re.findall(r"^(\S+?):(\d+): error: (.*)$", checkers.mypy(sources).stdout, re.MULTILINE)
    return [(Path(file).name, int(line), message) for file, line, message in errors]


def _pyright(sources: Path) -> list[tuple[str, int, str]]:
    said = checkers.pyright(sources, typeCheckingMode="strict", reportUnusedExpression=False).stdout
    return [
        (Path(entry["file"]).name, entry["range"]["start"]["line"] + 1, entry["message"])
        for entry in json.loads(said)["generalDiagnostics"]
        if entry["severity"] == "error"
    ]


BOTH = pytest.mark.parametrize("findings", ["mypy", "pyright"], indirect=True)


@pytest.mark.slow
@pytest.mark.sample(1)
@BOTH
@pytest.mark.parametrize("client", ["", "_async"])
def test_results_are_typed(findings: dict[str, dict[int, str]], client: str) -> None:
    assert findings[f"right_calls{client}.py"] == {}


@pytest.mark.sample(1)
@BOTH
@pytest.mark.parametrize("client", ["", "_async"])
def test_wrong_calls_are_errors(findings: dict[str, dict[int, str]], client: str, sources: Path) -> None:
    lines = (sources / f"wrong_calls{client}.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, start=1) if "  # wrong" in line}
    assert len(marked) > 40
    assert findings[f"wrong_calls{client}.py"].keys() == marked


def test_the_async_file_awaits_every_call() -> None:
    text = as_async((HERE / "right_calls.py").read_text(encoding="utf-8"))
    calls = len(re.findall(r"orgs\.\w+\(", text))
    assert calls == len(re.findall(r"await orgs\.", text)) > 0
    assert re.findall(r"(?<!await )orgs\.\w+\(", text) == []
