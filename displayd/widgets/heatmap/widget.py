"""Where and when there is most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label, Level, worst
from displayd.tile.cells import CellValue, amounts_after
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Heatmap"]


class Heatmap(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="heatmap"):
    """Rows and columns of amounts as colours, the stronger the more; figures where there is room for them."""

    DRAWING: ClassVar[str] = "displayd.widgets.heatmap.drawing"

    columns: Annotated[
        list[Label],
        Meta(max_length=61),
        role(
            "caption", "Headings of the amounts; one more than there are amounts, and the first is that of the names."
        ),
    ] = []

    rows: Annotated[
        list[Annotated[list[CellValue], Meta(max_length=61)]],
        Meta(max_length=60),
        role("cells", "A name, then amounts; null leaves a hole.", fills="rows"),
    ] = []

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Tickets by hour",
            "columns": [str(hour) for hour in range(24)],
            "rows": [
                [day, *(round(max(0, load * (hour - 5) * (20 - hour) / 11)) for hour in range(24))]
                for day, load in (
                    ("Mon", 9),
                    ("Tue", 7),
                    ("Wed", 6),
                    ("Thu", 6.5),
                    ("Fri", 5),
                    ("Sat", 1),
                    ("Sun", 0.6),
                )
            ],
        },
        "with figures": {
            "title": "Feature use by segment",
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.4,
            "red": 0.15,
            "columns": ["", "Export", "Alerts", "API"],
            "rows": [
                ["SMB", 0.61, 0.34, 0.08],
                ["Mid", 0.72, 0.55, 0.31],
                ["Corporate", 0.88, 0.79, 0.67],
            ],
        },
        "awkward": {
            "title": "Holes and giants",
            "columns": ["A heading longer than its column", "", "zero"],
            "rows": [
                ["A name that is much too long for the tile that it was given", 9_999_999_999, None, 0],
                ["", -9_999_999_999, "words", 5],
                ["nothing"],
            ],
        },
        "all alike": {"title": "Even", "columns": ["a", "b"], "rows": [["x", 3, 3], ["y", 3, 3]]},
        "many": {
            "title": "Load of all hosts",
            "unit": "percentunit",
            "columns": [str(number) for number in range(60)],
            "rows": [
                [f"host-{host:02}", *(((host * 7 + number * 3) % 50) / 50 for number in range(60))]
                for host in range(40)
            ],
        },
    }

    def is_empty(self) -> bool:
        """True without a single amount."""
        return all(value is None for row in amounts_after(self.rows, 1) for value in row)

    def level(self) -> Level:
        """Of the worst amount."""
        return worst(self.level_of(value) for row in amounts_after(self.rows, 1) for value in row)
