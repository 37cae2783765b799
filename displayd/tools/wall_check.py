"""Every mistake in a wall folder: all that `check` says where nothing can be drawn, and its beginning elsewhere."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

from displayd.errors import ConfigError, Mistake
from displayd.hub.publish.publisher import Publisher
from displayd.hub.wall.loader import Wall, load
from displayd.tools.offline_values import computed_values

__all__ = ["check", "today"]


def check(folder: Path) -> Wall:
    """The wall in `folder`. Every screen is tried, as the hub would do.

    Raises:
        ConfigError: every mistake in it.
    """
    wall = load(folder, today())
    now = time.time()
    try:
        publisher = Publisher()
        publisher.publish(wall, computed_values(wall, now), now)
    except Exception as exc:
        # Fence: the hub would refuse this wall for the same reason, whatever it is.
        mistake = Mistake(str(folder), f"cannot be used: {exc!r}"[:500], "this is a fault of displayd")
        raise ConfigError(str(folder), [mistake]) from exc
    faults = {name: publisher.fault(name) for name in wall.screens}
    if mistakes := [Mistake(f"screen `{name}`", why, "show fewer dashboards") for name, why in faults.items() if why]:
        raise ConfigError(str(folder), mistakes)
    return wall


def today() -> datetime.date:
    """The day in UTC: no review of a layout can be of a later one."""
    return datetime.datetime.now(datetime.UTC).date()
