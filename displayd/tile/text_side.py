"""The side on which a text begins."""

from __future__ import annotations

from msgspec import structs

from displayd.scene.operations import Text
from displayd.text.direction import is_left_to_right, is_right_to_left
from displayd.tile.frame import Frame

__all__ = ["from_its_side", "name_from_its_side", "runs_against"]


def runs_against(text: str, frame: Frame) -> bool:
    """True for a text that runs the other way than the page; one of digits and signs alone does as the page."""
    return is_left_to_right(text) if frame.is_mirrored else is_right_to_left(text)


def from_its_side(op: Text, frame: Frame) -> Text:
    """`op`, which begins at the near end of its room, or from the far end if its letters run the other way.

    For titles, sentences and other words that stand for themselves.
    """
    if op.align != "left" or op.max_width <= 0 or not runs_against(op.text, frame):
        return op
    return structs.replace(op, x=op.x + op.max_width, align="right")


def name_from_its_side(op: Text, frame: Frame) -> Text:
    """As `from_its_side`, for a name in a row.

    On a page that is read from the right, Latin names begin on the right with all others: hosts, brands and people have
    them everywhere, and a name belongs to the mark beside it.
    """
    return op if frame.is_mirrored else from_its_side(op, frame)
