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
    "REST_OF_DAY",
    "TODAY",
    "TOMORROW",
    "in_time",
    "until",
]

ALL_DAY = "all day"
BUSY = "Busy"
FREE = "Free"
NEXT = "next"
NOBODY = "Nobody"
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
