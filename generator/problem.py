"""What is wrong with an input: a value until someone must stop."""

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


class Refused(Exception):
    """Input that cannot become a package. Carries every problem found, and nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise Refused if there are any."""
    if found := list(problems):
        raise Refused(found)
