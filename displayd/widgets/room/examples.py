"""Uses of `room`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Saturday 21 November 2026, 20:00 in London.
_HOUR = 1_795_291_200

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Oslo",
        "items": [
            {"label": "Sprint review", "time": _HOUR + 3600, "end": _HOUR + 7200},
            {"label": "Interview", "time": _HOUR + 9000, "end": _HOUR + 10_800},
            {"label": "Stand-up", "time": _HOUR + 135_000, "end": _HOUR + 135_900},
        ],
    },
    "busy": {
        "title": "Bergen",
        "items": [
            {"label": "Customer visit: Tailspin Toys", "time": _HOUR - 1800, "end": _HOUR + 1800},
            {"label": "", "time": _HOUR + 1800, "end": _HOUR + 3600},
            {"label": "Budget", "time": _HOUR + 9000, "end": _HOUR + 10_800},
        ],
    },
    "free all day": {"title": "Stavanger", "as_of": _HOUR, "items": []},
    "awkward": {
        "title": "The room with a name longer than its door",
        "items": [
            {
                "label": "A meeting whose name is much too long for any tile that anybody hangs on any wall",
                "time": _HOUR - 90_000,
                "end": _HOUR + 900_000,
            },
            {"label": "A holiday of all", "time": _HOUR - 7200, "end": _HOUR + 80_000, "all_day": True, "free": True},
            {"label": "Over before it begins", "time": _HOUR + 500, "end": _HOUR - 500},
        ],
    },
}
