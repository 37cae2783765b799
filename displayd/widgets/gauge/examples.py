"""Uses of `gauge`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Alert follow-up",
        "value": 0.86,
        "previous": 0.81,
        "previous_label": "last week",
        "target": 0.95,
        "unit": "percentunit",
        "direction": "up",
        "amber": 0.8,
        "red": 0.5,
    },
    "near the end": {
        "title": "Uptime, 30 days",
        "value": 0.9963,
        "unit": "percentunit",
        "direction": "up",
        "amber": 0.999,
        "red": 0.99,
    },
    "uptime": {
        "title": "Uptime, 30 days",
        "value": 0.9996,
        "unit": "percentunit",
        "direction": "up",
        "target": 0.999,
        "uptime_days": 30,
    },
    "both sides of zero": {
        "title": "Net promoter score",
        "value": -12,
        "minimum": -100,
        "maximum": 100,
        "direction": "up",
        "amber": 30,
        "red": 0,
    },
    "awkward": {"title": "Beyond its scale", "value": 9_999_999_999, "maximum": 100, "unit": "suffix: widgets"},
}
