"""Where the inputs and the output of the pipeline are in this project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "organizations.yaml"
TEMPLATES = ROOT / "templates"
PACKAGE = ROOT / "generated" / "clerk_organizations_api"
VERSION = ROOT / "wrapper" / "clerk_organizations" / "_version.py"


def shown(path: Path) -> str:
    """A path as messages show it: relative to the project if it is in it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
