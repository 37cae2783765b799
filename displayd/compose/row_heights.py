"""Heights of a page's rows: as its layout weighs them, but none so low that a tile has room for its title alone.

A layout is drawn for a TV; on a panel that is lower for its width, or whose text is large for its height, equal shares
of the height leave a row of figures without a figure. What a row needs depends on kinds and titles, never on data: no
tile moves because a value comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from displayd.compose.card import card_room
from displayd.compose.card_head import head_height
from displayd.scene.geometry import Template, split
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget

__all__ = ["least_height", "row_weights"]

# What a tile shows under its title, in labels: a figure that is larger than the title.
CONTENT = 1.6


def row_weights(
    template: Template, widgets: Mapping[str, Widget], weights: Sequence[float], frame: Frame, gap_px: int
) -> Sequence[float]:
    """Relative heights of the rows of `template`: `weights`, where they leave every tile the height that it needs.

    Else rows that are too low have what they need, and the others give it in the measure of what they have to spare.
    Where all of them together are too low, each has its share of what it needs.

    Args:
        weights: of the layout; empty for equal ones.
        frame: of the room of all tiles.
    """
    tracks = split(frame.area.height, weights or [1.0] * template.rows, gap_px)
    heights = [float(length) for _, length in tracks]
    needed = _needed(template, widgets, frame, heights, gap_px)
    if all(height >= need for height, need in zip(heights, needed, strict=True)):
        return weights
    short = sum(max(0.0, need - height) for height, need in zip(heights, needed, strict=True))
    spare = sum(max(0.0, height - need) for height, need in zip(heights, needed, strict=True))
    if short > spare:
        return needed
    given = short / spare
    return [need + max(0.0, height - need) * (1 - given) for height, need in zip(heights, needed, strict=True)]


def least_height(template: Template, widgets: Mapping[str, Widget], frame: Frame, gap_px: int) -> float:
    """Height from which on every tile of `template` has what it needs, px; arguments as for `row_weights`."""
    return sum(_needed(template, widgets, frame, [1.0] * template.rows, gap_px)) + (template.rows - 1) * gap_px


def _needed(
    template: Template, widgets: Mapping[str, Widget], frame: Frame, heights: Sequence[float], gap_px: int
) -> list[float]:
    """The least height of each row, px; one that no tile has to itself gives and takes nothing but for its share."""
    needed = [0.0] * template.rows
    spans = sorted(template.areas.items(), key=lambda one: one[1].height)
    for name, tracks in spans:
        rows = range(tracks.y, tracks.bottom)
        missing = _least_height(widgets[name], frame) - (len(rows) - 1) * gap_px - sum(needed[row] for row in rows)
        if missing > 0:
            total = sum(heights[row] for row in rows) or 1.0
            for row in rows:
                needed[row] += missing * heights[row] / total
    return needed


def _least_height(widget: Widget, frame: Frame) -> float:
    """Of the tile, px: title and little under it, inside its card."""
    padding = frame.area.height - card_room(frame).height
    content = CONTENT * frame.label
    if widget.takes_whole_cell():
        return content
    return padding + head_height(frame, frame.label, int(bool(widget.title))) + content
