"""Whether a time zone is known."""

from __future__ import annotations

import zoneinfo

__all__ = ["check_timezone"]


def check_timezone(name: str) -> None:
    """Refuse a time zone that is not known; the empty name stands for the screen's own.

    Raises:
        ValueError: no such time zone.
    """
    try:
        zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"unknown time zone `{name}`, expected one such as `Europe/London`") from None
