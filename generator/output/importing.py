"""Trial import of a package that is to be written, in a fresh interpreter."""

import subprocess
import sys
import tempfile
from pathlib import Path

from generator.output.tree import Files, write_tree
from generator.problem import InvalidInput, Problem

_PACKAGE = "generated_on_trial"
_PROGRAM = """
import importlib, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    try:
        module = importlib.import_module(name)
        for exported in getattr(module, "__all__", ()):
            getattr(module, exported)
    except BaseException as error:
        sys.exit(f"{name}\\n{type(error).__name__}: {error}")
"""


def import_all(files: Files) -> None:
    """Import every module, with all that it exports. Raises InvalidInput with the first that cannot be imported."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory) / _PACKAGE
        root.mkdir()
        write_tree(root, files)
        command = [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, directory, *_modules(files)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if run.returncode != 0:
        module, _, error = run.stderr.strip().partition("\n")
        place = module.removeprefix(f"{_PACKAGE}.")
        rule = f"the module cannot be imported: {error.replace(f'{_PACKAGE}.', '')}"
        raise InvalidInput([Problem(place, rule, "correct what the document or the templates make of it")])


def _modules(files: Files) -> list[str]:
    """The modules, those before the packages that re-export from them."""
    paths = [Path(_PACKAGE, path).with_suffix("").parts for path in files if path.endswith(".py")]
    paths.sort(key=lambda parts: parts[-1] == "__init__")
    return [".".join(parts).removesuffix(".__init__") for parts in paths]
