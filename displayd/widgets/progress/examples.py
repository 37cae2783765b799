"""Uses of `progress`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "New revenue this quarter",
        "value": 341_600,
        "target": 500_000,
        "expected": 372_000,
        "previous": 322_000,
        "previous_label": "last week",
        "unit": "currencyEUR",
        "direction": "up",
    },
    "a share": {
        "title": "Accounts moved to the new billing",
        "value": 0.83,
        "unit": "percentunit",
        "direction": "up",
        "expected": 0.75,
        "about": "Accounts whose last invoice came from the new system",
    },
    "a share with a target": {
        "title": "Scope accepted",
        "value": 0.7,
        "target": 0.8,
        "unit": "percentunit",
        "decimals": 0,
        "direction": "up",
        "amber": 0.65,
        "red": 0.5,
    },
    "beyond the goal": {
        "title": "Donations",
        "value": 11_240,
        "target": 10_000,
        "unit": "currencyUSD",
        "direction": "up",
        "amber": 6_000,
        "red": 3_000,
    },
    "downhill": {
        "title": "Old invoices still open",
        "value": 52,
        "minimum": 140,
        "target": 0,
        "direction": "down",
        "previous": 58,
    },
    "not begun": {"title": "Beta testers", "value": 0, "target": 25},
    "milestones": {
        "title": "Milestones",
        "about": "Share of the work accepted",
        "unit": "percentunit",
        "decimals": 0,
        "direction": "up",
        "amber": 0.5,
        "red": 0.25,
        "items": [
            {"label": "Sign-in", "value": 1},
            {"label": "Catalogue", "value": 0.87},
            {"label": "Payments", "value": 0.53, "target": 0.75},
            {"label": "Delivery", "value": 0.38},
            {"label": "Returns", "value": 0},
        ],
    },
    "rows of amounts": {
        "title": "Revenue of the quarter, by region",
        "unit": "currencyEUR",
        "direction": "up",
        "items": [
            {"label": "Europe", "value": 341_600, "target": 300_000, "level": "good"},
            {"label": "Asia, with the longest name of all our regions", "value": 88_000, "target": 200_000},
            {"label": "Old invoices", "value": 52, "minimum": 140, "target": 0, "unit": "short", "direction": "down"},
            {"label": "Nobody knows", "target": 10},
            {"label": "No goal", "value": 7},
        ],
    },
    "awkward": {
        "title": "A start that is the goal",
        "value": -9_999_999_999,
        "target": 9_999_999_999,
        "minimum": 9_999_999_999,
        "expected": 0,
        "unit": "suffix: widgets",
    },
    "uptime": {
        "title": "Uptime, 30 days",
        "value": 0.99969,
        "target": 0.999,
        "unit": "percentunit",
        "direction": "up",
        "uptime_days": 30,
    },
}
