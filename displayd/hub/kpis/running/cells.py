"""Values of a database as those of a frame."""

from __future__ import annotations

import datetime
import decimal
import math
from typing import Any

from displayd.hub.kpis.running.frames import Cell

__all__ = ["cell"]

MAX_LETTERS = 1000
MAX_WHOLE = 2**63


def cell(value: Any) -> Cell:
    """`value`, from any database; what is no number is nothing."""
    match value:
        case None | bool():
            return value
        case int():
            return value if abs(value) < MAX_WHOLE else float(value)
        case float() | decimal.Decimal():
            number = float(value)
            return number if math.isfinite(number) else None
        case str():
            return value[:MAX_LETTERS]
        case datetime.datetime():
            return _time(value)
        case datetime.date():
            return "day", value.isoformat()
        case datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            return value.total_seconds()
        case bytes() | bytearray() | memoryview():
            return bytes(value)[:MAX_LETTERS].decode("utf-8", "replace")
    # Numbers of libraries have their own classes.
    try:
        return cell(float(value))
    except (TypeError, ValueError):
        return str(value)[:MAX_LETTERS]


def _time(value: datetime.datetime) -> Cell:
    if value.tzinfo is None:
        return "time", value.isoformat(sep=" ")
    try:
        return "moment", str(value.timestamp())
    except (OverflowError, ValueError):
        return None
