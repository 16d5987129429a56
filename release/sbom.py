"""The SBOM that the wheel carries: what the client needs at run time, in the ranges of pyproject.toml.

Which versions an installation has, only the installation knows; so it lists requirements, not pins. There is neither a
clock nor chance in it: the same pyproject.toml and version give the same bytes.
"""

import re
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.model.lifecycle import LifecyclePhase, PredefinedLifecycle
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement

from release import version
from release.trouble import Trouble

FILE = "generated/sbom.cdx.json"


def write(root: Path) -> None:
    """Write the SBOM of a tree."""
    (root / FILE).write_text(text(root), encoding="utf-8")


def check(root: Path) -> None:
    """Raises Trouble when the SBOM of a tree is not what write would write."""
    path = root / FILE
    if not path.is_file() or path.read_text(encoding="utf-8") != text(root):
        raise Trouble(f"{FILE} is not what pyproject.toml and the version say", "run `make generate`")


def text(root: Path) -> str:
    """The SBOM as CycloneDX JSON."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    purl = _purl(project["name"], str(version.current(root)))
    package = Component(
        name=project["name"],
        version=purl.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        description=project["description"],
        licenses=[LicenseExpression(project["license"])],
    )
    components = list(_components(project))
    metadata = BomMetaData(component=package, lifecycles=[PredefinedLifecycle(LifecyclePhase.PRE_BUILD)])
    metadata.timestamp = None  # type: ignore[assignment]  # the format allows its absence, the library's types do not
    bom = Bom(components=components, metadata=metadata, serial_number=uuid.uuid5(uuid.NAMESPACE_URL, str(purl)))
    bom.register_dependency(package, components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def _components(project: dict[str, Any]) -> Iterator[Component]:
    for requirement in project["dependencies"]:
        yield _component(requirement)
    for extra, requirements in project["optional-dependencies"].items():
        for requirement in requirements:
            yield _component(requirement, extra)


def _component(requirement: str, extra: str = "") -> Component:
    purl = _purl(Requirement(requirement).name)
    properties = [Property(name="requirement", value=requirement)]
    if extra:
        properties.append(Property(name="extra", value=extra))
    return Component(
        name=purl.name,
        type=ComponentType.LIBRARY,
        bom_ref=f"{purl}#{extra}" if extra else str(purl),
        purl=purl,
        scope=ComponentScope.OPTIONAL if extra else ComponentScope.REQUIRED,
        properties=properties,
    )


def _purl(name: str, number: str | None = None) -> PackageURL:
    return PackageURL("pypi", name=re.sub(r"[-_.]+", "-", name).lower(), version=number)
