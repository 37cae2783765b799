"""The lists of packages and kernel modules in `provisioning/packages/`."""

from __future__ import annotations

from pathlib import Path

__all__ = ["PROVISIONING", "listed"]

PROVISIONING = Path(__file__).resolve().parent.parent


def listed(name: str) -> list[str]:
    """The entries of the list `name`, in its order, without comments."""
    lines = (PROVISIONING / "packages" / name).read_text("utf-8").splitlines()
    entries = (line.partition("#")[0].strip() for line in lines)
    return [entry for entry in entries if entry]
