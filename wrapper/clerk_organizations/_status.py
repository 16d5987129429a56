"""What HTTP statuses mean: which may pass, which say that a request was never handled, and their names."""

from __future__ import annotations

from http import HTTPStatus

_EDGE = {
    520: "Unknown Error of the edge",
    521: "Origin Refused the Connection",
    522: "Connection to the Origin Timed Out",
    523: "Origin Is Unreachable",
    524: "Origin Did Not Answer in Time",
    525: "TLS Handshake with the Origin Failed",
    526: "Certificate of the Origin Is Invalid",
    527: "Connection to the Origin Broke Off",
    530: "Name of the Origin Is Unknown",
}
"""Those that Cloudflare, in front of the API, answers by itself."""

_RENAMED = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}
"""As RFC 9110 calls them: `http` does from Python 3.13 on, and an error must not say something else before."""

_NOT_HANDLED = frozenset({425, 521, 523, 525, 526, 530})
"""The request never reached what handles it: 425 refuses to look at it yet; with the others the edge had no connection
to the origin. 520, 524 and 527 come from connections that were there, so they tell nothing. Nor does 522: Cloudflare
documents it for a handshake that timed out, and as well for a request that the origin did not acknowledge in time."""

_PERMANENT = frozenset({501, 505, 506, 510, 511})
"""5xx that repeating does not mend: they are about what was asked, or about the network of the caller."""


def was_not_handled(status: int) -> bool:
    """Whether the request cannot have happened, so that even a POST may be repeated."""
    return status in _NOT_HANDLED


def may_pass(status: int) -> bool:
    """Whether the server, or what stands before it, may do better next time."""
    return status == 408 or (500 <= status < 600 and status not in _PERMANENT)


def leaves_unknown(status: int) -> bool:
    """Whether a POST with this answer may have happened."""
    return status == 408 or (500 <= status < 600 and not was_not_handled(status))


def phrase(status: int) -> str:
    """The name of a status."""
    try:
        return _RENAMED.get(status) or HTTPStatus(status).phrase
    except ValueError:
        kind = "server error" if 500 <= status < 600 else "status"
        return _EDGE.get(status, f"{kind} {status}, which has no name")
