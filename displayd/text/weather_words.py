"""The weather in words, by the codes of the WMO (table 4677) as weather services write them."""

from __future__ import annotations

from typing import Literal

from displayd.text.language import word

__all__ = ["Look", "look_of", "weather_word"]

Look = Literal[
    "clear", "cloudy", "overcast", "fog", "haze", "drizzle", "rain", "sleet", "snow", "showers", "hail", "storm", ""
]
"""What is drawn; empty for nothing."""

_WORDS = {
    0: word("Clear"),
    1: word("Mostly clear"),
    2: word("Partly cloudy"),
    3: word("Overcast"),
    51: word("Light drizzle"),
    53: word("Drizzle"),
    55: word("Heavy drizzle"),
    56: word("Freezing drizzle"),
    57: word("Freezing drizzle"),
    61: word("Light rain"),
    63: word("Rain"),
    65: word("Heavy rain"),
    66: word("Freezing rain"),
    67: word("Freezing rain"),
    71: word("Light snow"),
    73: word("Snow"),
    75: word("Heavy snow"),
    77: word("Snow grains"),
    80: word("Light showers"),
    81: word("Showers"),
    82: word("Heavy showers"),
    85: word("Snow showers"),
    86: word("Snow showers"),
    95: word("Thunderstorm"),
    96: word("Thunderstorm, hail"),
    99: word("Thunderstorm, hail"),
}

_OF_LOOK = {
    "clear": word("Clear"),
    "cloudy": word("Partly cloudy"),
    "overcast": word("Overcast"),
    "fog": word("Fog"),
    "haze": word("Haze"),
    "drizzle": word("Drizzle"),
    "rain": word("Rain"),
    "sleet": word("Sleet"),
    "snow": word("Snow"),
    "showers": word("Showers"),
    "hail": word("Hail"),
    "storm": word("Thunderstorm"),
    "": "",
}

# The last code of each look, in order; the table goes from 0 to 99.
_LOOKS: tuple[tuple[int, Look], ...] = (
    (1, "clear"), (2, "cloudy"), (3, "overcast"), (9, "haze"), (12, "fog"), (16, "drizzle"), (19, "storm"),
    (20, "drizzle"), (21, "rain"), (22, "snow"), (24, "sleet"), (25, "showers"), (26, "snow"), (27, "hail"),
    (28, "fog"), (29, "storm"), (35, "haze"), (39, "snow"), (49, "fog"), (55, "drizzle"), (57, "sleet"), (65, "rain"),
    (69, "sleet"), (79, "snow"), (82, "showers"), (84, "sleet"), (86, "snow"), (90, "hail"), (99, "storm"),
)  # fmt: skip


def look_of(code: int | None) -> Look:
    """What the weather of that code looks like; empty where nobody knows."""
    if code is None:
        return ""
    return next((look for last, look in _LOOKS if code <= last), "")


def weather_word(code: int | None) -> str:
    """The weather of that code in one or two words, in English; empty where nobody knows."""
    return "" if code is None else _WORDS.get(code) or _OF_LOOK[look_of(code)]
