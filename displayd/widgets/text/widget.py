"""Words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Words"]


class Words(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="text"):
    """A text, plain or with a little Markdown, as large as its size and the tile allow."""

    DRAWING: ClassVar[str] = "displayd.widgets.text.drawing"

    text: Annotated[str, Meta(max_length=4000), role("text", "Plain text; an empty line begins a new paragraph.")] = ""

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

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "This week",
            "text": "The new checkout goes live on Thursday.\n\nPlease send oddities to #checkout, with a picture.",
        },
        "hero": {"text": "Welcome, Contoso!", "size": "hero", "align": "center"},
        "large": {"title": "Motto", "text": "Slow is smooth, and smooth is fast.", "size": "large"},
        "markdown": {
            "title": "This sprint",
            "markdown": True,
            "text": "## Checkout in two steps\n"
            "- **Thursday**: live for *one in ten*\n"
            "- **Monday**: live for all\n\n"
            "Who to ask: **Amelia**, and #checkout",
        },
        "long markdown": {
            "title": "Rules of the house",
            "markdown": True,
            "text": "# Rules\n"
            + "".join(f"{n}. Rule number {n} has **bold words**, *others* and a_file_name.\n" for n in range(1, 13)),
        },
        "awkward": {
            "title": "Too long for any tile",
            "text": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft. " * 12,
            "align": "right",
            "size": "hero",
        },
    }

    def is_empty(self) -> bool:
        """True without a word."""
        return not self.text.strip()
