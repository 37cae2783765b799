"""Uses of `announcement`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "headline": "Summer party on Friday",
        "text": "From 16:00 on the roof terrace. Bring somebody along.",
        "source": "example.png",
        "ends": 4_102_444_800,
    },
    "words alone": {
        "headline": "Welcome, Contoso!",
        "text": "Your meeting is in room Ada, second floor.",
        "importance": "good",
    },
    "urgent": {
        "headline": "Fire drill at 14:00",
        "text": "Leave by the stairs. Meet at the car park behind the building.",
        "importance": "urgent",
    },
    "warning": {
        "title": "Facilities",
        "headline": "No hot water today",
        "importance": "warning",
    },
    "picture alone": {"source": "example.png"},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "headline": "Generalversammlungsvorbereitungsausschuss und alles, was sonst noch dazu gesagt werden muss",
        "text": "First, there is a lot to say.\n\nSecond, all of it matters to somebody, somewhere, and so " * 6,
        "source": "missing.png",
    },
}
