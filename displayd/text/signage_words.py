"""The words that the widgets of an office put on the glass themselves, all in one place; in English."""

from __future__ import annotations

from displayd.text.formatter import Formatter
from displayd.text.language import word

__all__ = [
    "ALL_DAY",
    "BUSY",
    "FREE",
    "NOBODY",
    "NOTHING_PLANNED",
    "NOW",
    "NO_ITEMS",
    "REST_OF_DAY",
    "TODAY",
    "TOMORROW",
    "ago",
    "feels_like",
    "in_time",
    "rain_of",
    "until",
    "wind_of",
]

ALL_DAY = word("all day")
BUSY = word("Busy")
FREE = word("Free")
NOBODY = word("Nobody")
NO_ITEMS = word("No items")
NOTHING_PLANNED = word("Nothing planned")
NOW = word("now")
REST_OF_DAY = word("for the rest of the day")
TODAY = word("Today")
TOMORROW = word("Tomorrow")


def until(formatter: Formatter, moment: str) -> str:
    """`until 14:00`."""
    return formatter.say("until {moment}", moment=moment)


def in_time(formatter: Formatter, age: str) -> str:
    """`in 4 min`."""
    return formatter.say("in {age}", age=age)


def feels_like(formatter: Formatter, temperature: str) -> str:
    """`feels 4 °C`."""
    return formatter.say("feels {temperature}", temperature=temperature)


def wind_of(formatter: Formatter, speed: str) -> str:
    """`wind 24 km/h`."""
    return formatter.say("wind {speed}", speed=speed)


def rain_of(formatter: Formatter, amount: str) -> str:
    """`rain 70%`."""
    return formatter.say("rain {amount}", amount=amount)


def ago(formatter: Formatter, age: str) -> str:
    """`3 h ago`."""
    return formatter.say("{age} ago", age=age)
