"""Small shapes that say what colours say, for those who see no difference between red and green."""

from __future__ import annotations

from typing import Literal

from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Circle, Color, Op, Polygon
from displayd.scene.theme import Theme

__all__ = ["Step", "level_mark", "step_mark"]

Step = Literal[
    "up", "down", "good up", "good down", "bad up", "bad down", "level", "target", "tick", "caret", "none"
]  # fmt: skip
"""What a small mark says: which way a figure went, and what the words beside it stand for."""

# A disc or diamond around an arrow reaches so far beyond it.
AROUND = 1.5


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
    """A triangle for up or down, in a disc where that is good and in a diamond where it is bad.

    Also: a dash for no change, a ring for a target, a stroke and a caret as they mark places on a bar, and nothing for
    `none`.

    Args:
        x: middle, px.
        y: middle, px.
        size: height of a bare mark, px; a disc or diamond is half as much again.
    """
    half = size / 2
    if step in ("up", "down"):
        return [_arrow(step == "up", x, y, half, color)]
    if step in ("good up", "good down"):
        arrow = _arrow(step == "good up", x, y, half * 0.8, theme.card)
        return [Circle(x, y, half * AROUND * 0.98, color), arrow]
    if step in ("bad up", "bad down"):
        reach = half * AROUND * 1.16
        around = Polygon(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), color)
        return [around, _arrow(step == "bad up", x, y, half * 0.72, theme.card)]
    if step == "target":
        return [Circle(x, y, half * 0.95, color), Circle(x, y, half * 0.4, theme.card)]
    if step == "tick":
        return [Box(x - size * 0.11, y - half * 1.2, size * 0.22, size * 1.2, color, size * 0.11)]
    if step == "caret":
        return [
            Polygon(((x - half * 0.8, y + half * 0.7), (x + half * 0.8, y + half * 0.7), (x, y - half * 0.7)), color)
        ]
    if step == "level":
        return [Box(x - half, y - size * 0.12, size, size * 0.24, color)]
    return []


def _arrow(is_up: bool, x: float, y: float, half: float, color: Color) -> Polygon:
    """A triangle around a middle, `half` px to each side."""
    turn = 1 if is_up else -1
    foot = y + turn * half * 0.8
    return Polygon(((x - half, foot), (x + half, foot), (x, y - turn * half * 0.9)), color)
