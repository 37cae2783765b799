"""What is to be on the glass at a moment: the documents that have arrived, without a clock or a screen.

`view_at` and `scene_of` answer for any moment from the documents and the situation that is handed in, so the next
picture can be painted before its turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from displayd.compose.claim_page import claim_scene
from displayd.compose.context import nothing_spent
from displayd.compose.figure_changes import Change, Renewal, moving_at, renewed
from displayd.compose.memo import Memo
from displayd.compose.page import compose, dark_scene
from displayd.device.edition import Edition
from displayd.device.placement import upright_size_of
from displayd.device.view import Situation, View
from displayd.document.model import Document, Page
from displayd.document.pictures import picture_sources
from displayd.document.schedule import Showing, showing_at
from displayd.scene.operations import Scene
from displayd.validation.opening_hours import hours_at, parse_hours

__all__ = ["Timeline"]

# A hub plans one change of a group at a time; edits may add some. What sends more than this is broken.
_WAITING_KEPT = 16


class Timeline:
    """The documents that count now and later, and what they make of a moment."""

    def __init__(self, cpu_seconds: Callable[[], float] = nothing_spent) -> None:
        """No document yet.

        Args:
            cpu_seconds: how much CPU time the drawing thread has had; asked often while a page is made.
        """
        self._cpu_seconds = cpu_seconds
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

    def tile_faults(self) -> list[str]:
        """What of the document on show is not drawn as it should be, as far as its pages were made."""
        return self._memo.faults()

    def view_at(self, situation: Situation, unix_time: float) -> View:
        """What is to be on the glass at `unix_time`."""
        if not situation.is_configured:
            return View("mistake", None, None, None, float("inf"))
        edition = self.edition_at(unix_time)
        if edition is None:
            return View("fingerprint", None, None, None, float("inf"))
        document = edition.document
        effective = edition.effective_at
        nexts = [one.effective_at for one in self._waiting if one.effective_at > unix_time]
        until = min(nexts, default=float("inf"))
        if situation.has_time:
            is_on, hours_until = hours_at(parse_hours(document.on), unix_time, document.timezone)
            if not is_on:
                return View("off", edition, None, None, min(until, hours_until))
            until = min(until, hours_until)
        showing = _playable(document, showing_at(document, unix_time), situation)
        since: float | None = max(showing.since, effective) or None
        return View("page", edition, showing, since, min(until, showing.until))

    def scene_of(self, view: View, situation: Situation, unix_time: float) -> Scene:
        """The picture of `view` at `unix_time`."""
        size = upright_size_of(view, situation)
        if view.kind == "off":
            return dark_scene(size)
        if view.edition is None or view.showing is None:
            return claim_scene(situation.claim, size, situation.fonts)
        document, fonts = view.edition.document, situation.fonts
        context = self._memo.context_of(
            document,
            size,
            fonts,
            situation.pictures,
            situation.has_time,
            self._cpu_seconds,
            situation.film_faults,
        )
        moving = self.moving_in(view, situation, unix_time)
        return compose(context, view.showing, unix_time, situation.notice, self._memo, moving)

    def moving_in(self, view: View, situation: Situation, unix_time: float) -> Mapping[str, Change]:
        """The tiles of `view` that move at `unix_time`, as new figures have just come."""
        if view.edition is None or view.showing is None or not situation.can_move or not view.edition.document.motion:
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


def _of(edition: Edition | None, known: tuple[Edition, Renewal] | None) -> tuple[Edition, Renewal] | None:
    """`known`, if it is that of `edition`."""
    return known if known is not None and known[0] is edition else None


def _playable(document: Document, showing: Showing, situation: Situation) -> Showing:
    """`showing`, or in its time the page that comes after it where it is of films alone and none of them can be played.

    The loop stays as it is, and the next page comes sooner: mirrors that can play the film stay in step.
    """
    found = showing
    for _ in document.pages:
        if not _is_unplayable(found.page, situation):
            return found if found is showing else found._replace(since=showing.since, until=showing.until)
        if found.until == math.inf:
            break
        found = showing_at(document, found.until)
    return showing


def _is_unplayable(page: Page, situation: Situation) -> bool:
    """Whether there is nothing on `page` but films that this screen cannot play, or has not got yet."""
    tiles = [(widget, widget.films()) for widget in page.widgets.values()]
    return all(
        films
        and (
            bool(widget.error)
            or all(_is_away(situation.pictures.get(source), situation.film_faults) for source in films)
        )
        for widget, films in tiles
    )


def _is_away(digest: str | None, faults: Mapping[str, str]) -> bool:
    return digest is None or digest in faults
