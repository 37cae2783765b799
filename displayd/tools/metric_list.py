"""All metrics of a wall with their values: the command `hub metrics`."""

from __future__ import annotations

import datetime
import zoneinfo
from pathlib import Path

from displayd.errors import StoreError
from displayd.hub.catalogue import Catalogue, MetricView, view_of
from displayd.hub.wall.loader import Wall, load
from displayd.text.formatter import Formatter
from displayd.tools.hub_questions import asked, asked_own_hub, own_ca
from displayd.tools.offline_values import stored_values
from displayd.tools.wall_check import today

__all__ = ["catalogue", "lines"]

PATH = "/v1/metrics"

HEADINGS = ("ID", "VALUE", "AGE", "SOURCE", "ASKED", "EXPIRES", "GOOD", "TITLE")


def catalogue(
    folder: Path,
    hub: str | None = None,
    state: Path | None = None,
    usual_state: Path | None = None,
    *,
    key: str = "",
    ca: Path | None = None,
    unix_time: float,
) -> tuple[Wall, Catalogue, bool]:
    """The wall in `folder`, its metrics, and whether a running hub has said so.

    Args:
        hub: address of a running hub.
        state: state folder of a hub, for the values that it kept; used if `hub` is None.
        usual_state: with neither, the hub at the wall's own `listen` is asked, and then this state folder.
        key: a viewer's, for a hub on another machine.
        ca: file with the only certificates to trust; None for the system's.

    Raises:
        ConfigError: the folder has mistakes.
        FetchError: the hub that was named gave no usable answer.
        StoreError: the state folder that was named has no values, or cannot be read.
    """
    wall = load(folder, today())
    if hub is not None:
        return wall, asked(hub, PATH, Catalogue, key, ca), True
    if state is None:
        found = asked_own_hub(wall, PATH, Catalogue, key, ca or own_ca(usual_state))
        if found is not None:
            return wall, found, True
    try:
        metrics = stored_values(wall, state or usual_state, unix_time)
    except StoreError:
        if state is not None:
            raise
        metrics = stored_values(wall, None, unix_time)
    views = [view_of(metrics, name, wall.office) for name in metrics.names()]
    return wall, Catalogue(time=unix_time, metrics=views), False


def lines(found: Catalogue, timezone: str) -> list[str]:
    """A table for people: a line for each metric, and one more for each that has no answer or had none."""
    formatter = Formatter("en", timezone)
    # Whoever looks for "2 min" in a terminal types a plain space.
    rows = [HEADINGS, *(tuple(_plain(cell) for cell in _row(one, formatter, found.time)) for one in found.metrics)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    told = table[:1]
    for line, one in zip(table[1:], found.metrics, strict=True):
        told.append(line)
        if one.error:
            told.append(f"    {_error(one, timezone)}")
    return told


def _row(one: MetricView, formatter: Formatter, now: float) -> tuple[str, ...]:
    value = one.text or (formatter.text(one.value, one.unit or "short", one.decimals) if one.value is not None else "")
    if not value and one.parts:
        value = "1 line" if one.parts == 1 else f"{one.parts} lines"
    age = "" if one.as_of is None else formatter.age(max(0.0, now - one.as_of))
    return (
        one.id,
        value or "no data",
        age,
        one.source,
        "" if one.refresh_seconds is None else f"every {one.refresh_seconds:g} s",
        "" if one.expire_after is None else f"{one.expire_after:g} s",
        _good(one, formatter),
        one.title,
    )


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def _good(one: MetricView, formatter: Formatter) -> str:
    """Direction and thresholds in words."""
    limits = [
        f"{name} from {formatter.text(limit, one.unit or 'short', one.decimals)}"
        for name, limit in (("amber", one.amber), ("red", one.red))
        if limit is not None
    ]
    return ", ".join([*([] if one.direction == "none" else [one.direction]), *limits])


def _error(one: MetricView, timezone: str) -> str:
    """What is or was wrong, and since when."""
    assert one.error_since is not None
    since = datetime.datetime.fromtimestamp(one.error_since, zoneinfo.ZoneInfo(timezone))
    if one.is_failing:
        return f"{one.error}, since {since:%Y-%m-%d %H:%M}"
    return f"has data again; before: {one.error}, from {since:%Y-%m-%d %H:%M} on"
