"""What a panel becomes: a tile, and the metric that fills it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = ["Metric", "Place", "Refused", "Tile"]


class Place(NamedTuple):
    """Where a panel stands, in Grafana's grid: 24 columns, and rows of 30 px."""

    x: float
    y: float
    width: float
    height: float


@dataclass
class Metric:
    """An entry of a file in `metrics/`."""

    wanted_id: str
    """What it would be called if nobody else were."""
    fields: dict[str, Any]
    remarks: list[str] = field(default_factory=list)
    """What of the panel is not kept, for whoever edits it."""
    id: str = ""
    line_name: str = ""
    """What its line is called in a chart with others."""


@dataclass
class Tile:
    """A widget of a layout."""

    wanted_name: str
    fields: dict[str, Any]
    """Without its `metric`, which gets its id later."""
    metric: Metric | None = None
    right: Metric | None = None
    """What is drawn on an axis of its own."""
    parts: list[Metric] = field(default_factory=list)
    """Of several figures with units of their own: the metric of each, `metric` first."""
    place: Place = field(default_factory=lambda: Place(0, 0, 12, 8))
    is_small: bool = False
    """True for a figure, False for a picture."""
    name: str = ""

    @property
    def title(self) -> str:
        """What stands at its top; empty for nothing."""
        found = self.fields.get("title") or (self.metric.fields.get("title") if self.metric else "")
        return str(found or "")

    @property
    def metrics(self) -> list[Metric]:
        """All that fill it."""
        return self.parts or [metric for metric in (self.metric, self.right) if metric is not None]


class Refused(NamedTuple):
    """A panel that is not shown."""

    title: str
    kind: str
    """What Grafana calls it."""
    reason: str
