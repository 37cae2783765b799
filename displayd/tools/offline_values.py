"""The numbers of a wall without a running hub: those kept, those made up, and those of this machine."""

from __future__ import annotations

import time
from pathlib import Path

from displayd.errors import SourceError, StoreError
from displayd.hub.metrics.live import CLOCK_SLACK_SECONDS, Metrics
from displayd.hub.metrics.reading import Past
from displayd.hub.sources.host import Host
from displayd.hub.sources.readings import host_answers, sample_readings
from displayd.hub.storage.database import FILE_NAME, Store
from displayd.hub.wall.loader import Wall

__all__ = ["values_without_hub"]

# Rates and shares of time need two readings.
BETWEEN_READINGS_SECONDS = 0.25


def values_without_hub(wall: Wall, state: Path | None, unix_time: float) -> Metrics:
    """The metrics of `wall` with what can be had without a running hub: stored, made up, and of this machine.

    Raises:
        StoreError: `state` is not the state folder of a hub, or cannot be read.
    """
    metrics = Metrics()
    metrics.define(wall.metrics, _stored(wall, state, unix_time), wall.timezone)
    for metric, reading in sample_readings(wall, unix_time).items():
        metrics.put(metric, reading, unix_time)
    host = Host()
    if host_answers(wall, host, unix_time):
        time.sleep(BETWEEN_READINGS_SECONDS)
        for metric, answer in host_answers(wall, host, unix_time + BETWEEN_READINGS_SECONDS).items():
            if isinstance(answer, SourceError):
                metrics.fail(metric, answer.message, unix_time)
            else:
                metrics.put(metric, answer, unix_time)
    return metrics


def _stored(wall: Wall, state: Path | None, unix_time: float) -> dict[str, Past]:
    if state is None:
        return {}
    if not (state / FILE_NAME).is_file():
        raise StoreError(f"{state}: no hub keeps its values there", "name the --state folder of the hub, or none")
    store = Store(state / FILE_NAME)
    try:
        since = unix_time - wall.settings.history_days * 86_400
        until = unix_time + CLOCK_SLACK_SECONDS
        return {metric: store.past(metric, since, until) for metric in wall.metrics}
    finally:
        store.close()
