"""Web pages as pictures, drawn by the hub's Chromium again and again, for metrics with `snapshot:`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.pictures.browser import PageView, page_picture
from displayd.hub.pictures.messages import Crop
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import WebOrigin, WebReader, WebSource
from displayd.hub.sources.web_picture import KEPT_SECONDS
from displayd.validation.faults import Fault

__all__ = ["Snapshot", "SnapshotReader", "SnapshotSource"]

# One page at a time: the others wait for their turn.
PATIENCE_SECONDS = 300.0

MAX_PIXELS = 3840 * 2160
"""Of a picture, zoom included."""

Side = Annotated[int, Meta(ge=100, le=3840)]


class Snapshot(WebOrigin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A web page, drawn by the hub's browser."""

    kind: ClassVar[str] = "snapshot"

    width: Annotated[Side, Meta(description="Of the window, in pixels of the page.")] = 1920
    height: Annotated[Side, Meta(description="Of the window, in pixels of the page.")] = 1080

    zoom: Annotated[
        float, Meta(ge=0.25, le=4, description="How large a pixel of the page is in the picture: 2 for sharp letters.")
    ] = 1.0

    crop: Annotated[
        tuple[
            Annotated[int, Meta(ge=0, le=3840)],
            Annotated[int, Meta(ge=0, le=3840)],
            Annotated[int, Meta(ge=10, le=3840)],
            Annotated[int, Meta(ge=10, le=3840)],
        ]
        | None,
        Meta(description="What of the window is shown: left, top, width and height, in pixels of the page; else all."),
    ] = None

    wait_seconds: Annotated[
        float, Meta(ge=0, le=30, description="How long the page is left alone once it is there, in seconds.")
    ] = 1.0

    timeout_seconds: Annotated[
        float, Meta(ge=5, le=120, description="How long all of it may take, in seconds; then the browser is ended.")
    ] = 40.0

    dark: Annotated[bool, Meta(description="True for the page's dark colours, if it has some.")] = False


class SnapshotSource(WebSource[Snapshot]):
    """Web pages."""

    origin_type = Snapshot
    field: ClassVar[str] = "snapshot"
    field_type: ClassVar[Any] = Annotated[
        Snapshot,
        Meta(
            description="A web page as a picture, drawn by the hub's Chromium every `refresh_seconds`.",
            examples=[{"url": "https://status.example.org", "width": 1280, "height": 720}],
        ),
    ]
    no_answer: ClassVar[str] = "the browser does not come to an end"

    def faults(self, value: Any) -> Iterator[Fault]:
        """Addresses that are none, and a picture that would be too large."""
        yield from super().faults(value)
        if value.width * value.height * value.zoom**2 > MAX_PIXELS:
            yield Fault(("zoom",), "the picture would be larger than 4K", "a smaller window, or a smaller `zoom`")
        if value.crop is not None and (value.crop[0] >= value.width or value.crop[1] >= value.height):
            yield Fault(("crop",), "is outside of the window", "left, top, width, height")

    def patience_of(self, partner: str, office: Office) -> float:
        """As long as some other pages may take before."""
        return PATIENCE_SECONDS

    def reader(self) -> SnapshotReader:
        """Draws the pages of one server."""
        return SnapshotReader()


class SnapshotReader(WebReader[Snapshot]):
    """Draws the pages of one server."""

    refresh_seconds = 300.0

    def answer(self, asked: Asked[Snapshot], office: Office, unix_time: float) -> Reading:
        """The page as it is now."""
        origin = asked.origin
        client = self.client(origin.partner, office)
        url = client.url_of(origin.url)
        # Asked by the hub itself first: whether the page is there, and whether its host may be asked at all.
        client.ask(Question(url, "text/html, */*;q=0.5"))
        view = PageView(url, origin.width, origin.height, origin.zoom, origin.wait_seconds, origin.dark)
        hosts = {entry_host(entry) for entry in office.settings.outgoing}
        picture = page_picture(view, hosts, origin.timeout_seconds)
        try:
            source = office.gallery.add(picture, _scaled(origin.crop, origin.zoom))
        except PictureError as exc:
            raise SourceError(f"the picture cannot be kept: {exc}") from exc
        kept = asked.entry.expire_after or KEPT_SECONDS
        return Reading(as_of=unix_time, expire_after=kept, items=[Item(label="", source=source)])


def entry_host(entry: str) -> str:
    """The host of an entry of `outgoing`, as Chromium has it: without port."""
    if entry.startswith("["):
        return entry[: entry.index("]") + 1]
    return f"[{entry}]" if entry.count(":") > 1 else entry.partition(":")[0]


def _scaled(crop: Crop | None, zoom: float) -> Crop | None:
    if crop is None:
        return None
    left, top, width, height = (max(0, round(side * zoom)) for side in crop)
    return left, top, max(1, width), max(1, height)
