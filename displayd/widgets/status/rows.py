"""States under each other, each with its name, what there is to say, and how it was lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from msgspec import structs

from displayd.drawing.rows.rows import RowPlan, row_plan, row_sizes
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Text
from displayd.scene.theme import mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.status.blocks import state_blocks
from displayd.widgets.status.mosaic import state_mark

__all__ = ["LINE", "ServiceRows", "ShownService", "service_rows"]

LINE = 1.3
"""Height of a row in font sizes."""

# The same with the notes, or with the strip of blocks, under the name.
TWO_LINES, WITH_STRIP = 2.4, 2.0

# Width of the mark before a name with its space, and the least of a strip beside one, in font sizes.
MARK, NARROWEST_STRIP = 0.92, 6

# Between a name and what there is to say on the same line, in font sizes.
SPACE = 0.4

# Of one state: all there is to say, why it is so, since when.
MOST_NOTES = 3

# Colour in the band behind what is not well.
TINT = 0.18


class ShownService(NamedTuple):
    """One row as it is drawn."""

    label: str
    level: Level
    """`none` where nobody knows."""
    notes: Sequence[str]
    """What there is to say, then shorter; empty for nothing."""
    history: Sequence[Level]
    """Oldest first; empty for none."""

    @property
    def reason(self) -> Sequence[str]:
        """The note that goes last: why it is so, else since when."""
        return self.notes[1:2] if len(self.notes) > 2 else self.notes[-1:]


class _Way(NamedTuple):
    """How all rows are laid out."""

    plan: RowPlan
    has_notes_below: bool
    strip_left: float
    """Left end of strips beside the names, px; negative for none there."""
    strip_right: float
    has_strips_below: bool
    has_calm_notes: bool
    """False where notes stand only beside what is not well: of the others not all would fit."""


class ServiceRows(NamedTuple):
    """Rows that were laid out."""

    ops: list[Op]
    shown: int
    """How many have found room."""
    strip: tuple[float, float] | None
    """Left and right end of the strips, px; None without strips."""
    bottom: float
    """Lower end of the last row, px."""


def service_rows(frame: Frame, services: Sequence[ShownService], foot: float = 0.0) -> ServiceRows:
    """The rows from the top of `frame.area`.

    Args:
        foot: height to leave free at the bottom where not all find room, px.
    """
    way = _way(frame, services, foot)
    ops: list[Op] = []
    for number, service in enumerate(services[: way.plan.shown]):
        ops += _row(frame, service, frame.area.y + number * way.plan.pitch, way)
    strip = None
    if way.has_strips_below:
        strip = (frame.area.x + MARK * way.plan.size, float(frame.area.right))
    elif way.strip_left >= 0:
        strip = (way.strip_left, way.strip_right)
    return ServiceRows(ops, way.plan.shown, strip, frame.area.y + way.plan.shown * way.plan.pitch)


def _way(frame: Frame, services: Sequence[ShownService], foot: float) -> _Way:
    """Strips and notes under the names where that costs no row, else beside them where there is room, else none.

    What is left out first is since when it is so, then the strips, then the reasons.
    """
    area, count = frame.area, len(services)
    flat, with_strips, high = (
        row_plan(frame, area.height, count, line, foot) for line in (LINE, WITH_STRIP, TWO_LINES)
    )
    shown = services[: flat.shown]
    has_strips = any(service.history for service in services)
    reasons = [service._replace(notes=service.reason) for service in services]
    if has_strips and _all_fit(frame, reasons, flat.size, 0) and _is_whole(frame, with_strips, count):
        return _Way(_fitted(frame, reasons, with_strips, 0), False, -1.0, 0.0, True, True)
    if has_strips and (ends := _room_between(frame, shown, flat.size)) is not None:
        return _Way(flat, False, *ends, False, True)
    if not _all_fit(frame, services, flat.size, 0) and _is_whole(frame, high, count):
        return _Way(_fitted(frame, services, high, None), True, -1.0, 0.0, False, True)
    calm = [service for service in shown if service.level not in ("amber", "red")]
    return _Way(_fitted(frame, shown, flat, 0), False, -1.0, 0.0, False, _all_fit(frame, calm, flat.size, -1))


def _room_between(frame: Frame, services: Sequence[ShownService], size: float) -> tuple[float, float] | None:
    """Left and right end of what names and notes leave free between them, px; None where it is too narrow."""
    names = max(frame.fonts.width(service.label, size, "medium") for service in services)
    notes = [frame.fonts.width(note, frame.small) for service in services for note in service.reason]
    left = frame.area.x + (MARK + SPACE) * size + names
    right = frame.area.right - (max(notes) + SPACE * size if notes else 0.0)
    return (left, right) if right - left >= NARROWEST_STRIP * size else None


def _all_fit(frame: Frame, services: Sequence[ShownService], largest: float, note: int) -> bool:
    """True when every name and its note `note` fit on one line, in the smallest letters if need be."""
    size = row_sizes(frame, largest)[-1]
    return all(_fits_beside(frame, service, size, note) for service in services)


def _is_whole(frame: Frame, plan: RowPlan, count: int) -> bool:
    """True when all of `count` rows are there, with letters that can be read."""
    return plan.shown == count and plan.size >= frame.small * 0.999


def _fitted(frame: Frame, services: Sequence[ShownService], plan: RowPlan, note: int | None) -> RowPlan:
    """`plan` with letters small enough for the names and, beside them, notes.

    Args:
        note: which of the notes to begin with, 0 for the first; None for names alone.
    """
    sizes = row_sizes(frame, plan.size)
    for number in (None,) if note is None else range(note, MOST_NOTES):
        for size in sizes:
            if all(_fits_beside(frame, service, size, number) for service in services):
                return plan._replace(size=size)
    return plan._replace(size=sizes[-1])


def _fits_beside(frame: Frame, service: ShownService, size: float, note: int | None) -> bool:
    """True when the name and one of the notes, if there is any, fit on one line."""
    width = frame.fonts.width(service.label, size, "medium") + MARK * size
    if service.notes and note is not None:
        note = min(note, len(service.notes) - 1) if note >= 0 else note
        width += frame.fonts.width(service.notes[note], frame.small) + SPACE * size
    return width <= frame.area.width


def _row(frame: Frame, service: ShownService, top: float, way: _Way) -> list[Op]:
    area, unit, size = frame.area, frame.unit, way.plan.size
    high = min(way.plan.pitch - min(6 * unit, way.plan.pitch * 0.1), size * _lines(way) * 1.25)
    middle = top + way.plan.pitch / 2
    ops: list[Op] = []
    is_bad = service.level in ("amber", "red")
    if is_bad:
        tint = mixed(frame.theme.card, frame.theme.level_color(service.level), TINT)
        reach = 14 * unit
        ops.append(Box(area.x - reach, middle - high / 2, area.width + 2 * reach, high, tint, min(12 * unit, high / 2)))
    # What stands under the name moves the name up by half of its height.
    below = high - LINE * size if way.has_strips_below else 1.1 * size if way.has_notes_below else 0.0
    line = middle - below / 2
    left = area.x + MARK * size
    ops += state_mark(service.level, area.x + size * 0.32, line, size * 0.66, frame.theme)
    words = replace(frame, area=Rect(round(left), round(top), max(0, round(area.right - left)), round(way.plan.pitch)))
    if way.has_notes_below:
        return ops + _stacked(words, service, line, size)
    if way.strip_left >= 0:
        bottom = line + size * CAP_HEIGHT / 2
        ops += state_blocks(frame, service.history, way.strip_left, way.strip_right, bottom, size * CAP_HEIGHT)
        return ops + _words(words, service.label, service.reason, line, size)
    if way.has_strips_below:
        ops += state_blocks(frame, service.history, left, area.right, line + LINE / 2 * size + below * 0.8, below * 0.8)
    return ops + _words(words, service.label, service.notes if is_bad or way.has_calm_notes else (), line, size)


def _lines(way: _Way) -> float:
    """Height of what stands in a row, in font sizes."""
    return WITH_STRIP if way.has_strips_below else TWO_LINES if way.has_notes_below else LINE


def _words(frame: Frame, label: str, notes: Sequence[str], middle: float, size: float) -> list[Op]:
    """The name on the left; on the right the first of `notes` that fits, or one cut where there is much room."""
    area, theme, fonts = frame.area, frame.theme, frame.fonts
    baseline = middle + size * CAP_HEIGHT / 2
    small = min(frame.small, size)
    width = min(fonts.width(label, size, "medium"), area.width)
    room = area.width - width - (SPACE * size if label else 0.0)
    # A reason that is cut still says more than since when it holds.
    cut = notes[-2:-1] or notes if room > 7 * small else ()
    note = next((one for one in (*notes[:2], *cut, *notes) if one in cut or fonts.width(one, small) <= room), "")
    ops: list[Op] = []
    if note:
        ops.append(Text(area.right, baseline, note, small, theme.dim, "right", "regular", room))
    if label and area.width > size:
        name = Text(area.x, baseline, label, size, theme.text, "left", "medium", area.width)
        beside = min(fonts.width(note, small), room) + SPACE * size if note else 0.0
        # A name that begins at the far end leaves the note its room there.
        moved = name_from_its_side(structs.replace(name, max_width=max(width, area.width - beside)), frame)
        ops.append(name if moved.align == "left" else moved)
    return ops


def _stacked(frame: Frame, service: ShownService, middle: float, size: float) -> list[Op]:
    """The name, and under it all that there is to say, or the reason alone, cut if need be."""
    area, theme, small = frame.area, frame.theme, frame.small
    baseline = middle + size * CAP_HEIGHT / 2
    ops: list[Op] = []
    if service.label and area.width > size:
        name = Text(area.x, baseline, service.label, size, theme.text, "left", "medium", area.width)
        ops.append(name_from_its_side(name, frame))
    if service.notes and area.width > small:
        is_fitting = frame.fonts.width(service.notes[0], small) <= area.width
        note = service.notes[0 if is_fitting else min(1, len(service.notes) - 1)]
        name = Text(area.x, baseline + size * 1.1, note, small, theme.dim, "left", "regular", area.width)
        ops.append(name_from_its_side(name, frame))
    return ops
