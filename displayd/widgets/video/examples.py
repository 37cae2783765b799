"""Uses of `video`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "to the edges": {"source": "videos/tour.mp4", "poster": "example.png", "covers": True},
    "in a card": {"title": "How a tulip is packed", "source": "videos/tour.mp4", "poster": "example.png"},
    "not here yet": {"title": "Tour of the depot", "source": "videos/missing.mp4"},
    "cannot be played": {"title": "Tour of the depot", "error": "tour.mp4: neither MP4 nor WebM"},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "source": "videos/" + "x" * 90 + ".mp4",
        "covers": True,
    },
}
