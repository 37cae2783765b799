"""Pictures, one after the other."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.limits import MAX_SLIDES
from displayd.protocol.vocabulary import Label
from displayd.tile.fields import PictureSource
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Slide", "Slideshow"]


class Slide(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the pictures."""

    source: Annotated[
        PictureSource,
        role("picture", "Where the picture is, relative to the document, for example `party.jpg`.", fills="source"),
    ] = ""
    caption: Annotated[Label, role("caption", "Words under it; empty for none.", fills="title")] = ""


class Slideshow(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="slideshow"):
    """Pictures, one after the other; without a title they fill the cell to the edges."""

    PACKAGE: ClassVar[str] = "displayd.widgets.slideshow"
    HAS_FIGURES: ClassVar[bool] = False

    items: Annotated[
        list[Slide], Meta(max_length=MAX_SLIDES), role("parts", "The pictures, in their order.", fills="items")
    ] = []

    seconds: Annotated[float, Meta(ge=2, le=86_400), role("pause", "How long each picture is on show, in seconds.")] = (
        15.0
    )

    covers: Annotated[
        bool, role("look", "True to fill the tile and cut what stands over, False to show the whole of each picture.")
    ] = False

    def is_empty(self) -> bool:
        """True without a picture."""
        return not any(slide.source for slide in self.items)

    def pictures_at(self, unix_time: float, sources: list[str]) -> list[str]:
        """The one whose turn it is."""
        from displayd.drawing.rows.turning import turn_at

        return [sources[turn_at(unix_time, self.seconds, len(sources)).number]] if sources else []

    def takes_whole_cell(self) -> bool:
        """True without a title."""
        return not self.title
