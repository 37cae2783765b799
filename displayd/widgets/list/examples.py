"""Uses of `list`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Deals won",
        "unit": "currencyEUR",
        "items": [
            {"label": "Northwind Traders", "detail": "Amelia", "value": 84_500, "time": 1_795_288_000},
            {"label": "Contoso", "detail": "Bo", "value": 12_250, "time": 1_795_262_000},
            {"label": "Fabrikam", "detail": "Chidi", "value": 38_000, "time": 1_795_180_000},
            {"label": "Tailspin Toys", "detail": "Amelia", "value": 9_400, "time": 1_794_900_000},
            {"label": "Wide World Importers", "detail": "Dana", "value": 61_900, "time": 1_794_800_000},
            {"label": "Litware", "detail": "Ewa", "value": 4_150, "time": 1_794_100_000},
            {"label": "Adatum", "detail": "Bo", "value": 22_700, "time": 1_793_900_000},
        ],
    },
    "what customers say": {
        "title": "Latest comments",
        "items": [
            {"label": "Answered in two minutes, on a Sunday. Thank you!", "level": "good"},
            {"label": "The new export loses my column widths", "level": "amber"},
            {"label": "Still waiting for my invoice", "level": "red"},
            {"label": "Fine", "level": "good"},
        ],
    },
    "awkward": {
        "title": "Giants and holes",
        "direction": "up",
        "amber": 10,
        "red": 0,
        "items": [
            {
                "label": "A name that is much too long for the tile that it was given",
                "detail": "and a detail that is longer than the name, which was too long already",
                "value": 9_999_999_999,
                "time": 1_700_000_000,
            },
            {"label": "", "value": -9_999_999_999},
            {"label": "", "detail": "a detail alone"},
            {"label": "zero", "value": 0, "time": 1_799_000_000},
        ],
    },
    "many": {
        "title": "Renewals",
        "items": [{"label": f"Account {number}", "time": 1_795_291_683 + number * 86_400} for number in range(1, 15)],
    },
    "one": {"title": "Next visit", "items": [{"label": "Tailspin Toys", "detail": "Meeting room Oslo"}]},
}
