"""Files of the packages that are read at run time."""

from __future__ import annotations

from importlib.resources import files

from .errors import ClerkConfigurationError


def read(package: str, name: str) -> bytes:
    """The bytes of a file in a package, also one in a zip; raises ClerkConfigurationError where it was left out."""
    try:
        return files(package).joinpath(name).read_bytes()
    except OSError:
        raise ClerkConfigurationError(
            f"{name} of {package} is not there: what bundles the package must take its data files too, as "
            "PyInstaller does by itself, or with --collect-data"
        ) from None
