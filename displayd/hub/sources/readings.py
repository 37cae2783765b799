"""Which of the wall's metrics the hub fills itself, and with what."""

from __future__ import annotations

import math
from typing import Protocol

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources import sample
from displayd.hub.wall.loader import Wall

__all__ = ["Figures", "host_answers", "next_sample", "sample_readings"]

# A figure that has not been renewed for so many readings in a row no longer counts.
READINGS_UNTIL_EXPIRED = 6


class Figures(Protocol):
    """A source of the machine's figures; `Host` is the real one."""

    def read(self, figures: set[str], unix_time: float) -> dict[str, float | SourceError]:
        """The value of each of `figures`, or why there is none; left out while there is nothing to say."""
        ...


def sample_readings(wall: Wall, unix_time: float, since: float = -math.inf) -> dict[str, Reading]:
    """Every made-up metric of `wall` that has changed after `since`, as it is at `unix_time`."""
    found = {}
    for metric, entry in wall.metrics.items():
        if since == -math.inf or sample.next_change(entry, since) <= unix_time:
            reading = sample.reading_at(metric, entry, unix_time, wall.timezone)
            if reading is not None:
                found[metric] = reading
    return found


def next_sample(wall: Wall, unix_time: float) -> float:
    """When the first of the made-up metrics changes next, unix time; infinity without any."""
    return min((sample.next_change(entry, unix_time) for entry in wall.metrics.values()), default=math.inf)


def host_answers(wall: Wall, host: Figures, unix_time: float) -> dict[str, Reading | SourceError]:
    """What this machine says about every metric of `wall` that asks for it. Blocks for some milliseconds."""
    wanted = {metric: entry.host for metric, entry in wall.metrics.items() if entry.host is not None}
    answers = host.read(set(wanted.values()), unix_time)
    expire_after = wall.settings.host_seconds * READINGS_UNTIL_EXPIRED
    given: dict[str, Reading | SourceError] = {}
    for metric, figure in wanted.items():
        answer = answers.get(figure)
        if isinstance(answer, SourceError):
            given[metric] = answer
        elif answer is not None:
            own = wall.metrics[metric].expire_after
            # Whole seconds: nobody sees the rest.
            given[metric] = Reading(value=answer, as_of=unix_time // 1, expire_after=own or max(60.0, expire_after))
    return given
