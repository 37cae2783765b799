"""Figures that are never cut: half a number is another number."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from displayd.scene.operations import Op, Text
from displayd.tile.frame import Frame

__all__ = ["with_whole_figures"]


# Room that was worked out in another way may be a hair less than the same width.
HAIR = 1.01


def with_whole_figures(frame: Frame, ops: Sequence[Op]) -> list[Op]:
    """`ops` with figures that are wider than their room in letters so small that they fit, below the floor if need be.

    The number itself is the same in every room, as two screens that show one metric must not differ. So this is what
    is left where a widget has no room for it: `check` tells of letters that are too small, nothing tells of a number
    that was cut.
    """
    return [_whole(frame, op) if isinstance(op, Text) and _is_figure(op) else op for op in ops]


def _is_figure(op: Text) -> bool:
    """True for the texts that widgets set as figures: heavy, with digits that are equally wide."""
    return op.is_tabular and op.weight in ("semibold", "bold") and any(letter.isdigit() for letter in op.text)


def _whole(frame: Frame, op: Text) -> Text:
    if op.max_width <= 0:
        return op
    width = frame.fonts.width(op.text, op.size, op.weight)
    return op if width <= op.max_width * HAIR else structs.replace(op, size=op.size * op.max_width / width)
