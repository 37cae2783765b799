"""Figures of datasets that clients push, for metrics with `dataset:`."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.metrics.dataset import DatasetId
from displayd.hub.metrics.dataset_origin import DatasetOrigin
from displayd.hub.metrics.dataset_reading import reading_of
from displayd.hub.sources.source import Answers, Asked, Office, Source

__all__ = ["DatasetReader", "DatasetSource"]


class DatasetSource(Source[DatasetOrigin]):
    """A dataset that clients push, as to Geckoboard."""

    origin_type = DatasetOrigin
    field: ClassVar[str] = "dataset"
    field_type: ClassVar[Any] = Annotated[
        DatasetId | DatasetOrigin,
        Meta(
            description="A dataset that a client of Geckoboard pushes: its id, or that and what its rows become.",
            examples=["support.daily", {"id": "support.daily", "value": "tickets", "reducer": "sum", "by": "team"}],
        ),
    ]
    reads_pushed: ClassVar[bool] = True
    no_answer: ClassVar[str] = "the dataset takes too long"
    push_refusal: ClassVar[str] = "`{metric}` shows a dataset; push rows to that, as metrics.yaml names it"

    def origin(self, value: Any) -> DatasetOrigin:
        """The dataset of that id."""
        return DatasetOrigin(id=value) if isinstance(value, str) else value

    def reader(self) -> DatasetReader:
        """Reads what has been pushed."""
        return DatasetReader()


# A dataset that is pushed row by row would be looked at after every row, and little else be done: after a look, so many
# times as long passes until the next, up to so many seconds.
REST = 9.0
LONGEST_REST_SECONDS = 1.0


class DatasetReader:
    """Looks at the datasets that have changed."""

    def __init__(self) -> None:
        self._versions: dict[str, tuple[DatasetOrigin, int | None]] = {}
        self._rests_until = -math.inf
        """By the clock that is never set."""
        self._is_late = False
        """True when something may have changed during a rest."""

    def read(
        self, asked: Mapping[str, Asked[DatasetOrigin]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What the datasets say that are others than they were."""
        began = time.monotonic()
        self._is_late = since > -math.inf and began < self._rests_until
        if self._is_late:
            return {}
        if since == -math.inf:
            self._versions.clear()
        answers = self._changed(asked, office)
        ended = time.monotonic()
        self._rests_until = ended + min(LONGEST_REST_SECONDS, REST * (ended - began))
        return answers

    def _changed(self, asked: Mapping[str, Asked[DatasetOrigin]], office: Office) -> Answers:
        """What the datasets say that are others than they were."""
        answers: Answers = {}
        for metric, one in asked.items():
            table = office.tables.table(one.origin.id)
            seen = (one.origin, None if table is None else table.version)
            if self._versions.get(metric) == seen:
                continue
            self._versions[metric] = seen
            try:
                if table is None:
                    raise SourceError(f"nobody has pushed the dataset `{one.origin.id}`", kind="nothing")
                answers[metric] = reading_of(table, one.origin, one.entry.compare_hours, office.timezone)
            except SourceError as exc:
                answers[metric] = exc
        return answers

    def next_due(self, asked: Mapping[str, Asked[DatasetOrigin]], office: Office, unix_time: float) -> float:
        """Never: a push has it asked. After a rest in which something was pushed."""
        return unix_time + max(0.0, self._rests_until - time.monotonic()) if self._is_late else math.inf
