"""Files that travel with the package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["kpis_folder", "layouts_folder", "sample_wall_folder"]

_PACKAGE = Path(__file__).resolve().parents[2]


def layouts_folder() -> Path:
    """The ready-made layouts; in a checkout `displayd/layouts` is a link to those beside the package."""
    return _PACKAGE / "layouts"


def sample_wall_folder() -> Path:
    """The wall folder of the sample office, used by the demo."""
    return layouts_folder() / "sample-office"


def kpis_folder() -> Path:
    """The ready-made KPIs, the tables that they read, and a made-up company with the right answers for it."""
    return layouts_folder() / "kpis"
