"""A big number: value, change, target and recent history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.geometry import Rect
from displayd.scene import Area, Circle, Line, Op, Point
from displayd.widgets.base import MAX_POINTS, Amount, Frame, Level, Measured
from displayd.widgets.figure import CAP_HEIGHT, figure, figure_size
from displayd.widgets.notes import notes_of, notes_row

__all__ = ["Number", "sparkline"]

# Height of the figure's line in font sizes: capitals are 0.73 high, the rest is air.
HERO_LINE = 1.02


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
        notes = notes_of(frame, self, self.value, self.previous, self.previous_label, self.target)
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
        quantity = frame.format.quantity(self.value, self.unit, self.decimals)
        size = figure_size(frame, quantity, min(room / HERO_LINE, 230 * unit), area.width)
        # Figure and notes stand together, in the middle of what the sparkline leaves.
        height = min(room, size * HERO_LINE)
        top = area.y + (room - height) / 2
        ops = figure(frame, quantity, area.x, top + height / 2 + size * CAP_HEIGHT / 2, size, frame.theme.text)
        if notes:
            ops += notes_row(frame, notes, top + height)
        if spark_height:
            spark_top = round(area.bottom - spark_height * 0.84)
            spark = Rect(area.x, spark_top, area.width, area.bottom - spark_top)
            ops += sparkline(frame, self.history, spark, frame.theme.series[0])
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
        ops.append(Line(tuple(run), stroke, color) if len(run) > 1 else Circle(*run[0], stroke, color))
    if history[-1] is not None:
        last = [run for run in runs if run][-1][-1]
        ops.append(Circle(last[0], last[1], stroke * 1.5, color))
    return ops
