"""Operations of the document that the client and the mock have; tests/contract/test_checklist.py says what is missing.

Tests of what all methods or all handlers do go over these, so that an operation that is only in the document fails
one test, with a list of what to add, and not a hundred.
"""

from clerk_organizations.testing.handlers.registry import HANDLERS
from tests.support.document import OPERATIONS
from tests.support.resources import definition

METHODS = {one.id: one for one in OPERATIONS.values() if definition(one) is not None}
"""Operations that are a method of the client."""
HANDLED = {one.id: one for one in OPERATIONS.values() if one.id in HANDLERS}
"""Operations that the mock has a handler for."""
IN_TYPESCRIPT = {one.id for one in OPERATIONS.values() if one.typescript}
"""Operations that @clerk/backend has: those with `x-ts-method`."""
