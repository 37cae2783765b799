"""Calendars of days whose metrics have too little past, or readings that nobody wants the sum of."""

from __future__ import annotations

from collections.abc import Iterator

from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.origin import Push
from displayd.hub.sources.registry import source_of
from displayd.hub.wall.loader import Wall
from displayd.tile.roles import field_of
from displayd.tile.widget import Widget
from displayd.tools.wall_finding import WallFinding
from displayd.validation.yaml_source import YamlText

__all__ = ["calendar_findings", "remembered"]


def remembered(wall: Wall, values: Metrics) -> frozenset[str]:
    """Ids of the metrics shown by days whose past the hub keeps, as far as that is known.

    Args:
        values: of `wall`, once its sources were asked.
    """
    return frozenset(
        metric
        for metric in wall.day_zones
        if isinstance(wall.metrics[metric].origin, Push)
        or ((reading := values.reading(metric)) is not None and reading.history is None and reading.series is None)
    )


def calendar_findings(wall: Wall, layout: str, text: YamlText, kept: frozenset[str]) -> Iterator[WallFinding]:
    """The findings in `layout`.

    Args:
        text: of its file.
        kept: see `remembered`.
    """
    for index, page in enumerate(wall.layouts[layout].pages):
        for name, slots in page.slots.items():
            if not slots.is_by_day:
                continue
            where = text.where(("pages", index, "widgets", name))
            for metric in sorted(slots.metrics & kept):
                yield from _findings(wall, metric, page.page.widgets[name], where)


def _findings(wall: Wall, metric: str, tile: Widget, where: str) -> Iterator[WallFinding]:
    entry = wall.metrics[metric]
    how, count = field_of(type(tile), "combine"), field_of(type(tile), "count")
    weeks = (getattr(tile, count.name) if count else None) or 1
    if entry.history_hours < weeks * 168:
        reason = f"`{metric}` reaches {entry.history_hours:g} hours back, and a calendar has weeks of them"
        yield WallFinding("warning", where, reason, f"`history_hours: {weeks * 168}` or more in metrics.yaml")
    is_asked = not isinstance(entry.origin, Push) and not source_of(entry).reads_pushed
    if how is not None and getattr(tile, how.name) == "sum" and is_asked:
        reason = f"a day is the sum of all readings of `{metric}`, which the hub asks for again and again"
        yield WallFinding("warning", where, reason, "`combine: last`, `mean`, `highest` or `lowest`")
