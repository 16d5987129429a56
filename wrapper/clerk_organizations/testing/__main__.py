"""The command: python -m clerk_organizations.testing --port 8787."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from . import MockBackend, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; 2 when the address cannot be had."""
    options = _parser().parse_args(arguments)
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stop)
    key = options.secret_key

    def announce(url: str) -> None:
        shown = "sk_test_mock" if key is None else "the key you gave"
        print(f"Clerk's organization API, mocked: {url} (CLERK_API_URL={url}, CLERK_SECRET_KEY={shown})", flush=True)

    try:
        run(MockBackend(secret_key=key), options.host, options.port, ready=announce)
    except OSError as error:
        print(f"cannot listen on {options.host}:{options.port}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m clerk_organizations.testing",
        description="Serve a mock of Clerk's organization endpoints; what it is told is forgotten when it stops.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8787, help="0 picks a free one (default: %(default)s)")
    parser.add_argument("--secret-key", help="the only key to accept (default: any sk_test_… or sk_live_…)")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{port} is not between 0 and 65535")
    return port


def _stop(signum: int, frame: object) -> None:
    """uvicorn shuts down first, then hands the signal on to here: being asked to stop is no failure."""
    raise SystemExit(0)


if __name__ == "__main__":
    raise SystemExit(main())
