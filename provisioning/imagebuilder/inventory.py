"""What is in an image: a list of packages for people, a bill of materials for machines."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["Package", "installed", "package_list", "sbom"]


class Package(NamedTuple):
    """One installed package."""

    name: str
    version: str
    architecture: str
    source: str
    """Name of the source package."""


def installed(status: str) -> list[Package]:
    """The installed packages in `status`, the text of dpkg's status file, by name.

    Source: deb-control(5); dpkg's `/var/lib/dpkg/status`.
    """
    found = [
        Package(
            fields["Package"],
            fields["Version"],
            fields["Architecture"],
            fields.get("Source", fields["Package"]).partition(" ")[0],
        )
        for fields in _paragraphs(status)
        if fields.get("Status", "").endswith(" installed")
    ]
    return sorted(found)


def package_list(packages: Iterable[Package]) -> str:
    """One package a line: name, version, architecture, parted by tabs."""
    return "".join(f"{package.name}\t{package.version}\t{package.architecture}\n" for package in packages)


def sbom(packages: Iterable[Package], name: str, version: str) -> str:
    """The bill of materials of the image `name` as CycloneDX 1.5 JSON.

    Source: the CycloneDX specification 1.5 and the package-url type `deb`.
    """
    components = [
        {
            "type": "operating-system" if package.name.startswith("linux-image-") else "library",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:deb/debian/{package.name}@{_quoted(package.version)}?arch={package.architecture}",
            "properties": [{"name": "debian:source", "value": package.source}],
        }
        for package in packages
    ]
    content = json.dumps(components, sort_keys=True)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"component": {"type": "firmware", "name": name, "version": version}},
        "components": components,
    }
    return json.dumps(document, indent=1) + "\n"


def package_in(deb: Mapping[str, str]) -> Package:
    """The package that a .deb file with the fields `deb` is."""
    return Package(deb["Package"], deb["Version"], deb["Architecture"], deb.get("Source", deb["Package"]))


def status_of(root: Path) -> str:
    """The text of dpkg's status file below `root`."""
    return (root / "var/lib/dpkg/status").read_text("utf-8")


def _quoted(version: str) -> str:
    return version.replace(":", "%3A").replace("+", "%2B")


def _paragraphs(text: str) -> Iterator[dict[str, str]]:
    for paragraph in text.split("\n\n"):
        lines = [line for line in paragraph.splitlines() if line and not line[0].isspace()]
        if lines:
            yield dict(line.split(": ", 1) for line in lines if ": " in line)
