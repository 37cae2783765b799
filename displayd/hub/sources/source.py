"""What a source of values is: how a definition chooses it, what it says, and what holds while it is asked.

A new source is one file with an `Origin`, a `Source` and a `Reader`, one line in `registry.py`, and one row in the
manual. Everybody else asks the source, and nobody asks which one it is.
"""

from __future__ import annotations

import functools
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

from displayd.errors import SourceError
from displayd.hub.ingest.dashing.reading import NO_WIDGETS, Widgets
from displayd.hub.ingest.geckoboard.payloads import NO_PAYLOADS, Payloads
from displayd.hub.ingest.pushgateway.reading import NO_GROUPS, Groups
from displayd.hub.kpis.query import Views
from displayd.hub.metrics.dataset import NO_TABLES, Tables
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Reading
from displayd.hub.pictures.gallery import NO_GALLERY, Gallery
from displayd.hub.settings import HubSettings
from displayd.validation.faults import Fault

__all__ = ["FAULT", "Answers", "Asked", "Office", "Reader", "Source"]

O = TypeVar("O", bound=Origin)  # noqa: E741 - the usual letter for the parameter of a generic
FAULT = "a fault of displayd; the hub's log says which"
"""Why there is no value where it is nobody else's fault."""

Answers = dict[str, Reading | SourceError]
"""By id of the metric: what its source says, or why it says nothing."""


class Office(NamedTuple):
    """What holds for all sources of a hub: here belong the secrets and the hosts that they may use, too."""

    timezone: str
    """In which the office counts its days."""
    settings: HubSettings
    tables: Tables = NO_TABLES
    """The datasets that clients have pushed."""
    groups: Groups = NO_GROUPS
    """What jobs have pushed as to a Pushgateway."""
    views: Views = {}
    """What KPIs read like tables: `sources/` of the wall, and what comes with displayd."""
    widgets: Widgets = NO_WIDGETS
    """What has been posted to widgets as to Dashing."""
    payloads: Payloads = NO_PAYLOADS
    """What clients have pushed to custom widgets of Geckoboard."""
    files: Mapping[str, bytes] = {}
    """Those of the wall folder, by path inside it; sources read `calendars/`, `people/`, `timetables/`
    and `pictures/`, of which a file that is not read is empty."""
    gallery: Gallery = NO_GALLERY
    """Where pictures go that a source brings."""


class Asked(NamedTuple, Generic[O]):
    """A metric that a source is asked for."""

    entry: MetricEntry
    origin: O


class Reader(Protocol[O]):
    """Asks one partner of a source, again and again; remembers what it needs from one time to the next."""

    def read(
        self, asked: Mapping[str, Asked[O]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What the source says now; takes as long as it takes, off the event loop, and is never called twice at once.

        A metric may be left out while there is nothing to say of it.

        Args:
            asked: the metrics, by id.
            unix_time: now.
            since: when it was asked last; what has not changed after that may be left out.
        """
        ...

    def next_due(self, asked: Mapping[str, Asked[O]], office: Office, unix_time: float) -> float:
        """When to ask next after having asked at `unix_time`, unix time; infinity for never."""
        ...


@runtime_checkable
class Refreshing(Protocol):
    """A reader that asks for each metric at times of its own."""

    def refresh_of(self, asked: Asked[Any]) -> float:
        """How often a metric is asked for, seconds."""
        ...


class Source(ABC, Generic[O]):
    """One kind of source: everything that the hub and its tools have to know of it."""

    origin_type: type[O]
    """What a definition has that chooses it; its `kind` is the name of the source."""

    field: ClassVar[str] = ""
    """The field of `metrics.yaml` that chooses it; empty for none."""

    field_type: ClassVar[Any] = None
    """Type of that field, with its meaning as the description and an example."""

    reads_files: ClassVar[bool] = False
    """True where an answer follows from files that whoever writes the wall keeps: `displayd check` tells what is wrong
    with them."""

    is_computed: ClassVar[bool] = False
    """True where an answer follows from the definition and the time alone: `displayd check` tries it out."""

    offline_readings: ClassVar[int] = 0
    """How often it is asked where no hub runs, for `displayd show` and `render`; rates need two readings."""

    reads_pushed: ClassVar[bool] = False
    """True where an answer follows from what clients have pushed, which a hub keeps in its state folder."""

    patience_seconds: float = 10.0
    """How long a partner's answer may take until the tiles say `no_answer`; see `patience_of`."""

    no_answer: ClassVar[str] = "no answer"
    """What its tiles say when it does not answer in time."""

    push_refusal: ClassVar[str] = "the hub itself fills `{metric}`; see metrics.yaml"
    """Why a pushed value is refused; empty where values are pushed."""

    @property
    def kind(self) -> str:
        """Its name, in `SOURCES` and in logs."""
        return self.origin_type.kind

    @abstractmethod
    def origin(self, value: Any) -> Origin | None:
        """What `field` means when it has `value`; None when that chooses no source."""

    def faults(self, value: Any) -> Iterator[Fault]:
        """What is wrong with `value` beyond its type, paths from the field."""
        yield from ()

    def completed(self, entry: MetricEntry) -> MetricEntry:
        """`entry`, which comes from here, with what it leaves open as far as the source knows it."""
        return entry

    def office_faults(self, origin: O, office: Office) -> Iterator[Fault]:
        """What of `origin` cannot be in this office, such as a server that `hub.yaml` does not name; from `field`."""
        yield from ()

    def wall_faults(self, metric: str, entries: Mapping[str, MetricEntry]) -> Iterator[Fault]:
        """What of `metric`, which comes from here, does not go with the other metrics of the wall; from `field`."""
        yield from ()

    def partner_title(self, partner: str, office: Office) -> str:
        """What tiles and the wall page call `partner` (see `Origin.partner`); empty for the title of the metric."""
        return ""

    def patience_of(self, partner: str, office: Office) -> float:
        """How long an answer of `partner` may take until its tiles say `no_answer`, seconds."""
        return self.patience_seconds

    def refresh_seconds(self, entry: MetricEntry, office: Office) -> float | None:
        """How often it is asked for `entry`, seconds; None where nobody asks, or at no fixed times."""
        reader = self._usual_reader
        if isinstance(reader, Refreshing):
            return reader.refresh_of(Asked(entry, entry.origin))
        return entry.refresh_seconds

    @functools.cached_property
    def _usual_reader(self) -> Reader[O] | None:
        return self.reader()

    @abstractmethod
    def reader(self) -> Reader[O] | None:
        """Somebody who asks one partner; None for a source that speaks up by itself."""
