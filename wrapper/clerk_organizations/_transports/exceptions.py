"""What can go wrong in an exchange beside the errors of the HTTP libraries."""

from __future__ import annotations


class DeadlineExceeded(Exception):
    """The deadline of the call has passed."""


class DecodingError(Exception):
    """A response body that cannot be used: too large, or not what its Content-Encoding says."""
