"""Uses of `boxplot`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "In use, by segment",
        "unit": "percentunit",
        "decimals": 0,
        "direction": "up",
        "amber": 0.5,
        "red": 0.3,
        "benchmark": 0.62,
        "minimum": 0,
        "maximum": 1,
        "rows": [
            ["Small", 0.18, 0.22, 0.25, 0.27, 0.31, 0.35, 0.38, 0.44, 0.91],
            ["Mid-size", 0.31, 0.38, 0.42, 0.44, 0.47, 0.55, 0.58, 0.66],
            ["Corporate", 0.52, 0.58, 0.63, 0.66, 0.71, 0.74, 0.78, 0.85],
        ],
    },
    "quartiles": {
        "title": "Pay by team",
        "unit": "currencyEUR",
        "cells": "quartiles",
        "benchmark": 58_000,
        "rows": [
            ["Support", 34_000, 38_500, 42_000, 47_000, 55_000],
            ["Sales", 38_000, 46_000, 57_500, 71_000, 104_000],
            ["Engineering", 48_000, 59_000, 66_000, 78_000, 98_000],
            ["out of order", 5, 4, 3, 2, 1],
        ],
    },
    "awkward": {
        "title": "Giants and holes",
        "rows": [
            ["A name that is much too long for the tile that it was given", -9_999_999_999, 0, 9_999_999_999],
            ["one", 5],
            ["", 1, 2, 3],
            ["nothing", None],
        ],
    },
    "all alike": {"title": "Even", "rows": [["a", 3, 3, 3], ["b", 3, 3]]},
    "many": {
        "title": "Load of all hosts",
        "unit": "percentunit",
        "rows": [
            [f"host-{host:02}", *(((host * 7 + number * 3) % 50) / 50 for number in range(9))] for host in range(40)
        ],
    },
}
