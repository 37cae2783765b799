"""Uses of `timetable`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Saturday 21 November 2026, 20:00 in London.
_HOUR = 1_795_291_200

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Buses at the gate",
        "items": [
            {"label": "12", "detail": "Central station", "time": _HOUR + 360},
            {"label": "12", "detail": "Central station", "time": _HOUR + 780},
            {"label": "340", "detail": "Airport", "time": _HOUR + 1380},
            {"label": "12", "detail": "Central station", "time": _HOUR + 1680},
            {"label": "N7 at night", "detail": "Harbour", "time": _HOUR + 16_200},
        ],
    },
    "lunch": {
        "title": "Canteen",
        "items": [
            {"label": "Dinner: tomato soup, bread", "detail": "vegan", "time": _HOUR - 1800, "end": _HOUR + 3600},
            {"label": "Breakfast", "time": _HOUR + 41_400, "end": _HOUR + 46_800},
        ],
    },
    "nothing more": {"title": "Shuttle", "as_of": _HOUR, "items": []},
    "awkward": {
        "title": "Odd ones",
        "count_minutes": 1440,
        "items": [
            {
                "label": "A line whose name is longer than the bus that goes there",
                "detail": "x" * 80,
                "time": _HOUR + 500,
            },
            {"label": "", "time": _HOUR + 501},
            {"label": "Without a time"},
            {"label": "Gone", "time": _HOUR - 60},
        ],
    },
}
