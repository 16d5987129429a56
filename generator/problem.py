"""Problems of the input: values, raised together when a stage ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it."""

    place: str
    """A JSON pointer into the document, or the name of a file; may carry a line."""
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}\n    {self.remedy}"


class InvalidInput(Exception):
    """Input that cannot become a package. Carries every problem found, and nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))  # what many places refer to was looked at from each of them
        super().__init__("\n".join(map(str, self.problems)))


def raise_if_any(problems: Iterable[Problem]) -> None:
    """Raise InvalidInput if there are any."""
    if found := list(problems):
        raise InvalidInput(found)
