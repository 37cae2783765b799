"""What to show at a moment, and the circumstances that it depends on beside the documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from displayd.compose.claim_page import ClaimFacts
from displayd.compose.notice import Notice
from displayd.device.edition import Edition
from displayd.document.schedule import Showing
from displayd.scene.operations import Fonts

__all__ = ["Situation", "View", "is_same_view"]


class Situation(Struct, frozen=True):
    """All that the picture of a moment depends on beside the documents and the time."""

    panel: tuple[int, int]
    """Width and height of the panel, px."""
    fonts: Fonts
    claim: ClaimFacts
    """What is said while there is no dashboard to show."""
    rotate: int | None = None
    """Degrees clockwise, overriding the documents'; None to do as they say."""
    margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Overscan in percent of the panel's height or width: top, right, bottom, left as the viewer sees it."""
    is_configured: bool = True
    """False while nobody knows whose dashboards to show, as the configuration has a mistake."""
    has_time: bool = True
    """False when the clock cannot be trusted."""
    can_move: bool = True
    """False on a machine that is too slow for anything to move by itself."""
    pictures: Mapping[str, str] = {}
    """Source and SHA-256 of the pictures that have arrived; replaced, never changed."""
    film_faults: Mapping[str, str] = {}
    """By SHA-256 of the films that this screen cannot play: why; replaced, never changed."""
    notice: Notice | None = None
    """The most important thing that the viewer should know about the whole screen."""


class View(NamedTuple):
    """What to show at a moment."""

    kind: Literal["page", "fingerprint", "off", "mistake"]
    """`fingerprint`: there is no dashboard yet. `mistake`: the configuration is wrong, and the glass says so."""
    edition: Edition | None
    showing: Showing | None
    since: float | None
    """The planned instant at which this view came, None when nothing planned it."""
    until: float
    """Unix time at which another view is due; infinity when none is foreseen."""

    def is_other_page(self, other: View | None) -> bool:
        """True when the viewer is to see a page change (and not only new figures on the same page)."""
        if other is None or self.kind != other.kind:
            return True
        if self.showing is None or other.showing is None:
            return False
        mine, theirs = self.showing, other.showing
        return mine.index != theirs.index or mine.page.title != theirs.page.title


def is_same_view(one: View, other: View) -> bool:
    """True when both show the same page of the same edition since the same instant."""
    return one.kind == other.kind and one.edition is other.edition and one.since == other.since
