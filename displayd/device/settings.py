"""What the drawing loop needs of the configuration."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from displayd.compose.claim_page import ClaimFacts
from displayd.device.display.screen import Screen
from displayd.scene.operations import Fonts

__all__ = ["Settings"]


class Settings(Struct, frozen=True):
    """How to show, and what to say before there is anything to show; a new one is sent when the old one was wrong."""

    open_screen: Callable[[], Screen]
    """One attempt; raises `ScreenError` while there is no display."""
    fonts: Fonts
    introduction: ClaimFacts
    """Who this screen is and what it is about to do."""
    rotate: int | None = None
    """Degrees clockwise, overriding the documents'; None to do as they say."""
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Overscan in percent of the panel's height or width: top, right, bottom, left as the viewer sees it."""
    fault: str = ""
    """What is wrong with the configuration; empty when nothing is."""
    identity_fault: str = ""
    """Why who this screen is cannot be kept over a restart; empty when it can."""
