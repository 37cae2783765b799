"""News of other sites (RSS, Atom), for metrics with `feed:`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.document.model import Name
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.sources.feed_entries import entries_of
from displayd.hub.sources.source import Asked, Office, Source
from displayd.hub.sources.web import WebReader, partner_of, patience_of, title_of, url_faults_of, way_faults
from displayd.validation.faults import Fault

__all__ = ["FeedOrigin", "FeedSource"]

ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"

# Feeds of one partner that were taken apart.
MOST_KEPT = 16

# No tile shows more.
MOST_ENTRIES = 100


class FeedOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A feed of news, RSS or Atom."""

    kind: ClassVar[str] = "feed"

    url: Annotated[
        str, Meta(min_length=1, max_length=2000, description="Its address; with `server`, what comes after that of it.")
    ]

    server: Annotated[
        Name | None, Meta(description="Which of `servers` in hub.yaml is asked; none for all of `url`.")
    ] = None

    most: Annotated[int, Meta(ge=1, le=MOST_ENTRIES, description="How many entries are told, the newest.")] = 20
    summary: Annotated[bool, Meta(description="False to leave out what stands under the headlines.")] = True

    @property
    def partner(self) -> str:
        """The server, or the host of the address."""
        return partner_of(self.server, self.url)


class FeedSource(Source[FeedOrigin]):
    """Feeds."""

    origin_type = FeedOrigin
    field: ClassVar[str] = "feed"
    field_type: ClassVar[Any] = Annotated[
        FeedOrigin,
        Meta(
            description="News of another site, RSS or Atom, for `feed`, `ticker` and `list`.",
            examples=[{"url": "https://news.example.org/rss"}],
        ),
    ]
    offline_readings: ClassVar[int] = 1

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, FeedOrigin) else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """An address that is none."""
        yield from url_faults_of(value.server, value.url)

    def office_faults(self, origin: FeedOrigin, office: Office) -> Iterator[Fault]:
        """A host that is not listed, a server that there is not."""
        yield from way_faults(origin.server, origin.url, office.settings)

    def partner_title(self, partner: str, office: Office) -> str:
        """As hub.yaml calls the server, or the host."""
        return title_of(partner, office)

    def patience_of(self, partner: str, office: Office) -> float:
        """Some more than its time-out."""
        return 2 * patience_of(partner, office)

    def reader(self) -> FeedReader:
        """Asks one server."""
        return FeedReader()


class FeedReader(WebReader[FeedOrigin]):
    """Asks one server; what has not changed is taken apart once."""

    refresh_seconds = 600.0

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[str, tuple[bytes, list[Item]]] = {}

    def answer(self, asked: Asked[FeedOrigin], office: Office, unix_time: float) -> Reading:
        """The newest entries."""
        origin = asked.origin
        client = self.client(origin.partner, office)
        question = Question(client.url_of(origin.url), ACCEPT)
        answer = self.shared(question, lambda: client.ask(question))
        kept = self._kept.get(question.url)
        if kept is None or kept[0] != answer.body:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = entries_of(answer.body, answer.content_type, unix_time, MOST_ENTRIES)
            kept = self._kept[question.url] = answer.body, found
        told = kept[1][: origin.most]
        items = told if origin.summary else [Item(label=one.label, time=one.time) for one in told]
        return Reading(as_of=unix_time, expire_after=self.expiry_of(asked), items=items)
