"""Lengths of time as people write them: `30s`, `5m`, `24h`, `1h30m`, `7d`, or a number of seconds."""

from __future__ import annotations

import re
from typing import Annotated

from msgspec import Meta

__all__ = ["Duration", "seconds_of"]

Duration = Annotated[
    Annotated[
        str,
        Meta(
            pattern=r"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d|w|y))+$",
            max_length=30,
            extra={"words": "a length of time is written `30s`, `5m`, `24h` or `7d`"},
        ),
    ]
    | Annotated[float, Meta(gt=0, le=34_560_000)],
    Meta(examples=["24h"]),
]
"""Text or seconds."""

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_536_000}


def seconds_of(duration: str | float) -> float:
    """How long `duration` is."""
    if not isinstance(duration, str):
        return float(duration)
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d|w|y)", duration)
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)
