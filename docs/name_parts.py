"""Names as the search of the site finds them."""

import re

_PART = re.compile(r"[A-Z]?[a-z\d]+|[A-Z]+(?![a-z])")


def name_parts(title: str) -> list[str]:
    """Words of the names in a title: get_role_set and getRoleSet are get, role and set."""
    parts = [_PART.findall(name) for name in re.findall(r"\w+", re.sub("<.*?>", "", title))]
    return [part.lower() for name in parts if len(name) > 1 for part in name]
