"""What is to be on the glass at a moment: the drawing thread's knowledge, without a clock or a screen.

The timeline holds the documents and messages that have arrived; `view_at` answers from them for any moment, so the
next picture can be painted before its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from displayd.compose.context import PageContext
from displayd.compose.figure_changes import Change, Renewal, moving_at, renewed
from displayd.compose.memo import Memo
from displayd.compose.notice import Notice
from displayd.compose.page import compose, dark_scene
from displayd.compose.pairing_page import ClaimFacts, claim_scene
from displayd.compose.pixel_shift import STEP_SECONDS, next_step, shift_at
from displayd.device.edition import Edition
from displayd.document.model import picture_sources
from displayd.document.schedule import Showing, showing_at
from displayd.paint.canvas import upright_size
from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts, Scene
from displayd.text.formatter import Formatter
from displayd.validation.opening_hours import hours_at, parse_hours

__all__ = ["Timeline", "View"]

# A hub gives two seconds notice of one change a second: three wait. What sends more than this is broken.
_WAITING_KEPT = 16


class View(NamedTuple):
    """What to show at a moment."""

    kind: Literal["page", "fingerprint", "off"]
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


class Timeline:
    """Documents and notices, and what they make of a moment."""

    def __init__(self, panel: tuple[int, int], fonts: Fonts, rotate: int | None, margins: tuple[float, ...]) -> None:
        """Args:
        panel: width and height of the panel, px.
        rotate: degrees clockwise, overriding the documents'; None to do as they say.
        margins: overscan as percent of the panel's height or width: top, right, bottom, left as the viewer sees it.
        """
        self.panel = panel
        self.fonts = fonts
        self.notice: Notice | None = None
        self.has_time = True
        self.pictures: dict[str, str] = {}
        """Source and SHA-256 of the pictures that have arrived; replaced, never changed."""
        self.claim: ClaimFacts | None = None
        self.can_move = True
        """False on a machine that is too slow for anything to move by itself."""
        self._rotate = rotate
        self._margins = margins
        self._current: Edition | None = None
        self._before: Edition | None = None
        """What was shown before `_current`."""
        self._waiting: list[Edition] = []
        self._renewal: tuple[Edition, Renewal] | None = None
        """Of `_current`, once it was asked for."""
        self._next_renewal: tuple[Edition, Renewal] | None = None
        """Of the edition that was asked for ahead of its instant."""
        self._memo = Memo()

    def take(self, edition: Edition) -> None:
        """A new document: on show at once, or from its `effective_at` on."""
        self._waiting = [one for one in self._waiting if one.effective_at < edition.effective_at][-_WAITING_KEPT:]
        self._waiting.append(edition)

    def edition_at(self, unix_time: float) -> Edition | None:
        """The edition on show at `unix_time`: the newest that has taken effect, the first there is before that."""
        shown = self._current
        for edition in self._waiting:
            if shown is None or edition.effective_at <= unix_time:
                shown = edition
        return shown

    def settle(self, unix_time: float) -> None:
        """Forget what newer documents have replaced by `unix_time`."""
        shown = self.edition_at(unix_time)
        if shown is not self._current:
            self._before, self._current = self._current, shown
            self._renewal = _of(shown, self._next_renewal)
            self._next_renewal = None
        self._waiting = [one for one in self._waiting if one is not self._current and one.effective_at > unix_time]

    def drop(self, edition: Edition) -> None:
        """Show `edition` no more: it turned out to be impossible."""
        self._waiting = [one for one in self._waiting if one is not edition]
        if self._current is edition:
            self._current, self._before = self._before, None
            self._renewal = None
        self._next_renewal = None

    def picture_sources(self) -> set[str]:
        """What the documents that may still be shown call their pictures."""
        documents = [one.document for one in (self._before, self._current, *self._waiting) if one is not None]
        return {source for document in documents for source in picture_sources(document)}

    def rotate_for(self, view: View) -> int:
        """Degrees clockwise by which `view` is turned."""
        if self._rotate is not None:
            return self._rotate
        return view.edition.document.rotate if view.edition else 0

    def inner(self, rotate: int, shift: tuple[int, int] = (0, 0)) -> Rect:
        """Where on the panel the page goes, inside the overscan margins.

        Args:
            shift: px by which it stands to the right of its place and below it, as the viewer sees it; what then is
                outside the panel must be empty.
        """
        width, height = upright_size(*self.panel, rotate)
        top, right, bottom, left = self._margins
        upright = Rect(0, 0, width, height).inset(
            round(width * left / 100),
            round(height * top / 100),
            round(width * right / 100),
            round(height * bottom / 100),
        )
        upright = Rect(upright.x + shift[0], upright.y + shift[1], upright.width, upright.height)
        return upright.turned(rotate, width, height)

    def inner_of(self, view: View, unix_time: float) -> Rect:
        """Where on the panel `view` goes at `unix_time`: pages wander, see `orbit.py`."""
        rotate = self.rotate_for(view)
        inner = self.inner(rotate)
        if not _wanders(view):
            return inner
        assert view.showing is not None  # only pages wander
        # A page that is not shown for long stays where it has come on: one movement less for the eye.
        moment = unix_time if _is_long(view.showing) else view.showing.since
        return self.inner(rotate, shift_at(moment, upright_size(inner.width, inner.height, rotate)[0]))

    def wanders_at(self, view: View, unix_time: float) -> float:
        """When `view`, on the glass at `unix_time`, takes its next step; infinity for not as long as it is there."""
        is_wandering = _wanders(view) and view.showing is not None and _is_long(view.showing)
        return next_step(unix_time) if is_wandering else float("inf")

    def view_at(self, unix_time: float) -> View:
        """What is to be on the glass at `unix_time`."""
        edition = self.edition_at(unix_time)
        if edition is None:
            return View("fingerprint", None, None, None, float("inf"))
        document = edition.document
        effective = edition.effective_at
        nexts = [one.effective_at for one in self._waiting if one.effective_at > unix_time]
        until = min(nexts, default=float("inf"))
        if self.has_time:
            is_on, hours_until = hours_at(parse_hours(document.on), unix_time, document.timezone)
            if not is_on:
                return View("off", edition, None, None, min(until, hours_until))
            until = min(until, hours_until)
        showing = showing_at(document, unix_time)
        since: float | None = max(showing.since, effective) or None
        return View("page", edition, showing, since, min(until, showing.until))

    def scene_of(self, view: View, unix_time: float) -> Scene:
        """The picture of `view` at `unix_time`."""
        rotate = self.rotate_for(view)
        inner = self.inner(rotate)
        size = upright_size(inner.width, inner.height, rotate)
        if view.kind == "off":
            return dark_scene(size)
        if view.edition is None or view.showing is None:
            assert self.claim is not None  # the loop sets it before the first picture
            return claim_scene(self.claim, size, self.fonts)
        context = PageContext(view.edition.document, size, self.fonts, self.pictures, self.has_time)
        moving = self.moving_in(view, unix_time)
        return compose(context, view.showing, unix_time, self.notice, self._memo, moving)

    def moving_in(self, view: View, unix_time: float) -> Mapping[str, Change]:
        """The tiles of `view` that move at `unix_time`, as new figures have just come."""
        if view.edition is None or view.showing is None or not self.can_move or not view.edition.document.motion:
            return {}
        return moving_at(self._renewal_of(view.edition, unix_time), view.showing, unix_time)

    def _renewal_of(self, edition: Edition, unix_time: float) -> Renewal:
        """How `edition` took over, or takes over, from the one before."""
        known = _of(edition, self._renewal) or _of(edition, self._next_renewal)
        if known is None:
            before = self._renewal[1] if self._renewal else None
            known = edition, renewed(before, edition.document, edition.effective_at or unix_time)
            if edition is self._current:
                self._renewal = known
            else:
                self._next_renewal = known
        return known[1]

    def moment(self, edition: Edition, unix_time: float, now: float) -> str:
        """`unix_time` in the words of `edition`'s locale, for example `14:02`."""
        document = edition.document
        return Formatter(document.locale, document.timezone).moment(unix_time, now)


def _of(edition: Edition | None, known: tuple[Edition, Renewal] | None) -> tuple[Edition, Renewal] | None:
    """`known`, if it is that of `edition`."""
    return known if known is not None and known[0] is edition else None


def _wanders(view: View) -> bool:
    return view.kind == "page" and view.edition is not None and view.edition.document.pixel_shift


def _is_long(showing: Showing) -> bool:
    return showing.until - showing.since > STEP_SECONDS
