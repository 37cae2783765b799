"""A big number: value, change, target and recent history."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.text.units import unit_of
from displayd.tile.fields import History, HistorySeconds
from displayd.tile.perhaps_uptime import PerhapsUptime

__all__ = ["Number"]


class Number(PerhapsUptime, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="number"):
    """One figure, as large as the tile allows, with its change, its target and its recent history."""

    PACKAGE: ClassVar[str] = "displayd.widgets.number"
    IS_ONE_FIGURE: ClassVar[bool] = True
    IS_CENTRED: ClassVar[bool] = True

    history: Annotated[
        History, Meta(description="Recent values at equal distances, oldest first; null leaves a gap in the sparkline.")
    ] = []

    history_seconds: HistorySeconds = None

    def is_empty(self) -> bool:
        """True without a value, and without a word for that."""
        return super().is_empty() and not unit_of(self.unit).word_for(None)
