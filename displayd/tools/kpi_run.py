"""`displayd hub kpi run`: what one KPI of a wall gives now."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from displayd.errors import DisplaydError
from displayd.hub.kpis.query import Query
from displayd.hub.sources.query_reader import QueryReader
from displayd.hub.wall import folder as folders
from displayd.hub.wall.kpi_files import KpiFiles, query_mistakes
from displayd.hub.wall.loader import Wall, wall_of
from displayd.hub.wall.reader import read
from displayd.hub.wall.texts import WallTexts
from displayd.validation.faults import suggestion

__all__ = ["Result", "lines_of", "run"]


class Result(NamedTuple):
    """What a query gave."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    """Cells as of `hub.kpis.running.frames.Cell`."""
    timezone: str
    """Of the wall, in which moments are printed."""


def run(folder: Path, name: str, unix_time: float) -> Result:
    """What the KPI, or the metric, `name` of the wall in `folder` gives at `unix_time`.

    Raises:
        ConfigError: the wall has mistakes.
        DisplaydError: there is no such KPI, or it has no answer.
    """
    files = read(folder)
    wall = wall_of(files, str(folder))
    query = _query(wall, files, name)
    columns, rows = QueryReader[Query]().rows(query, wall.office, unix_time)
    return Result(columns, rows, wall.office.timezone)


def lines_of(result: Result) -> list[str]:
    """`result` as a table of text."""
    table = [list(result.columns), *([_text(value, result.timezone) for value in row] for row in result.rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(result.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:], f"({len(result.rows)} rows)"]


def _query(wall: Wall, files: folders.WallFiles, name: str) -> Query:
    entry = wall.metrics.get(name)
    if entry is not None and isinstance(entry.origin, Query):
        return entry.origin
    kpis = KpiFiles(WallTexts(files))
    kpi = kpis.kpi(name)
    if kpi is None:
        known = [*kpis.names(), *(one for one, entry in wall.metrics.items() if isinstance(entry.origin, Query))]
        raise DisplaydError(f"there is no KPI `{name}`", suggestion(name, sorted(known)))
    if mistakes := query_mistakes(kpis, [kpi.query], wall.settings, with_views=False):
        raise DisplaydError(f"{mistakes[0].where}: {mistakes[0].reason}", mistakes[0].hint)
    return kpi.query


def _text(value: Any, timezone: str) -> str:
    if isinstance(value, (list, tuple)) and value[0] == "moment":
        return datetime.datetime.fromtimestamp(float(value[1]), zoneinfo.ZoneInfo(timezone)).isoformat(sep=" ")
    if isinstance(value, (list, tuple)):
        return str(value[1])
    if value is None:
        return "NULL"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
