"""Uses of `bar`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "New customers",
        "highlight": "last",
        "target": 40,
        "bars": [
            {"label": month, "value": value}
            for month, value in zip(("Jun", "Jul", "Aug", "Sep", "Oct", "Nov"), (31, 28, 19, 36, 42, 47), strict=True)
        ],
    },
    "lying with targets": {
        "title": "Open accounts per person",
        "direction": "down",
        "amber": 40,
        "red": 50,
        "previous_label": "last month",
        "bars": [
            {"label": "Amelia Fairweather", "value": 34, "previous": 31, "target": 36},
            {"label": "Bo", "value": 44, "previous": 36, "target": 36},
            {"label": "Chidi Okonkwo", "value": 52, "previous": 50, "target": 36},
            {"label": "Dana", "value": 12, "previous": 0, "target": 18},
        ],
    },
    "side by side": {
        "title": "Tickets in and out",
        "direction": "down",
        "series": [
            {
                "name": name,
                "bars": [
                    {"label": day, "value": value}
                    for day, value in zip(("Mon", "Tue", "Wed", "Thu"), values, strict=True)
                ],
            }
            for name, values in (("opened", (42, 51, 38, 47)), ("solved", (39, 44, 45, 41)))
        ],
    },
    "stacked": {
        "title": "Revenue by plan",
        "unit": "currencyEUR",
        "arrangement": "stacked",
        "target": 130_000,
        "series": [
            {
                "name": name,
                "bars": [
                    {"label": month, "value": value}
                    for month, value in zip(("Aug", "Sep", "Oct", "Nov"), values, strict=True)
                ],
            }
            for name, values in (
                ("Basic", (41_000, 42_500, 43_100, 44_800)),
                ("Team", (38_200, 40_900, 45_300, 51_200)),
                ("Enterprise", (22_000, 22_000, 31_500, 39_900)),
            )
        ],
    },
    "shares": {
        "title": "Answers to the survey",
        "arrangement": "share",
        "horizontal": True,
        "series": [
            {
                "name": name,
                "level": level,
                "bars": [
                    {"label": team, "value": value}
                    for team, value in zip(("Shop", "Search", "Accounts"), values, strict=True)
                ],
            }
            for name, level, values in (
                ("happy", "good", (61, 48, 22)),
                ("so-so", "amber", (24, 31, 30)),
                ("unhappy", "red", (9, 17, 41)),
            )
        ],
    },
    "stacked on both sides": {
        "title": "Subscriptions won and lost",
        "arrangement": "stacked",
        "highlight": "last",
        "series": [
            {
                "name": name,
                "bars": [{"label": f"w{week}", "value": value} for week, value in enumerate(values, start=40)],
            }
            for name, values in (
                ("new", (31, 28, 36, 25, 40)),
                ("back", (4, 6, 0, None, 7)),
                ("cancelled", (-12, -15, -9, -31, -11)),
                ("failed", (-3, -1, -4, -2, -5)),
            )
        ],
    },
    "awkward": {
        "title": "Net growth",
        "unit": "currencyEUR",
        "bars": [
            {"label": "A name that is much too long for a column", "value": 9_999_999_999, "level": "good"},
            {"label": "", "value": -4_200_000_000, "level": "red"},
            {"label": "nothing", "value": None},
            {"label": "zero", "value": 0},
        ],
        "horizontal": False,
    },
    "many": {
        "title": "Tickets per day",
        "bars": [{"label": str(day), "value": (day * 37) % 23 + day // 2} for day in range(1, 32)],
    },
    "awkward series": {
        "title": "Labels that differ, and more series than room",
        "horizontal": True,
        "unit": "s",
        "series": [
            {
                "name": f"A name of some length, number {number}",
                "bars": [
                    {
                        "label": f"Department {(number + index) % 9} on the first floor",
                        "value": 9999 * index - 20_000,
                    }
                    for index in range(6)
                ],
            }
            for number in range(8)
        ],
    },
}
