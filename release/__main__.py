"""Command line: `python -m release COMMAND`. What a command needs beside its name stands in the environment, where
make puts it: VERSION for api-check and release; INDEX_URL, UPLOAD_URL, DIST and credentials for publish; PROOFS for
release and publish.
"""

import argparse
import os
import sys
from collections.abc import Callable

from generator.streams import escape_what_cannot_be_printed
from release import api, build, publish, release, sbom
from release.repository import ROOT
from release.trouble import Trouble


def main() -> int:
    """Run a command. Exit status: 0 done, 1 not done, for a reason that is printed in one line."""
    escape_what_cannot_be_printed()
    try:
        COMMANDS[_parser().parse_args().command]()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:  # git or make is not there, or a disk is full
        print(f"{error.filename or 'python -m release'}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _build() -> None:
    for path in build.build(ROOT / "dist"):
        print(path.relative_to(ROOT))


COMMANDS: dict[str, Callable[[], None]] = {
    "api-check": lambda: api.check(os.environ.get("VERSION", "")),
    "release": lambda: release.release(os.environ),
    "build": _build,
    "publish": lambda: publish.publish(os.environ),
    "sbom": lambda: sbom.write(ROOT),
    "sbom-check": lambda: sbom.check(ROOT),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
