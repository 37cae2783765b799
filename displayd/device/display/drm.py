"""The display connectors of this machine, as the kernel sees them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from displayd.device.display.drm_modes import FALLBACK_SIZES

__all__ = ["DRM_FOLDER", "Connector", "connected_modes", "connectors", "display_fault", "edid_of", "preferred_sizes"]

DRM_FOLDER = Path("/sys/class/drm")


class Connector(NamedTuple):
    """What is known of a connector."""

    name: str
    """For example `HDMI-A-1`."""
    is_connected: bool
    modes: tuple[str, ...]
    """By name, the preferred one first; empty when the TV tells none."""
    edid: bytes
    """How the TV describes itself; empty when it does not."""


def connectors(folder: Path = DRM_FOLDER) -> tuple[Connector, ...]:
    """Every connector as the kernel last saw it, by name. Nothing is asked of the TVs."""
    found = []
    for status in folder.glob("card*-*/status"):
        name = status.parent.name.split("-", 1)[1]
        try:
            is_connected = status.read_text().strip() == "connected"
            modes = tuple((status.parent / "modes").read_text().split())
        except OSError:
            continue
        found.append(Connector(name, is_connected, modes, edid_of(name, folder)))
    return tuple(sorted(found))


def edid_of(name: str, folder: Path = DRM_FOLDER) -> bytes:
    """How the TV on the connector `name` describes itself; empty when it does not."""
    for path in sorted(folder.glob(f"card*-{name}/edid")):
        try:
            return path.read_bytes()
        except OSError:
            continue
    return b""


def connected_modes(folder: Path = DRM_FOLDER) -> dict[str, list[str]]:
    """Connectors with a TV on them, and the modes (`1920x1080`) it told, the preferred one first.

    An empty answer means that no TV is connected (or that there is no DRM here); a connector without modes is a TV
    whose EDID could not be read, which a retry often mends.
    """
    return {one.name: list(one.modes) for one in connectors(folder) if one.is_connected}


def preferred_sizes(modes: dict[str, list[str]]) -> set[tuple[int, int]]:
    """The preferred size of every TV that told one, px."""
    sizes = set()
    for names in modes.values():
        width, _, height = (names[0] if names else "").rstrip("ip").partition("x")
        if width.isdecimal() and height.isdecimal():
            sizes.add((int(width), int(height)))
    return sizes


def display_fault(modes: dict[str, list[str]], size: tuple[int, int] | None) -> str:
    """What is wrong with a display of `size` px on these connectors, in words; empty when nothing is.

    Args:
        size: what was got; None before anything was tried.
    """
    if modes and not any(modes.values()):
        return "a TV is connected but does not tell its modes; another cable or HDMI port often helps"
    preferred = preferred_sizes(modes)
    if size in FALLBACK_SIZES and preferred and size not in preferred:
        wanted = " or ".join(f"{width}x{height}" for width, height in sorted(preferred))
        return f"the display runs at {size[0]}x{size[1]}, a fallback, and the TV wants {wanted}"
    return ""
