"""The words that the widgets of an office put on the glass themselves, all in one place; in English."""

from __future__ import annotations

from displayd.text.formatter import Formatter
from displayd.text.language import word

__all__ = [
    "ALL_DAY",
    "BIRTHDAY",
    "BUSY",
    "FREE",
    "NOBODY",
    "NOTHING_MORE",
    "NOTHING_PLANNED",
    "NOW",
    "NO_DAYS",
    "NO_ITEMS",
    "REST_OF_DAY",
    "THANK_YOU",
    "TODAY",
    "TOMORROW",
    "ago",
    "anniversary",
    "becomes",
    "feels_like",
    "in_time",
    "rain_of",
    "until",
    "wind_of",
]

ALL_DAY = word("all day")
BIRTHDAY = word("Birthday")
BUSY = word("Busy")
FREE = word("Free")
NOBODY = word("Nobody")
NO_ITEMS = word("No items")
NOTHING_PLANNED = word("Nothing planned")
NOTHING_MORE = word("Nothing more")
NO_DAYS = word("No special days")
NOW = word("now")
REST_OF_DAY = word("for the rest of the day")
THANK_YOU = word("Thank you")
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


def anniversary(formatter: Formatter, years: str) -> str:
    """`Anniversary · 7`, as far as the years are known."""
    name = formatter.say("Anniversary")
    return f"{name} · {years}" if years else name


def becomes(formatter: Formatter, years: str) -> str:
    """`turns 40`."""
    return formatter.say("turns {years}", years=years)
