"""What of a page cannot be read from the seats: text that is too small, titles and figures that are cut, columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from displayd.compose.header import HEADER_CELL
from displayd.document.model import Page
from displayd.scene.operations import Cell, Fonts, Scene, Text
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, arc_minutes
from displayd.tile.frame import COARSEST

__all__ = ["LEAST_ARC_MINUTES", "Finding", "findings", "reachable_arc_minutes"]

LEAST_ARC_MINUTES = 10.0
"""Smaller text is lost on most readers.

Source: ISO 9241-3 (10 at high contrast only).
"""

# Fonts of two machines differ by less, and so do sizes that were rounded.
TOLERANCE = 0.02

# An ellipsis takes the place of a letter or two; what is cut further is missed.
CUT_TOLERANCE = 0.1


class Finding(NamedTuple):
    """One thing on a page that cannot be read."""

    cell: str
    """Name of the widget, or of another cell of the scene."""
    kind: Literal["small", "cut", "left out"]
    is_error: bool
    """True where hardly anybody can read it."""
    text: str
    """As it would stand there in full; empty for what is left out."""
    arc_minutes: float
    """Height of its capitals; of several, that of the smallest text of the cell."""
    excess: float = 0.0
    """How much wider than its room a text is that was cut: 0.25 for a quarter."""
    left_out: tuple[str, ...] = ()
    """The columns that have no room, by their headings."""


def findings(scene: Scene, page: Page, diagonal_in: float, viewing_m: float, fonts: Fonts) -> list[Finding]:
    """What cannot be read on `scene`, the picture of `page`: of each cell its smallest text, what is cut or left out.

    Text that is as large as this TV's text can be at that distance is no finding; see `reachable_arc_minutes`.

    Args:
        diagonal_in: of the glass that the scene fills, inches.
        viewing_m: distance of the farthest reader, metres.
        fonts: those that the scene was composed with.
    """
    size = (scene.width, scene.height)
    wanted = min(MINIMUM_ARC_MINUTES, reachable_arc_minutes(size, diagonal_in, viewing_m))
    found: list[Finding] = []
    for cell in scene.cells:
        if cell.left_out:
            found.append(Finding(cell.name, "left out", False, "", 0.0, left_out=cell.left_out))
        texts = [op for op in cell.ops if isinstance(op, Text) and op.text.strip() and op.size > 0]
        if not texts:
            continue
        smallest = min(texts, key=lambda op: op.size)
        minutes = arc_minutes(smallest.size, size, diagonal_in, viewing_m)
        if minutes < wanted * (1 - TOLERANCE):
            found.append(Finding(cell.name, "small", minutes < LEAST_ARC_MINUTES, smallest.text, minutes))
        for op in _titles_and_figures(cell, texts, page):
            excess = fonts.width(op.text, op.size, op.weight, op.is_tabular) / op.max_width - 1 if op.max_width else 0
            if excess > CUT_TOLERANCE:
                minutes = arc_minutes(op.size, size, diagonal_in, viewing_m)
                found.append(Finding(cell.name, "cut", False, op.text, minutes, excess))
    return found


def reachable_arc_minutes(size: tuple[int, int], diagonal_in: float, viewing_m: float) -> float:
    """How high the capitals of the smallest text can be made on a page of `size` px before there is no room left.

    Less than `MINIMUM_ARC_MINUTES` for a TV that is too small, or hangs too far away.
    """
    return arc_minutes(COARSEST * min(size) / 1080, size, diagonal_in, viewing_m)


def _titles_and_figures(cell: Cell, texts: list[Text], page: Page) -> Iterator[Text]:
    """The texts of `cell` that must stand there in full: its title and its figures. Names of rows may be cut."""
    if cell.name == HEADER_CELL:
        yield from texts
        return
    widget = page.widgets.get(cell.name)
    title = " ".join(widget.title.split()) if widget else ""
    for op in texts:
        is_figure = op.weight in ("semibold", "bold") and any(letter.isdigit() for letter in op.text)
        if is_figure or (len(op.text) > 1 and op.text in title):
            yield op
