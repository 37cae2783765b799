"""Live figures of the machine that the hub runs on, for metrics with `host:`."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, ClassVar, Protocol

from msgspec import Meta, structs

from displayd.errors import SourceError
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.host_figures import FIGURES
from displayd.hub.sources.source import Answers, Asked, Office, Source
from displayd.validation.faults import Fault, suggestion

__all__ = ["Figures", "Host", "HostReader", "HostSource"]

# A figure that has not been renewed for so many readings in a row no longer counts.
READINGS_UNTIL_EXPIRED = 6
LEAST_EXPIRY_SECONDS = 60.0

# The second reading of rates comes soon after the first, so that a fresh hub does not show "no data" for long.
SECOND_READING_SECONDS = 1.0


class Host(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure of the hub's machine."""

    kind: ClassVar[str] = "host"

    figure: str
    """One of `FIGURES`."""


class Figures(Protocol):
    """Knows the machine's figures; `Machine` is the real one."""

    def read(self, figures: Collection[str], unix_time: float) -> Mapping[str, float | SourceError]:
        """The value of each of `figures`, or why there is none; left out while there is nothing to say."""
        ...


class HostSource(Source[Host]):
    """The hub's own machine."""

    origin_type = Host
    field: ClassVar[str] = "host"
    field_type: ClassVar[Any] = Annotated[
        str, Meta(description="A live figure of the hub's machine, for example `load1`.", examples=["load1"])
    ]
    offline_readings: ClassVar[int] = 2
    no_answer: ClassVar[str] = "this machine does not answer"

    def origin(self, value: Any) -> Host:
        """The figure of that name."""
        return Host(figure=value)

    def faults(self, value: Any) -> Iterator[Fault]:
        """A figure that there is not."""
        if value not in FIGURES:
            yield Fault((), f"this machine has no figure `{value}`", suggestion(value, sorted(FIGURES)))

    def completed(self, entry: MetricEntry) -> MetricEntry:
        """Title, unit, direction and definition are those of the figure where the entry has none."""
        assert isinstance(entry.origin, Host)
        figure = FIGURES.get(entry.origin.figure)
        if figure is None:
            return entry
        open_fields = {name: fact for name, fact in figure._asdict().items() if getattr(entry, name) is None}
        return structs.replace(entry, **open_fields)

    def refresh_seconds(self, entry: MetricEntry, office: Office) -> float:
        """As often as all figures of the machine."""
        return office.settings.host_seconds

    def reader(self) -> HostReader:
        """Reads this machine."""
        # psutil is not there where schemas are printed or walls are checked without a hub.
        from displayd.hub.machine import Machine

        return HostReader(Machine())


class HostReader:
    """Asks the machine, every `host_seconds`."""

    def __init__(self, machine: Figures) -> None:
        self._machine = machine
        self._readings = 0

    def read(
        self, asked: Mapping[str, Asked[Host]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What this machine says. Blocks for some milliseconds, or for as long as a disk hangs."""
        self._readings += 1
        figures = {metric: one.origin.figure for metric, one in asked.items()}
        answers = self._machine.read(set(figures.values()), unix_time)
        expiry = max(LEAST_EXPIRY_SECONDS, office.settings.host_seconds * READINGS_UNTIL_EXPIRED)
        given: Answers = {}
        for metric, figure in figures.items():
            answer = answers.get(figure)
            if isinstance(answer, SourceError):
                given[metric] = answer
            elif answer is not None:
                own = asked[metric].entry.expire_after
                # Whole seconds: nobody sees the rest.
                given[metric] = Reading(value=answer, as_of=unix_time // 1, expire_after=own or expiry)
        return given

    def next_due(self, asked: Mapping[str, Asked[Host]], office: Office, unix_time: float) -> float:
        """After `host_seconds`; the second time already after one."""
        if not asked:
            return math.inf
        return unix_time + (SECOND_READING_SECONDS if self._readings < 2 else office.settings.host_seconds)
