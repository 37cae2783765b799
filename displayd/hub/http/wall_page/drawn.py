"""Which picture of a screen's page the hub would draw now, and how it is asked for."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from displayd.hub.page_pictures.drawer import PageKey, Wanted
from displayd.hub.publish.issue import Issue
from displayd.hub.publish.planned import Planned, planned_at
from displayd.hub.state import Hub
from displayd.hub.wall.screens import ScreenSpec
from displayd.scene.geometry import upright_size

__all__ = ["CARD_WIDTH_PX", "WHOLE_WIDTH_PX", "Due", "due", "upright_size_of", "version_of"]

CARD_WIDTH_PX = 640
"""Of a picture as it stands among others."""

WHOLE_WIDTH_PX = 1920
"""Of a picture in full size."""

# Of a TV that has not said what it has.
_USUAL_PANEL = (1920, 1080)

# A page looks the same on every panel of one shape; on more than this nothing is to be seen in a browser.
_MOST_SHORT_PX = 1080
_FEWEST_PX = 64
_MOST_ASPECT = 8


class Due(NamedTuple):
    """What is to be on the glass of a screen now."""

    planned: Planned
    key: PageKey | None
    """Of its picture; None while the glass is dark."""
    size: tuple[int, int]
    """Width and height of the upright page, px."""
    issue: Issue

    def wanted(self, hub: Hub) -> Wanted | None:
        """Its picture, to be asked for; None while the glass is dark."""
        if self.key is None:
            return None

        def picture(source: str) -> bytes | None:
            digest = source.rpartition("/")[2]
            found = hub.wall.picture(digest) if hub.wall else None
            brought = hub.gallery.find(digest) if found is None else None
            return found.data if found else brought.data if brought else None

        return Wanted(self.key, lambda: self.issue.body, picture)


def due(hub: Hub, spec: ScreenSpec, unix_time: float, max_width_px: int = CARD_WIDTH_PX) -> Due | None:
    """What is due on the screen `spec`; None while it is served nothing."""
    issue = hub.issue(spec.name)
    document = issue.master.document if issue else None
    if issue is None or document is None:
        return None
    planned = planned_at(document, unix_time)
    size = upright_size_of(hub, spec)
    if planned.page is None:
        return Due(planned, None, size, issue)
    key = PageKey(issue.master.digest, planned.page, planned.drawn_at, size, max_width_px)
    return Due(planned, key, size, issue)


def version_of(key: PageKey) -> str:
    """Short, to tell one picture from the next, whatever its width."""
    return hashlib.sha256(repr(key[:-1]).encode()).hexdigest()[:16]


def upright_size_of(hub: Hub, spec: ScreenSpec) -> tuple[int, int]:
    """Size of the page on the panel of the screen `spec`, as far as it has told; smaller for a very fine panel."""
    seen = hub.fleet.seen(spec.name)
    status = seen.status if seen else None
    panel, rotate = _USUAL_PANEL, int(spec.settings.rotate)
    if status is not None and (told := _panel_of(status.mode)) is not None:
        panel, rotate = told, status.rotate
    width, height = upright_size(*panel, rotate)
    shrink = min(1.0, _MOST_SHORT_PX / min(width, height))
    return round(width * shrink), round(height * shrink)


def _panel_of(mode: str) -> tuple[int, int] | None:
    """The size in a mode such as `1920x1080@60`; None for what cannot be one."""
    width, _, height = mode.partition("@")[0].partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit() and len(mode) < 30):
        return None
    size = int(width), int(height)
    return size if min(size) >= _FEWEST_PX and max(size) <= _MOST_ASPECT * min(size) else None
