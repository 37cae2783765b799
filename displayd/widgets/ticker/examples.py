"""Uses of `ticker`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "News",
        "items": [
            {"label": "Release 4.2 goes live on Thursday", "detail": "Changes are in the wiki"},
            {"label": "Fire drill at 15:00", "level": "amber"},
            {"label": "Welcome, Ewa!", "detail": "Customer success, third floor", "level": "good"},
        ],
    },
    "alarm": {
        "items": [{"label": "Payments are down", "detail": "Since 19:40; the bank is on it", "level": "red"}],
    },
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "items": [
            {
                "label": "A piece of news that goes on and on, as some of them do, and would fill a page of its "
                "own if anybody let it, which nobody does",
                "detail": "and a detail that is longer than most pieces of news, which were too long already",
                "level": "good",
            },
            {"label": ""},
        ],
    },
    "many": {
        "title": "Changes",
        "items": [{"label": f"Change {number}", "detail": "deployed"} for number in range(1, 31)],
    },
}
