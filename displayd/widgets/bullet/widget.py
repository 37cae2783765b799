"""A figure against its zones, its target and what is usual, on a bar."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level, worst
from displayd.tile.fields import ItemLabel, OwnMaximum, OwnMinimum, Target, Value
from displayd.tile.measure import MeasuredItem, level_of_item
from displayd.tile.roles import role
from displayd.tile.widget import Compared

__all__ = ["TYPICAL", "Bullet", "BulletGraph"]

TYPICAL = "typical"
"""What `benchmark` is called where nobody says; shown in the language of the locale."""


class Bullet(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One row."""

    label: ItemLabel = ""
    value: Value = None
    target: Target = None

    benchmark: Annotated[Amount | None, role("comparison", "What is usual, for example the median of all offices.")] = (
        None
    )

    minimum: Annotated[OwnMinimum, Meta(description="Lower end of the scale; when left out that of the widget.")] = None
    maximum: Annotated[OwnMaximum, Meta(description="Upper end of the scale; when left out that of the widget.")] = None


class BulletGraph(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="bullet"):
    """How a figure stands to its target and to what is usual, in which zone; alone or in rows."""

    PACKAGE: ClassVar[str] = "displayd.widgets.bullet"
    IS_ONE_FIGURE: ClassVar[bool] = True

    target: Annotated[Target, Meta(description="Marked by a stroke across the bar.")] = None

    benchmark: Annotated[Amount | None, role("comparison", "What is usual; marked by a triangle under the bar.")] = None

    benchmark_label: Annotated[
        str, Meta(max_length=60), role("caption", "What `benchmark` is, for example `median of all offices`.")
    ] = TYPICAL

    minimum: OwnMinimum = None
    maximum: OwnMaximum = None

    items: Annotated[
        list[Bullet],
        Meta(max_length=200),
        role("parts", "Rows instead of the one figure; the most important first.", fills="items"),
    ] = []

    def is_one_figure(self) -> bool:
        """False for rows."""
        return not self.items

    def is_empty(self) -> bool:
        """True without a value."""
        return all(item.value is None for item in self.items) if self.items else super().is_empty()

    def level(self) -> Level:
        """Of the worst figure."""
        if self.items:
            return worst(level_of_item(self, item, item.value) for item in self.items)
        return super().level()
