"""Command line of the generator.

`generate` writes the package, `check` reports whether it is up to date, `watch` regenerates after each save, `diff`
reports what a change of the document means to callers. `tables` and `verdicts` write parts of the documentation.
"""

import argparse
import atexit
import gc
import json
import os
import re
import sys
import time
from pathlib import Path
from types import ModuleType

from generator.diff.verdicts import VERDICTS
from generator.diff.verdicts import page as verdicts_page
from generator.output.drift import Differences
from generator.paths import PACKAGE, ROOT, SPEC, TEMPLATES, VERSION, shown
from generator.problem import InvalidInput, Problem
from generator.streams import escape_what_cannot_be_printed


def main(arguments: list[str] | None = None) -> int:
    """Run a command. Exit status: 0 done or up to date, 1 the package differs, 2 the input cannot be used."""
    escape_what_cannot_be_printed()
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except InvalidInput as invalid:
        for problem in invalid.problems:
            print(problem, file=sys.stderr)
        count = len(invalid.problems)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written", file=sys.stderr)
    except OSError as error:
        path = getattr(options, "output", error.filename)
        what = "read" if options.command == "check" else "written"
        print(f"{path}: cannot be {what}: {error}; it is as it was", file=sys.stderr)
    return 2


def _run(options: argparse.Namespace) -> int:
    commands = {
        "generate": _generate,
        "check": _check,
        "watch": _watch,
        "diff": _diff,
        "verdicts": _verdicts,
        "tables": _tables,
    }
    return commands[options.command](options)


def _generate(options: argparse.Namespace) -> int:
    from generator import pipeline  # openapi-python-client is slow to import, --help need not wait

    start, tree = time.perf_counter(), options.output.resolve()
    files, found = pipeline.generate(options.spec, options.templates, tree)
    _report_changes(found, tree, len(files), time.perf_counter() - start)
    return 0


def _check(options: argparse.Namespace) -> int:
    from generator import pipeline

    tree = options.output.resolve()
    _, found = pipeline.compare(options.spec, options.templates, tree)
    return _report_drift(found, tree)


def _watch(options: argparse.Namespace) -> int:
    from generator.watch import watch

    for folder in (options.spec.parent, options.templates):
        if not folder.is_dir():
            raise InvalidInput(
                [Problem(str(folder), "there is no such folder to watch", "pass another --spec, --templates")]
            )
    places = [f"--{name}={getattr(options, name)}" for name in ("spec", "templates", "output")]
    watch(options.spec, options.templates, ROOT / "generator", [sys.executable, "-m", "generator", "generate", *places])
    return 0


def _diff(options: argparse.Namespace) -> int:
    from generator.diff import compare, report, sources

    old, new = (sources.load(one, SPEC, ROOT) for one in (options.old, options.new))
    changes = compare.compare(old, new)
    version = re.search(r'"(.+)"', VERSION.read_text(encoding="utf-8").partition("__version__")[2])
    facts = old, new, changes, version[1] if version else "0.0.0"
    text = json.dumps(report.as_data(*facts), indent=1) if options.json else report.markdown(*facts)
    try:
        print(text.rstrip("\n"), flush=True)
    except BrokenPipeError:  # the reader has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    worst = VERDICTS.index(changes[0].verdict) if changes else len(VERDICTS)
    return int(options.fail_on is not None and worst <= VERDICTS.index(options.fail_on))


def _tables(options: argparse.Namespace) -> int:
    from generator import tables
    from generator.document.yaml_loader import load

    for page in tables.write(load(SPEC), ROOT):
        print(f"  ~ {page}")
    return 0


def _verdicts(options: argparse.Namespace) -> int:
    print(verdicts_page())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("generate", "write the package"),
        ("check", "compare it with what would be written"),
        ("watch", "write it now and after each save"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--spec", type=Path, default=SPEC)
        command.add_argument("--templates", type=Path, default=TEMPLATES)
        command.add_argument("--output", type=Path, default=PACKAGE)
    diff = commands.add_parser("diff", help="what changed between two documents, and what it means to callers")
    for name, text in (
        ("old", "FILE, git:REV or git:REV:PATH"),
        ("new", "the same; the working document unless given"),
    ):
        diff.add_argument(
            name, metavar=name.upper(), help=text, nargs="?" if name == "new" else None, default=str(SPEC)
        )
    diff.add_argument("--json", action="store_true", help="for programs; Markdown otherwise")
    diff.add_argument("--fail-on", choices=VERDICTS, help="exit with 1 when there is such a change, or a worse one")
    commands.add_parser("verdicts", help="print docs/changes.md: the rules by which diff judges")
    commands.add_parser("tables", help="write the tables of methods in README.md and docs/")
    return parser


def _report_drift(found: Differences, tree: Path) -> int:
    if not found:
        print(f"{shown(tree)} is up to date")
        return 0
    for what in ("edited", "missing", "extra"):
        for path in getattr(found, what):
            print(f"{what:8} {shown(tree / path)}", file=sys.stderr)
    print("the package differs from its document and templates: run `make generate`", file=sys.stderr)
    return 1


def _report_changes(found: Differences, tree: Path, count: int, seconds: float) -> None:
    for sign, paths in (("~", found.edited), ("+", found.missing), ("-", found.extra)):
        for path in paths:
            print(f"  {sign} {shown(tree / path)}")
    print(f"{shown(tree)}: {count} files, {_changed(found)}, {seconds:.1f} s")


def _changed(found: Differences) -> str:
    changed = len(found.edited) + len(found.missing) + len(found.extra)
    return f"{changed} changed" if changed else "no change"


if __name__ == "__main__":
    for unused in ("httpx", "httpcore"):  # openapi-python-client would fetch by URL with them; a third of all imports
        sys.modules[unused] = ModuleType(unused)
    gc.disable()  # little is freed before the end: collection takes 40 % of the time of a large document
    atexit.register(gc.freeze)  # nor need the collection at the end look at what ends with the process
    sys.exit(main())
