"""Uses of `people`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Midnight of Saturday 21 November 2026 in London.
_DAY, _LENGTH = 1_795_219_200, 86_400

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "This week",
        "items": [
            {"label": "Amelia Okafor", "detail": "Customer success", "time": _DAY},
            {"label": "Bo Lindqvist", "occasion": "anniversary", "years": 7, "time": _DAY + _LENGTH},
            {"label": "Chidi", "detail": "Platform", "time": _DAY + 3 * _LENGTH},
            {"label": "Dana", "detail": "Saved the release", "occasion": "praise", "time": _DAY - 2 * _LENGTH},
        ],
    },
    "nobody's day": {"title": "Birthdays", "as_of": _DAY, "items": []},
    "awkward": {
        "title": "Odd ones",
        "items": [
            {
                "label": "Wolfeschlegelsteinhausenbergerdorff the Younger",
                "years": 104,
                "detail": "x" * 90,
                "time": _DAY,
            },
            {"label": ""},
            {"label": "Without a day", "occasion": "anniversary"},
            {"label": "Long ago", "time": _DAY - 90 * _LENGTH},
            {"label": "Far ahead", "time": _DAY + 90 * _LENGTH},
        ],
    },
    "many": {
        "title": "A large office",
        "items": [{"label": f"Colleague {number}", "time": _DAY + number // 4 * _LENGTH} for number in range(24)],
    },
}
