"""Command line: `python -m generator generate` writes the package, `check` says whether it is up to date, `watch`
writes it anew after each save, `diff` says what a change of the document means to callers.
"""

import argparse
import gc
import json
import os
import re
import sys
import time
from pathlib import Path

from generator import emit, write
from generator.diff.verdicts import VERDICTS
from generator.problem import Problem, Refused

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "organizations.yaml"
VERSION = ROOT / "wrapper" / "clerk_organizations" / "_version.py"


def main(arguments: list[str] | None = None) -> int:
    """Run a command. Exit status: 0 done or up to date, 1 the package differs, 2 the input cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except Refused as refused:
        for problem in refused.problems:
            print(problem, file=sys.stderr)
        count = len(refused.problems)
        print(f"{count} problem{'s' if count > 1 else ''}; nothing was written", file=sys.stderr)
    except OSError as error:
        what = "read" if options.command == "check" else "written"
        print(f"{options.output}: cannot be {what}: {error}; it is as it was", file=sys.stderr)
    return 2


def _run(options: argparse.Namespace) -> int:
    if options.command in ("watch", "diff"):
        return _watch(options) if options.command == "watch" else _diff(options)
    start, tree = time.perf_counter(), options.output.resolve()
    if options.command == "generate":
        write.recover(tree)
    if problem := write.place_problem(tree):
        raise Refused([problem])
    files = build(options.spec, options.templates)
    found = emit.differences(files, tree)
    if options.command == "check":
        return _report_drift(found, tree)
    if found:
        write.write(files, tree)
    _report_changes(found, tree, len(files), time.perf_counter() - start)
    return 0


def _watch(options: argparse.Namespace) -> int:
    from generator.watch import watch

    for folder in (options.spec.parent, options.templates):
        if not folder.is_dir():
            raise Refused(
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
    text = json.dumps(report.as_data(*facts), indent=1, ensure_ascii=False) if options.json else report.markdown(*facts)
    try:
        print(text.rstrip("\n"), flush=True)
    except BrokenPipeError:  # who reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    worst = VERDICTS.index(changes[0].verdict) if changes else len(VERDICTS)
    return int(options.fail_on is not None and worst <= VERDICTS.index(options.fail_on))


def build(spec_path: Path, templates: Path) -> dict[str, str]:
    """The generated package as {path: text}. Raises Refused with every problem of the input."""
    from generator import (
        parse,
        render,
        rules,
        spec,
        support,
    )  # openapi-python-client is slow to import, --help need not wait

    document = spec.load(spec_path)
    if problems := list(rules.problems(document)):
        raise Refused(problems)
    package = parse.parse(document)
    source = _short(spec_path.resolve()) if spec_path.resolve().is_relative_to(ROOT) else spec_path.name
    if problems := list(support.problems(package)):
        raise Refused(problems)
    return emit.format_files(render.render(package, templates, source))


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
        command.add_argument("--templates", type=Path, default=ROOT / "templates")
        command.add_argument("--output", type=Path, default=ROOT / "generated" / "clerk_organizations_api")
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
    return parser


def _report_drift(found: emit.Differences, tree: Path) -> int:
    if not found:
        print(f"{_short(tree)} is up to date")
        return 0
    for what in ("edited", "missing", "extra"):
        for path in getattr(found, what):
            print(f"{what:8} {_short(tree / path)}", file=sys.stderr)
    print("the package differs from its document and templates: run `make generate`", file=sys.stderr)
    return 1


def _report_changes(found: emit.Differences, tree: Path, count: int, seconds: float) -> None:
    for sign, paths in (("~", found.edited), ("+", found.missing), ("-", found.extra)):
        for path in paths:
            print(f"  {sign} {_short(tree / path)}")
    print(f"{_short(tree)}: {count} files, {_changed(found)}, {seconds:.1f} s")


def _changed(found: emit.Differences) -> str:
    changed = len(found.edited) + len(found.missing) + len(found.extra)
    return f"{changed} changed" if changed else "no change"


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    gc.disable()  # hardly anything goes before the end: looking for garbage takes 40 % of the time of a large document
    sys.exit(main())
