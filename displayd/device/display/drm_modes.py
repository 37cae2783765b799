"""Which of a TV's modes to show in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from displayd.device.display.drm_device import ModeInfo

__all__ = ["FALLBACK_SIZES", "Mode", "best_mode", "mode_of"]

# Kernels fall back to these when a TV's EDID cannot be read in time; on a TV they are never what anybody wanted.
FALLBACK_SIZES = ((1024, 768), (800, 600), (640, 480))

# drm_mode.h: DRM_MODE_TYPE_PREFERRED.
_PREFERRED = 1 << 3

# drm_mode.h: DRM_MODE_FLAG_INTERLACE, DRM_MODE_FLAG_DBLSCAN and DRM_MODE_FLAG_3D_MASK.
_ODD = 1 << 4 | 1 << 5 | 0x1F << 14


class Mode(NamedTuple):
    """A size and refresh rate that a TV can show."""

    width: int
    """px, as `height`."""
    height: int
    refresh: int
    """Pictures a second."""
    is_preferred: bool
    """The TV's own choice, or that of the kernel's command line."""
    is_plain: bool
    """Neither interlaced nor for two eyes."""
    info: bytes
    """The same with all times, as the kernel has it."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self.width, self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.refresh}"


def mode_of(info: ModeInfo) -> Mode:
    """What the kernel says of a mode."""
    return Mode(
        info.hdisplay,
        info.vdisplay,
        info.vrefresh,
        bool(info.type & _PREFERRED),
        not info.flags & _ODD,
        bytes(info),
    )


def best_mode(modes: Sequence[Mode], size: tuple[int, int] | None = None, refresh: int | None = None) -> Mode | None:
    """The mode to show in; None when there is no mode at all.

    Args:
        modes: what the TV offers, in the kernel's order: the best first.
        size: wanted width and height, px; the TV's own choice when None, or when it has no such mode.
        refresh: wanted pictures a second; the nearest that there is for that size.
    """
    plain = [mode for mode in modes if mode.is_plain] or list(modes)
    if not plain:
        return None
    own = next((mode for mode in modes if mode.is_preferred), modes[0])
    of_size = [mode for mode in plain if mode.size == size] or [mode for mode in plain if mode.size == own.size]
    # A TV that prefers a mode which is not plain has its largest one instead.
    return _nearest(of_size or [max(plain, key=lambda mode: mode.width * mode.height)], refresh)


def _nearest(modes: Iterable[Mode], refresh: int | None) -> Mode:
    """Of modes of one size the one with `refresh`, the preferred one, or the first."""
    return min(modes, key=lambda mode: (abs(mode.refresh - refresh) if refresh else 0, not mode.is_preferred))
