"""Uses of `countdown`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {"title": "Winter release", "until": "2026-12-18 17:00", "since": 1_793_500_000},
    "hours": {
        "title": "Code freeze",
        "until": 1_795_310_000,
        "amber_seconds": 21_600,
        "red_seconds": 3_600,
        "since": 1_795_200_000,
    },
    "minutes": {
        "title": "Next deployment window",
        "until": 1_795_292_400,
        "amber_seconds": 7_200,
        "red_seconds": 900,
    },
    "over": {"title": "Move to the new office", "until": "2026-11-20 09:00", "done": "We have moved!"},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "until": "2126-01-01T00:00:00-10:00",
        "since": 0,
        "red_seconds": 60,
    },
}
