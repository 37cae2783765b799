"""Uses of `sla`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "First answers due",
        "items": [
            {"label": "#4821 Invoice wrong", "detail": "Bo", "due": 1_795_290_600},
            {"label": "#4830 Cannot log in", "detail": "Ewa", "due": 1_795_292_410},
            {"label": "#4833 Export is slow", "detail": "Chidi", "due": 1_795_294_900},
            {"label": "#4835 Refund", "due": 1_795_301_300},
            {"label": "#4840 Address change", "detail": "Dana", "due": 1_795_380_000},
        ],
    },
    "all in time": {
        "title": "Contracts to renew",
        "amber_seconds": 1_209_600,
        "items": [
            {"label": "Contoso", "due": 1_796_000_000},
            {"label": "Fabrikam", "due": 1_797_900_000},
            {"label": "Northwind", "due": 1_801_000_000},
        ],
    },
    "one": {"title": "Incident report", "items": [{"label": "Payments outage", "due": 1_795_293_000}]},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "items": [
            {
                "label": "A label that is much too long for the tile that it was given",
                "detail": "and a detail that is longer than the label, which was too long already",
                "due": 1_700_000_000,
            },
            {"label": "", "due": 1_795_291_683},
            {"label": "whenever", "detail": "no deadline"},
            {"label": "far away", "due": 9_999_999_999},
        ],
    },
    "many": {
        "title": "Open tickets",
        "items": [{"label": f"#{5000 + n}", "due": 1_795_288_000 + 1_900 * n} for n in range(30)],
    },
}
