"""Several figures side by side, all of one size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.measure import MeasuredItem, measure_of
from displayd.drawing.figure.notes import change_note, notes_of
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows
from displayd.protocol.vocabulary import Amount, Label, Level, worst
from displayd.scene.operations import Op, Text
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured
from displayd.widgets.numbers.cells import ShownFigure, best_cells, cell_height

__all__ = ["Figure", "Numbers"]

# Width of a cell that is wide enough, in labels, and height of the line under all cells, in font sizes.
CELL_WIDTH, FOOT = 5.0, 1.28


class Figure(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the figures."""

    label: Label = ""
    value: Amount | None = None
    previous: Amount | None = None
    target: Amount | None = None


class Numbers(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="numbers"):
    """A few figures that belong together, in a row, a column or a grid, as the tile is."""

    ITEMS_FIELD: ClassVar[str] = "items"

    items: Annotated[list[Figure], Meta(max_length=200)] = []
    """The most important first: the last ones are left out where there is no room."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` of the items is, for example `last week`."""

    DROPS: ClassVar[tuple[str, ...]] = ("about", "change label", "target", "change", "last items")

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Support today",
            "previous_label": "last week",
            "items": [
                {"label": "Open", "value": 128, "previous": 141, "direction": "down", "amber": 120, "red": 200},
                {"label": "First answer", "value": 2_460, "unit": "s", "previous": 2_190, "direction": "down"},
                {"label": "Satisfied", "value": 0.93, "unit": "percentunit", "previous": 0.93, "direction": "up"},
            ],
        },
        "with targets": {
            "title": "Recurring revenue",
            "unit": "currencyEUR",
            "direction": "up",
            "items": [
                {"label": "New", "value": 18_400, "previous": 12_100, "target": 20_000},
                {"label": "Expansion", "value": 9_350, "previous": 9_800, "target": 8_000},
                {"label": "Lost", "value": -4_120, "previous": -2_000, "level": "red"},
                {"label": "Net", "value": 23_630, "previous": 19_900, "target": 25_000, "level": "amber"},
            ],
        },
        "awkward": {
            "title": "Holes and giants",
            "items": [
                {"label": "A label of sixty letters, which is more than any cell can hold", "value": -9_999_999_999},
                {"label": "", "value": 0, "previous": 0},
                {"label": "nobody knows", "value": None, "previous": 3},
                {"label": "widgets", "value": 1_284, "unit": "suffix: widgets", "previous": 1},
                {"label": "for", "value": 183_600, "unit": "dtdurations"},
            ],
        },
        "one": {"title": "Signed in", "items": [{"label": "Now", "value": 1_284, "previous": 1_190}]},
        "many": {
            "title": "Offices",
            "items": [
                {"label": f"Office {number}", "value": 40 * number, "previous": 900, "direction": "up"}
                for number in range(1, 25)
            ],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(item.value is None for item in self.items)

    def level(self) -> Level:
        """Of the worst figure."""
        return worst(self._level_of(item) for item in self.items)

    def wanted_height(self, frame: Frame) -> float:
        """Cells with all their notes, as many side by side as have room."""
        shown = [self._shown(frame, item) for item in self.items]
        columns = max(1, min(len(shown), int(frame.area.width / (CELL_WIDTH * frame.label))))
        cell = cell_height(frame, shown)
        return math.ceil(len(shown) / columns) * cell

    def draw(self, frame: Frame) -> list[Op]:
        """Cells with label, figure and notes; without room for all of them, rows."""
        shown = [self._shown(frame, item) for item in self.items]
        cells = best_cells(frame, shown)
        if cells is None:
            rows = [GraphRow(one.label, one.forms, one.level, one.change) for one in shown]
            return graph_rows(frame, rows, shortest=0).ops
        if not self.previous_label or not cells.note_count:
            return cells.draw(frame)
        area, size = frame.area, frame.small
        above = replace(frame, area=area.inset(0, 0, 0, round(size * FOOT)))
        with_foot = best_cells(above, shown)
        if with_foot is None or not with_foot.is_as_good_as(cells):
            return cells.draw(frame)
        text, y = f"vs {self.previous_label}", area.bottom - size * 0.26
        return [*with_foot.draw(above), Text(area.x, y, text, size, frame.theme.dim, max_width=area.width)]

    def _shown(self, frame: Frame, item: Figure) -> ShownFigure:
        measure = measure_of(self, item)
        forms = figure_forms(frame, item.value, measure.unit, measure.decimals)
        notes = notes_of(frame, measure, item.value, item.previous, "", item.target)
        change = change_note(frame, measure, item.value, item.previous)
        return ShownFigure(item.label, forms, self._level_of(item), change, notes)

    def _level_of(self, item: Figure) -> Level:
        return item.level if item.level != "none" else measure_of(self, item).level_of(item.value)
