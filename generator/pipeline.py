"""The pipeline from the document to the package: load → check → parse → render → format → import → write."""

from pathlib import Path

from generator import checks
from generator.checks import support
from generator.document.yaml_loader import load
from generator.output.drift import Differences, differences
from generator.output.formatting import format_files
from generator.output.importing import import_all
from generator.output.tree import Files, place_problem, recover, write
from generator.parse.parse import parse
from generator.paths import ROOT, shown
from generator.problem import raise_if_any
from generator.render.render import render


def generate(spec: Path, templates: Path, tree: Path) -> tuple[Files, Differences]:
    """Write the package; returns its files, and how the tree differed from them before."""
    recover(tree)
    files, found = compare(spec, templates, tree)
    if found:
        import_all(files)
        write(files, tree)
    return files, found


def compare(spec: Path, templates: Path, tree: Path) -> tuple[Files, Differences]:
    """The files of the package, and how the tree differs from them."""
    raise_if_any(filter(None, [place_problem(tree)]))
    files = build(spec, templates)
    return files, differences(files, tree)


def build(spec: Path, templates: Path) -> Files:
    """The files of the package. Raises InvalidInput with every problem of the first stage that finds any."""
    document = load(spec)
    raise_if_any(checks.problems(document))
    package = parse(document)
    raise_if_any(support.problems(package))
    source = shown(spec.resolve()) if spec.resolve().is_relative_to(ROOT) else spec.name
    return format_files(render(package, templates, source))
