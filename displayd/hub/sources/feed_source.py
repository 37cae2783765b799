"""News of other sites (RSS, Atom), for metrics with `feed:`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.sources.feed_entries import entries_of
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import WebOrigin, WebReader, WebSource

__all__ = ["FeedOrigin", "FeedSource"]

ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"

# Feeds of one partner that were taken apart.
MOST_KEPT = 16

# No tile shows more.
MOST_ENTRIES = 100


class FeedOrigin(WebOrigin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A feed of news, RSS or Atom."""

    kind: ClassVar[str] = "feed"

    url: Annotated[
        str, Meta(min_length=1, max_length=2000, description="Its address; with `server`, what comes after that of it.")
    ]

    most: Annotated[int, Meta(ge=1, le=MOST_ENTRIES, description="How many entries are told, the newest.")] = 20
    summary: Annotated[bool, Meta(description="False to leave out what stands under the headlines.")] = True


class FeedSource(WebSource[FeedOrigin]):
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
    answers_in_a_row: ClassVar[int] = 2

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
