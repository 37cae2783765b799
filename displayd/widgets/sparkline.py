"""Where figures have been going: a line without axes, alone or in a table of trends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.drawing.chart.trend_line import trendline
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.measure import Measure, MeasuredItem, measure_of
from displayd.drawing.figure.notes import Note, change_note, notes_of
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.protocol.vocabulary import MAX_POINTS, Amount, Label, Level, worst
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["Sparkline", "Trend"]

# In a tile so many times as wide as high the line stands beside the figure.
WIDE = 1.9

# The line has at least so much of the tile, and so many labels of its height.
LINE_SHARE = 0.46
LOWEST_LINE = 1.1

# Font size of the figure at most, in 1080ths of the screen's short side: here the line is the main thing.
LARGEST_FIGURE = 150.0

History = Annotated[list[Amount | None], Meta(max_length=MAX_POINTS)]


class Trend(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One row of the table."""

    label: Label = ""
    value: Amount | None = None
    """The figure now; when left out the last of `history`."""

    previous: Amount | None = None
    history: History = []
    """Recent values at equal distances, oldest first; null leaves a gap."""


class Sparkline(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="sparkline"):
    """One large line with its figure, or a row with a line for each of several figures."""

    ITEMS_FIELD: ClassVar[str] = "items"

    value: Amount | None = None
    """The figure now; when left out the last of `history`."""

    previous: Amount | None = None
    """The figure to compare with, for example yesterday's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last week`."""

    history: History = []
    """Recent values at equal distances, oldest first; null leaves a gap."""

    items: Annotated[list[Trend], Meta(max_length=200)] = []
    """A table of trends instead of the one line; the most important first."""

    DROPS: ClassVar[tuple[str, ...]] = ("about", "change label", "change", "last items")

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Net promoter score",
            "value": 41,
            "previous": 37,
            "previous_label": "last quarter",
            "direction": "up",
            "history": [28, 31, 30, 33, 29, 34, 36, 35, 37, 36, 39, 41],
        },
        "table of trends": {
            "title": "Adoption by feature",
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.4,
            "red": 0.25,
            "items": [
                {"label": "Reports", "value": 0.71, "previous": 0.66, "history": [0.52, 0.55, 0.6, 0.63, 0.66, 0.71]},
                {"label": "Alerts", "value": 0.48, "previous": 0.48, "history": [0.48] * 6},
                {"label": "Imports", "value": 0.33, "previous": 0.39, "history": [0.5, 0.47, 0.44, 0.4, 0.39, 0.33]},
                {"label": "Sharing", "value": 0.18, "previous": 0.12, "history": [0.02, 0.05, 0.07, 0.1, 0.12, 0.18]},
            ],
        },
        "steady after a rise, with gaps": {
            "title": "Active seats",
            "history": [110, 118, None, None, 131, 140, 140, None, 140, 140, 140, 140],
        },
        "noise": {
            "title": "Response time",
            "unit": "ms",
            "direction": "down",
            "previous": 231,
            "history": [200 + (number * 7919) % 97 + number / 4 for number in range(300)],
        },
        "one point": {"title": "First day", "value": 12, "history": [12]},
        "all equal": {"title": "Open positions", "value": 0, "previous": 0, "history": [0, 0, 0, 0, 0]},
        "awkward": {
            "title": "Long words, holes and giants",
            "items": [
                {
                    "label": "A label of sixty letters, which is more than any row can hold",
                    "value": -9_999_999_999,
                    "previous": 9_999_999_999,
                    "history": [9_999_999_999, None, 0, -9_999_999_999],
                },
                {"label": "", "value": None, "history": []},
                {"label": "only now", "value": 0.0004, "unit": "percentunit", "direction": "down", "previous": 0},
                *({"label": f"Team {number}", "value": number, "history": [number, 3]} for number in range(20)),
            ],
        },
    }

    def is_empty(self) -> bool:
        """True without a value and without a history."""
        if self.items:
            return all(_newest(item) is None for item in self.items)
        return _newest(self) is None and all(value is None for value in self.history)

    def level(self) -> Level:
        """Of the worst figure."""
        if self.items:
            return worst(_level_of(measure_of(self, item), item) for item in self.items)
        return self.level_of(_newest(self))

    def wanted_height(self, frame: Frame) -> float:
        """All rows; or the figure with its change, and a line as high as both."""
        if self.items:
            return rows_height(frame, len(self.items))
        words = headline_height(frame, self._notes(frame)[:1], frame.area.width)
        return words if _is_wide(frame.area) else 2 * words

    def draw(self, frame: Frame) -> list[Op]:
        """The table when there are items, else the figure above the line or, in a wide tile, beside it."""
        if self.items:
            return self._table(frame)
        text, line = _parts(frame)
        head = self._headline(frame, text)
        if head.size < frame.small:
            # A figure that can be read comes before the line.
            text, line = frame.area, Rect(0, 0, 0, 0)
            head = self._headline(frame, text)
        elif _is_wide(frame.area):
            # What the words leave free is the line's.
            left = round(frame.area.x + head.width(frame) + 3 * frame.gap)
            line = Rect(left, line.y, max(0, frame.area.right - left), line.height)
        top = text.y + (text.height - head.height) / 2
        return head.draw(frame, text.x, top) + trendline(frame, self.history, line, frame.theme.series[0])

    def _table(self, frame: Frame) -> list[Op]:
        rows = [_row(frame, measure_of(self, item), item) for item in self.items]
        laid = graph_rows(frame, rows)
        ops = laid.ops
        for item, room in zip(self.items, laid.graphics, strict=False):
            ops += trendline(frame, item.history, room, frame.theme.series[0])
        return ops

    def _headline(self, frame: Frame, room: Rect) -> Headline:
        return headline(frame, self, _newest(self), self._notes(frame), room.width, room.height, LARGEST_FIGURE)

    def _notes(self, frame: Frame) -> list[Note]:
        return notes_of(frame, self, _newest(self), self.previous, self.previous_label, None)


def _newest(one: Sparkline | Trend) -> float | None:
    """The figure now."""
    return one.value if one.value is not None or not one.history else one.history[-1]


def _row(frame: Frame, measure: Measure, item: Trend) -> GraphRow:
    value = _newest(item)
    forms = figure_forms(frame, value, measure.unit, measure.decimals)
    return GraphRow(item.label, forms, _level_of(measure, item), change_note(frame, measure, value, item.previous))


def _level_of(measure: Measure, item: Trend) -> Level:
    return item.level if item.level != "none" else measure.level_of(_newest(item))


def _is_wide(area: Rect) -> bool:
    return area.width > WIDE * area.height


def _parts(frame: Frame) -> tuple[Rect, Rect]:
    """Room for the words, and for the line; that is empty where both have no room."""
    area = frame.area
    if _is_wide(area):
        width = round(area.width * (1 - LINE_SHARE) - 3 * frame.gap)
        return Rect(area.x, area.y, width, area.height), area
    high = round(max(LINE_SHARE * area.height, area.height - LARGEST_FIGURE * 2 * frame.unit))
    # The figure is never smaller than the smallest text.
    high = min(high, area.height - round(1.2 * frame.label))
    if high < LOWEST_LINE * frame.small:
        return area, Rect(0, 0, 0, 0)
    words = Rect(area.x, area.y, area.width, area.height - high - round(frame.gap))
    return words, Rect(area.x, area.bottom - high, area.width, high)
