"""A film without sound."""

from __future__ import annotations

from typing import Annotated, ClassVar

from displayd.tile.fields import PictureSource
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Video"]


class Video(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="video"):
    """A film without sound, again and again; without a title it fills its cell to the edges.

    A page of nothing else is skipped where it cannot be played.
    """

    PACKAGE: ClassVar[str] = "displayd.widgets.video"
    HAS_FIGURES: ClassVar[bool] = False

    source: Annotated[
        PictureSource,
        role("picture", "Where the film is, relative to the document, for example `videos/tour.mp4`.", fills="source"),
    ] = ""

    poster: Annotated[
        PictureSource,
        role("picture", "A picture that stands for it where it does not play; empty for none.", fills="poster"),
    ] = ""

    covers: Annotated[
        bool, role("look", "True to fill the tile and cut what stands over, False to show the whole picture.")
    ] = False

    def is_empty(self) -> bool:
        """True without a film."""
        return not self.source

    def takes_whole_cell(self) -> bool:
        """True without a title."""
        return not self.title

    def films(self) -> list[str]:
        """What has to be played for anything to be seen."""
        return [self.source]
