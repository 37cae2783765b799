"""Samples that are pushed as to a Prometheus Pushgateway, for metrics with `pushgateway:`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta, structs

from displayd.errors import SourceError
from displayd.hub.ingest.pushgateway.reading import PushgatewayOrigin, reading_of
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.source import Answers, Asked, Office, Source
from displayd.validation.faults import Fault

__all__ = ["PushgatewayReader", "PushgatewaySource"]

# Source: https://prometheus.io/docs/practices/naming/#base-units
_UNITS: Mapping[str, str] = {
    "_seconds": "s",
    "_bytes": "bytes",
    "_ratio": "percentunit",
    "_celsius": "celsius",
    "_volts": "volt",
    "_amperes": "amp",
}


class PushgatewaySource(Source[PushgatewayOrigin]):
    """What jobs push to the hub as to a Pushgateway."""

    origin_type = PushgatewayOrigin
    field: ClassVar[str] = "pushgateway"
    field_type: ClassVar[Any] = Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | PushgatewayOrigin,
        Meta(
            description="Samples pushed as to a Prometheus Pushgateway: their name, or that and which of them.",
            examples=["backup_bytes", {"metric": "backup_bytes", "labels": {"job": "nightly"}}],
        ),
    ]
    reads_pushed: ClassVar[bool] = True
    no_answer: ClassVar[str] = "what was pushed takes too long"
    push_refusal: ClassVar[str] = "`{metric}` shows what is pushed to /metrics/job/..., as metrics.yaml says"

    def origin(self, value: Any) -> PushgatewayOrigin:
        """The samples of that name."""
        return PushgatewayOrigin(metric=value) if isinstance(value, str) else value

    def faults(self, value: Any) -> Iterator[Fault]:
        """What cannot go together."""
        if isinstance(value, PushgatewayOrigin) and value.rate is not None and value.quantile is not None:
            yield Fault(("rate",), "`rate` and `quantile` cannot stand together", "leave out one of the two")

    def completed(self, entry: MetricEntry) -> MetricEntry:
        """The unit is the one in the name of the samples, where the entry has none."""
        origin = entry.origin
        assert isinstance(origin, PushgatewayOrigin)
        if entry.unit is not None or origin.rate is not None or origin.reduce == "count":
            return entry
        name = origin.metric.removesuffix("_total").removesuffix("_sum")
        unit = next((unit for end, unit in _UNITS.items() if name.endswith(end) and not _is_moment(name)), None)
        return entry if unit is None else structs.replace(entry, unit=unit)

    def reader(self) -> PushgatewayReader:
        """Reads what has been pushed."""
        return PushgatewayReader()


def _is_moment(name: str) -> bool:
    """Whether `name` is that of a unix time."""
    return name.endswith(("_time_seconds", "_timestamp_seconds"))


class PushgatewayReader:
    """Looks at what was pushed, when something was."""

    def __init__(self) -> None:
        self._version = -1
        self._said: dict[str, tuple[PushgatewayOrigin, Reading | str]] = {}

    def read(
        self, asked: Mapping[str, Asked[PushgatewayOrigin]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What is new of the samples."""
        version = office.groups.version
        if since == -math.inf:
            self._said.clear()
        elif version == self._version:
            return {}
        self._version = version
        answers: Answers = {}
        for metric, one in asked.items():
            try:
                answer: Reading | SourceError = reading_of(office.groups, one.origin)
            except SourceError as exc:
                answer = exc
            said = (one.origin, answer if isinstance(answer, Reading) else answer.message)
            if self._said.get(metric) != said:
                self._said[metric] = said
                answers[metric] = answer
        return answers

    def next_due(self, asked: Mapping[str, Asked[PushgatewayOrigin]], office: Office, unix_time: float) -> float:
        """Never: a push has it asked."""
        return math.inf
