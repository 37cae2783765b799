"""Uses of `funnel`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Sales funnel",
        "stages": [
            {"label": "Leads", "value": 4_820, "previous": 4_410},
            {"label": "Qualified", "value": 2_065, "previous": 1_930},
            {"label": "Demo", "value": 930, "previous": 905},
            {"label": "Offer", "value": 214, "previous": 260},
            {"label": "Won", "value": 121, "previous": 98},
        ],
    },
    "three steps": {
        "title": "Sign-up",
        "direction": "up",
        "amber": 500,
        "red": 300,
        "stages": [
            {"label": "Visited", "value": 18_400},
            {"label": "Registered", "value": 1_120},
            {"label": "Active", "value": 410},
        ],
    },
    "awkward": {
        "title": "Growing, empty and unknown",
        "unit": "currencyEUR",
        "stages": [
            {"label": "A name that is much too long for the tile that it was given", "value": 9_999_999_999},
            {"label": "", "value": 0},
            {"label": "from nothing", "value": 12},
            {"label": "nobody knows", "value": None},
            {"label": "more than before", "value": 4_000_000_000},
            {"label": "owed", "value": -50},
        ],
    },
    "many": {
        "title": "Onboarding",
        "stages": [{"label": f"Step {number}", "value": 1000 - number * 80} for number in range(1, 12)],
    },
    "all alike": {
        "title": "Nobody leaves",
        "stages": [{"label": name, "value": 7} for name in ("In", "On", "Out")],
    },
}
