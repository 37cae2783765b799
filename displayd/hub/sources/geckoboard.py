"""Payloads of Geckoboard's custom widgets that are pushed to the hub, for metrics with `geckoboard:`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.ingest.geckoboard.payloads import GeckoboardOrigin, WidgetKey
from displayd.hub.ingest.geckoboard.widget_reading import payload_reading
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.source import Answers, Asked, Office, Source

__all__ = ["GeckoboardReader", "GeckoboardSource"]


class GeckoboardSource(Source[GeckoboardOrigin]):
    """What clients push to a custom widget of Geckoboard."""

    origin_type = GeckoboardOrigin
    field: ClassVar[str] = "geckoboard"
    field_type: ClassVar[Any] = Annotated[
        WidgetKey | GeckoboardOrigin,
        Meta(
            description="What is pushed to a custom widget of Geckoboard: its key, or that and which series.",
            examples=["123456-0a1b2c3d", {"widget": "123456-0a1b2c3d", "series": "MRR"}],
        ),
    ]
    reads_pushed: ClassVar[bool] = True
    no_answer: ClassVar[str] = "the payload takes too long"
    push_refusal: ClassVar[str] = "`{metric}` shows what is pushed to /v1/send/..., as metrics.yaml says"

    def origin(self, value: Any) -> GeckoboardOrigin:
        """The widget of that key."""
        return GeckoboardOrigin(widget=value) if isinstance(value, str) else value

    def reader(self) -> GeckoboardReader:
        """Reads what has been pushed."""
        return GeckoboardReader()


class GeckoboardReader:
    """Looks at the payloads that are new."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[GeckoboardOrigin, float]] = {}

    def read(
        self, asked: Mapping[str, Asked[GeckoboardOrigin]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What the payloads say that came since the last time."""
        answers: Answers = {}
        if since == -math.inf:
            self._seen.clear()
        for metric, one in asked.items():
            payload = office.payloads.payload(one.origin.widget)
            seen = (one.origin, -1.0 if payload is None else payload.at)
            if self._seen.get(metric) == seen:
                continue
            self._seen[metric] = seen
            if payload is None:
                answers[metric] = SourceError(f"nobody has pushed to the widget {one.origin.widget}", kind="nothing")
            else:
                answers[metric] = _said(payload.data, payload.at, office.timezone, one.origin)
        return answers

    def next_due(self, asked: Mapping[str, Asked[GeckoboardOrigin]], office: Office, unix_time: float) -> float:
        """Never: a push has it asked."""
        return math.inf


def _said(data: Any, at: float, timezone: str, origin: GeckoboardOrigin) -> Reading | SourceError:
    try:
        return payload_reading(data, at, timezone, origin.series)
    except BodyError as exc:
        return SourceError(f"the payload is invalid: {exc.message}"[:180])
