"""What is left of the error budget over a bar of how much of it is used."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.headline import headline_height, headline_of
from displayd.drawing.figure.notes import Note
from displayd.drawing.figure.strip import Strip
from displayd.drawing.scale import Scale
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.text.numbers import Quantity
from displayd.tile.availability import Availability, Budget
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame

__all__ = ["budget_figure", "budget_notes", "error_budget", "error_budget_height", "error_budget_offer"]

# Height of the bar with what stands out of it, in labels: at most and at least.
HIGHEST, LOWEST = 1.9, 1.0

# Digits of the availability after the decimal mark: usually, and at most where it would read as another one.
USUAL_DECIMALS, MOST_DECIMALS = 2, 6


def error_budget(known: Availability, frame: Frame) -> list[Op]:
    """The time that is left or over, what it is of, and the bar of an error budget over all of `frame.area`."""
    column = _column(known, frame)
    if frame.fit is not None:
        return column_ops(frame, column, frame.fit)
    area, label, graphic = frame.area, frame.label, column.graphic
    high = min(HIGHEST * label, max(LOWEST * label, area.height * 0.22))
    if graphic is None or area.height - high < 1.1 * label:
        head = headline_of(frame, column.forms, column.notes, area.width, area.height)
        return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
    head = headline_of(frame, column.forms, column.notes, area.width, area.height - high)
    spare = area.height - high - head.height
    top = area.y + spare * 0.42
    room = Rect(area.x, round(top + head.height + spare * 0.16), area.width, round(high))
    return head.draw(frame, area.x, top) + graphic.draw(frame, room)


def error_budget_height(known: Availability, frame: Frame) -> float:
    """Height in px of the figure with its notes and the bar."""
    return headline_height(frame, budget_notes(known, frame), frame.area.width) + 1.5 * frame.label


def error_budget_offer(known: Availability, frame: Frame, shape: Shape) -> Offer | None:
    """The figure over its bar."""
    return column_offer(frame, _column(known, frame), shape)


def _column(known: Availability, frame: Frame) -> Column:
    budget = known.budget
    graphic = None
    if budget is not None:

        def draw_bar(frame: Frame, room: Rect) -> list[Op]:
            return _bar(known, budget, replace(frame, area=room))

        graphic = Graphic(LOWEST * frame.label, HIGHEST * frame.label, draw_bar)
    return Column([budget_figure(known, frame)], budget_notes(known, frame), graphic)


def budget_figure(known: Availability, frame: Frame) -> Quantity:
    """`9.2 min left`: the number, and around it what it is; without those words it would be anything."""
    budget, say = known.budget, frame.format.say
    seconds = known.down_seconds if budget is None else abs(budget.left)
    plain = frame.format.quantity(seconds, "s")
    if budget is None:
        text = say("{time} down", time=plain.text)
    elif budget.left < 0:
        text = say("{time} over", time=plain.text)
    else:
        text = say("{time} left", time=plain.text)
    before, number, after = text.partition(plain.number)
    return Quantity(before, number, after)


def budget_notes(known: Availability, frame: Frame) -> list[Note]:
    """Downtime of what is allowed, then the share of the time that it was up."""
    budget, say, dim = known.budget, frame.format.say, frame.theme.dim
    share = _share_text(known, frame)
    if budget is None or known.promised_share is None:
        return [Note("none", say("{share} up", share=share), dim, "target")]
    used, allowed = (frame.format.text(seconds, "s") for seconds in budget)
    promised = frame.format.percent(known.promised_share)
    down = say("{used} of {allowed} down", used=used, allowed=allowed), say("{time} down", time=used)
    up = say("{share} up, {promised} promised", share=share, promised=promised), say("{share} up", share=share)
    return [Note("none", _fitting(frame, *down), dim, "target"), Note("target", _fitting(frame, *up), dim, "target")]


def _fitting(frame: Frame, *texts: str) -> str:
    """The first of `texts` that has room on a line with a mark, else the last."""
    room = frame.area.width - 1.2 * frame.small
    return next((text for text in texts if frame.fonts.width(text, frame.small, "medium") <= room), texts[-1])


def _share_text(known: Availability, frame: Frame) -> str:
    """The availability with so many digits that it reads neither as what was promised nor as all, unless it is."""
    share = known.up_share
    others = [one for one in (known.promised_share, 1.0) if one is not None and one != share]
    first = USUAL_DECIMALS if known.decimals is None else known.decimals
    for decimals in range(first, MOST_DECIMALS + 1):
        text = frame.format.percent(share, decimals)
        if text not in [frame.format.percent(one, decimals) for one in others]:
            return text
    return frame.format.percent(share, MOST_DECIMALS)


def _bar(known: Availability, budget: Budget, frame: Frame) -> list[Op]:
    """The used part of what is allowed; where it is more than that, a mark where it should have ended."""
    area, theme = frame.area, frame.theme
    thick = min(float(area.height), HIGHEST * frame.label) - 22 * frame.unit
    end = max(budget.used, budget.allowed) or 1.0
    strip = Strip(area.x, area.right, area.y + area.height / 2, thick, Scale(0.0, end, ()), frame.unit)
    ops: list[Op] = [strip.track(theme.raised)]
    if budget.used > 0:
        ops += strip.bar(budget.used, theme.figure_color(known.level), thick)
    if budget.used > budget.allowed:
        ops += strip.tick(budget.allowed, theme.text, theme.card)
    return ops
