"""Uses of `heatcalendar`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

_NOON = 1_795_262_400  # Saturday 21 November 2026, 12:00 UTC
_DAY = 86_400


def _tickets(days: int) -> list[list[float]]:
    """Fewer at weekends, more after each release."""
    return [
        [
            _NOON - back * _DAY,
            round((6 if (5 - back) % 7 in (5, 6) else 34) + (back * 7919) % 23 + max(0, 40 - (back % 42) * 9)),
        ]
        for back in range(days - 1, -1, -1)
    ]


EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Handled in time",
        "unit": "percentunit",
        "decimals": 0,
        "combine": "mean",
        "direction": "up",
        "amber": 0.9,
        "red": 0.8,
        "points": [[_NOON - back * _DAY, 0.97 - (back * 31 % 23) / 100] for back in range(27, -1, -1) if back % 9 != 4],
    },
    "twelve weeks": {"title": "Tickets a day", "weeks": 12, "points": _tickets(182)},
    "awkward": {
        "title": "Holes, debts and giants",
        "first_day": "sunday",
        "points": [
            [0, None],
            [_NOON - 40 * _DAY, -9_999_999_999],
            [_NOON - 12 * _DAY, 9_999_999_999],
            [_NOON - 12 * _DAY + 60, 5],
            [_NOON, 0],
        ],
    },
    "one day": {"title": "Deployments", "points": [[_NOON, 7]]},
    "more than a year": {"title": "Logins a day", "points": _tickets(430)},
}
