"""A value on a dial."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level
from displayd.tile.widget import Measured

__all__ = ["Gauge"]


class Gauge(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="gauge"):
    """Where a value stands between the ends of its scale, and in which zone."""

    DRAWING: ClassVar[str] = "displayd.widgets.gauge.drawing"

    value: Amount | None = None
    previous: Amount | None = None
    """The figure to compare with, for example yesterday's."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What `previous` is, for example `last week`."""

    target: Amount | None = None
    """Marked on the dial."""

    minimum: Amount | None = None
    """Lower end of the scale; when left out 0, or chosen by unit, value and thresholds."""
    maximum: Amount | None = None
    """Upper end of the scale; when left out 100 %, or chosen by value and thresholds."""

    DROPS: ClassVar[tuple[str, ...]] = ("ends of the scale", "target", "change label", "about", "change", "dial")

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
