"""The words that the widgets of an office put on the glass themselves, all in one place."""

from __future__ import annotations

__all__ = [
    "ALL_DAY",
    "BUSY",
    "FREE",
    "NEXT",
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

ALL_DAY = "all day"
BUSY = "Busy"
FREE = "Free"
NEXT = "next"
NOBODY = "Nobody"
NO_ITEMS = "No items"
NOTHING_PLANNED = "Nothing planned"
NOW = "now"
REST_OF_DAY = "for the rest of the day"
TODAY = "Today"
TOMORROW = "Tomorrow"


def until(moment: str) -> str:
    """`until 14:00`."""
    return f"until {moment}"


def in_time(age: str) -> str:
    """`in 4 min`."""
    return f"in {age}"


def feels_like(temperature: str) -> str:
    """`feels 4 °C`."""
    return f"feels {temperature}"


def wind_of(speed: str) -> str:
    """`wind 24 km/h`."""
    return f"wind {speed}"


def rain_of(amount: str) -> str:
    """`rain 70%`."""
    return f"rain {amount}"


def ago(age: str) -> str:
    """`3 h ago`."""
    return f"{age} ago"
