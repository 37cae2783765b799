"""A value on a dial."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.tile.fields import OwnMaximum, OwnMinimum, Target
from displayd.tile.perhaps_uptime import PerhapsUptime

__all__ = ["Gauge"]


class Gauge(PerhapsUptime, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="gauge"):
    """Where a value stands between the ends of its scale, and in which zone."""

    PACKAGE: ClassVar[str] = "displayd.widgets.gauge"
    IS_ONE_FIGURE: ClassVar[bool] = True
    IS_CENTRED: ClassVar[bool] = True

    target: Annotated[Target, Meta(description="Marked on the dial.")] = None

    minimum: OwnMinimum = None
    maximum: OwnMaximum = None
