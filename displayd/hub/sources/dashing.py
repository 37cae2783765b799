"""Widgets to which somebody posts as to Dashing, for metrics with `dashing:`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.ingest.dashing.reading import DashingOrigin, WidgetId, reading_of
from displayd.hub.sources.source import Answers, Asked, Office, Source

__all__ = ["DashingReader", "DashingSource"]


class DashingSource(Source[DashingOrigin]):
    """What is posted to a widget, as to Dashing and Smashing."""

    origin_type = DashingOrigin
    field: ClassVar[str] = "dashing"
    field_type: ClassVar[Any] = Annotated[
        WidgetId | DashingOrigin,
        Meta(
            description="A widget to which somebody posts as to Dashing or Smashing: its id.",
            examples=["karma", {"widget": "karma"}],
        ),
    ]
    reads_pushed: ClassVar[bool] = True
    no_answer: ClassVar[str] = "what was posted takes too long"
    push_refusal: ClassVar[str] = "`{metric}` shows what is posted to /widgets/..., as metrics.yaml says"

    def origin(self, value: Any) -> DashingOrigin:
        """The widget of that id."""
        return DashingOrigin(widget=value) if isinstance(value, str) else value

    def reader(self) -> DashingReader:
        """Reads what has been posted."""
        return DashingReader()


class DashingReader:
    """Looks at widgets to which somebody has posted."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[DashingOrigin, bytes | None]] = {}

    def read(
        self, asked: Mapping[str, Asked[DashingOrigin]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """What is new of the widgets."""
        if since == -math.inf:
            self._seen.clear()
        answers: Answers = {}
        for metric, one in asked.items():
            state = office.widgets.state(one.origin.widget)
            seen = (one.origin, state)
            if metric in self._seen and self._seen[metric] == seen:
                continue
            self._seen[metric] = seen
            if state is None:
                answers[metric] = SourceError(
                    f"nobody has posted to the widget `{one.origin.widget}`"[:180], kind="nothing"
                )
            else:
                answers[metric] = reading_of(state)
        return answers

    def next_due(self, asked: Mapping[str, Asked[DashingOrigin]], office: Office, unix_time: float) -> float:
        """Never: a post has it asked."""
        return math.inf
