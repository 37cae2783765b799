"""A picture at an address, fetched anew again and again, for metrics with `picture:`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import WebOrigin, WebReader, WebSource

__all__ = ["PictureReader", "PictureSource", "WebPicture"]

# The last good picture is shown for so long, with its age, where the definition does not say.
KEPT_SECONDS = 86_400.0


class WebPicture(WebOrigin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A picture at an address: of a camera, of a plan, of a chart made elsewhere."""

    kind: ClassVar[str] = "picture"


class PictureSource(WebSource[WebPicture]):
    """Web servers that have pictures."""

    origin_type = WebPicture
    field: ClassVar[str] = "picture"
    field_type: ClassVar[Any] = Annotated[
        WebPicture,
        Meta(
            description="A picture at an address, fetched anew every `refresh_seconds`.",
            examples=[{"url": "https://cam.example.org/roof.jpg"}],
        ),
    ]

    def reader(self) -> PictureReader:
        """Asks one server."""
        return PictureReader()


class PictureReader(WebReader[WebPicture]):
    """Asks one server for pictures."""

    refresh_seconds = 60.0

    def answer(self, asked: Asked[WebPicture], office: Office, unix_time: float) -> Reading:
        """The picture as it is now."""
        client = self.client(asked.origin.partner, office)
        question = Question(client.url_of(asked.origin.url), "image/png, image/jpeg, image/webp, image/gif")
        body = self.shared(question, lambda: client.ask(question)).body
        try:
            source = office.gallery.add(body)
        except PictureError as exc:
            raise SourceError(f"sends no picture that can be shown: {exc}") from exc
        kept = asked.entry.expire_after or KEPT_SECONDS
        return Reading(as_of=unix_time, expire_after=kept, items=[Item(label="", source=source)])
