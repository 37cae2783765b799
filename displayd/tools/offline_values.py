"""The numbers of a wall without a running hub: those kept, and what the sources say that can be asked anywhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from concurrent import futures
from pathlib import Path
from typing import Any, NamedTuple

from displayd.errors import SourceError, StoreError
from displayd.hub.client_states import ClientStates
from displayd.hub.dashing_widgets import DashingWidgets
from displayd.hub.datasets import Datasets
from displayd.hub.metrics.live import CLOCK_SLACK_SECONDS, Metrics
from displayd.hub.metrics.metric import reach_of
from displayd.hub.metrics.reading import Past, Reading
from displayd.hub.pushed_groups import PushedGroups
from displayd.hub.sources.registry import SOURCES, asked_of, partners_of
from displayd.hub.sources.source import Answers, Asked, Office, Reader, Source
from displayd.hub.wall.loader import Wall
from displayd.hub.widget_payloads import WidgetPayloads

__all__ = ["add_stand_ins", "computed_values", "stored_values", "values_without_hub"]

# Rates and shares of time need two readings.
BETWEEN_READINGS_SECONDS = 0.25


def values_without_hub(wall: Wall, state: Path | None, unix_time: float) -> Metrics:
    """The metrics of `wall` with what can be had without a running hub: what was stored, and what sources say.

    Raises:
        StoreError: `state` is not the state folder of a hub, or cannot be read.
    """
    kept = _kept(wall, state, unix_time)
    sources = [source for source in SOURCES.values() if not source.reads_pushed or state is not None]
    return _values(wall, sources, kept, unix_time)


def stored_values(wall: Wall, state: Path | None, unix_time: float) -> Metrics:
    """The metrics of `wall` with what a hub with the state folder `state` has kept; nobody is asked.

    Raises:
        StoreError: `state` is not the state folder of a hub, or cannot be read.
    """
    kept = _kept(wall, state, unix_time)
    sources = [source for source in SOURCES.values() if source.reads_pushed and state is not None]
    return _values(wall, sources, kept, unix_time)


def computed_values(wall: Wall, unix_time: float) -> Metrics:
    """The metrics of `wall` with what follows from their definitions alone; nothing outside is asked."""
    return _values(
        wall, [source for source in SOURCES.values() if source.is_computed], _Kept({}, wall.office), unix_time
    )


def add_stand_ins(metrics: Metrics, unix_time: float) -> None:
    """Give a likely number to each of `metrics` that nothing is known of: its tile is looked at all the same."""
    for name in metrics.names():
        if metrics.reading(name) is not None:
            continue
        entry = metrics.entry(name)
        usual = {"percentunit": 0.875, "percent": 87.5}.get(entry.unit or "", 1284.0)
        value = next((one for one in (entry.target, entry.amber, entry.red) if one is not None), usual)
        for hours_ago in (3, 2, 1, 0):
            moment = unix_time - hours_ago * 3600
            metrics.put(name, Reading(value=value, as_of=moment), moment)


class _Kept(NamedTuple):
    """What a hub has kept."""

    pasts: Mapping[str, Past]
    office: Office
    """With all that clients have pushed for sources to read."""


def _values(wall: Wall, sources: Collection[Source[Any]], kept: _Kept, unix_time: float) -> Metrics:
    metrics = Metrics()
    metrics.define(wall.metrics, kept.pasts, wall.timezone, wall.day_zones)
    asking = [
        (
            source,
            partner,
            _last_answers(source, reader, asked_of(source, wall.metrics, partner), kept.office, unix_time),
        )
        for source in sources
        if source.offline_readings or source.reads_pushed
        for partner in partners_of(source, wall.metrics)
        if (reader := source.reader()) is not None
    ]
    for source, partner, found in asking:
        futures.wait([found], source.patience_of(partner, wall.office))
        late = dict.fromkeys(asked_of(source, wall.metrics, partner), SourceError(source.no_answer, kind="silent"))
        for metric, answer in (found.result() if found.done() else late).items():
            who = source.partner_title(partner, wall.office)
            if isinstance(answer, SourceError):
                metrics.fail(metric, answer.message, unix_time, who, answer.kind)
            else:
                metrics.put(metric, answer, unix_time, who)
    return metrics


def _last_answers(
    source: Source[Any], reader: Reader[Any], asked: Mapping[str, Asked[Any]], office: Office, unix_time: float
) -> futures.Future[Answers]:
    """What a partner of `source` says, asked as often as it takes; or a fault of ours in asking it."""
    found: futures.Future[Answers] = futures.Future()

    def ask() -> None:
        try:
            answers: Answers = {}
            for number in range(max(1, source.offline_readings)):
                time.sleep(BETWEEN_READINGS_SECONDS if number else 0)
                answers = reader.read(asked, office, unix_time + number * BETWEEN_READINGS_SECONDS)
            # Who has much to say hands it over in portions.
            while asked.keys() - answers.keys() and reader.next_due(asked, office, unix_time) <= unix_time:
                portion = reader.read(asked, office, unix_time)
                if not portion.keys() - answers.keys():
                    break
                answers |= portion
            found.set_result(answers)
        except Exception as exc:  # noqa: BLE001 - whoever waits for the answer gets it
            found.set_exception(exc)

    # Not waited for at the end of the command either.
    threading.Thread(target=ask, daemon=True).start()
    return found


def _kept(wall: Wall, state: Path | None, unix_time: float) -> _Kept:
    if state is None:
        return _Kept({}, wall.office)
    # A screen checks and draws without SQLAlchemy.
    from displayd.hub.storage.choice import FILE_NAME, chosen
    from displayd.hub.storage.database import Store

    database = wall.settings.database
    if database is None and not (state / FILE_NAME).is_file():
        raise StoreError(f"{state}: no hub keeps its values there", "name the --state folder of the hub, or none")
    store = Store(chosen(database, state))
    try:
        reaches = {
            metric: reach_of(entry, wall.day_zones.get(metric, ()))
            for metric, entry in wall.metrics.items()
            if not entry.origin.knows_past
        }
        pasts = store.pasts(reaches, unix_time, unix_time + CLOCK_SLACK_SECONDS)
        states = ClientStates()
        states.recall(store.client_states())
        office = wall.office._replace(
            tables=Datasets(states),
            groups=PushedGroups(states),
            payloads=WidgetPayloads(states),
            widgets=DashingWidgets(states),
        )
        return _Kept(pasts, office)
    finally:
        store.close()
