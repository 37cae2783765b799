"""A big number: value, change, target and recent history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from displayd.geometry import Rect
from displayd.scene import Area, Box, Circle, Color, Line, Op, Point, Polygon, Text, Weight
from displayd.widgets.base import MAX_POINTS, Amount, Frame, Level, Measured, fitted_size

__all__ = ["Number", "sparkline"]

# Height of the figure's line in font sizes: capitals are 0.73 high, the rest is air.
HERO_LINE = 1.02

# Unit and currency are read once, the figure all day.
AFFIX_SHARE = 0.55


class Number(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="number"):
    """One figure, as large as the tile allows."""

    value: Amount | None = None
    previous: Amount | None = None
    """The figure to compare with, for example yesterday's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last week`."""

    target: Amount | None = None
    history: Annotated[list[Amount | None], Meta(max_length=MAX_POINTS)] = []
    """Recent values at equal distances, oldest first; null leaves a gap in the sparkline."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Open tickets",
            "value": 128,
            "previous": 141,
            "previous_label": "yesterday",
            "direction": "down",
            "amber": 150,
            "red": 200,
            "history": [150, 160, 158, 149, 151, 140, 141, 138, 133, 128],
        },
        "money with a target": {
            "title": "Monthly recurring revenue",
            "value": 316_985.75,
            "previous": 301_220,
            "target": 330_000,
            "unit": "currencyEUR",
            "direction": "up",
            "amber": 320_000,
            "about": "Sum of the monthly price of all subscriptions live today",
        },
        "awkward": {
            "title": "A name that is much too long for the tile that it was given",
            "value": -9_999_999_999,
            "previous": 0,
            "unit": "suffix: widgets",
            "history": [5, None, 5, 5, None],
        },
        "nothing": {"title": "New customers", "unit": "short"},
    }

    def is_empty(self) -> bool:
        """True without a value."""
        return self.value is None

    def level(self) -> Level:
        """By the value."""
        return self.level_of(self.value)

    def draw(self, frame: Frame) -> list[Op]:
        """The figure at the top, change and target under it, the sparkline along the bottom."""
        area, unit = frame.area, frame.unit
        notes = self._notes(frame)
        known = [value for value in self.history if value is not None]
        note_height = frame.label * 1.25 if notes else 0.0
        spark_height = 0.0
        if len(known) > 1:
            spark_height = max(0.0, min(area.height * 0.34, 170 * unit, area.height - note_height - 96 * unit))
            if spark_height < 36 * unit:
                spark_height = 0.0
        room = area.height - note_height - spark_height
        if room < 64 * unit and notes:
            notes, note_height = [], 0.0
            room = area.height - spark_height
        hero, size = self._hero(frame, room)
        # Figure and notes stand together, in the middle of what the sparkline leaves.
        height = min(room, size * HERO_LINE)
        top = area.y + (room - height) / 2
        ops = [op if not isinstance(op, Text) else _moved(op, top + height / 2) for op in hero]
        if notes:
            ops += notes_row(frame, notes, top + height)
        if spark_height:
            spark_top = round(area.bottom - spark_height * 0.84)
            spark = Rect(area.x, spark_top, area.width, area.bottom - spark_top)
            ops += sparkline(frame, self.history, spark, frame.theme.series[0])
        return ops

    def _hero(self, frame: Frame, height: float) -> tuple[list[Op], float]:
        """The figure with its unit smaller beside it, its middle at y = 0, and its font size."""
        quantity = frame.format.quantity(self.value, self.unit, self.decimals)
        parts: list[tuple[str, float, Weight, Color]] = [
            (quantity.prefix, AFFIX_SHARE, "semibold", frame.theme.dim),
            (quantity.number, 1.0, "bold", frame.theme.text),
            (quantity.suffix, AFFIX_SHARE, "semibold", frame.theme.dim),
        ]
        largest = min(height / HERO_LINE, 230 * frame.unit)
        width = sum(frame.fonts.width(text, largest * share, weight, False) for text, share, weight, _ in parts)
        size = largest if width <= frame.area.width else largest * frame.area.width / width * 0.99
        ops: list[Op] = []
        x = float(frame.area.x)
        for text, share, weight, color in parts:
            if text:
                # A figure that stands alone looks better with digits of their own widths.
                ops.append(Text(x, size * 0.364, text, size * share, color, "left", weight, is_tabular=False))
                x += frame.fonts.width(text, size * share, weight, False)
        return ops, size

    def _notes(self, frame: Frame) -> list[tuple[str, str, str]]:
        """Mark, text and colour of what stands under the figure."""
        notes = []
        if self.value is not None and self.previous is not None:
            change = frame.format.change(self.value, self.previous, self.unit, self.decimals)
            step = self.value - self.previous
            mark = "up" if step > 0 else "down" if step < 0 else "level"
            color = frame.theme.dim
            if self.direction != "none" and step:
                color = frame.theme.good if mark == self.direction else frame.theme.red
            notes.append((mark, f"{change} {self.previous_label}".strip(), color))
        if self.target is not None:
            target = frame.format.text(self.target, self.unit, self.decimals)
            notes.append(("target", f"target {target}", frame.theme.dim))
        return notes


def notes_row(frame: Frame, notes: list[tuple[str, str, str]], y: float) -> list[Op]:
    """Marks and texts side by side, as many as fit, in the row that begins at `y` px."""
    area, unit = frame.area, frame.unit
    ops: list[Op] = []
    mark_width = 34 * unit
    space = 36 * unit
    texts = [text for _, text, _ in notes]
    size = frame.label * 0.95

    def needed(count: int, size: float) -> float:
        widths = sum(frame.fonts.width(text, size, "medium") for text in texts[:count])
        return widths + mark_width * count + space * (count - 1)

    count = len(notes)
    while count > 1 and needed(count, frame.small) > area.width:
        count -= 1
    room = needed(count, size)
    fixed = mark_width * count + space * (count - 1)
    if room > area.width:
        size = max(frame.small * 0.8, size * (area.width - fixed) / (room - fixed) * 0.99)
    x = float(area.x)
    baseline = y + frame.label * 0.95
    for mark, text, color in notes[:count]:
        ops += _mark(mark, x + mark_width * 0.36, baseline - size * 0.36, 24 * unit, color)
        ops.append(Text(x + mark_width, baseline, text, size, color, "left", "medium", area.right - x - mark_width))
        x += mark_width + frame.fonts.width(text, size, "medium") + space
    return ops


def sparkline(frame: Frame, history: list[float | None], room: Rect, color: str) -> list[Op]:
    """Recent values as a line without axes, the last one marked; gaps where values are missing."""
    known = [value for value in history if value is not None]
    if not known or room.is_empty:
        return []
    low, high = min(known), max(known)
    stroke = 5 * frame.unit
    margin = stroke * 1.6
    span = high - low
    across = (room.width - 2 * margin) / max(1, len(history) - 1)
    runs: list[list[Point]] = [[]]
    for index, value in enumerate(history):
        if value is None:
            if runs[-1]:
                runs.append([])
            continue
        share = (value - low) / span if span else 0.5
        runs[-1].append((room.x + margin + index * across, room.bottom - margin - share * (room.height - 2 * margin)))
    ops: list[Op] = []
    for run in filter(None, runs):
        ops.append(Area(tuple(run), float(room.bottom), color, 0.30, 0.0))
        ops.append(Line(tuple(run), stroke, color))
    if history[-1] is not None:
        last = [run for run in runs if run][-1][-1]
        ops.append(Circle(last[0], last[1], stroke * 1.5, color))
    return ops


def _moved(op: Text, down: float) -> Text:
    return msgspec.structs.replace(op, y=op.y + down)


def _mark(mark: str, x: float, y: float, size: float, color: str) -> list[Op]:
    half = size / 2
    if mark == "up":
        return [Polygon(((x - half, y + half * 0.8), (x + half, y + half * 0.8), (x, y - half * 0.9)), color)]
    if mark == "down":
        return [Polygon(((x - half, y - half * 0.8), (x + half, y - half * 0.8), (x, y + half * 0.9)), color)]
    if mark == "target":
        return [Circle(x, y, half * 0.95, color), Circle(x, y, half * 0.4, "#14181f")]
    return [Box(x - half, y - size * 0.12, size, size * 0.24, color)]
