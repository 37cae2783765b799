"""Uses of `sparkline`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Net promoter score",
        "value": 41,
        "previous": 37,
        "previous_label": "last quarter",
        "direction": "up",
        "history": [28, 31, 30, 33, 29, 34, 36, 35, 37, 36, 39, 41],
        "history_seconds": 31_536_000,
    },
    "table of trends": {
        "title": "Adoption by feature",
        "unit": "percentunit",
        "direction": "up",
        "amber": 0.4,
        "red": 0.25,
        "history_seconds": 7_776_000,
        "items": [
            {"label": "Reports", "value": 0.71, "previous": 0.66, "history": [0.52, 0.55, 0.6, 0.63, 0.66, 0.71]},
            {"label": "Alerts", "value": 0.48, "previous": 0.48, "history": [0.48] * 6},
            {"label": "Imports", "value": 0.33, "previous": 0.39, "history": [0.5, 0.47, 0.44, 0.4, 0.39, 0.33]},
            {"label": "Sharing", "value": 0.18, "previous": 0.12, "history": [0.02, 0.05, 0.07, 0.1, 0.12, 0.18]},
        ],
    },
    "steady after a rise, with gaps": {
        "title": "Active seats",
        "history": [110, 118, None, None, 131, 140, 140, None, 140, 140, 140, 140],
    },
    "noise": {
        "title": "Response time",
        "unit": "ms",
        "direction": "down",
        "previous": 231,
        "history": [200 + (number * 7919) % 97 + number / 4 for number in range(300)],
    },
    "one point": {"title": "First day", "value": 12, "history": [12]},
    "all equal": {"title": "Open positions", "value": 0, "previous": 0, "history": [0, 0, 0, 0, 0]},
    "awkward": {
        "title": "Long words, holes and giants",
        "items": [
            {
                "label": "A label of sixty letters, which is more than any row can hold",
                "value": -9_999_999_999,
                "previous": 9_999_999_999,
                "history": [9_999_999_999, None, 0, -9_999_999_999],
            },
            {"label": "", "value": None, "history": []},
            {"label": "only now", "value": 0.0004, "unit": "percentunit", "direction": "down", "previous": 0},
            *({"label": f"Team {number}", "value": number, "history": [number, 3]} for number in range(20)),
        ],
    },
}
