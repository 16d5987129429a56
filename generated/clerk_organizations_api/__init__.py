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

SPEC_SHA256 = "3ec184bea85cfead2a30222bc95e3f94253fa8673fb8276077d6fe2d9a450908"
"""SHA-256, in hex, of the document that this package was made from: of the bytes of openapi.json beside this file."""
