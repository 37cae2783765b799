"""A widget drawn on its own, with fonts that are the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget
from displayd.widgets import AnyWidget
from tests.support.fakes_fonts import FixedFonts

__all__ = ["NOW", "frame_of", "ops_of", "texts_of", "widget_of"]

NOW = 1_795_291_683.25
"""Saturday 21 November 2026, 20:08:03 in London."""


def widget_of(kind: str, **fields: Any) -> Widget:
    """The widget that these fields of a document make."""
    widget: Widget = msgspec.convert({"type": kind, **fields}, AnyWidget)
    return widget


def frame_of(
    width: int = 900,
    height: int = 500,
    unix_time: float = NOW,
    locale: str = "en-GB",
    pictures: Mapping[str, str] | None = None,
) -> Frame:
    """A frame in London, in the dark theme, at 1080p."""
    formatter = Formatter(locale, "Europe/London")
    area = Rect(10, 20, width, height)
    # Of a size of text at which the expected lengths are whole pixels.
    return Frame(area, 1.0, THEMES["dark"], FixedFonts(), formatter, unix_time, (pictures or {}).get, floor_px=44.5)


def ops_of(kind: str, frame: Frame | None = None, **fields: Any) -> list[Op]:
    """What the widget with these fields draws."""
    return widget_of(kind, **fields).draw(frame or frame_of())


def texts_of(kind: str, frame: Frame | None = None, **fields: Any) -> list[str]:
    """All texts of the widget with these fields, in the order of drawing."""
    return [op.text for op in ops_of(kind, frame, **fields) if isinstance(op, Text)]
