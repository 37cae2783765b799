"""Uses of `clock`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {},
    "elsewhere": {"timezone": "America/New_York", "label": "New York", "show_date": False},
    "with seconds": {"title": "Tokyo", "timezone": "Asia/Tokyo", "show_seconds": True},
    "awkward": {
        "timezone": "Pacific/Chatham",
        "label": "An office with a name that is longer than any tile",
        "show_seconds": True,
    },
    "offices": {
        "title": "Offices",
        "label": "Dublin",
        "work_from": 9,
        "work_until": 17.5,
        "zones": [
            {"timezone": "America/New_York"},
            {"timezone": "America/Los_Angeles", "label": "San Francisco"},
            {"timezone": "Asia/Tokyo", "work_days": "all"},
            {"timezone": "Australia/Sydney", "label": "Sydney, with the longest name of all our offices"},
        ],
    },
}
