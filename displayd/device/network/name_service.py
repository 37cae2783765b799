"""What this machine knows of name servers: their addresses and the domains in which names are looked up."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["NameService", "name_service"]

ROOT = Path("/")

# Where systemd-resolved answers for the name servers that it keeps to itself; systemd-resolved(8).
_STUBS = {"127.0.0.53", "127.0.0.54"}


class NameService(NamedTuple):
    """What resolv.conf(5) says."""

    servers: tuple[str, ...] = ()
    """IP addresses."""
    domains: tuple[str, ...] = ()
    """In which names are looked up that are not complete, the first first."""


def name_service(root: Path = ROOT) -> NameService:
    """The name servers and search domains now.

    Args:
        root: where `etc` and `run` are; another one in tests.
    """
    found = _read(root / "etc/resolv.conf")
    if set(found.servers) & _STUBS:
        behind = _read(root / "run/systemd/resolve/resolv.conf")
        return NameService(behind.servers or found.servers, behind.domains or found.domains)
    return found


def _read(path: Path) -> NameService:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return NameService()
    servers, domains = [], []
    for line in lines:
        words = line.split()
        if len(words) > 1 and words[0] == "nameserver":
            servers.append(words[1])
        elif len(words) > 1 and words[0] in ("search", "domain"):
            # The last line counts; a single dot is no domain.
            domains = [word.strip(".") for word in words[1:] if word.strip(".")]
    return NameService(tuple(servers), tuple(domains))
