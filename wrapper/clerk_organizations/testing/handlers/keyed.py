"""What permissions, roles and role sets share: keys, names, the search of their lists, and what a plan allows."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..openapi import error_catalog
from ..openapi.messages import Refusal, bad_param
from ..state.access import Access
from ..state.instance import Instance
from ..state.roles import Permission, Role, RoleSet
from ..state.table import K, KeyedRow, KeyedTable
from .lists import contains


def found_by(query: str) -> Callable[[KeyedRow], bool] | None:
    """Filter by the whole id, or a part of name or key; None when there is nothing to look for."""
    matches = contains(query, _searchable)
    return (lambda row: query == row.id or matches(row)) if query else None


def _searchable(row: KeyedRow) -> str:
    return f"{row.name}\n{row.key}"


def new_key(key: str, form: str, table: KeyedTable[K], owner: K | None = None) -> str:
    """A key of this form that is free; `owner` is the row that is updated."""
    if not re.fullmatch(form, key, re.ASCII):
        raise bad_param(error_catalog.KEY_FORM, "key", f": {form}")
    if table.with_key(key) not in (None, owner):
        raise bad_param(error_catalog.KEY_TAKEN, "key")
    return key


def new_name(name: str) -> str:
    """A name that is not blank."""
    if not name.strip():
        raise bad_param(error_catalog.PARAM_BLANK, "name")
    return name


def check_plan(instance: Instance) -> None:
    """Refuse when the plan has only the roles that every instance has."""
    if not instance.settings.custom_roles_in_plan:
        meta = {"unsupported_features": ["custom_roles"]}
        raise Refusal(error_catalog.PLAN, "The plan of the instance has no custom roles.", meta=meta)


def change(instance: Access, row: Permission | Role | RoleSet, **values: object) -> None:
    """Set what is given, and note when."""
    for name, value in values.items():
        if value is not None:
            setattr(row, name, value)
    row.updated_at = instance.now()
    for table in (instance.permissions, instance.roles, instance.role_sets):
        table.changed()
