"""How many come how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured
from displayd.widgets.funnel.columns import funnel_columns
from displayd.widgets.funnel.rows import LINE, funnel_rows
from displayd.widgets.funnel.stages import (
    FOOT,
    ShownStage,
    Stage,
    conversions,
    overall_conversion,
    overall_row,
    ratio_text,
    weakest_step,
)

__all__ = ["Funnel", "Stage"]

# In a tile so many times as wide as high the funnel runs from left to right.
WIDE = 1.9


class Funnel(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="funnel"):
    """Stages that fewer and fewer reach, how many go on at each step, and the weakest step.

    Thresholds judge the last stage: it is what all the others are for.
    """

    ITEMS_FIELD: ClassVar[str] = "stages"

    stages: Annotated[list[Stage], Meta(max_length=24)] = []
    """The first stage first."""

    DROPS: ClassVar[tuple[str, ...]] = ("about", "overall change", "overall", "steps", "last stages")

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Sales funnel",
            "stages": [
                {"label": "Leads", "value": 4_820, "previous": 4_410},
                {"label": "Qualified", "value": 2_065, "previous": 1_930},
                {"label": "Demo", "value": 930, "previous": 905},
                {"label": "Offer", "value": 214, "previous": 260},
                {"label": "Won", "value": 121, "previous": 98},
            ],
        },
        "three steps": {
            "title": "Sign-up",
            "direction": "up",
            "amber": 500,
            "red": 300,
            "stages": [
                {"label": "Visited", "value": 18_400},
                {"label": "Registered", "value": 1_120},
                {"label": "Active", "value": 410},
            ],
        },
        "awkward": {
            "title": "Growing, empty and unknown",
            "unit": "currencyEUR",
            "stages": [
                {"label": "A name that is much too long for the tile that it was given", "value": 9_999_999_999},
                {"label": "", "value": 0},
                {"label": "from nothing", "value": 12},
                {"label": "nobody knows", "value": None},
                {"label": "more than before", "value": 4_000_000_000},
                {"label": "owed", "value": -50},
            ],
        },
        "many": {
            "title": "Onboarding",
            "stages": [{"label": f"Step {number}", "value": 1000 - number * 80} for number in range(1, 12)],
        },
        "all alike": {
            "title": "Nobody leaves",
            "stages": [{"label": name, "value": 7} for name in ("In", "On", "Out")],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(stage.value is None for stage in self.stages)

    def level(self) -> Level:
        """By the last stage."""
        return self.level_of(self.stages[-1].value) if self.stages else "none"

    def wanted_height(self, frame: Frame) -> float:
        """All stages, and the conversion of the whole; from left to right the height of a good picture."""
        if _is_wide(frame) and funnel_columns(frame, self._shown(frame)) is not None:
            return 6.0 * frame.label
        return len(self.stages) * frame.label * LINE + frame.small * FOOT

    def draw(self, frame: Frame) -> list[Op]:
        """From left to right in a wide tile, else from top to bottom; the conversion of the whole at the foot."""
        stages, area = self._shown(frame), frame.area
        overall = overall_conversion([stage.value for stage in self.stages])
        if overall is None:
            return self._stages(frame, stages, "")
        before = overall_conversion([stage.previous for stage in self.stages])
        upper = replace(frame, area=area.inset(0, 0, 0, round(frame.small * FOOT)))
        foot = overall_row(frame, overall, before)
        if _is_wide(frame) and (ops := funnel_columns(upper, stages)) is not None:
            return ops + foot
        if area.height >= len(stages) * LINE * frame.small + FOOT * frame.small:
            return funnel_rows(upper, stages) + foot
        return self._stages(frame, stages, f"overall {ratio_text(frame, overall)}")

    def _stages(self, frame: Frame, stages: list[ShownStage], rest: str) -> list[Op]:
        """The stages without the conversion of the whole, but for what `rest` says of it."""
        ops = funnel_columns(frame, stages) if _is_wide(frame) else None
        return funnel_rows(frame, stages, rest) if ops is None else ops

    def _shown(self, frame: Frame) -> list[ShownStage]:
        values = [stage.value for stage in self.stages]
        steps = conversions(values)
        weakest = weakest_step(steps)
        largest = max((value for value in values if value is not None), default=0.0)
        shown = []
        for number, (stage, step) in enumerate(zip(self.stages, steps, strict=True)):
            forms = frame.format.forms(stage.value, self.unit, self.decimals)
            share = max(0.0, stage.value or 0.0) / largest if largest > 0 else 0.0
            text = ratio_text(frame, step) if step is not None else ""
            level = self.level_of(stage.value) if number == len(values) - 1 else "none"
            shown.append(ShownStage(stage.label, forms, share, text, number == weakest, level))
        return shown


def _is_wide(frame: Frame) -> bool:
    return frame.area.width > WIDE * frame.area.height
