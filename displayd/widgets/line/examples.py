"""Uses of `line`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Requests",
        "unit": "reqps",
        "points": [
            [1_795_270_000 + 900 * index, value]
            for index, value in enumerate(
                [212, 220, 251, 262, 301, 342, 330, 361, 402, 431, 425, 460, 471, 442, 450, 482, 512, 498, 505, 524]
            )
        ],
    },
    "several lines with a target": {
        "title": "Response time",
        "unit": "ms",
        "direction": "down",
        "target": 300,
        "series": [
            {
                "name": name,
                "points": [
                    [1_795_200_000 + 7200 * index, start + swing * ((index * step) % 7 - 3)] for index in range(13)
                ],
            }
            for name, start, swing, step in (("shop", 240, 14, 3), ("search", 410, 23, 4), ("accounts", 120, 6, 5))
        ],
    },
    "last week behind it and releases": {
        "title": "Checkout errors",
        "unit": "percentunit",
        "direction": "down",
        "amber": 0.02,
        "red": 0.04,
        "before_label": "last week",
        "now_label": "this week",
        "points": [
            [1_795_204_800 + 3600 * index, (9 + (index * 5) % 7 + (14 if 11 <= index <= 14 else 0)) / 1000]
            for index in range(25)
        ],
        "before": [[1_795_204_800 + 3600 * index, (11 + (index * 3) % 5) / 1000] for index in range(25)],
        "events": [
            {"time": 1_795_213_000, "label": "v2.30"},
            {"time": 1_795_243_000, "label": "v2.31"},
            {"time": 1_795_256_500, "label": "v2.31.1"},
        ],
    },
    "zones and what is usual": {
        "title": "Queue length",
        "thresholds": "zones",
        "amber": 60,
        "red": 80,
        "direction": "down",
        "maximum": 100,
        "bands": [
            {
                "low_points": [[1_795_204_800 + 7200 * at, 14 + (at * 3) % 7] for at in range(13)],
                "high_points": [[1_795_204_800 + 7200 * at, 40 + (at * 5) % 9] for at in range(13)],
            }
        ],
        "points": [
            [1_795_204_800 + 3600 * at, 28 + (at * 7) % 11 + (38 if at in (15, 16, 17) else 0)] for at in range(25)
        ],
    },
    "last, highest and mean": {
        "title": "Response time",
        "unit": "ms",
        "legend": ["last", "max", "mean"],
        "series": [
            {"name": name, "points": [[1_795_204_800 + 3600 * at, base + (at * step) % 53] for at in range(25)]}
            for name, base, step in (("shop", 210, 17), ("search", 380, 29))
        ],
    },
    "between two limits": {
        "title": "Temperature of the server rooms",
        "unit": "celsius",
        "bands": [{"name": "allowed", "low": 18, "high": 27}],
        "series": [
            {"name": name, "points": [[1_795_204_800 + 3600 * at, base + (at * 5) % step / 4] for at in range(25)]}
            for name, base, step in (("north", 23.5, 13), ("south", 19.5, 7))
        ],
    },
    "the running month": {
        "title": "New revenue by month",
        "unit": "currencyEUR",
        "target": 120_000,
        "target_label": "budget",
        "incomplete_from": 1_793_491_200,
        "points": [
            [1_777_593_600 + 2_649_600 * index, value]
            for index, value in enumerate([88_400, 92_100, 97_300, 91_800, 108_200, 117_600, 82_300])
        ],
    },
    "two axes": {
        "title": "Orders and how many are sent back",
        "right_unit": "percentunit",
        "right_minimum": 0,
        "minimum": 0,
        "series": [
            {
                "name": "orders",
                "points": [[1_794_686_400 + 86_400 * day, 900 + 140 * ((day * 3) % 5)] for day in range(8)],
            },
            {
                "name": "sent back",
                "axis": "right",
                "points": [[1_794_686_400 + 86_400 * day, 0.031 + 0.006 * ((day * 2) % 5)] for day in range(8)],
            },
        ],
    },
    "stacked": {
        "title": "Open tickets by channel",
        "arrangement": "stacked",
        "amber": 150,
        "direction": "down",
        "series": [
            {"name": name, "points": [[1_795_204_800 + 7200 * at, base + at * step % 17] for at in range(13)]}
            for name, base, step in (("E-mail", 52, 5), ("Chat", 30, 11), ("Phone", 14, 3))
        ],
    },
    "small multiples": {
        "title": "Orders by shop",
        "arrangement": "multiples",
        "order": "desc",
        "direction": "up",
        "amber": 30,
        "minimum": 0,
        "series": [
            {
                "name": name,
                "points": [[1_795_204_800 + 7200 * at, max(0, base + (at * step) % 13 - 6)] for at in range(13)],
            }
            for name, base, step in (
                ("Amsterdam", 64, 5),
                ("Antwerp", 38, 7),
                ("Berlin", 81, 3),
                ("Bremen", 24, 5),
                ("Ghent", 47, 11),
                ("Hamburg", 70, 7),
                ("Rotterdam", 55, 9),
                ("Utrecht", 43, 5),
            )
        ],
    },
    "shares in steps": {
        "title": "Versions in use",
        "arrangement": "share",
        "shape": "steps",
        "series": [
            {
                "name": name,
                "points": [[1_794_600_000 + 86_400 * day, max(0, start + step * day)] for day in range(8)],
            }
            for name, start, step in (("1.8", 900, -120), ("1.9", 60, 110), ("2.0", 0, 24))
        ],
    },
    "bars with a line": {
        "title": "Orders, and how many are sent back",
        "right_unit": "percentunit",
        "right_minimum": 0,
        "series": [
            {
                "name": "orders",
                "shape": "bars",
                "points": [[1_794_081_600 + 86_400 * day, 820 + 190 * ((day * 3) % 5)] for day in range(14)],
            },
            {
                "name": "sent back",
                "axis": "right",
                "points": [[1_794_081_600 + 86_400 * day, 0.021 + 0.005 * ((day * 2) % 7)] for day in range(14)],
            },
        ],
    },
    "from milliseconds to minutes": {
        "title": "Response time",
        "unit": "ms",
        "scale": "log",
        "missing": "connect",
        "series": [
            {
                "name": name,
                "points": [
                    [1_795_204_800 + 3600 * hour, None if hour % 9 == 5 else base * 1.4 ** ((hour * 3) % 7)]
                    for hour in range(25)
                ],
            }
            for name, base in (("slowest", 9_000), ("mean", 120), ("fastest", 4))
        ],
    },
    "awkward": {
        "title": "Gaps, one dot and a name that is longer than the tile is wide",
        "unit": "currencyEUR",
        "series": [
            {"name": "A name that is much too long for the end of a line", "points": [[1_790_000_000, 5]]},
            {
                "name": "gaps",
                "points": [
                    [1_789_000_000, -9_999_999_999],
                    [1_789_500_000, None],
                    [1_790_000_000, 9_999_999_999],
                    [1_791_000_000, 8_000_000_000],
                    [1_792_000_000, None],
                ],
            },
        ],
    },
    "without times": {"title": "Convergence", "history": [34, 12, 41, None, 8, 27, 31, 49, 22, 37]},
    "level": {"title": "Always the same", "points": [[1_795_270_000, 5], [1_795_280_000, 5], [1_795_290_000, 5]]},
    "more lines than there is room for": {
        "title": "Queue length by worker",
        "area": True,
        "events": [
            {"time": 1_795_280_000 + 60 * number, "label": f"restart {number}, by a label of some length"}
            for number in range(30)
        ],
        "series": [
            {
                "name": f"worker-{number} in the second hall",
                "points": [
                    [1_795_270_000 + 1800 * index, 40 * number + (index * (number + 2)) % 9] for index in range(12)
                ],
            }
            for number in range(8)
        ],
    },
}
