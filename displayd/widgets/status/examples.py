"""Uses of `status`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Services",
        "items": [
            {"label": "Shop", "state": "up", "since": 1_790_000_000},
            {"label": "Search", "state": "degraded", "detail": "slow", "since": 1_795_288_000},
            {"label": "Payments", "state": "up"},
            {"label": "E-mail", "state": "down", "detail": "no answer", "since": 1_795_291_000},
            {"label": "Reports", "state": "unknown"},
        ],
    },
    "many": {
        "title": "Hosts",
        "items": [{"label": f"host-{number:02}", "state": "down" if number == 17 else "up"} for number in range(1, 61)],
    },
    "a dozen": {
        "title": "Systems",
        "items": [
            {"label": name, "state": "degraded" if name == "VPN" else "up"}
            for name in (
                *("Shop", "Search", "Payments", "E-mail", "Chat", "Phone", "VPN", "Wiki", "Builds"),
                *("Backups", "DNS", "Print"),
            )
        ],
    },
    "awkward": {
        "title": "Long words",
        "items": [
            {
                "label": "A name that is much too long for the tile that it was given",
                "state": "down",
                "detail": "and a reason that is longer than the name, which was too long already",
                "since": 1_700_000_000,
            },
            {"label": "", "state": "up"},
        ],
    },
    "monitoring": {
        "title": "Last 24 hours",
        "items": [
            {
                "label": name,
                "state": "down" if name == "Payments" else "up",
                "since": 1_795_291_683 - minutes * 60,
                "history_seconds": 86_400,
                "history": [
                    "unknown" if hour < gaps else "down" if hour in down else "degraded" if hour in slow else "up"
                    for hour in range(24)
                ],
            }
            for name, minutes, gaps, slow, down in (
                ("Shop", 24_000, 0, (9, 10), ()),
                ("Payments", 42, 0, (13, 22), (14, 23)),
                ("Search", 700, 6, (), (12,)),
            )
        ],
    },
    "all up": {
        "title": "Sites",
        "items": [{"label": name, "state": "up"} for name in ("Galway", "Lisbon", "Oslo")],
    },
}
