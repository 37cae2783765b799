"""Values that others push; a metric that names no source comes from here."""

from __future__ import annotations

from typing import Any, ClassVar

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.origin import Push
from displayd.hub.sources.source import Office, Reader, Source

__all__ = ["PushSource"]


class PushSource(Source[Push]):
    """Nobody is asked: `PUT /v1/metrics/<id>` brings the values, and the store has the last ones."""

    origin_type = Push
    push_refusal: ClassVar[str] = ""

    def origin(self, value: Any) -> None:
        """No field chooses it."""

    def refresh_seconds(self, entry: MetricEntry, office: Office) -> None:
        """Nobody asks."""

    def reader(self) -> Reader[Push] | None:
        """Nobody."""
        return None
