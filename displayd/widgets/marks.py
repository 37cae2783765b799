"""Small shapes that say what colours say, for those who see no difference between red and green."""

from __future__ import annotations

from typing import Literal

from displayd.scene import Box, Circle, Color, Op, Polygon
from displayd.theme import Theme
from displayd.widgets.base import Level

__all__ = ["Step", "level_mark", "step_mark"]

Step = Literal["up", "down", "level", "target"]


def level_mark(level: Level, x: float, y: float, size: float, theme: Theme, color: Color = "") -> list[Op]:
    """A mark whose shape says the level too: a disc for good, a triangle for amber, a diamond for red.

    Args:
        x: middle, px.
        y: middle, px.
        size: height, px.
        color: the level's own when empty.
    """
    half = size / 2
    color = color or theme.level_color(level)
    if level == "good":
        return [Circle(x, y, half * 0.8, color)]
    if level == "amber":
        return [Polygon(((x, y - half), (x + half * 1.1, y + half), (x - half * 1.1, y + half)), color)]
    if level == "red":
        reach = half * 1.15
        return [Polygon(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), color)]
    return []


def step_mark(step: Step, x: float, y: float, size: float, color: Color, theme: Theme) -> list[Op]:
    """A triangle for up or down, a dash for no change, a ring with a hole for a target.

    Args:
        x: middle, px.
        y: middle, px.
        size: height, px.
    """
    half = size / 2
    if step == "up":
        return [Polygon(((x - half, y + half * 0.8), (x + half, y + half * 0.8), (x, y - half * 0.9)), color)]
    if step == "down":
        return [Polygon(((x - half, y - half * 0.8), (x + half, y - half * 0.8), (x, y + half * 0.9)), color)]
    if step == "target":
        return [Circle(x, y, half * 0.95, color), Circle(x, y, half * 0.4, theme.card)]
    return [Box(x - half, y - size * 0.12, size, size * 0.24, color)]
