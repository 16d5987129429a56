"""Why a command stopped."""


class Trouble(Exception):
    """What is wrong and how to mend it, in one line."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}: {remedy}")
