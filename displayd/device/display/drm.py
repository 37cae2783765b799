"""The display connectors of this machine, as the kernel sees them."""

from __future__ import annotations

from pathlib import Path

__all__ = ["DRM_FOLDER", "connected_modes", "display_fault", "preferred_sizes"]

DRM_FOLDER = Path("/sys/class/drm")

# Kernels fall back to these when a TV's EDID cannot be read in time; on a TV they are never what anybody wanted.
FALLBACK_SIZES = ((1024, 768), (800, 600), (640, 480))


def connected_modes(folder: Path = DRM_FOLDER) -> dict[str, list[str]]:
    """Connectors with a TV on them, and the modes (`1920x1080`) it told, the preferred one first.

    An empty answer means that no TV is connected (or that there is no DRM here); a connector without modes is a TV
    whose EDID could not be read, which a retry often mends.
    """
    found = {}
    for status in sorted(folder.glob("card*-*/status")):
        try:
            if status.read_text().strip() == "connected":
                found[status.parent.name.split("-", 1)[1]] = (status.parent / "modes").read_text().split()
        except OSError:
            continue
    return found


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
