"""The hub while it runs: wall, metrics, fleet and what is served, held together.

Belongs to one event loop. What takes long (files, the store) is handed in from outside; see `process`.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import ClassVar, Protocol

from displayd import __version__
from displayd.errors import FailureKind, Mistake
from displayd.hub.client_states import ClientStates
from displayd.hub.dashing_widgets import DashingWidgets
from displayd.hub.datasets import Datasets
from displayd.hub.fleet import Fleet
from displayd.hub.log_ins import LogIns
from displayd.hub.log_limiter import LogLimiter
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Past, Reading
from displayd.hub.mirror_lead import MirrorLead
from displayd.hub.news import News
from displayd.hub.page_pictures.drawer import Drawer
from displayd.hub.pictures.gallery import Gallery
from displayd.hub.publish.issue import Issue
from displayd.hub.publish.new_tiles import NO_MARKS, Known, definitions_of, known_with, marks_of
from displayd.hub.publish.publisher import Published, Publisher
from displayd.hub.publish.turns import PORTION, Turns
from displayd.hub.push_keys import PushKeys
from displayd.hub.pushed_groups import PushedGroups
from displayd.hub.rate_limiter import Limiter
from displayd.hub.releases.shelf import Release, Shelf
from displayd.hub.sessions import Sessions
from displayd.hub.troubles import Troubles
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from displayd.hub.widget_payloads import WidgetPayloads
from displayd.protocol.limits import MIN_SNAPSHOT_SECONDS

__all__ = ["EDITS_REFUSED", "FOLDER_UNUSABLE", "OF_THE_FOLDER", "SNAPSHOTS_PER_MINUTE", "Hub"]

logger = logging.getLogger(__name__)

EDITS_REFUSED = "edits-refused"
"""Kind of trouble: there are mistakes in the wall folder."""

FOLDER_UNUSABLE = "folder-unusable"
"""Kind of trouble: there is no wall folder, or it cannot be read at all."""

OF_THE_FOLDER = (EDITS_REFUSED, FOLDER_UNUSABLE)
"""What stands on the wall page as mistakes."""

# Wrong keys and secrets that one address may try per minute.
FAILURES_PER_MINUTE = 120

SNAPSHOTS_PER_MINUTE = round(2 * 60 / MIN_SNAPSHOT_SECONDS)
"""Pictures that one screen may send; twice what it sends at most, because its clock may be quicker than the hub's."""

# Unclaimed screens of one address that the log tells of at once: so many TVs are hung up in a few minutes.
KNOCKS_TOLD = 5

# So many screens that have still to be told are a crowd; see `Hub.is_crowded`.
CROWD = 100

# Instead of a group, when all are looked at.
_EVERYBODY = ""

# For so long the hub publishes before it looks at its other questions.
PORTION_SECONDS = 0.002


class Holdable(Protocol):
    """A connection on which the next question can wait."""

    def hold(self) -> None:
        """Read nothing once the answer under way is out."""

    def go_on(self) -> None:
        """Read again."""


