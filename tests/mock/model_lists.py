"""Lists of the model: every filter and order by a scan over all there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.mock.model_base import Json, refuse
from tests.mock.model_more import Model
from tests.mock.model_roles import is_elevated

_NAMES = ("name", "slug")
_MISSING = "missing_member_with_elevated_permissions"


def page(rows: Iterable[Json], query: Json, value: Callable[[Json], Any]) -> Json:
    """The page that a query asks for."""
    order: str = query.get("order_by", "-created_at")
    by_time = order.endswith("created_at")

    def rank(row: Json) -> tuple[Any, ...]:
        found = None if by_time else value(row)
        shown = "" if found is None else found.lower() if isinstance(found, str) else found
        return (found is None, shown, row["created_at"], row["_n"])

    found = sorted(rows, key=rank, reverse=order.startswith("-"))
    start = query.get("offset", 0)
    return {"data": found[start : start + query.get("limit", 10)], "total_count": len(found)}


def organizations(model: Model, query: Json) -> Json:
    needle = query.get("query", "").lower()

    def fits(row: Json) -> bool:
        return (
            _signed(query.get("organization_id", ()), [row["id"]])
            and _signed(query.get("user_id", ()), row["_members"])
            and (not needle or query["query"] == row["id"] or any(needle in row[name].lower() for name in _NAMES))
        )

    rows = [as_asked(model, row, query) for row in model.organizations.values() if fits(row)]
    name = query.get("order_by", "-created_at").lstrip("+-")
    return page(rows, query, lambda row: len(row["_members"]) if name == "members_count" else row[name])


def as_asked(model: Model, organization: Json, query: Json) -> Json:
    """With the fields that a query can ask for; None where they are not asked for."""
    members = organization["_members"].values()
    has_admin = any(is_elevated(row) for row in members)
    counted, told = query.get("include_members_count") == "true", query.get(f"include_{_MISSING}") == "true"
    return {
        **organization,
        "members_count": len(members) if counted else None,
        "pending_invitations_count": len(model.pending(organization)) if counted else None,
        _MISSING: not has_admin if told else None,
    }


def get_organization(model: Model, key: str, query: Json) -> Json:
    by_slug = {row["slug"]: row["id"] for row in model.organizations.values()}
    return as_asked(model, model.organization(by_slug.get(key, key)), query)


def memberships(model: Model, key: str, query: Json) -> Json:
    def fits(row: Json) -> bool:
        user_id = row["public_user_data"]["user_id"]
        user = model.users[user_id]
        after, before, came = query.get("created_at_after"), query.get("created_at_before"), user.get("created_at")
        full_name = " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
        texts = {
            "query": [user_id, full_name, user.get("username"), user.get("email_address")],
            "name_query": [full_name],
            "username_query": [user.get("username")],
            "email_address_query": [user.get("email_address")],
        }
        return (
            _signed(query.get("user_id", ()), [user_id])
            and row["_role"]["key"] in query.get("role", [row["_role"]["key"]])
            and all(
                (user.get(name) or "").lower() in [value.lower() for value in query[name]]
                for name in ("email_address", "username")
                if name in query
            )
            and all(
                any(query[name].lower() in (text or "").lower() for text in found)
                for name, found in texts.items()
                if name in query
            )
            and (after is None or (came is not None and came > after))
            and (before is None or (came is not None and came < before))
        )

    rows = [row for row in model.organization(key)["_members"].values() if fits(row)]
    return page(rows, query, lambda row: _of_user(model, row, query))


def all_memberships(model: Model, query: Json) -> Json:
    rows = [row for organization in model.organizations.values() for row in organization["_members"].values()]
    return page(rows, query, lambda row: _of_user(model, row, query))


def _of_user(model: Model, row: Json, query: Json) -> Any:
    return model.users[row["public_user_data"]["user_id"]].get(query["order_by"].lstrip("+-"))


def invitations(model: Model, key: str, query: Json) -> Json:
    rows = [model.shown_invitation(row) for row in model.organization(key)["_invitations"]]
    email = query.get("email_address", "").lower()
    fitting = [
        row
        for row in rows
        if row["status"] in query.get("status", [row["status"]]) and email in ("", row["email_address"].lower())
    ]
    return page(fitting, query, lambda row: row["email_address"])


def domains(model: Model, key: str, query: Json) -> Json:
    mode, verified = query.get("enrollment_mode", ""), query.get("verified")

    def fits(row: Json) -> bool:
        is_verified = "true" if row["verification"]["status"] == "verified" else "false"
        return verified in (None, is_verified) and (not mode or _signed([mode], [row["enrollment_mode"]]))

    return page([row for row in model.organization(key)["_domains"] if fits(row)], query, lambda row: row["name"])


def permissions(model: Model, query: Json) -> Json:
    return _keyed(model.permissions.values(), query)


def roles(model: Model, query: Json) -> Json:
    return _keyed(model.roles.values(), query)


def role_sets(model: Model, query: Json) -> Json:
    return _keyed([model.shown_role_set(row) for row in model.role_sets.values()], query)


def _keyed(rows: Iterable[Json], query: Json) -> Json:
    if query.get("limit") == 0:
        refuse(422, "form_param_value_invalid")
    needle, order = query.get("query", ""), query.get("order_by", "-created_at").lstrip("+-")
    found = [
        row
        for row in rows
        if needle in ("", row["id"]) or any(needle.lower() in row[name].lower() for name in ("name", "key"))
    ]
    return page(found, query, lambda row: row[order])


def _signed(wanted: Iterable[str], having: Iterable[str]) -> bool:
    """Whether what a row has passes a filter by +value, value and -value."""
    mine = set(having)
    included = {value.lstrip("+") for value in wanted if not value.startswith("-")}
    excluded = {value[1:] for value in wanted if value.startswith("-")}
    return not mine & excluded and (not included or bool(mine & included))
