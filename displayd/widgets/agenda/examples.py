"""Uses of `agenda`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Saturday 21 November 2026, 20:00 in London.
_HOUR = 1_795_291_200

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Next in the team",
        "items": [
            {"label": "Release party", "detail": "Roof", "time": _HOUR - 1800, "end": _HOUR + 5400},
            {"label": "Night build", "detail": "Bo watches it", "time": _HOUR + 1800, "end": _HOUR + 3600},
            {"label": "Office closed", "time": _HOUR + 14_400, "end": _HOUR + 100_800, "all_day": True, "free": True},
            {"label": "Stand-up", "detail": "Oslo", "time": _HOUR + 135_000, "end": _HOUR + 135_900},
            {"label": "Sprint review", "detail": "Auditorium", "time": _HOUR + 151_200, "end": _HOUR + 154_800},
            {"label": "Customer visit: Tailspin Toys", "time": _HOUR + 240_000, "end": _HOUR + 250_000},
        ],
    },
    "nothing planned": {"title": "Team", "as_of": _HOUR, "items": []},
    "awkward": {
        "title": "Odd ones",
        "items": [
            {"label": "", "time": _HOUR - 86_400, "end": _HOUR + 400_000},
            {
                "label": "A meeting whose name is much too long for any tile that anybody hangs on any wall",
                "detail": "in a room whose name is longer than the name of the meeting was already",
                "time": _HOUR + 300,
            },
            {"label": "Without a time"},
            {"label": "Long over", "time": _HOUR - 86_400, "end": _HOUR - 80_000},
            {"label": "Before it begins", "time": _HOUR + 500, "end": _HOUR - 500},
        ],
    },
    "many": {
        "title": "Conference",
        "items": [
            {"label": f"Talk {number}", "time": _HOUR + number * 2700, "end": _HOUR + number * 2700 + 2700}
            for number in range(30)
        ],
    },
}
