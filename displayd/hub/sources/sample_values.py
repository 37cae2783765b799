"""Made-up business numbers that look like real ones: a pure function of the metric, its recipe and the time.

The same metric shows the same number at the same moment on every hub, before and after every restart, so that a demo
can be looked at, measured and compared. What comes from here is marked as sample data all the way to the glass.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from displayd.hub.metrics.history import POINTS, step_seconds
from displayd.hub.metrics.reading import Cell, Date, Item, Reading
from displayd.hub.sources.sample_model import SampleModel
from displayd.hub.sources.sample_motion import moment, past
from displayd.hub.sources.sample_shapes import local_time
from displayd.hub.sources.sample_spec import SampleCell, SampleItem, SampleSpec
from displayd.hub.sources.sample_weather import sample_weather
from displayd.hub.sources.source import Asked

__all__ = ["next_change", "reading_at"]

_HOUR = 3600

ITEM_POINTS = 40
"""Points in the history of one line of a list: it is drawn in a part of a row."""


def reading_at(metric: str, asked: Mapping[str, Asked[SampleSpec]], unix_time: float, timezone: str) -> Reading:
    """The reading of `metric` at `unix_time`.

    Args:
        asked: it, and every other metric with a recipe, by id.
        timezone: in which office hours are counted.
    """
    entry, spec = asked[metric]
    model = SampleModel(asked, unix_time, timezone)
    as_of = model.as_of(metric)
    step, back = step_seconds(entry.history_hours), entry.compare_hours * _HOUR
    number = model.number(metric)
    before = None
    if entry.compare_line and back and number is not None:
        before = [*past(number, as_of, step, POINTS - 1, back), (as_of, number.at(as_of - back))]
    return Reading(
        value=None if number is None else number.at(as_of),
        previous=number.at(as_of - back) if back and number is not None else None,
        target=spec.target,
        as_of=as_of,
        items=[_item(metric, asked[metric], item, model, as_of, timezone) for item in spec.items] or None,
        rows=_rows(metric, model, spec, as_of, timezone) or None,
        history=[] if number is None else past(number, as_of, step, POINTS - 1),
        before=before,
        weather=None if spec.weather is None else sample_weather(metric, spec.weather, as_of, timezone),
    )


def next_change(metric: str, asked: Mapping[str, Asked[SampleSpec]], unix_time: float) -> float:
    """When the reading of `metric` changes next after `unix_time`, unix time."""
    return float(SampleModel(asked, unix_time, "UTC").next_change(metric))


def _item(
    metric: str, asked: Asked[SampleSpec], item: SampleItem, model: SampleModel, as_of: float, timezone: str
) -> Item:
    """One line of the list of `metric`."""
    entry, spec = asked
    number = model.line(metric, item)
    back, step = entry.compare_hours * _HOUR, entry.history_hours * _HOUR / ITEM_POINTS
    value = None if number is None else number.at(as_of)
    time = None if item.time_in is None else moment(item.label, item.time_in, spec.seconds, as_of)
    if item.days is not None:
        time = _day(item.days, as_of, timezone)
    return Item(
        label=item.label,
        value=value,
        previous=number.at(as_of - back) if back and number is not None else None,
        target=item.target,
        level=item.level,
        detail=item.detail or None,
        time=time,
        lat=item.lat,
        lon=item.lon,
        history=None if number is None else [*(mean for _, mean in past(number, as_of, step, ITEM_POINTS - 1)), value],
        weight=item.weight,
    )


def _rows(metric: str, model: SampleModel, spec: SampleSpec, as_of: float, timezone: str) -> list[list[Cell]]:
    return [
        [_cell(metric, f"{metric}/{number}/{column}", cell, model, as_of, timezone) for column, cell in enumerate(row)]
        for number, row in enumerate(spec.rows)
    ]


def _cell(
    metric: str, name: str, cell: str | float | SampleCell | None, model: SampleModel, as_of: float, timezone: str
) -> Cell:
    """One cell of a table; a date is a whole number of days from the day of `as_of`, at the same time."""
    if not isinstance(cell, SampleCell):
        return cell
    if cell.days is None:
        number = model.cell(metric, name, cell)
        return None if number is None else number.at(as_of)
    return Date(_day(cell.days, as_of, timezone))


def _day(days: float, as_of: float, timezone: str) -> float:
    """Noon, `days` from the day of `as_of`, unix time: other places with people awake have the same date."""
    today = local_time(as_of, timezone).replace(hour=12, minute=0, second=0, microsecond=0)
    return max(0.0, (today + datetime.timedelta(days=days)).timestamp())
