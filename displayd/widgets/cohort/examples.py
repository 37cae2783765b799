"""Uses of `cohort`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Customers kept, by month",
        "unit": "percentunit",
        "decimals": 0,
        "rows": [
            ["Jun", 120, 1.0, 0.91, 0.86, 0.82, 0.8, 0.79],
            ["Jul", 134, 1.0, 0.89, 0.83, 0.78, 0.75],
            ["Aug", 98, 1.0, 0.93, 0.9, 0.88],
            ["Sep", 156, 1.0, 0.84, 0.71],
            ["Oct", 171, 1.0, 0.9],
            ["Nov", 188, 1.0],
        ],
    },
    "a year": {
        "title": "Still active after weeks",
        "unit": "percentunit",
        "columns": [f"w{age}" for age in range(16)],
        "rows": [
            [
                f"Week {week}",
                1000 + 13 * week,
                *(round(0.35 + 0.65 / (1 + 0.35 * age), 3) for age in range(16 - week)),
            ]
            for week in range(16)
        ],
    },
    "awkward": {
        "title": "Holes and giants",
        "columns": ["Cohort", "Size", "start", "later"],
        "rows": [
            ["A name that is much too long for the tile that it was given", 9_999_999_999, 9_999_999_999, -1],
            ["", None, None, 0.5],
            ["words", "many", "none", 0],
            [],
        ],
    },
    "one": {"title": "First month", "unit": "percentunit", "rows": [["Nov", 188, 1.0]]},
}
