"""Payloads of Geckoboard's custom widgets, pushed or fetched, as readings.

A payload does not say for which widget it is; its shape does. All of the numbers may be texts, and texts may have HTML.

Source: Geckoboard's reference of custom widgets, and its payloads for tests (geckoboard/custom-widgets-test-data).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from displayd.hub.ingest.geckoboard.cities import place_of_city
from displayd.hub.ingest.geckoboard.dataset_body import BodyError, plain_json
from displayd.hub.ingest.geckoboard.script_literal import script_literal
from displayd.hub.ingest.geckoboard.widget_charts import highchart, line_of_old, series_chart
from displayd.hub.ingest.geckoboard.widget_words import (
    amount,
    needed_amount,
    plain_text,
    shared_unit,
    unit_of_format,
    unit_of_sign,
)
from displayd.hub.ingest.geckoboard.widget_xml import is_xml, plain_xml
from displayd.hub.metrics.reading import Item, Manner, Reading
from displayd.protocol.vocabulary import Direction, Level, State

__all__ = ["payload_in", "payload_reading"]

MAX_ITEMS = 200
MAX_TEXT_LETTERS = 3900
LAST_RANK = 10_000

_LEVELS_OF_RAG: tuple[Level, ...] = ("red", "amber", "good")
_STATES: Mapping[str, State] = {"up": "up", "down": "down", "unreported": "unknown", "degraded": "degraded"}


def payload_in(body: bytes) -> Any:
    """The payload that a program serves for Geckoboard to fetch: JSON, XML, or a chart as JavaScript writes one.

    Raises:
        BodyError: it is none of them.
    """
    return plain_xml(body) if is_xml(body) else _plain(body)


def payload_reading(data: Any, now: float, timezone: str, series: str | int | None = None) -> Reading:
    """What the payload `data` says.

    Args:
        now: unix time at which it came.
        timezone: in which the dates of a chart begin.
        series: name or number of the series of a chart; None for the first.

    Raises:
        BodyError: it is no payload of a widget, or has numbers that are none.
    """
    if isinstance(data, list):
        return _list(data, now)
    if not isinstance(data, dict):
        raise BodyError("the payload is no object")
    if "highchart" in data or ("series" in data and _is_of_highcharts(data)):
        return highchart(_highchart_config(data.get("highchart", data)), series, now, timezone)
    if "series" in data:
        return series_chart(data, series, now, timezone)
    for word, reading in _BY_WORD.items():
        if word in data and "item" not in data:
            return reading(data, now)
    if "item" in data:
        return _of_item(data["item"], data, now, timezone)
    raise BodyError(
        "the payload is of no widget that there is: it has " + (", ".join(map(str, data))[:80] or "nothing")
    )


def _is_of_highcharts(data: Mapping[str, Any]) -> bool:
    return not {"x_axis", "y_axis"} & data.keys() and bool({"chart", "xAxis", "plotOptions", "title"} & data.keys())


def _of_item(item: Any, data: Mapping[str, Any], now: float, timezone: str) -> Reading:
    if isinstance(item, list):
        return _of_items(item, data, now, timezone)
    if isinstance(item, dict) and "measure" in item:
        return _bullets([item], now)
    if isinstance(item, dict) and not {"min", "max"} & data.keys():
        return _of_items([item], data, now, timezone)
    return _meter(data, now)


def _of_items(items: list[Any], data: Mapping[str, Any], now: float, timezone: str) -> Reading:
    if not items:
        raise BodyError("`item` is empty")
    objects = [one for one in items if isinstance(one, dict)]
    if not objects:
        return line_of_old(data, now, timezone)
    first = objects[0]
    if any("measure" in one for one in objects):
        return _bullets(objects, now)
    if any("label" in one for one in objects):
        return _shares(objects, now)
    if "value" not in first and any("text" in one for one in objects) and not any("value" in one for one in objects):
        return _text(objects, now)
    if "title" in first and "value" not in first:
        return _list(items, now)
    if len(items) == 3 and len(objects) == 3:
        return _rag(objects, data, now)
    return _number(items, data, now)


def _number(items: Sequence[Any], data: Mapping[str, Any], now: float) -> Reading:
    first = items[0]
    if not isinstance(first, dict):
        raise BodyError("the first item is no object with a value")
    if first.get("type") == "text":
        return Reading(text=plain_text(first.get("value") or first.get("text"), MAX_TEXT_LETTERS), as_of=now)
    value = amount(first.get("value"), "`value`")
    second = items[1] if len(items) > 1 else None
    unit = unit_of_sign(first.get("prefix"))
    if unit is None and first.get("type") == "time_duration":
        unit = "ms"
    title = plain_text(first.get("text"))
    if isinstance(second, list):
        trend = [amount(one, "a value of the trend") for one in second][-600:]
        manner = Manner(title=title or None, unit=unit)
        return Reading(value=value, as_of=now, series=trend or None, manner=manner)
    previous, words = None, ""
    direction: Direction | None = None
    if isinstance(second, dict):
        previous, words = amount(second.get("value"), "the second `value`"), plain_text(second.get("text"), 60)
        # Without a word, more is better.
        direction = "down" if _is_reverse(data) else "up"
    is_compared = previous is not None
    return Reading(
        value=value,
        as_of=now,
        previous=previous,
        previous_label=words or None if is_compared else None,
        manner=Manner(
            title=title or None,
            unit=unit,
            change_as="points" if is_compared and _is_true(data.get("absolute")) else None,
            direction=direction if is_compared else None,
        ),
    )


def _rag(items: Sequence[Mapping[str, Any]], data: Mapping[str, Any], now: float) -> Reading:
    every = [
        Item(label=plain_text(one.get("text")), value=amount(one.get("value"), "`value`"), level=level)
        for one, level in zip(items, _LEVELS_OF_RAG, strict=True)
    ]
    # One without anything in it is not shown.
    found = [one for one in every if one.value is not None or one.label]
    unit = shared_unit(unit_of_sign(one.get("prefix")) for one in items)
    if _is_reverse(data):
        found.reverse()
    return Reading(items=found, as_of=now, manner=Manner(unit=unit))


def _meter(data: Mapping[str, Any], now: float) -> Reading:
    value = needed_amount(_value_of(data.get("item")), "`item`")
    ends = [amount(_value_of(data.get(word)), f"`{word}`") for word in ("min", "max")]
    unit = unit_of_format(data.get("format"), data.get("unit"), [value, *ends])
    if unit is None and isinstance(data.get("item"), dict):
        unit = unit_of_sign(data["item"].get("prefix"))
    return Reading(
        value=value,
        as_of=now,
        manner=Manner(unit=unit, minimum=ends[0], maximum=ends[1], direction="down" if _is_reverse(data) else "up"),
    )


def _shares(items: Sequence[Mapping[str, Any]], now: float) -> Reading:
    """A pie or a funnel."""
    found = [
        Item(label=plain_text(one.get("label")), value=amount(one.get("value"), "`value`")) for one in items[:MAX_ITEMS]
    ]
    unit = shared_unit(unit_of_sign(one.get("prefix")) for one in items)
    return Reading(items=found, as_of=now, manner=None if unit is None else Manner(unit=unit))


def _leaderboard(data: Mapping[str, Any], now: float) -> Reading:
    found = [
        Item(
            label=plain_text(one.get("label")),
            value=amount(one.get("value"), "`value`"),
            previous_rank=_rank(one.get("previous_rank")),
        )
        for one in _objects(data["items"], "`items`")
    ]
    unit = unit_of_format(data.get("format"), data.get("unit"), [one.value for one in found])
    return Reading(items=found, as_of=now, manner=None if unit is None else Manner(unit=unit))


def _rank(data: object) -> int | None:
    """A place in a ranking; None for one that there is not."""
    found = amount(data, "`previous_rank`")
    return int(found) if found is not None and found.is_integer() and 1 <= found <= LAST_RANK else None


def _list(data: Sequence[Any], now: float) -> Reading:
    found = []
    for one in _objects(data, "the list"):
        title, label = one.get("title"), one.get("label")
        name = plain_text(label.get("name") if isinstance(label, dict) else label)
        more = " · ".join(part for part in (name, plain_text(one.get("description"))) if part)
        words = plain_text(title.get("text") if isinstance(title, dict) else title)
        found.append(Item(label=words, detail=more[:200] or None))
    return Reading(items=found, as_of=now)


def _text(items: Sequence[Mapping[str, Any]], now: float) -> Reading:
    pages = [one for one in items[:10] if plain_text(one.get("text"))]
    said = "\n\n".join(plain_text(one["text"], MAX_TEXT_LETTERS) for one in pages)
    return Reading(
        text=said[:MAX_TEXT_LETTERS],
        items=[
            Item(label=plain_text(one["text"]), level="red" if amount(one.get("type"), "`type`") == 1 else None)
            for one in pages
        ],
        as_of=now,
    )


def _monitoring(data: Mapping[str, Any], now: float) -> Reading:
    word = plain_text(data.get("status"))
    state = _STATES.get(word.lower())
    if state is None:
        raise BodyError(f"`status` is {word[:40]!r}; it can be Up, Down or Unreported")
    down = plain_text(data.get("downTime") or data.get("downtime"))
    response = plain_text(data.get("responseTime") or data.get("responsetime"))
    said = " · ".join(part for part in (down and f"last down {down}", response) if part)
    # Up is 1 and down is 0, for tiles that have a number and for the colours of others.
    value = {"up": 1.0, "down": 0.0}.get(state)
    return Reading(
        value=value,
        text=f"{word}\n\n{said}" if said else word,
        items=[Item(label=word, state=state, detail=said[:200] or None)],
        as_of=now,
        manner=Manner(direction="up", red=1.0),
    )


def _map(data: Mapping[str, Any], now: float) -> Reading:
    points = data.get("points", data)
    points = points.get("point") if isinstance(points, dict) else points
    return Reading(items=[_place(one) for one in _objects(points, "`point`")], as_of=now)


def _place(one: Mapping[str, Any]) -> Item:
    city = one.get("city")
    words = plain_text(city.get("city_name") if isinstance(city, dict) else city)
    lat, lon = amount(one.get("latitude"), "`latitude`"), amount(one.get("longitude"), "`longitude`")
    if lat is not None and lon is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BodyError(f"there is no place at {lat:g}, {lon:g}")
    if words and (lat is None or lon is None):
        country = plain_text(city.get("country_code")) if isinstance(city, dict) else ""
        lat, lon = place_of_city(words, country) or (None, None)
    is_place = lat is not None and lon is not None
    if not words:
        words = plain_text(one.get("host") or one.get("ip")) or (f"{lat:g}, {lon:g}" if is_place else "")
    return Item(
        label=words,
        value=amount(one.get("size"), "`size`"),
        lat=lat if is_place else None,
        lon=lon if is_place else None,
    )


def _bullets(items: Sequence[Mapping[str, Any]], now: float) -> Reading:
    """One alone is the figure of its tile; of several each has a scale and zones of its own."""
    first, *more = [_bullet(one, now) for one in items[:MAX_ITEMS]]
    if not more:
        return first
    bars = [_bar_of(one, made, made.manner or Manner()) for one, made in zip(items, (first, *more), strict=False)]
    return Reading(value=first.value, target=first.target, items=bars, as_of=now)


def _bar_of(one: Mapping[str, Any], made: Reading, manner: Manner) -> Item:
    return Item(
        label=plain_text(one.get("label")),
        value=made.value,
        target=made.target,
        detail=plain_text(one.get("sublabel")) or None,
        direction=manner.direction,
        amber=manner.amber,
        red=manner.red,
        minimum=manner.minimum,
        maximum=manner.maximum,
    )


def _bullet(one: Mapping[str, Any], now: float) -> Reading:
    measure = _object(one.get("measure"), "`measure`")
    value = needed_amount(_object(measure.get("current"), "`current`").get("end"), "`current.end`")
    comparative = one.get("comparative")
    target = amount(comparative.get("point") if isinstance(comparative, dict) else comparative, "`comparative`")
    axis = one.get("axis")
    points = axis.get("point") if isinstance(axis, dict) else axis
    ends = (
        [end for point in points if (end := amount(point, "a point of the axis")) is not None]
        if isinstance(points, list)
        else []
    )
    manner = _zones(one.get("range"))
    manner = msgspec.structs.replace(
        manner,
        title=plain_text(one.get("label")) or None,
        minimum=min(ends, default=None),
        maximum=max(ends, default=None),
    )
    return Reading(value=value, target=target, manner=manner, as_of=now)


def _zones(data: object) -> Manner:
    """Thresholds, from where red, amber and green begin and end."""
    zones: dict[str, tuple[float, float]] = {}
    given = (
        [(one.get("color") or one.get("colour"), one) for one in data if isinstance(one, dict)]
        if isinstance(data, list)
        else list(data.items())
        if isinstance(data, dict)
        else []
    )
    for name, zone in given:
        if isinstance(zone, dict):
            start, end = amount(zone.get("start"), "`start`"), amount(zone.get("end"), "`end`")
            if start is not None and end is not None:
                zones[str(name)] = (min(start, end), max(start, end))
    red, amber, green = (zones.get(name) for name in ("red", "amber", "green"))
    if green is None or (red is None and amber is None):
        return Manner()
    worse = amber or red
    assert worse is not None
    is_up = green[0] >= worse[0]
    direction: Direction = "up" if is_up else "down"
    edge = 0 if is_up else 1
    if amber is None:
        # Right behind good comes red.
        return Manner(direction=direction, red=green[edge])
    return Manner(direction=direction, amber=green[edge], red=amber[edge] if red else None)


def _highchart_config(data: object) -> Mapping[str, Any]:
    """The settings of a chart; those that are a text are read, and never run."""
    if isinstance(data, str):
        data = _plain(data.encode("utf-8", "replace"))
    return _object(data, "`highchart`")


def _plain(text: bytes) -> Any:
    try:
        return plain_json(text)
    except BodyError:
        if not text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            raise
    return script_literal(text.decode("utf-8", "replace"))


def _is_reverse(data: Mapping[str, Any]) -> bool:
    return str(data.get("type", "")).strip().lower() == "reverse"


def _is_true(data: object) -> bool:
    """Whether a switch is on, also one that is a text, as in XML."""
    return str(data).strip().lower() in ("true", "1", "yes")


def _value_of(data: object) -> object:
    return data.get("value") if isinstance(data, dict) else data


def _object(data: object, what: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise BodyError(f"{what} is no object")
    return data


def _objects(data: object, what: str) -> list[Mapping[str, Any]]:
    """At most as many as a tile takes."""
    if isinstance(data, dict):
        data = [data]  # one alone, as it comes out of XML
    if not isinstance(data, list):
        raise BodyError(f"{what} is no list")
    return [_object(one, f"one of {what}") for one in data[:MAX_ITEMS]]


_BY_WORD: Mapping[str, Callable[[Mapping[str, Any], float], Reading]] = {
    "points": _map,
    "point": _map,
    "items": _leaderboard,
    "status": _monitoring,
}
"""What a payload is that has such a word, and no `item`."""
