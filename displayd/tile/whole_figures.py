"""Figures that are never cut: half a number is another number."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from displayd.scene.operations import Op, Text
from displayd.tile.frame import Frame

__all__ = ["with_whole_figures"]


# Room that was worked out in another way may be a hair less than the same width.
HAIR = 1.01

# Sizes that were worked out may be a hair below the smallest text, too; and texts of one line so many px apart.
ROUNDING, ONE_LINE_PX = 0.995, 1.0


def with_whole_figures(frame: Frame, ops: Sequence[Op]) -> list[Op]:
    """`ops` with figures that are wider than their room in letters so small that they fit, below the floor if need be.

    The number itself is the same in every room, as two screens that show one metric must not differ. So this is what
    is left where a widget has no room for it: `check` tells of letters that are too small, nothing tells of a number
    that was cut. Words that do not stand in line with a figure leave their room to it before that.
    """
    found = [_whole(frame, op) if isinstance(op, Text) and _is_figure(op) else op for op in ops]
    figures = [op for op in found if isinstance(op, Text) and _is_figure(op)]
    if not figures or max(op.size for op in figures) >= ROUNDING * frame.small:
        return found
    lines = [op.y for op in found if isinstance(op, Text) and any(letter.isdigit() for letter in op.text)]
    return [op for op in found if not isinstance(op, Text) or any(abs(op.y - line) <= ONE_LINE_PX for line in lines)]


def _is_figure(op: Text) -> bool:
    """True for the texts that widgets set as figures: heavy, with digits that are equally wide."""
    return op.is_tabular and op.weight in ("semibold", "bold") and any(letter.isdigit() for letter in op.text)


def _whole(frame: Frame, op: Text) -> Text:
    if op.max_width <= 0:
        return op
    width = frame.fonts.width(op.text, op.size, op.weight)
    return op if width <= op.max_width * HAIR else structs.replace(op, size=op.size * op.max_width / width)
