# Generated from openapi/organizations.yaml by `make generate`: edit the document or templates/, not this file.
"""Clerk organizations: models, and functions that describe each call without making it.

`api` holds a function per operation, `models` a class per schema; a client's `send` makes the call.
"""

from __future__ import annotations

from .decode import DecodeError
from .operation import Operation
from .types import UNSET, File, Unset

__all__ = ["SPEC_SHA256", "SPEC_VERSION", "UNSET", "DecodeError", "File", "Operation", "Unset"]

SPEC_VERSION = "2025-11-10"
"""Version of the API that the document describes, sent as Clerk-API-Version."""

SPEC_SHA256 = "09383b63d31b2f2c83bc7184248956b8f2c01684a7c08e09393a4173b89d164d"
"""SHA-256, in hex, of the document that this package was made from: of the bytes of openapi.json beside this file."""
