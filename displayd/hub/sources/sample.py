"""Made-up numbers for metrics with `sample:`, for demos and for dashboards whose data is still to come."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.origin import Origin, Push
from displayd.hub.sources.sample_model import model_faults
from displayd.hub.sources.sample_spec import SampleSpec, sample_faults
from displayd.hub.sources.sample_values import next_change, reading_at
from displayd.hub.sources.source import Answers, Asked, Office, Source
from displayd.validation.faults import Fault

__all__ = ["SampleReader", "SampleSource"]


class SampleSource(Source[SampleSpec]):
    """A recipe in the definition."""

    origin_type = SampleSpec
    field: ClassVar[str] = "sample"
    field_type: ClassVar[Any] = Annotated[
        bool | SampleSpec,
        Meta(
            examples=[{"between": [0, 100]}],
            description='How to make up numbers; `true` marks pushed values as made up. The tile says "sample data".',
        ),
    ]
    is_computed: ClassVar[bool] = True
    offline_readings: ClassVar[int] = 1

    def origin(self, value: Any) -> Origin | None:
        """The recipe; `true` chooses nothing but says of pushed values that they are made up."""
        if isinstance(value, SampleSpec):
            return value
        return Push(is_marked=True) if value else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """What is wrong with the recipe."""
        if isinstance(value, SampleSpec):
            yield from sample_faults(value)

    def wall_faults(self, metric: str, entries: Mapping[str, MetricEntry]) -> Iterator[Fault]:
        """What its formulas refer to and is not there."""
        yield from model_faults(metric, entries)

    def reader(self) -> SampleReader:
        """Computes them."""
        return SampleReader()


class SampleReader:
    """Makes up what has changed."""

    def read(
        self, asked: Mapping[str, Asked[SampleSpec]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """Every reading that has changed after `since`, as it is at `unix_time`."""
        return {
            metric: reading_at(metric, asked, unix_time, office.timezone)
            for metric in asked
            if since == -math.inf or next_change(metric, asked, since) <= unix_time
        }

    def next_due(self, asked: Mapping[str, Asked[SampleSpec]], office: Office, unix_time: float) -> float:
        """When the first of them changes."""
        return min((next_change(metric, asked, unix_time) for metric in asked), default=math.inf)
