"""Shares as a ring or a strip, with a row for each."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

from displayd.drawing.figure.figure import figure, figure_forms, figure_size
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows, rows_height
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.language import word
from displayd.tile.frame import Frame
from displayd.widgets.donut.shares import ROW, Part, Ring, row_width, rows_shown, share_figures, share_rows, strip
from displayd.widgets.donut.widget import Donut

__all__ = ["draw", "wanted_height"]

# More shares than this cannot be told apart from five metres.
MOST_SLICES = 6

# In 1080ths of the screen's short side: smaller rings look like icons.
SMALLEST_RING = 170

# Why there is no ring, from the longest to the shortest.
NO_SHARES = (word("no shares, as some are below zero"), word("some are below zero"), word("below zero"))

# Height of the line that says it, in font sizes; not in a tile of fewer labels than this.
NOTE_LINE, NOTE_FROM = 1.3, 3.2

# Rows beside the ring are no wider than so many times what their words need.
WIDEST_ROW = 1.4


def draw(widget: Donut, frame: Frame) -> list[Op]:
    """The ring with the shares beside it, or below it in a high tile; in a small one a strip instead of a ring.

    Where all amounts are zero the ring is empty; where one is negative there is none, but a list.
    """
    area, unit = frame.area, frame.unit
    if not widget.is_whole():
        return _list(widget, frame)
    parts = _parts(widget, frame)
    ring, room = (
        _side_by_side(widget, frame, parts) if area.width >= area.height * 1.25 else _stacked(widget, frame, parts)
    )
    if ring.outer >= SMALLEST_RING / 2 * unit and _has_row(frame, room):
        rows = replace(frame, area=room)
        parts = _parts(widget, frame, rows_shown(rows, parts))
        return _ring(frame, ring, parts) + _middle(widget, frame, ring, parts) + share_rows(rows, parts)
    spare = area.height - len(parts) * frame.small * ROW - 30 * unit
    thick, lead = min(max(spare, 40 * unit), 76 * unit), 6 * unit if area.height > 200 * unit else 0.0
    room = area.inset(0, round(thick + lead + 14 * unit), 0, 0)
    if _has_row(frame, room):
        rows = replace(frame, area=room)
        parts = _parts(widget, frame, rows_shown(rows, parts))
        return strip(frame, parts, area.y + lead, thick) + share_rows(rows, parts)
    parts = _parts(widget, frame, 0)
    ring = Ring(area.x + area.width / 2, area.y + area.height / 2, min(area.width, area.height) / 2)
    return _ring(frame, ring, parts) + _middle(widget, frame, ring, parts)


def _ring(frame: Frame, ring: Ring, parts: list[Part]) -> list[Op]:
    """The shares clockwise from the top, which is the order of the rows on every page."""
    return frame.kept(ring.draw(parts, frame.unit, frame.theme.raised), ring.x - ring.outer, ring.x + ring.outer)


def wanted_height(widget: Donut, frame: Frame) -> float:
    """With a row for every share, beside the ring or under a strip."""
    if not widget.is_whole():
        return rows_height(frame, len(widget.slices)) + NOTE_LINE * frame.small
    count = min(MOST_SLICES, len(_amounts(widget)))
    return max(count * frame.label * ROW + 70 * frame.unit, 1.3 * SMALLEST_RING * frame.unit)


def _side_by_side(widget: Donut, frame: Frame, parts: list[Part]) -> tuple[Ring, Rect]:
    """The ring, and the room for the shares on its right."""
    area, unit = frame.area, frame.unit
    # The names come before the size of the ring, up to a point.
    wide, narrow = (row_width(frame, parts, size) + 60 * unit for size in (frame.label, frame.small))
    across = min(area.height, max(area.width - wide, min(area.width * 0.44, area.width - narrow)))
    ring = Ring(area.x + across / 2, area.y + area.height / 2, across / 2)
    room = area.inset(round(across + 48 * unit), 0, 0, 0)
    # A share is read together with its name: not from the other end of a wide tile.
    return ring, room._replace(width=min(room.width, round(row_width(frame, parts, frame.label) * WIDEST_ROW)))


def _stacked(widget: Donut, frame: Frame, parts: list[Part]) -> tuple[Ring, Rect]:
    """The ring, and the room for the shares under it."""
    area, unit = frame.area, frame.unit
    across = min(area.width, area.height - len(parts) * frame.label * 1.25 - 36 * unit)
    ring = Ring(area.x + area.width / 2, area.y + across / 2, across / 2)
    return ring, area.inset(0, round(across + 28 * unit), 0, 0)


def _middle(widget: Donut, frame: Frame, ring: Ring, parts: list[Part]) -> list[Op]:
    """The figure in the ring with a word on it, as far as they fit."""
    inner, small = ring.inner, frame.small
    if widget.middle == "none" or inner < frame.label:
        return []
    quantity, caption = (
        frame.format.quantity(_total(widget), widget.unit, widget.decimals),
        frame.format.say_as("of all shares", "total"),
    )
    if widget.middle == "largest" and _total(widget):
        number = max(range(len(parts)), key=lambda index: parts[index].share)
        # As it is written in its row.
        quantity, caption = share_figures(frame, parts)[number], parts[number].label
    size = figure_size(frame, quantity, inner * 0.62, inner * 1.55)
    if size < small:
        return []
    # What the ring is wide at the height of the caption.
    room = 1.9 * math.sqrt(inner**2 - (inner * 0.62) ** 2)
    is_captioned = bool(caption) and inner * 0.5 > small and frame.fonts.width(caption, small) <= room
    height = size * CAP_HEIGHT + (small * 1.5 if is_captioned else 0.0)
    top = ring.y - height / 2
    ops = figure(frame, quantity, ring.x, top + size * CAP_HEIGHT, size, frame.theme.text, "center")
    if is_captioned:
        ops.append(Text(ring.x, top + height, caption, small, frame.theme.dim, "center"))
    return ops


def _list(widget: Donut, frame: Frame) -> list[Op]:
    """Names and amounts, and why they are no shares."""
    area, small = frame.area, frame.small
    known = [one for one in widget.slices if one.value is not None]
    rows = [
        GraphRow(one.label, figure_forms(frame, one.value, widget.unit, widget.decimals), one.level, None)
        for one in known
    ]
    note = next(
        (words for words in map(frame.format.say, NO_SHARES) if frame.fonts.width(words, small) <= area.width), ""
    )
    widest = max(frame.fonts.width(row.forms[-1].text, small, "semibold") for row in rows)
    # A figure that needs smaller letters comes before words.
    has_room = widest + small <= area.width and area.height >= NOTE_FROM * frame.label
    foot = round(NOTE_LINE * small) if note and has_room else 0
    laid = graph_rows(replace(frame, area=area.inset(0, 0, 0, foot)), rows, 0.0)
    frame.leaves_out(laid.untold)
    ops = laid.ops
    if foot:
        ops = [*ops, Text(area.x, area.bottom - small * 0.26, note, small, frame.theme.dim)]
    return ops


def _amounts(widget: Donut) -> list[tuple[int, float]]:
    """Number and amount of the slices that are part of the whole; of all that are known where the whole is nothing."""
    known = [(index, one.value) for index, one in enumerate(widget.slices) if one.value is not None]
    return [pair for pair in known if pair[1] > 0] or known


def _total(widget: Donut) -> float:
    return sum(amount for _, amount in _amounts(widget))


def _parts(widget: Donut, frame: Frame, row_count: int = MOST_SLICES) -> list[Part]:
    """What is drawn: every slice, or the largest ones and the sum of the others.

    Args:
        row_count: how many have a row of their own. The mark of a level stands there: of the others, the colour
            would be all that says it, so it says nothing.
    """
    theme, amounts, total = frame.theme, _amounts(widget), _total(widget)
    nothing = None if total else frame.format.quantity(0, widget.unit, widget.decimals)
    kept = {index for index, _ in amounts}
    if len(amounts) > MOST_SLICES:
        by_size = sorted(amounts, key=lambda pair: -pair[1])
        kept = {index for index, _ in by_size[: MOST_SLICES - 1]}
    has_levels = any(one.level != "none" for one in widget.slices)
    plain = itertools.cycle(
        color for color in theme.series if not has_levels or color not in (theme.good, theme.amber, theme.red)
    )
    parts: list[Part] = []
    for index, amount in amounts:
        if index in kept:
            one = widget.slices[index]
            level = one.level if len(parts) < row_count else "none"
            color = next(plain) if level == "none" else theme.level_color(level)
            parts.append(Part(one.label, amount / (total or 1.0), color, level, nothing))
    rest = [amount for index, amount in amounts if index not in kept]
    return (
        [
            *parts,
            Part(
                frame.format.say_count("{count} other", "{count} others", len(rest)),
                sum(rest) / (total or 1.0),
                theme.dim,
                amount=nothing,
            ),
        ]
        if rest
        else parts
    )


def _has_row(frame: Frame, room: Rect) -> bool:
    return room.width >= 150 * frame.unit and room.height >= frame.label * 1.4
