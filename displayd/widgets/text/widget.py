"""Words."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Words"]


class Words(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="text"):
    """A text, plain or with a little Markdown, as large as its size and the tile allow."""

    PACKAGE: ClassVar[str] = "displayd.widgets.text"

    text: Annotated[
        str, Meta(max_length=4000), role("text", "Plain text; an empty line begins a new paragraph.", fills="text")
    ] = ""

    align: Annotated[Literal["left", "center", "right"], role("look", "On which side the lines begin.")] = "left"

    size: Annotated[
        Literal["small", "normal", "large", "hero"],
        role(
            "look", "Largest size of the letters; they get smaller where the text would not fit. `hero` fills the tile."
        ),
    ] = "normal"

    markdown: Annotated[
        bool,
        role("look", "True for headings (`#`), `**bold**`, `*italic*`, bullets (`-`) and numbers (`1.`) in `text`."),
    ] = False

    HAS_FIGURES: ClassVar[bool] = False

    def is_empty(self) -> bool:
        """True without a word."""
        return not self.text.strip()
