"""Uses of `numbers`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Support today",
        "previous_label": "last week",
        "items": [
            {"label": "Open", "value": 128, "previous": 141, "direction": "down", "amber": 120, "red": 200},
            {"label": "First answer", "value": 2_460, "unit": "s", "previous": 2_190, "direction": "down"},
            {"label": "Satisfied", "value": 0.93, "unit": "percentunit", "previous": 0.93, "direction": "up"},
        ],
    },
    "with targets": {
        "title": "Recurring revenue",
        "unit": "currencyEUR",
        "direction": "up",
        "items": [
            {"label": "New", "value": 18_400, "previous": 12_100, "target": 20_000},
            {"label": "Expansion", "value": 9_350, "previous": 9_800, "target": 8_000},
            {"label": "Lost", "value": -4_120, "previous": -2_000, "level": "red"},
            {"label": "Net", "value": 23_630, "previous": 19_900, "target": 25_000, "level": "amber"},
        ],
    },
    "awkward": {
        "title": "Holes and giants",
        "items": [
            {"label": "A label of sixty letters, which is more than any cell can hold", "value": -9_999_999_999},
            {"label": "", "value": 0, "previous": 0},
            {"label": "nobody knows", "value": None, "previous": 3},
            {"label": "widgets", "value": 1_284, "unit": "suffix: widgets", "previous": 1},
            {"label": "for", "value": 183_600, "unit": "dtdurations"},
        ],
    },
    "one": {"title": "Signed in", "items": [{"label": "Now", "value": 1_284, "previous": 1_190}]},
    "many": {
        "title": "Offices",
        "items": [
            {"label": f"Office {number}", "value": 40 * number, "previous": 900, "direction": "up"}
            for number in range(1, 25)
        ],
    },
    "uptime of services": {
        "title": "Uptime, 30 days",
        "unit": "percentunit",
        "direction": "up",
        "amber": 0.999,
        "uptime_days": 30,
        "items": [
            {"label": "Shop", "value": 0.99969},
            {"label": "Payments", "value": 0.9988, "target": 0.9995},
            {"label": "Sign-in", "value": 1},
        ],
    },
}
