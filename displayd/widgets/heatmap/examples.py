"""Uses of `heatmap`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
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
            [f"host-{host:02}", *(((host * 7 + number * 3) % 50) / 50 for number in range(60))] for host in range(40)
        ],
    },
}
