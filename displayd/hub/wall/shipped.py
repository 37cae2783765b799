"""Files that travel with the package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["layouts_folder", "sample_wall_folder"]

_PACKAGE = Path(__file__).resolve().parents[2]


def layouts_folder() -> Path:
    """The ready-made layouts: inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "layouts"
    return inside if inside.is_dir() else _PACKAGE.parent / "layouts"


def sample_wall_folder() -> Path:
    """The wall folder of the sample office, used by the demo."""
    return layouts_folder() / "sample-office"
