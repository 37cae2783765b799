"""A big number: value, change, target and recent history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, NamedTuple

from msgspec import Meta

from displayd.drawing.chart.trend_line import is_trend, trendline
from displayd.drawing.figure.headline import Headline, headline, headline_height
from displayd.drawing.figure.notes import Note, notes_of, notes_width
from displayd.protocol.vocabulary import MAX_POINTS, Amount, Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured

__all__ = ["Number"]

# The sparkline, in labels: lower than this it says nothing; in shares of the tile: more would be the main thing.
LOWEST_LINE = 1.6
LINE_SHARE = 0.3

# In a tile so many times as wide as high the sparkline is on the right; shares of the width that it has there.
WIDE = 2.3
BESIDE_SHARE = 0.34
MOST_BESIDE = 0.55


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

    DROPS: ClassVar[tuple[str, ...]] = ("sparkline", "about", "target", "change label", "change")

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
        "everything, and worse": {
            "title": "Orders per minute",
            "value": 1_284,
            "previous": 1_377,
            "previous_label": "same hour last week",
            "target": 1_500,
            "direction": "up",
            "amber": 1_300,
            "red": 900,
            "history": [1_310, 1_352, 1_377, 1_401, None, None, 1_366, 1_340, 1_322, 1_301, 1_284],
            "about": "Orders that were paid, mean of the last five minutes",
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

    def wanted_height(self, frame: Frame) -> float:
        """A figure of good size with all its notes, and the sparkline where there is a history."""
        area, notes = frame.area, self._notes(frame)
        below = headline_height(frame, notes, area.width) + (2.4 * frame.label if is_trend(self.history) else 0.0)
        if not is_trend(self.history) or not _is_wide(area):
            return below
        width = _beside(frame).width
        has_room = all(notes_width(frame, [note], frame.small) <= width for note in notes)
        return headline_height(frame, notes, width) if has_room else below

    def explained_height(self, frame: Frame) -> float:
        """A figure of good size with all its notes."""
        return headline_height(frame, self._notes(frame), frame.area.width)

    def draw(self, frame: Frame) -> list[Op]:
        """The figure with change and target under it; the sparkline along the bottom, or on the right of a wide tile.

        The figure and what is said about it come first: the line has what they leave.
        """
        place = self._place(frame)
        top = place.text.y + (place.text.height - place.head.height) / 2
        ops = place.head.draw(frame, place.text.x, top)
        return ops + trendline(frame, self.history, place.line, frame.theme.series[0])

    def _place(self, frame: Frame) -> _Place:
        area = frame.area
        full = self._headline(frame, area)
        if not is_trend(self.history):
            return _Place(full, area, _NOWHERE)
        enough = min(0.99 * full.size, 2.0 * frame.label)
        for place in (self._with_line_beside(frame), self._with_line_below(frame)):
            if place is not None and place.head.notes == full.notes and place.head.size >= enough:
                return place
        return _Place(full, area, _NOWHERE)

    def _with_line_beside(self, frame: Frame) -> _Place | None:
        """With the sparkline on the right, where it has what the words leave free."""
        area = frame.area
        if not _is_wide(area):
            return None
        text = _beside(frame)
        head = self._headline(frame, text)
        left = max(area.x + head.width(frame) + 3 * frame.gap, area.right - MOST_BESIDE * area.width)
        line = Rect(round(left), area.y, area.right - round(left), area.height)
        return _Place(head, text, line)

    def _with_line_below(self, frame: Frame) -> _Place:
        area = frame.area
        high = round(max(LOWEST_LINE * frame.label, min(LINE_SHARE * area.height, 170 * frame.unit)))
        text = area.inset(0, 0, 0, high + round(frame.gap))
        line = Rect(area.x, area.bottom - high, area.width, high)
        return _Place(self._headline(frame, text), text, line)

    def _headline(self, frame: Frame, room: Rect) -> Headline:
        return headline(frame, self, self.value, self._notes(frame), room.width, room.height)

    def _notes(self, frame: Frame) -> list[Note]:
        return notes_of(frame, self, self.value, self.previous, self.previous_label, self.target)


class _Place(NamedTuple):
    """What is drawn, and where."""

    head: Headline
    text: Rect
    line: Rect
    """Of the sparkline; empty where it is left out."""


_NOWHERE = Rect(0, 0, 0, 0)


def _is_wide(area: Rect) -> bool:
    return area.width > WIDE * area.height


def _beside(frame: Frame) -> Rect:
    """Room for the words in a wide tile with the sparkline on the right."""
    return frame.area.inset(0, 0, round(frame.area.width * BESIDE_SHARE + 3 * frame.gap), 0)
