"""Uses of `slideshow`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "items": [{"source": "example.png", "caption": "Summer party"}, {"source": "missing.png"}],
        "covers": True,
    },
    "in a card": {"title": "Our projects", "items": [{"source": "example.png", "caption": "Bridge in Delft"}]},
    "whole pictures": {"items": [{"source": "example.png"}], "seconds": 5},
    "not here yet": {"title": "Photographs", "items": [{"source": "missing.png"}]},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "items": [{"source": "example.png", "caption": "A caption that goes on and on, and does not come to an end"}],
    },
}
