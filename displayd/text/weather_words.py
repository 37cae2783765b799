"""The weather in words, by the codes of the WMO (table 4677) as weather services write them."""

from __future__ import annotations

from typing import Literal

__all__ = ["Look", "look_of", "weather_word"]

Look = Literal[
    "clear", "cloudy", "overcast", "fog", "haze", "drizzle", "rain", "sleet", "snow", "showers", "hail", "storm", ""
]
"""What is drawn; empty for nothing."""

_WORDS = {
    0: "Clear", 1: "Mostly clear", 2: "Partly cloudy", 3: "Overcast",
    51: "Light drizzle", 53: "Drizzle", 55: "Heavy drizzle", 56: "Freezing drizzle", 57: "Freezing drizzle",
    61: "Light rain", 63: "Rain", 65: "Heavy rain", 66: "Freezing rain", 67: "Freezing rain",
    71: "Light snow", 73: "Snow", 75: "Heavy snow", 77: "Snow grains",
    80: "Light showers", 81: "Showers", 82: "Heavy showers", 85: "Snow showers", 86: "Snow showers",
    95: "Thunderstorm", 96: "Thunderstorm, hail", 99: "Thunderstorm, hail",
}  # fmt: skip

_OF_LOOK = {
    "clear": "Clear", "cloudy": "Partly cloudy", "overcast": "Overcast", "fog": "Fog", "haze": "Haze",
    "drizzle": "Drizzle", "rain": "Rain", "sleet": "Sleet", "snow": "Snow", "showers": "Showers", "hail": "Hail",
    "storm": "Thunderstorm", "": "",
}  # fmt: skip

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
    """The weather of that code in one or two words; empty where nobody knows."""
    return "" if code is None else _WORDS.get(code) or _OF_LOOK[look_of(code)]
