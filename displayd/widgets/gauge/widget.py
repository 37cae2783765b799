"""A value on a dial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level
from displayd.tile.fields import Maximum, Minimum, Previous, PreviousLabel, Target, Value
from displayd.tile.widget import Measured

__all__ = ["Gauge"]


class Gauge(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="gauge"):
    """Where a value stands between the ends of its scale, and in which zone."""

    DRAWING: ClassVar[str] = "displayd.widgets.gauge.drawing"

    value: Value = None
    previous: Previous = None

    previous_label: PreviousLabel = ""

    target: Annotated[Target, Meta(description="Marked on the dial.")] = None

    minimum: Annotated[
        Minimum, Meta(description="Lower end of the scale; when left out 0, or chosen by unit, value and thresholds.")
    ] = None

    maximum: Annotated[
        Maximum, Meta(description="Upper end of the scale; when left out 100 %, or chosen by value and thresholds.")
    ] = None

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Alert follow-up",
            "value": 0.86,
            "previous": 0.81,
            "previous_label": "last week",
            "target": 0.95,
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.8,
            "red": 0.5,
        },
        "near the end": {
            "title": "Uptime, 30 days",
            "value": 0.9963,
            "unit": "percentunit",
            "direction": "up",
            "amber": 0.999,
            "red": 0.99,
        },
        "both sides of zero": {
            "title": "Net promoter score",
            "value": -12,
            "minimum": -100,
            "maximum": 100,
            "direction": "up",
            "amber": 30,
            "red": 0,
        },
        "awkward": {"title": "Beyond its scale", "value": 9_999_999_999, "maximum": 100, "unit": "suffix: widgets"},
    }

    def is_empty(self) -> bool:
        """True without a value."""
        return self.value is None

    def level(self) -> Level:
        """By the value."""
        return self.level_of(self.value)