class Hub:
    """Everything that changes while the hub runs."""

    version: ClassVar[str] = __version__

    def __init__(
        self,
        clock: Callable[[], float],
        effective: Mapping[str, tuple[str, float]] | None = None,
        known_tiles: Known | None = None,
        shelf: Shelf | None = None,
        sessions: Sessions | None = None,
    ) -> None:
        """A hub without a wall.

        Args:
            clock: unix time, now.
            effective: see `Publisher`.
            known_tiles: what the tiles were when the hub ended.
            shelf: the releases of the screens' image; None for none.
            sessions: of those who look at the wall page; None to keep them in memory.
        """
        self.clock = clock
        self.clock_error: Callable[[], float | None] = _unknown
        """How far `clock` is off at most, seconds; None when NTP does not discipline it."""
        self.started_at = clock()
        self.troubles = Troubles(clock)
        self.wall: Wall | None = None
        self.mistakes: tuple[Mistake, ...] = ()
        """What is wrong with the wall folder as it is now; the wall in use is the last one without."""
        self.mistakes_since = 0.0
        self.metrics = Metrics()
        self.client_states = ClientStates()
        self.datasets = Datasets(self.client_states)
        self.pushed_groups = PushedGroups(self.client_states)
        self.payloads = WidgetPayloads(self.client_states)
        self.dashing_widgets = DashingWidgets(self.client_states)
        self.asking: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        """Set, by the kind of a source, to have it asked at once: what it reads has changed."""
        self.fleet, self.drawer, self.gallery = Fleet(), Drawer(), Gallery()
        self.keys = PushKeys()
        self.pushes, self.failures, self.snapshots = map(Limiter, (60, FAILURES_PER_MINUTE, SNAPSHOTS_PER_MINUTE))
        self.knocks = LogLimiter(logger, logging.INFO, burst=KNOCKS_TOLD)
        self.log_ins = LogIns()
        self.sessions = sessions or Sessions()
        self.names: frozenset[str] = frozenset()
        """What this machine is called, in small letters."""
        self.dirty = asyncio.Event()
        """Set when there may be something to publish."""
        self.known_tiles: Known = known_tiles or {}
        """What every layout's tiles are, and since when; replaced, never changed."""
        self.shelf = shelf
        self.releases: tuple[Release, ...] = ()
        """What the shelf has, the release added last first; looked at beside the event loop."""
        self.kept: Callable[[], Awaitable[bool]] = _kept_nowhere
        """Waits until all values that were taken in by now are on disk; False if they cannot be written."""
        self.is_closing = False
        self._marks = NO_MARKS
        self._mirror_lead = MirrorLead(self.fleet)
        self._publisher = Publisher(effective)
        self._turns = Turns()
        self._held: deque[Holdable] = deque()
        self._changed: dict[str, None] = {}
        """Metrics of which the screens have still to be told."""
        self._news: defaultdict[str, News] = defaultdict(News)

    def use(
        self,
        wall: Wall,
        pasts: Mapping[str, Past] | None = None,
        readings: Mapping[str, Reading] | None = None,
    ) -> None:
        """Serve `wall` from now on.

        Args:
            pasts: what the store remembers of metrics that are new in it.
            readings: what the hub's own sources say now, so that the first documents have it already.

        Raises:
            Exception: `wall` cannot be shown; the one before stays.
        """
        before, self.wall = self.wall, wall
        marks, defined = self._marks, self.metrics.defined()
        try:
            now = self.clock()
            definitions = definitions_of(wall)
            known = known_with(self.known_tiles, definitions, now)
            self._marks = marks_of(known, definitions, now)
            self.metrics.define(wall.metrics, pasts, wall.timezone, wall.day_zones)
            for metric, reading in (readings or {}).items():
                self.metrics.put(metric, reading, self.clock())
            published = self._published()
        except BaseException:
            self.wall, self._marks = before, marks
            self.metrics.restore(defined)
            if before is not None:
                self._changed |= dict.fromkeys(before.metrics)
            self.dirty.set()
            raise
        self._turns.restart()
        self._turns.pause_seconds = wall.settings.publish_seconds
        self._see_to(_EVERYBODY, published)
        self.known_tiles = known
        self.fleet.keep_only(wall.screens, [spec.device for spec in wall.screens.values() if spec.device])
        self.pushes.per_minute = wall.settings.requests_per_minute
        if before is not None:
            self._wake(name for name, spec in before.screens.items() if _device(wall, name) != spec.device)

    def refuse(self, mistakes: Iterable[Mistake], kind: str = EDITS_REFUSED) -> None:
        """Note what is wrong with the wall folder, while the last good wall stays in use; nothing for no mistakes.

        Args:
            kind: of trouble, one of `OF_THE_FOLDER`.
        """
        mistakes = tuple(mistakes)
        if mistakes and not self.mistakes:
            self.mistakes_since = self.clock()
        self.mistakes = mistakes
        for other in OF_THE_FOLDER:
            if other != kind or not mistakes:
                self.troubles.end(other)
        if not mistakes:
            return
        text, hint = f"The wall folder: {mistakes[0].reason}", mistakes[0].hint
        if kind == EDITS_REFUSED:
            count = "one mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
            text, hint = f"The wall folder has {count}", "the wall page and the hub's log list them"
        self.troubles.begin(kind, text, hint, is_logged=False)

    def put(self, metric: str, reading: Reading, who: str = "") -> None:
        """Take in a reading.

        Args:
            who: has no answer for a part of it, where it says so.
        """
        before = self.metrics.version_of(metric)
        self.metrics.put(metric, reading, self.clock(), who)
        self._note(metric, before)

    def fail(self, metric: str, reason: str, who: str = "", kind: FailureKind = "unusable") -> None:
        """Note that the source of a metric has no answer.

        Args:
            who: does not answer, where that has a name of its own.
            kind: what viewers are told.
        """
        before = self.metrics.version_of(metric)
        self.metrics.fail(metric, reason, self.clock(), who, kind)
        self._note(metric, before)

    def recall(self, pasts: Mapping[str, Past]) -> None:
        """Take in what the store has of metrics, where it could not be asked before."""
        self.metrics.recall(pasts)
        self._changed |= dict.fromkeys(pasts)
        self.dirty.set()

    def _note(self, metric: str, version_before: int) -> None:
        if self.metrics.version_of(metric) != version_before:
            self._changed[metric] = None
            self.dirty.set()

    def publish(self) -> None:
        """Bring everything that is served up to date."""
        if self.wall is not None:
            self._changed.clear()
            self._see_to(_EVERYBODY, self._published())

    def publish_some(self) -> float | None:
        """Bring a few screens up to date whose turn it is, or wake those who wait for what is new.

        Returns:
            Seconds until there is something to do again, 0 for at once; None for not before `dirty` is set.
        """
        now = began = time.monotonic()
        for metric in self._changed:
            self._turns.ask(self._publisher.showing(metric), now)
        self._changed.clear()
        while now - began < PORTION_SECONDS and (turn := self._turns.take(now)):
            if turn.screens:
                self._wake(turn.screens)
                break
            self._see_to(turn.group, self._published([turn.group]))
            now = time.monotonic()
        if self._held:
            if not self.is_crowded:
                for _ in range(min(PORTION // 2, len(self._held))):
                    self._held.popleft().go_on()
            return 0.0
        again_at = self._turns.next_at()
        return None if again_at is None else max(0.0, again_at - now)

    @property
    def is_crowded(self) -> bool:
        """Whether so many screens have still to be told of something that those told wait with their next question.

        To take it costs the hub as much as the answer did.
        """
        return self._turns.untold > CROWD

    @property
    def is_stirred(self) -> bool:
        """Whether a crowd is being told of something, or comes again with its next questions."""
        return self.is_crowded or bool(self._held)

    def hold(self, connection: Holdable) -> None:
        """Read the next question on `connection` when the hub is no longer crowded; a matter of two seconds at most."""
        connection.hold()
        self._held.append(connection)
        self.dirty.set()

    def _published(self, groups: Iterable[str] | None = None) -> Published:
        assert self.wall is not None
        now = self.clock()
        lead = functools.partial(self._mirror_lead.seconds, self.wall, unix_time=now)
        return self._publisher.publish(self.wall, self.metrics, now, self._marks, lead, groups)

    def _see_to(self, group: str, published: Published) -> None:
        """Have those told who wait for what was published, and go on with what had to wait."""
        now, unix_time = time.monotonic(), self.clock()
        if published.changed:
            self._turns.tell(group, published.changed, now)
        for name, again_at in published.waiting.items():
            self._turns.ask_at(name, now + max(0.0, again_at - unix_time))
        self.dirty.set()

    def issue(self, screen: str) -> Issue | None:
        """What `screen` is served now."""
        return self._publisher.issue(screen)

    def fault(self, screen: str) -> str:
        """Why `screen` cannot be served what it is to show; empty if it can."""
        return self._publisher.fault(screen)

    def replaced_at(self, screen: str, revision: str) -> float | None:
        """When `revision` stopped being what `screen` is to show, 0 for long ago; None while it is."""
        return self._publisher.replaced_at(screen, revision)

    def effective(self) -> dict[str, tuple[str, float]]:
        """Revision and `effective_at` of every mirror group."""
        return self._publisher.effective()

    def news(self, screen: str) -> News:
        """Comes once when `screen` has something new; ask for it before looking at what there is."""
        return self._news[screen]

    def close(self) -> None:
        """Send everybody who waits away: the hub is about to end."""
        self.is_closing = True
        self.drawer.close()
        self._wake(list(self._news))
        self.dashing_widgets.listeners.close()

    def screen_of(self, fingerprint: str) -> ScreenSpec | None:
        """The screen whose device has this fingerprint."""
        return None if self.wall is None else self.wall.screen_of(fingerprint)

    def release_file(self, release: Release) -> Path | None:
        """Where the file of `release` is; None without a shelf."""
        return None if self.shelf is None else self.shelf.file_of(release)

    def _wake(self, screens: Iterable[str]) -> None:
        for screen in screens:
            news = self._news.pop(screen, None)
            if news is not None:
                news.come()


async def _kept_nowhere() -> bool:
    return True


def _unknown() -> float | None:
    return None


def _device(wall: Wall, screen: str) -> str | None:
    spec = wall.screens.get(screen)
    return spec.device if spec else None
