"""Made-up weather that looks like real one: a pure function of the recipe, the metric and the time."""

from __future__ import annotations

import datetime
import math
import zlib

from displayd.hub.metrics.reading import Weather
from displayd.hub.sources.sample_shapes import local_time, random_at
from displayd.hub.sources.sample_spec import SampleWeather
from displayd.tile.sky import Sky

__all__ = ["sample_weather"]

# From this code of the WMO on something falls from the sky.
FIRST_WET = 51

# The warmest hour of a day, and the hours between which the sun is taken to be up.
WARMEST, SUNRISE, SUNSET = 15, 7, 18

# km/h, and how much colder it feels in the strongest wind.
WIND, WIND_CHILL = (6.0, 30.0), 4.0


def sample_weather(metric: str, spec: SampleWeather, as_of: float, timezone: str) -> Weather:
    """The weather at `as_of`, and that of the days from then on.

    Args:
        timezone: in which the days are counted.
    """
    now = local_time(as_of, timezone)
    today = _day(metric, spec, now.date(), timezone)
    hour = now.hour + now.minute / 60
    assert today.low is not None
    assert today.temperature is not None
    warmth = 0.5 + 0.5 * math.cos((hour - WARMEST) / 24 * 2 * math.pi)
    temperature = round(today.low + (today.temperature - today.low) * warmth, 1)
    gust = _random(metric, "wind", now.toordinal() * 24 + now.hour)
    sky = Sky(
        code=today.code,
        temperature=temperature,
        feels=round(temperature - WIND_CHILL * gust, 1),
        wind=float(round(WIND[0] + (WIND[1] - WIND[0]) * gust)),
        is_night=not SUNRISE <= hour < SUNSET,
    )
    days = [_day(metric, spec, now.date() + datetime.timedelta(days=number), timezone) for number in range(spec.days)]
    return Weather(now=sky, days=days)


def _day(metric: str, spec: SampleWeather, date: datetime.date, timezone: str) -> Sky:
    number = date.toordinal()
    coldest, warmest = (float(end) for end in spec.between)
    code = spec.skies[number % len(spec.skies)]
    chance = 10 * round((6 if code >= FIRST_WET else 0) + 3 * _random(metric, "rain", number))
    low = coldest + (warmest - coldest) * 0.4 * _random(metric, "night", number)
    high = warmest - (warmest - coldest) * 0.4 * _random(metric, "day", number)
    noon = local_time(0, timezone).replace(year=date.year, month=date.month, day=date.day, hour=12)
    return Sky(
        time=noon.timestamp(),
        code=code,
        temperature=round(high, 1),
        low=round(min(low, high), 1),
        chance=float(chance),
    )


def _random(metric: str, what: str, number: int) -> float:
    return random_at(zlib.crc32(f"{metric}/{what}".encode()), number)
