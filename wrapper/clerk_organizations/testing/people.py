"""The users that a mock starts with, unless it is given others."""

from __future__ import annotations

from .state import DAY, User

_LAST_SEEN = 1_762_732_800_000  # 2025-11-10T00:00:00Z; each of them was last seen a day after the one before

_NAMES = (
    ("Ada", "Lovelace"),
    ("Alan", "Turing"),
    ("Barbara", "Liskov"),
    ("Dennis", "Ritchie"),
    ("Donald", "Knuth"),
    ("Edsger", "Dijkstra"),
    ("Frances", "Allen"),
    ("Grace", "Hopper"),
    ("Ken", "Thompson"),
    ("Margaret", "Hamilton"),
    ("Radia", "Perlman"),
    ("Tony", "Hoare"),
)


def _person(number: int, first_name: str, last_name: str) -> User:
    handle = first_name.lower()
    return User(
        id=f"user_{handle}",
        first_name=first_name,
        last_name=last_name,
        username=handle,
        email_address=f"{handle}@example.com",
        phone_number=f"+1555010{number:04d}",
        web3_wallet=f"0x{number:040x}",
        last_active_at=_LAST_SEEN + number * DAY,
    )


PEOPLE = tuple(_person(number, *names) for number, names in enumerate(_NAMES, start=1))
"""A dozen users: user_ada, user_alan, user_barbara, user_dennis, …"""
