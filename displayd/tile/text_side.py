"""The side on which a text begins."""

from __future__ import annotations

from msgspec import structs

from displayd.scene.operations import Text
from displayd.text.direction import is_right_to_left

__all__ = ["from_its_side"]


def from_its_side(op: Text) -> Text:
    """`op`, which begins at the left end of its room, or from the right end if its letters run that way."""
    if op.align != "left" or op.max_width <= 0 or not is_right_to_left(op.text):
        return op
    return structs.replace(op, x=op.x + op.max_width, align="right")
