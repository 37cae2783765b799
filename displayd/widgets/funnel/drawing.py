"""A funnel from left to right, or from top to bottom."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.figure.figure import figure_forms
from displayd.scene.operations import Op, Text
from displayd.text.language import word
from displayd.tile.frame import Frame
from displayd.widgets.funnel.columns import funnel_columns
from displayd.widgets.funnel.rows import LINE, funnel_rows
from displayd.widgets.funnel.stages import (
    FOOT,
    ShownStage,
    conversions,
    overall_conversion,
    overall_row,
    ratio_text,
    weakest_step,
)
from displayd.widgets.funnel.widget import Funnel

__all__ = ["draw", "wanted_height"]

# Why no bar has a length, from the longest to the shortest; as a donut says it.
NO_SHARES = (word("no shares, as some are below zero"), word("some are below zero"), word("below zero"))

# In a tile so many times as wide as high the funnel runs from left to right.
WIDE = 1.9


def draw(widget: Funnel, frame: Frame) -> list[Op]:
    """From left to right in a wide tile, else from top to bottom; the conversion of the whole at the foot.

    Amounts below zero are parts of nothing, and where no stage has more than nothing there is nothing to narrow: names
    and amounts over empty tracks, and a word on why.
    """
    stages, area = _shown(widget, frame), frame.area
    known = [stage.value for stage in widget.stages if stage.value is not None]
    if min(known) < 0 or max(known) <= 0:
        return _no_shares(frame, stages, has_negative=min(known) < 0)
    overall = overall_conversion([stage.value for stage in widget.stages])
    if overall is None:
        return _stages(widget, frame, stages, "")
    before = overall_conversion([stage.previous for stage in widget.stages])
    upper = replace(frame, area=area.inset(0, 0, 0, round(frame.small * FOOT)))
    foot = overall_row(frame, overall, before, any(stage.is_weakest for stage in stages))
    if _is_wide(frame) and (ops := funnel_columns(upper, stages)) is not None:
        return ops + foot
    if area.height >= len(stages) * LINE * frame.small + FOOT * frame.small:
        return funnel_rows(upper, stages) + foot
    return _stages(widget, frame, stages, frame.format.say("overall {share}", share=ratio_text(frame, overall)))


def _no_shares(frame: Frame, stages: list[ShownStage], has_negative: bool) -> list[Op]:
    area, small = frame.area, frame.small
    bare = [stage._replace(share=0.0, step="", is_weakest=False) for stage in stages] if has_negative else stages
    fitting = (words for words in map(frame.format.say, NO_SHARES) if frame.fonts.width(words, small) <= area.width)
    note = next(fitting, "") if has_negative else ""
    if not note or area.height < (len(stages) * LINE + FOOT) * small:
        return funnel_rows(frame, bare)
    upper = replace(frame, area=area.inset(0, 0, 0, round(small * FOOT)))
    return [*funnel_rows(upper, bare), Text(area.x, area.bottom - small * 0.28, note, small, frame.theme.dim)]


def wanted_height(widget: Funnel, frame: Frame) -> float:
    """All stages, and the conversion of the whole; from left to right the height of a good picture."""
    if _is_wide(frame) and funnel_columns(frame, _shown(widget, frame)) is not None:
        return 6.0 * frame.label
    return len(widget.stages) * frame.label * LINE + frame.small * FOOT


def _stages(widget: Funnel, frame: Frame, stages: list[ShownStage], rest: str) -> list[Op]:
    """The stages without the conversion of the whole, but for what `rest` says of it."""
    ops = funnel_columns(frame, stages) if _is_wide(frame) else None
    return funnel_rows(frame, stages, rest) if ops is None else ops


def _shown(widget: Funnel, frame: Frame) -> list[ShownStage]:
    values = [stage.value for stage in widget.stages]
    steps = conversions(values)
    weakest = weakest_step(steps)
    largest = max((value for value in values if value is not None), default=0.0)
    shown = []
    for number, (stage, step) in enumerate(zip(widget.stages, steps, strict=True)):
        forms = figure_forms(frame, stage.value, widget.unit, widget.decimals)
        share = max(0.0, stage.value or 0.0) / largest if largest > 0 else 0.0
        text = ratio_text(frame, step) if step is not None else ""
        level = widget.level_of(stage.value) if number == len(values) - 1 else "none"
        shown.append(ShownStage(stage.label, forms, share, text, number == weakest, level))
    return shown


def _is_wide(frame: Frame) -> bool:
    return frame.area.width > WIDE * frame.area.height
