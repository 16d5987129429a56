"""Users of an instance, from a seed or a test. No call of the API changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clerk_organizations._lazy import made_once

from ..openapi.messages import not_found
from .clock import DAY

IMAGES = "https://img.clerk.example"

_LAST_SEEN = 1_762_732_800_000  # 2025-11-10T00:00:00Z; each came, and was last seen, a day after the one before


@dataclass(frozen=True, kw_only=True)
class User:
    """A user of the instance. Times are milliseconds."""

    id: str
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    email_address: str | None = None
    phone_number: str | None = None
    web3_wallet: str | None = None
    created_at: int | None = None
    last_active_at: int | None = None
    banned: bool = False
    may_create_organizations: bool = True
    organizations_limit: int = 0
    """How many organizations the user may create; 0 for no limit."""

    @property
    def identifier(self) -> str:
        """What Clerk shows for the user: the first there is of e-mail, phone, username, wallet."""
        return self.email_address or self.phone_number or self.username or self.web3_wallet or self.id

    @property
    def full_name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(name for name in (self.first_name, self.last_name) if name)

    @made_once
    def searchable(self) -> str:
        """All that a query looks through, in lower case."""
        texts = (self.id, self.full_name, self.username, self.email_address, self.phone_number, self.web3_wallet)
        return "\n".join(text for text in texts if text).casefold()

    @property
    def image_url(self) -> str:
        """The picture that is shown for the user."""
        return f"{IMAGES}/{self.id}"


IDENTIFIERS = ("email_address", "phone_number", "username", "web3_wallet")
"""What a user can be found by, beside the id."""


class Users:
    """All users by id and by each identifier, whatever the case."""

    def __init__(self, users: Iterable[User] = ()) -> None:
        self.by_id: dict[str, User] = {}
        """To look up; change it with `add` alone."""
        self.by_identifier: dict[tuple[str, str], str] = {}
        self.added = 0
        """How often a user was added; the next one that is made up gets the number after it."""
        for user in users:
            self.add(user)

    def __iter__(self) -> Iterator[User]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __contains__(self, user_id: object) -> bool:
        return user_id in self.by_id

    def __getitem__(self, user_id: str) -> User:
        return self.by_id[user_id]

    def add(self, user: User) -> None:
        """Add a user, or put one in place of the one with the same id."""
        old = self.by_id.get(user.id)
        for key in _keys(old) if old else ():
            if self.by_identifier.get(key) == user.id:  # another user may have taken it over
                del self.by_identifier[key]
        self.added += 1
        self.by_id[user.id] = user
        self.by_identifier.update((key, user.id) for key in _keys(user))

    def get(self, user_id: str, *, param: str | None = None) -> User:
        """The user, or a refusal; `param` names the field of the body that refers to it."""
        if user_id not in self.by_id:
            raise not_found("user", user_id, param=param)
        return self.by_id[user_id]

    def find(self, identifier: str, value: str) -> str | None:
        """Id of the user who has this e-mail address, phone number, username or wallet."""
        return self.by_identifier.get((identifier, value.casefold()))


def _keys(user: User) -> Iterator[tuple[str, str]]:
    for name in IDENTIFIERS:
        value: str | None = getattr(user, name)
        if value is not None:
            yield name, value.casefold()


def named(name: str, number: int = 0, **fields: object) -> User:
    """A user made from a name: `ada` or `Ada Lovelace` is user_ada with the address ada@example.com.

    `number` gives phone number, wallet and time of last activity; `fields` go before what is made up.
    """
    first_name, _, last_name = name.strip().partition(" ")
    if not first_name:
        raise ValueError("a user needs a name that is not blank")
    handle = "".join(letter if letter.isalnum() else "_" for letter in first_name.lower())
    made_up: dict[str, object] = {
        "id": f"user_{handle}",
        "first_name": first_name.capitalize() if first_name.islower() else first_name,
        "last_name": last_name or None,
        "username": handle,
        "email_address": f"{handle}@example.com",
        "phone_number": f"+1555{number + 100_000:07d}" if number else None,
        "web3_wallet": f"0x{number:040x}" if number else None,
        "created_at": _LAST_SEEN + (number - 1000) * DAY if number else None,
        "last_active_at": _LAST_SEEN + number * DAY if number else None,
    }
    return User(**(made_up | fields))  # type: ignore[arg-type]  # fields come checked from a seed


_NAMES = (
    "Ada Lovelace", "Alan Turing", "Barbara Liskov", "Dennis Ritchie", "Donald Knuth", "Edsger Dijkstra",
    "Frances Allen", "Grace Hopper", "Ken Thompson", "Margaret Hamilton", "Radia Perlman", "Tony Hoare",
)  # fmt: skip

PEOPLE = tuple(named(name, number) for number, name in enumerate(_NAMES, start=1))
"""A dozen users: user_ada, user_alan, user_barbara, user_dennis, …"""
