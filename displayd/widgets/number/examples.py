"""Uses of `number`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Open tickets",
        "value": 128,
        "previous": 141,
        "previous_label": "yesterday",
        "direction": "down",
        "amber": 150,
        "red": 200,
        "history": [150, 160, 158, 149, 151, 140, 141, 138, 133, 128],
        "history_seconds": 86_400,
    },
    "money with a target": {
        "title": "Monthly recurring revenue",
        "value": 316_985.75,
        "previous": 301_220,
        "target": 330_000,
        "unit": "currencyEUR",
        "direction": "up",
        "amber": 320_000,
        "about": "Sum of the monthly price of all subscriptions live today",
    },
    "everything, and worse": {
        "title": "Orders per minute",
        "value": 1_284,
        "previous": 1_377,
        "previous_label": "same hour last week",
        "target": 1_500,
        "direction": "up",
        "amber": 1_300,
        "red": 900,
        "history": [1_310, 1_352, 1_377, 1_401, None, None, 1_366, 1_340, 1_322, 1_301, 1_284],
        "about": "Orders that were paid, mean of the last five minutes",
    },
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "value": -9_999_999_999,
        "previous": 0,
        "unit": "suffix: widgets",
        "history": [5, None, 5, 5, None],
    },
    "nothing": {"title": "New customers", "unit": "short"},
    "uptime": {
        "title": "Uptime, 30 days",
        "value": 0.99969,
        "target": 0.999,
        "unit": "percentunit",
        "direction": "up",
        "uptime_days": 30,
    },
}
