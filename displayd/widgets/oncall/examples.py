"""Uses of `oncall`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Saturday 21 November 2026, 20:00 in London.
_HOUR = 1_795_291_200

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "On call",
        "items": [
            {"label": "Amelia Okafor", "detail": "Platform", "time": _HOUR - 200_000, "end": _HOUR + 136_800},
            {"label": "Bo Lindqvist", "time": _HOUR + 136_800, "end": _HOUR + 741_600},
        ],
    },
    "two at once": {
        "title": "On call",
        "items": [
            {"label": "Chidi", "time": _HOUR - 200_000, "end": _HOUR + 136_800},
            {"label": "Ewa", "time": _HOUR - 100_000, "end": _HOUR + 36_800},
        ],
    },
    "nobody": {"title": "On call", "items": [{"label": "Dana", "time": _HOUR + 13_000, "end": _HOUR + 99_000}]},
    "awkward": {
        "title": "On call",
        "items": [
            {
                "label": "Wolfeschlegelsteinhausenbergerdorff the Younger of the Northern Offices",
                "time": _HOUR - 90_000,
                "end": _HOUR + 9_000_000,
            },
            {"label": "", "time": _HOUR + 9_000_000, "end": _HOUR + 9_900_000},
        ],
    },
}
