"""Uses of `leaderboard`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Follow-ups this week",
        "items": [
            {"label": "Amelia", "value": 31, "previous_rank": 3, "detail": "Enterprise"},
            {"label": "Bo", "value": 28, "previous_rank": 1, "detail": "Mid-market"},
            {"label": "Chidi", "value": 28, "previous_rank": 2, "detail": "Enterprise"},
            {"label": "Dana", "value": 17, "previous_rank": 4, "detail": "Start-ups"},
            {"label": "Ewa", "value": 9, "detail": "new in the team"},
        ],
    },
    "smallest first": {
        "title": "Time to first answer",
        "unit": "s",
        "order": "asc",
        "items": [
            {"label": "Support Lisbon", "value": 340, "previous": 610},
            {"label": "Support Oslo", "value": 2_800, "previous": 1_900},
            {"label": "Support Galway", "value": 410, "previous": 380},
        ],
    },
    "scores": {
        "title": "Needs care first",
        "maximum": 100,
        "direction": "up",
        "amber": 75,
        "red": 50,
        "order": "asc",
        "items": [
            {"label": "Rosewood", "value": 29},
            {"label": "Ivy House", "value": 53},
            {"label": "Bloom & Sons", "value": 61},
        ],
    },
    "awkward": {
        "title": "Names, debts and holes",
        "unit": "currencyEUR",
        "items": [
            {"label": "A name that is much too long for the tile that it was given", "value": 9_999_999_999},
            {"label": "", "value": -9_999_999_999, "detail": "owes"},
            {"label": "nobody knows", "value": None},
            {"label": "zero", "value": 0},
        ],
    },
    "names alone": {
        "title": "On stage this month",
        "items": [
            {"label": "Amelia", "detail": "Enterprise"},
            {"label": "Bo", "previous_rank": 1},
            {"label": "A name that is much too long for the tile that it was given"},
        ],
    },
    "many": {
        "title": "All offices",
        "items": [{"label": f"Office {number}", "value": 1000 - 7 * number} for number in range(1, 41)],
    },
}
