"""The made-up numbers of a wall at one moment."""

from __future__ import annotations

from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.sample import SampleReader
from displayd.hub.wall.loader import Wall

__all__ = ["made_up"]


def made_up(wall: Wall, unix_time: float) -> dict[str, Reading]:
    """The readings of all metrics with a recipe."""
    answers = SampleReader().read(asked_of(SOURCES["sample"], wall.metrics), wall.office, unix_time)
    return {metric: answer for metric, answer in answers.items() if isinstance(answer, Reading)}
