"""Formats: e-mail addresses, domains, slugs and times."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9-]+", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def is_domain(text: str) -> bool:
    """Whether a lower-case text is a host name of two labels or more."""
    return len(text) <= 253 and _DOMAIN.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether a text is something@domain, with nothing in it that no mail server takes."""
    local, at, domain = text.rpartition("@")
    return bool(at) and re.fullmatch(r"[^\s@<>\"(),:;\[\\\]]{1,64}", local) is not None and is_domain(domain.lower())


def is_slug(text: str) -> bool:
    """Whether a text is made of lower-case letters, digits and hyphens."""
    return _SLUG.fullmatch(text) is not None


def slug_from(name: str) -> str:
    """A slug that reads like the name: accents dropped, everything else that is no letter or digit a hyphen."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "organization"


def milliseconds(text: str) -> int:
    """Unix time of an RFC 3339 text; raises ValueError for anything else."""
    upper = text.upper()
    if not _TIME.fullmatch(upper):
        raise ValueError(f"not an RFC 3339 time: {text!r}")
    return round(datetime.fromisoformat(upper).timestamp() * 1000)
