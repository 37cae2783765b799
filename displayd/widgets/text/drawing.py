"""A text in the largest letters that its tile allows, or Markdown."""

from __future__ import annotations

from displayd.drawing.marks.words import below_title, fitted_words, largest_letters
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.widgets.text.markdown import markdown_ops
from displayd.widgets.text.widget import Words

__all__ = ["draw"]


def draw(widget: Words, frame: Frame) -> list[Op]:
    """The words of the text; headings, bullets and emphasis where they are Markdown."""
    if widget.markdown:
        return markdown_ops(below_title(frame), widget.text, largest_letters(frame, widget.size), widget.align)
    return fitted_words(frame, widget.text, widget.size, widget.align)
