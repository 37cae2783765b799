"""A picture at an address, fetched anew again and again, for metrics with `picture:`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.document.model import Name
from displayd.errors import SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.sources.source import Asked, Office, Source
from displayd.hub.sources.web import WebReader, partner_of, patience_of, title_of, url_faults_of, way_faults
from displayd.validation.faults import Fault

__all__ = ["PictureReader", "PictureSource", "WebPicture"]

# The last good picture is shown for so long, with its age, where the definition does not say.
KEPT_SECONDS = 86_400.0


class WebPicture(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A picture at an address: of a camera, of a plan, of a chart made elsewhere."""

    kind: ClassVar[str] = "picture"

    url: Annotated[
        str,
        Meta(max_length=2000, description="Its address; with `server`, what comes after the address of that."),
    ] = ""

    server: Annotated[
        Name | None, Meta(description="Which of `servers` in hub.yaml is asked; none for all of `url`.")
    ] = None

    @property
    def partner(self) -> str:
        """The server, or the host of the address."""
        return partner_of(self.server, self.url)


class PictureSource(Source[WebPicture]):
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
    offline_readings: ClassVar[int] = 1

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, WebPicture) else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """An address that is none."""
        yield from url_faults_of(value.server, value.url)

    def office_faults(self, origin: WebPicture, office: Office) -> Iterator[Fault]:
        """A host that is not listed, a server that there is not."""
        yield from way_faults(origin.server, origin.url, office.settings)

    def partner_title(self, partner: str, office: Office) -> str:
        """As hub.yaml calls the server, or the host."""
        return title_of(partner, office)

    def patience_of(self, partner: str, office: Office) -> float:
        """Some more than its time-out."""
        return patience_of(partner, office)

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
