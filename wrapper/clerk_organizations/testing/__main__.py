"""The command: python -m clerk_organizations.testing --port 8787."""

from __future__ import annotations

import argparse
import io
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from .._config import INSECURE_VARIABLE
from .._urls import is_loopback
from . import App, Exchange, MockClerk, SeedError, load_seed, run
from .openapi.error_catalog import markdown
from .reach.control import PREFIX
from .reach.origins import WILDCARDS

_COLOURS = {2: "\033[32m", 4: "\033[33m", 5: "\033[31m"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; 2 when the seed cannot be used or the address cannot be had."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what the encoding of a pipe lacks is escaped
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    if options.rules:
        print(markdown(), end="")
        return 0
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _stop)
    try:
        mock = _mock(options)
    except SeedError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        app = App(mock, latency=options.latency, allowed_hosts=[options.host, *options.allow_host])
        run(app, options.host, options.port, ready=lambda url: _announce(url, mock, _elsewhere(url, options)))
    except OSError as error:
        print(f"cannot listen on {options.host}:{options.port}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def _mock(options: argparse.Namespace) -> MockClerk:
    seed = None if options.seed is None else load_seed(options.seed)
    try:
        mock = MockClerk(seed, secret_key=options.secret_key, rate_limits=options.rate_limits)
    except SeedError as error:
        raise SeedError(f"{options.seed}: {error}") from None
    if not options.quiet:
        mock.watch(_print)
    return mock


def _elsewhere(url: str, options: argparse.Namespace) -> str | None:
    """Where other machines reach it: by a name that is allowed, else that of this machine; None if they cannot."""
    if options.host in WILDCARDS:
        port = urlsplit(url).port
        name = options.allow_host[0] if options.allow_host else socket.gethostname()
        return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    return None if is_loopback(urlsplit(url).hostname or "") else url


def _announce(url: str, mock: MockClerk, elsewhere: str | None) -> None:
    with suppress(BrokenPipeError):  # the parent process may have closed the pipe
        _greet(url, mock, elsewhere)


def _greet(url: str, mock: MockClerk, elsewhere: str | None) -> None:
    instance = mock.instance
    key = "the key you gave" if mock.has_own_key else mock.secret_key
    more = f" {INSECURE_VARIABLE}=1" if url == elsewhere else ""  # without commas, so that a shell takes what is copied
    print(f"Clerk's organization API, mocked: {url} (CLERK_API_URL={url} CLERK_SECRET_KEY={key}{more})", flush=True)
    if elsewhere not in (None, url):
        print(f"from other machines: CLERK_API_URL={elsewhere} {INSECURE_VARIABLE}=1", flush=True)
    counts = f"{len(instance.users)} users, {len(instance.organizations)} organizations"
    print(f"{counts}; control: {url}{PREFIX}; stop with Ctrl-C", flush=True)


def _print(exchange: Exchange) -> None:
    """Print one line for a request, as long as standard output is open."""
    request, response = exchange.request, exchange.response
    time = datetime.fromtimestamp(exchange.at / 1000).strftime("%H:%M:%S")
    query = "&".join(f"{name}={value}" for name, value in request.query)
    target = request.path + (f"?{query}" if query else "")
    error = response.json["errors"][0]["code"] if response.status >= 400 else ""
    status = (
        f"{_COLOURS.get(response.status // 100, '')}{response.status}\033[0m"
        if sys.stdout.isatty()
        else response.status
    )
    line = f"{time} {status} {request.method:6} {target} {exchange.seconds * 1000:.1f} ms {error}"
    with suppress(BrokenPipeError):
        print(line.rstrip().encode("ascii", "backslashreplace").decode(), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m clerk_organizations.testing",
        description="Serve a mock of Clerk's organization endpoints; its state is lost when it stops.",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on, 0.0.0.0 for all (default: %(default)s)"
    )
    parser.add_argument("--port", type=_port, default=8787, help="0 picks a free one (default: %(default)s)")
    parser.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME",
        help="take control calls by this name too, beside localhost; may be given more than once",
    )  # fmt: skip
    parser.add_argument("--secret-key", type=_key, help="the only key to accept (default: any sk_test_… or sk_live_…)")
    parser.add_argument("--seed", type=Path, metavar="FILE", help="YAML or JSON file with the state to start with")
    parser.add_argument(
        "--latency", type=_seconds, default=0.0, metavar="TIME", help="wait before each answer: 20ms, 0.5s"
    )
    parser.add_argument("--rate-limits", action="store_true", help="refuse more requests than Clerk takes")
    parser.add_argument("--quiet", action="store_true", help="print no line for each request")
    parser.add_argument("--rules", action="store_true", help="print what is refused with which error, and end")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not between 0 and 65535")
    return int(text)


def _key(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("a key must not be empty")
    return text


def _seconds(text: str) -> float:
    number, scale = (text[:-2], 0.001) if text.endswith("ms") else (text.removesuffix("s"), 1.0)
    try:
        seconds = float(number) * scale
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:
        raise argparse.ArgumentTypeError(f"{text!r} is no time up to a minute, such as 20ms or 0.5s")
    return seconds


def _stop(signum: int, frame: object) -> None:
    """Exit with 0. uvicorn shuts down first and then raises the signal again."""
    raise SystemExit(0)


if __name__ == "__main__":
    raise SystemExit(main())
