"""Uses of `uptime`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Uptime, 30 days",
        "about": "Time that all services were up",
        "value": 0.99969,
        "promised": 0.999,
    },
    "most is used": {"title": "Uptime, 30 days", "value": 1 - 34 / 43_200, "promised": 0.999},
    "over": {"title": "Payments", "value": 0.9988, "promised": 0.9995},
    "hours": {"title": "Warehouse, this quarter", "value": 99.71, "promised": 99.5, "unit": "percent", "days": 90},
    "never down": {"title": "Sign-in", "value": 1, "promised": 0.9999, "days": 7},
    "a promise of all": {"title": "Alarm line", "value": 0.999995, "promised": 1, "days": 365},
    "nothing promised": {"title": "Staging", "value": 0.9813},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "value": -4,
        "promised": 0.99999,
        "days": 3_660,
        "decimals": 6,
    },
}
