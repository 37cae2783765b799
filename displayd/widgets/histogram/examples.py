"""Uses of `histogram`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Minutes to the first answer of a support desk: most are quick, a few are not.
_MINUTES = [round(4 + (number * 37 % 101) ** 1.7 / 22 + (number * 13 % 29), 1) for number in range(240)]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {"title": "Time to first answer", "unit": "m", "values": _MINUTES, "target": 60},
    "counted already": {
        "title": "Order value",
        "unit": "currencyEUR",
        "decimals": 0,
        "rows": [[0, 50, 212], [50, 100, 388], [100, 150, 245], [150, 200, 96], [200, 300, 41], [300, 500, 12]],
        "percentiles": [50, 75, 95],
    },
    "awkward": {
        "title": "Giants, debts and holes",
        "values": [9_999_999_999, -9_999_999_999, None, 0, 0.000012, 5, 5, 5],
        "percentiles": [1, 50, 99],
    },
    "all alike": {"title": "Steps", "values": [3, 3, 3, 3]},
    "one": {"title": "First ride", "unit": "s", "values": [184]},
}
