"""Where Debian's packages come from: the archive that this machine's own apt is set to use."""

from __future__ import annotations

from typing import NamedTuple

from provisioning.imagebuilder.commands import output_of
from provisioning.imagebuilder.errors import BuildError

__all__ = ["Mirrors", "debian_mirrors", "sources"]

COMPONENTS = "main contrib non-free-firmware"
"""The last one holds the firmware of Raspberry Pis and of their radios."""


class Mirrors(NamedTuple):
    """Addresses of the two archives of Debian."""

    main: str
    security: str


def debian_mirrors(asked: str = "") -> Mirrors:
    """The archives to build from.

    Args:
        asked: address of an archive to take instead of this machine's own; it must hold `debian` and `debian-security`
            side by side.

    Raises:
        BuildError: this machine knows of no archive of Debian.
    """
    if asked:
        base = asked.rstrip("/").removesuffix("/debian")
        return Mirrors(f"{base}/debian", f"{base}/debian-security")
    columns = "$(ORIGIN)|$(LABEL)|$(SITE)"
    lines = output_of(["apt-get", "indextargets", "--format", columns, "Created-By: Packages"]).splitlines()
    found = {label: site for origin, label, site in (line.split("|", 2) for line in lines) if origin == "Debian"}
    if "Debian" not in found:
        raise BuildError(
            "this machine's apt knows no archive of Debian",
            "run `apt-get update`, or name an archive with --mirror http://HOST",
        )
    beside = f"{found['Debian'].rstrip('/').removesuffix('/debian')}/debian-security"
    return Mirrors(found["Debian"], found.get("Debian-Security", beside))


def sources(mirrors: Mirrors, suite: str, *, has_backports: bool = False) -> str:
    """The lines of a sources.list for `suite`, with its updates, its security and perhaps its backports."""
    places = [(mirrors.main, suite), (mirrors.main, f"{suite}-updates"), (mirrors.security, f"{suite}-security")]
    if has_backports:
        places.append((mirrors.main, f"{suite}-backports"))
    return "".join(f"deb {address} {name} {COMPONENTS}\n" for address, name in places)
