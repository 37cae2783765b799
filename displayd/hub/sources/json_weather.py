"""The weather in the JSON of any service, once a path has given it the names that we have for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Weather
from displayd.hub.sources.json_readings import figure_of, moment_of
from displayd.tile.sky import Sky

__all__ = ["weather_of"]

MOST_DAYS = 16

_FIGURES = ("temperature", "feels", "low", "wind", "rain", "chance")

# What some services write as 0 to 1.
_SHARE = "share"
_NAMES = {*_FIGURES, "code", "openweather", "is_day", "time", _SHARE}
_HINT = "for example `{code: current.weather_code, temperature: current.temperature_2m}`"

# OpenWeather's codes by their beginning, and those that are something else; the WMO's are to the right.
_HUNDREDS = {2: 95, 3: 53, 5: 63, 6: 73, 7: 45}
_OPENWEATHER = {
    202: 99, 212: 95, 300: 51, 302: 55, 310: 51, 312: 55, 314: 55, 500: 61, 502: 65, 503: 65, 504: 65, 511: 66, 520: 80,
    521: 81, 522: 82, 531: 82, 600: 71, 602: 75, 611: 68, 612: 68, 613: 68, 615: 68, 616: 68, 620: 85, 621: 85, 622: 86,
    711: 4, 721: 5, 731: 6, 751: 6, 761: 6, 762: 4, 771: 82, 781: 19, 800: 0, 801: 1, 802: 2, 803: 3, 804: 3,
}  # fmt: skip


def weather_of(found: Any, timezone: str) -> Weather | None:
    """The weather that `found` is: an object with names of ours, and `days`; None for null.

    Raises:
        SourceError: it is something else.
    """
    if found is None:
        return None
    if not isinstance(found, Mapping):
        raise SourceError("`weather` is no object", _HINT)
    now = {name: value for name, value in found.items() if name != "days"}
    sky = _sky(now, timezone, "weather") if any(value is not None for value in now.values()) else None
    return Weather(now=sky, days=_days(found.get("days"), timezone))


def _days(found: Any, timezone: str) -> list[Sky]:
    """A list of objects, or one object of lists that are as long as each other."""
    if found is None:
        return []
    if isinstance(found, Mapping):
        found = _turned(found)
    if not isinstance(found, list):
        raise SourceError("`weather.days` is no list", "objects, or one object of lists: `{time: daily.time, ...}`")
    return [_sky(one, timezone, f"weather.days[{number}]") for number, one in enumerate(found[:MOST_DAYS])]


def _turned(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Objects from one object of lists."""
    lists = {name: value for name, value in columns.items() if value is not None}
    if not all(isinstance(value, Sequence) and not isinstance(value, str) for value in lists.values()):
        raise SourceError("`weather.days` is no list", "objects, or one object of lists: `{time: daily.time, ...}`")
    length = min((len(value) for value in lists.values()), default=0)
    return [{name: value[number] for name, value in lists.items()} for number in range(min(length, MOST_DAYS))]


def _sky(found: Any, timezone: str, what: str) -> Sky:
    if not isinstance(found, Mapping):
        raise SourceError(f"`{what}` is no object", _HINT)
    if unknown := set(found) - _NAMES:
        raise SourceError(f"`{what}` has `{min(unknown)}`", f"it may have {', '.join(sorted(_NAMES))}")
    fields: dict[str, Any] = {name: figure_of(found.get(name), f"{what}.{name}") for name in _FIGURES}
    fields["time"] = moment_of(found.get("time"), timezone, f"{what}.time")
    fields["code"] = _code(found, what)
    is_day = figure_of(found.get("is_day"), f"{what}.is_day")
    fields["is_night"] = None if is_day is None else is_day == 0
    share = figure_of(found.get(_SHARE), f"{what}.{_SHARE}")
    if share is not None:
        fields["chance"] = share * 100
    if fields["chance"] is not None:
        fields["chance"] = min(100.0, max(0.0, fields["chance"]))
    for name in ("temperature", "feels", "low"):
        if fields[name] is not None and not -200 <= fields[name] <= 250:
            raise SourceError(f"`{what}.{name}` is {fields[name]:,.0f}, and no temperature", _HINT)
    try:
        return msgspec.convert({name: value for name, value in fields.items() if value is not None}, Sky)
    except msgspec.ValidationError as exc:
        raise SourceError(f"`{what}`: {exc}", _HINT) from exc


def _code(found: Mapping[str, Any], what: str) -> int | None:
    """The code of the WMO; one that is none is nothing."""
    number = figure_of(found.get("openweather"), f"{what}.openweather")
    if number is not None:
        return _OPENWEATHER.get(int(number), _HUNDREDS.get(int(number) // 100))
    number = figure_of(found.get("code"), f"{what}.code")
    return int(number) if number is not None and 0 <= number <= 99 else None
