"""A source of several partners, each as a test wants it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar

import pytest
from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.registry import SOURCES
from displayd.hub.sources.source import Asked, Office, Source

Says = Callable[["Told"], float]


class Told(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `whom` says of `what`."""

    kind: ClassVar[str] = "told"
    whom: Annotated[str, Meta(description="Name of the partner.")]
    what: Annotated[str, Meta(description="The question.")] = "value"

    @property
    def partner(self) -> str:
        """By name."""
        return self.whom


class ToldReader(RefreshedReader[Told]):
    """Asks one of them."""

    refresh_seconds = 30.0

    def __init__(self, says: Says) -> None:
        super().__init__()
        self._says = says

    def answer(self, asked: Asked[Told], office: Office, unix_time: float) -> Reading:
        """What it says."""
        value = self.shared(asked.origin.what, lambda: self._says(asked.origin))
        return Reading(value=value, as_of=unix_time, expire_after=self.expiry_of(asked))


class ToldSource(Source[Told]):
    """Some partners."""

    origin_type = Told
    field: ClassVar[str] = "told"
    field_type: ClassVar[Any] = Annotated[Told, Meta(description="Who says it.", examples=[{"whom": "crm"}])]
    offline_readings: ClassVar[int] = 1
    patience_seconds = 0.3

    def __init__(self, says: Says) -> None:
        self._says = says

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, Told) else None

    def partner_title(self, partner: str, office: Office) -> str:
        """In capitals."""
        return partner.upper()

    def reader(self) -> ToldReader:
        """One that begins."""
        return ToldReader(self._says)


class Partners:
    """Whom the source asks: some hang, some refuse, the others say how often they were asked."""

    def __init__(self) -> None:
        self.hangs: set[str] = set()
        self.refuses: dict[str, SourceError] = {}
        self.asked: list[tuple[str, str]] = []
        self.goes_on = threading.Event()

    def says(self, told: Told) -> float:
        """Counts; waits where the partner hangs."""
        self.asked.append((told.whom, told.what))
        if told.whom in self.hangs:
            self.goes_on.wait(30)
        if told.whom in self.refuses:
            raise self.refuses[told.whom]
        return float(len(self.asked))

    def count(self, whom: str) -> int:
        """How often it was asked."""
        return sum(one == whom for one, _ in self.asked)


@contextmanager
def partners(monkeypatch: pytest.MonkeyPatch) -> Iterator[Partners]:
    """One more source in the registry, and whom it asks."""
    found = Partners()
    monkeypatch.setitem(SOURCES, "told", ToldSource(found.says))
    try:
        yield found
    finally:
        found.goes_on.set()
