"""Uses of `donut`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Contacts by answer",
        "slices": [
            {"label": "Promoters", "value": 412, "level": "good"},
            {"label": "Passives", "value": 268, "level": "amber"},
            {"label": "Detractors", "value": 97, "level": "red"},
            {"label": "No answer", "value": 523},
        ],
    },
    "many": {
        "title": "Revenue by country",
        "unit": "currencyEUR",
        "middle": "largest",
        "slices": [
            {"label": country, "value": value}
            for country, value in (
                ("Germany", 412_000),
                ("France", 288_000),
                ("Spain", 97_000),
                ("Italy", 81_500),
                ("Norway", 60_200),
                ("Poland", 44_000),
                ("Greece", 31_000),
                ("Malta", 900),
            )
        ],
    },
    "awkward": {
        "title": "A sliver, a debt and a very long name",
        "slices": [
            {"label": "A name that is much too long to stand beside a ring", "value": 9_999_999_999},
            {"label": "sliver", "value": 1},
            {"label": "debt", "value": -50},
            {"label": "nothing", "value": None},
        ],
    },
    "one": {"title": "All the same", "slices": [{"label": "Standard plan", "value": 7}]},
    "below-zero": {
        "title": "Result by region",
        "unit": "currencyEUR",
        "slices": [
            {"label": "North", "value": 70_000.0},
            {"label": "South", "value": -20_000.0},
            {"label": "Online", "value": 12_500.0},
        ],
    },
    "nothing": {
        "title": "Open incidents",
        "slices": [{"label": "Critical", "value": 0}, {"label": "Minor", "value": 0}],
    },
}
