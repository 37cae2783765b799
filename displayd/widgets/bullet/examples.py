"""Uses of `bullet`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Adoption",
        "value": 0.47,
        "previous": 0.44,
        "target": 0.6,
        "benchmark": 0.3,
        "unit": "percentunit",
        "direction": "up",
        "amber": 0.5,
        "red": 0.25,
    },
    "rows": {
        "title": "Hours booked of hours there are",
        "unit": "percentunit",
        "direction": "down",
        "amber": 0.9,
        "red": 1.0,
        "maximum": 1.3,
        "items": [
            {"label": "Onboarding", "value": 1.12, "target": 0.8, "benchmark": 0.86},
            {"label": "Support", "value": 0.93, "target": 0.8, "benchmark": 0.9},
            {"label": "Training", "value": 0.61, "target": 0.8, "benchmark": 0.7},
            {"label": "Consulting", "value": 0.88, "target": 0.85},
        ],
    },
    "less is better": {
        "title": "Time to first answer",
        "value": 5_400,
        "previous": 6_100,
        "previous_label": "last week",
        "target": 3_600,
        "benchmark": 7_200,
        "benchmark_label": "median of our trade",
        "unit": "s",
        "direction": "down",
        "amber": 3_600,
        "red": 7_200,
        "about": "Median time from a new ticket to the first reply of a person, last 7 days",
    },
    "both sides of zero": {
        "title": "Net promoter score",
        "value": -12,
        "minimum": -100,
        "maximum": 100,
        "direction": "up",
        "amber": 30,
        "red": 0,
        "benchmark": 32,
    },
    "awkward": {
        "title": "Beyond its scale",
        "value": 9_999_999_999,
        "target": -5,
        "maximum": 100,
        "unit": "suffix: widgets",
    },
    "awkward rows": {
        "title": "Units of their own",
        "items": [
            {"label": "A label of sixty letters, which is more than any row can hold", "value": -9_999_999_999},
            {"label": "", "value": None, "target": 3},
            {"label": "Zero", "value": 0, "benchmark": 0},
            {"label": "Uptime", "value": 0.9993, "unit": "percentunit", "direction": "up", "red": 0.99},
            *({"label": f"Team {number}", "value": number, "target": 9} for number in range(20)),
        ],
    },
}
