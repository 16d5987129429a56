"""The generated functions that methods are made from, each imported when a method made from it is first used."""

from typing import TYPE_CHECKING

from .methods import LazyFunctions

if TYPE_CHECKING:
    from clerk_organizations_api import api as api
else:
    api = LazyFunctions("clerk_organizations_api.api")
