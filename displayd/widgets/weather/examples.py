"""Uses of `weather`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Saturday 21 November 2026, noon in London.
_NOON, _DAY = 1_795_262_400, 86_400

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Dublin",
        "now": {"code": 61, "temperature": 8.4, "feels": 5.2, "wind": 24, "chance": 70, "is_night": True},
        "days": [
            {"time": _NOON, "code": 61, "temperature": 9, "low": 4, "chance": 70},
            {"time": _NOON + _DAY, "code": 2, "temperature": 7, "low": 1, "chance": 10},
            {"time": _NOON + 2 * _DAY, "code": 0, "temperature": 4, "low": -2, "chance": 0},
            {"time": _NOON + 3 * _DAY, "code": 71, "temperature": 1, "low": -5, "chance": 60},
            {"time": _NOON + 4 * _DAY, "code": 45, "temperature": 3, "low": -1, "chance": 5},
            {"time": _NOON + 5 * _DAY, "code": 95, "temperature": 6, "low": 2, "chance": 90},
        ],
    },
    "in Fahrenheit": {
        "title": "Austin",
        "unit": "fahrenheit",
        "wind_unit": "velocitymph",
        "now": {"code": 0, "temperature": 96, "feels": 104, "wind": 8},
    },
    "days alone": {
        "title": "This week",
        "days": [
            {"time": _NOON + number * _DAY, "code": code, "temperature": 12 + number, "low": 4, "rain": 0.4 * number}
            for number, code in enumerate((1, 3, 53, 66, 81, 86, 99))
        ],
    },
    "awkward": {
        "title": "A place with a name that is longer than its weather",
        "now": {"temperature": -40, "wind": 213, "code": 99},
        "days": [
            {"code": 19},
            {"temperature": -99.9, "low": -199, "rain": 9999},
            {"time": _NOON - 9 * _DAY, "temperature": 3},
            {},
        ],
    },
}
