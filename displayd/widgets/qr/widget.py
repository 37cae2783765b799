"""A QR code: something to take along on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["QrCode"]


class QrCode(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="qr"):
    """A QR code as large as the tile allows, and what it leads to in words."""

    DRAWING: ClassVar[str] = "displayd.widgets.qr.drawing"
    HAS_FIGURES: ClassVar[bool] = False
    text: Annotated[
        str,
        Meta(max_length=500),
        role("text", "What the code says: mostly an address such as `https://status.example.com/week`."),
    ] = ""

    caption: Annotated[Label, role("caption", "A few words on what one gets, for example `Give feedback`.")] = ""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "How are we doing?",
            "text": "https://feedback.example.com/office/2026",
            "caption": "Two questions, half a minute",
        },
        "code alone": {"text": "https://example.com"},
        "wifi": {"title": "Guest Wi-Fi", "text": "WIFI:T:WPA;S:Contoso Guests;P:blue-kettle-42;;", "caption": "Guests"},
        "awkward": {
            "title": "A name that is much too long for the tile that it was given",
            "text": "https://a-host-with-quite-a-long-name.department.example.com/" + "path/" * 40,
            "caption": "A caption that says in far too many words what is to be had for the trouble of scanning it",
        },
    }

    def is_empty(self) -> bool:
        """True without a text."""
        return not self.text.strip()
