"""Uses of `feed`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

# Saturday 21 November 2026, 20:00 in London.
_HOUR = 1_795_291_200

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "Company news",
        "items": [
            {
                "label": "Release 4.2 brings exports in every language",
                "detail": "From Thursday on, every report can be exported in the language of whoever reads it. "
                "The change notes have the list of languages, and what to do where a name is missing.",
                "time": _HOUR - 7200,
            },
            {"label": "Three new colleagues in Lisbon", "time": _HOUR - 90_000},
            {"label": "The canteen is closed on Friday", "time": _HOUR - 400_000},
        ],
    },
    "no items": {"title": "Press", "as_of": _HOUR, "items": []},
    "awkward": {
        "title": "A feed with a name that is much too long for the tile that it was given",
        "items": [
            {
                "label": "A headline that goes on and on, as some of them do, and would fill a page of its own if "
                "anybody let it, which nobody does, because nobody would read it",
                "detail": "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselanhänger " * 2,
                "time": _HOUR + 900_000,
            },
            {"label": ""},
        ],
    },
    "many": {
        "title": "Status",
        "items": [{"label": f"Incident {number} is over", "time": _HOUR - number * 3600} for number in range(1, 41)],
    },
}
