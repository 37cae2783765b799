"""Dashboards that look the same at any time, but for the clock in a header that they do not have."""

from __future__ import annotations

from typing import Any

from PIL import Image as Pillow

from displayd.scene.theme import THEMES
from tests.appliance.glass import has_color

__all__ = ["colorful", "has_theme_colors"]


def colorful(title: str) -> dict[str, Any]:
    """One page with large areas of known colours.

    Args:
        title: above all tiles. They stay as they are: a hub marks those that change as new for a day, and `displayd
            render` knows nothing of yesterday.
    """
    bars = [{"label": name, "value": value} for name, value in (("North", 9), ("East", 7), ("South", 8), ("West", 6))]
    gauge = {"type": "gauge", "title": "Load", "value": 95, "unit": "percent", "minimum": 0, "maximum": 100}
    widgets: dict[str, Any] = {
        "orders": {"type": "number", "title": "Orders", "value": 4321},
        "load": {**gauge, "amber": 70, "red": 90, "direction": "down"},
        "regions": {"type": "bar", "title": "Regions", "bars": bars, "minimum": 0},
    }
    return {"title": title, "pages": [{"landscape": ["orders load", "regions regions"], "widgets": widgets}]}


def has_theme_colors(picture: Pillow.Image) -> bool:
    """Whether `colorful` is on the glass, by its colours: background, cards, the red gauge, the bars."""
    theme = THEMES["dark"]
    shares = {theme.background: 0.01, theme.card: 0.3, theme.red: 0.001, theme.series[0]: 0.02}
    return all(has_color(picture, _rgb(color), share) for color, share in shares.items())


def _rgb(color: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue
