"""A QR code: something to take along on a phone."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["QrCode"]


class QrCode(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="qr"):
    """A QR code as large as the tile allows, and what it leads to in words."""

    PACKAGE: ClassVar[str] = "displayd.widgets.qr"
    HAS_FIGURES: ClassVar[bool] = False

    text: Annotated[
        str,
        Meta(max_length=500),
        role("text", "What the code says: mostly an address such as `https://status.example.com/week`."),
    ] = ""

    caption: Annotated[Label, role("caption", "A few words on what one gets, for example `Give feedback`.")] = ""

    def is_empty(self) -> bool:
        """True without a text."""
        return not self.text.strip()
