"""A picture: a logo, a photo, a chart made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from displayd.scene.operations import Box, Op, Picture
from displayd.tile.fields import PictureSource
from displayd.tile.frame import Frame
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["PictureTile"]


class PictureTile(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="picture"):
    """A picture from beside the document; without a title it fills its cell to the edges."""

    source: Annotated[
        PictureSource,
        role("picture", "Where the picture is, relative to the document, for example `logo.png`.", fills="source"),
    ] = ""

    covers: Annotated[
        bool, role("look", "True to fill the tile and cut what stands over, False to show the whole picture.")
    ] = False

    HAS_FIGURES: ClassVar[bool] = False

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "to the edges": {"source": "example.png", "covers": True},
        "with a title": {"title": "Office plan", "source": "example.png"},
        "not here yet": {"title": "Logo", "source": "missing.png"},
    }

    def is_empty(self) -> bool:
        """True without a source."""
        return not self.source

    def takes_whole_cell(self) -> bool:
        """True without a title."""
        return not self.title

    def draw(self, frame: Frame) -> list[Op]:
        """The picture, or in words that it is not here yet."""
        from displayd.drawing.marks.message import message

        digest = frame.picture_digest(self.source)
        if digest is not None:
            return [Picture(*frame.area, digest, self.covers)]
        if not self.takes_whole_cell():
            return message(frame, frame.format.say("No picture yet"), [self.source], frame.theme.dim)
        padding = round(min(28 * frame.unit, 0.15 * min(frame.area.width, frame.area.height)))
        inner = replace(frame, area=frame.area.inset(padding))
        card = Box(*frame.area, frame.theme.card, 18 * frame.unit)
        return [card, *message(inner, frame.format.say("No picture yet"), [self.source], frame.theme.dim)]
