"""Charts among Geckoboard's payloads: lines and bars, as Geckoboard and as Highcharts write them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.ingest.geckoboard.widget_times import times_of
from displayd.hub.ingest.geckoboard.widget_words import amount, plain_text, unit_of_format
from displayd.hub.metrics.reading import Cell, Item, Manner, Reading
from displayd.protocol.limits import MAX_POINTS

__all__ = ["Series", "chart_reading", "highchart", "line_of_old", "series_chart"]

MAX_SERIES = 30
MAX_VALUES = 5000
MAX_LISTED = 200


class Series(NamedTuple):
    """One line of a chart, or one set of bars."""

    name: str
    values: list[float | None]
    xs: list[object]
    """What the client says of where each value is; empty for nothing."""


def series_chart(data: Mapping[str, Any], wanted: str | int | None, now: float, timezone: str) -> Reading:
    """A line or bar chart as Geckoboard has it now.

    Raises:
        BodyError: it is none.
    """
    series = [_series(one, number) for number, one in enumerate(_list(data.get("series"), "`series`"))]
    x_axis, y_axis = data.get("x_axis"), data.get("y_axis")
    labels = x_axis.get("labels") if isinstance(x_axis, dict) else x_axis
    labels = labels if isinstance(labels, list) else []
    form, unit = (y_axis.get("format"), y_axis.get("unit")) if isinstance(y_axis, dict) else (None, None)
    found = unit_of_format(form, unit, [value for one in series for value in one.values])
    manner = None if found is None else Manner(unit=found)
    return chart_reading(series, labels, wanted, manner, now, timezone)


def line_of_old(data: Mapping[str, Any], now: float, timezone: str) -> Reading:
    """A line as Geckoboard had it before 2015: values, and words at the ends of the axes.

    Raises:
        BodyError: it is none.
    """
    values = [amount(one, "a value") for one in _list(data.get("item"), "`item`")]
    settings = data.get("settings")
    labels = settings.get("axisx") if isinstance(settings, dict) else None
    # The words stand at even distances, not one below each value.
    labels = labels if isinstance(labels, list) and len(labels) == len(values) else []
    return chart_reading([Series("", values, [])], labels, None, None, now, timezone)


def highchart(config: Mapping[str, Any], wanted: str | int | None, now: float, timezone: str) -> Reading:
    """A chart as Highcharts has it; nothing in it is run.

    Raises:
        BodyError: it is none.
    """
    raw = config.get("series")
    series = [
        _series(one, number) for number, one in enumerate(_list([raw] if isinstance(raw, dict) else raw, "`series`"))
    ]
    axis = config.get("xAxis")
    axis = axis[0] if isinstance(axis, list) and axis else axis
    categories = axis.get("categories") if isinstance(axis, dict) else None
    labels = categories if isinstance(categories, list) else []
    if isinstance(axis, dict) and axis.get("type") == "datetime":
        series = [one._replace(xs=_of_milliseconds(one, raw, number)) for number, one in enumerate(series)]
    title = config.get("title")
    words = plain_text(title.get("text") if isinstance(title, dict) else None)
    manner = Manner(title=words) if words else None
    return chart_reading(series, labels, wanted, manner, now, timezone)


def chart_reading(
    series: Sequence[Series],
    labels: Sequence[object],
    wanted: str | int | None,
    manner: Manner | None,
    now: float,
    timezone: str,
) -> Reading:
    """What a chart says: one of its series as a line and as items, and all of them as rows.

    Where none is wanted more than the others, all that have dates are lines of one tile.

    Args:
        labels: of the values, on the axis; empty for those that the series have themselves.
        wanted: name or number (from 0) of the series; None for the first.
    """
    shown = _wanted(series, wanted)
    xs = shown.xs or list(labels)
    values = shown.values[-MAX_POINTS:]
    times = times_of(xs[-len(values) :], now, timezone) if values and len(xs) >= len(shown.values) else None
    words = [plain_text(label) for label in xs[: len(shown.values)]]
    # What has no label is called by its number, as two bars of one name would be one.
    words += [str(number) for number in range(len(words) + 1, len(shown.values) + 1)]
    items = [Item(label=label, value=value) for label, value in zip(words, shown.values, strict=False)][:MAX_LISTED]
    value = values[-1] if values else None
    if times:
        return Reading(
            value=value,
            value_at=times[-1],
            as_of=now,
            history=list(zip(times[:-1], values[:-1], strict=True)),
            items=items,
            lines=_lines(series, labels, now, timezone) if wanted is None else None,
            rows=_rows(series, words),
            columns=_columns(series),
            manner=manner,
        )
    return Reading(
        value=value,
        as_of=now,
        series=values,
        items=items or None,
        lines=_lines(series, labels, now, timezone) if wanted is None else None,
        rows=_rows(series, words),
        columns=_columns(series),
        manner=manner,
    )


def _lines(series: Sequence[Series], labels: Sequence[object], now: float, timezone: str) -> list[Item] | None:
    """A line for each series that has dates, or for each where none has; None for a single one."""
    if len(series) < 2:
        return None
    found = []
    for name, one in zip(_names(series), series, strict=True):
        xs = one.xs or list(labels)
        values = one.values[-MAX_POINTS:]
        if not values or len(xs) < len(one.values):
            continue
        times = times_of(xs[len(one.values) - len(values) : len(one.values)], now, timezone)
        if times:
            found.append(Item(label=name, value=values[-1], points=list(zip(times, values, strict=True))))
    pairs = [(name, one.values[-MAX_POINTS:]) for name, one in zip(_names(series), series, strict=True) if one.values]
    return found or [Item(label=name, value=values[-1], history=values) for name, values in pairs] or None


def _names(series: Sequence[Series]) -> list[str]:
    """What each series is called; those without a name are numbered, as Highcharts does it."""
    return [one.name or f"Series {number}" for number, one in enumerate(series, 1)]


def _columns(series: Sequence[Series]) -> list[str]:
    return ["", *(_names(series) if len(series) > 1 else [one.name for one in series])]


def _rows(series: Sequence[Series], words: Sequence[str]) -> list[list[Cell]]:
    length = max((len(one.values) for one in series), default=0)
    return [
        [
            words[row] if row < len(words) else "",
            *(one.values[row] if row < len(one.values) else None for one in series),
        ]
        for row in range(min(length, MAX_LISTED))
    ]


def _wanted(series: Sequence[Series], wanted: str | int | None) -> Series:
    if not series:
        raise BodyError("`series` is empty")
    if wanted is None:
        return series[0]
    if isinstance(wanted, int):
        if wanted < len(series):
            return series[wanted]
    elif found := next((one for one in series if one.name == wanted), None):
        return found
    raise BodyError(
        f"there is no series {wanted!r}; there are {', '.join(one.name or '(no name)' for one in series)}"[:180]
    )


def _series(data: object, number: int) -> Series:
    if not isinstance(data, dict):
        raise BodyError(f"series {number} is no object")
    points = _list(data.get("data"), f"`data` of series {number}")
    if len(points) > MAX_VALUES:
        raise BodyError(f"series {number} has more than {MAX_VALUES:,} values")
    values: list[float | None] = []
    xs: list[object] = []
    for point in points:
        x, y = _point(point)
        values.append(amount(y, f"a value of series {number}"))
        xs.append(x)
    return Series(plain_text(data.get("name")), values, xs if any(x is not None for x in xs) else [])


def _point(point: object) -> tuple[object, object]:
    """Where a point is, None for nowhere, and its value."""
    if isinstance(point, list):
        if len(point) != 2:
            raise BodyError("a point has two numbers, or is one")
        return point[0], point[1]
    if isinstance(point, dict):
        return point.get("name", point.get("x")), point.get("y", point.get("value"))
    return None, point


def _of_milliseconds(series: Series, raw: object, number: int) -> list[object]:
    """Moments of the points of a Highcharts series, as times in words; see `times_of`."""
    said = raw[number] if isinstance(raw, list) else raw
    xs = series.xs
    start, step = (said.get("pointStart"), said.get("pointInterval")) if isinstance(said, dict) else (None, None)
    if not xs and isinstance(start, (int, float)) and isinstance(step, (int, float)):
        xs = [start + step * place for place in range(len(series.values))]
    try:
        return [
            datetime.datetime.fromtimestamp(x / 1000, datetime.UTC).isoformat() if isinstance(x, (int, float)) else x
            for x in xs
        ]
    except (ValueError, OverflowError, OSError):
        return xs


def _list(data: object, what: str) -> list[Any]:
    if not isinstance(data, list):
        raise BodyError(f"{what} is no list")
    if what == "`series`" and len(data) > MAX_SERIES:
        raise BodyError(f"there are more than {MAX_SERIES} series")
    return data
