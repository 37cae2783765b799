"""What every screen is served, and the moment from which it holds.

A new content comes about when a page has changed; only then have its screens a new tag, and only their waiting requests
are woken. Screens that show the same differ in their names alone: they are one group, whose content is made once, and
whose documents are made of it when they are asked for. A mirror group gets a new content for all members at once, with
a moment (`effective_at`) far enough ahead for all of them to have it by then. The next change of a mirror group waits
until the last one has taken effect, so a screen never has to remember more than one.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import structs

from displayd.document.model import encode
from displayd.document.settings import tv_settings
from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.issue import Issue, Master, Sheets
from displayd.hub.publish.new_tiles import NO_MARKS, Marks
from displayd.hub.publish.pages import Binder, BoundPage, as_on_tv, document_of, revision_of
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.limits import MAX_DOCUMENT_BYTES

__all__ = ["Published", "Publisher", "title_of"]

logger = logging.getLogger(__name__)

# A screen reports every minute or so; what it says is on its glass is looked up among the revisions of this time.
REMEMBER_SECONDS = 600.0

# The longest name that a screen can have, which is in its document once.
_NAME_BYTES = 60


class Published(NamedTuple):
    """What one round of publishing did."""

    changed: frozenset[str]
    """Screens that have something new, or nothing any more."""
    waiting: Mapping[str, float]
    """Groups with a change that has to wait, and the unix time at which it can be published."""

    @property
    def again_at(self) -> float | None:
        """The first moment at which a change that had to wait can be published; None if none waits."""
        return min(self.waiting.values(), default=None)


class _Round(NamedTuple):
    """One round of publishing."""

    wall: Wall
    unix_time: float
    lead: Callable[[str], float] | None
    waiting: dict[str, float]
    """As of `Published`; filled by and by."""


@dataclass(frozen=True)
class _Content:
    """What a group shows."""

    pages: tuple[BoundPage, ...]
    leader: ScreenSpec
    """One screen of the group; of a mirror group the one that is mirrored."""
    title: str
    revision: str
    effective_at: float


@dataclass(eq=False)
class _Group:
    """Screens that change together: those that show the same, or that mirror each other."""

    leader: ScreenSpec
    members: dict[str, str] = field(default_factory=dict)
    """Names of the screens, with how the TV of each hangs."""
    hung: dict[str, ScreenSpec] = field(default_factory=dict)
    """One screen for each way in which a TV hangs."""
    content: _Content | None = None
    masters: dict[str, Master] = field(default_factory=dict)
    """What is served, by how the TV hangs."""
    replaced: dict[str, float] = field(default_factory=dict)
    """Revisions of before, and when each stopped being what is to be shown; the one that did last is the last one."""
    too_large: int = 0
    """Bytes of a document that is not served because no screen takes it; 0 for none."""

    def add(self, spec: ScreenSpec) -> None:
        """Take in a screen."""
        how = repr(tuple(tv_settings(spec.settings).values()))
        self.members[spec.name] = how
        self.hung.setdefault(how, spec)

    def replaces(self, revision: str, unix_time: float) -> None:
        """Note that `revision` stops being what is to be shown."""
        self.replaced.pop(revision, None)
        self.replaced[revision] = unix_time
        while (oldest := next(iter(self.replaced.items())))[1] < unix_time - REMEMBER_SECONDS:
            del self.replaced[oldest[0]]


class Publisher:
    """Keeps what all screens are served up to date with wall and metrics."""

    def __init__(self, effective: Mapping[str, tuple[str, float]] | None = None) -> None:
        """Begin with nothing published.

        Args:
            effective: revision and `effective_at` of the mirror groups before a restart, to be kept where nothing
                has changed.
        """
        self._before = dict(effective or {})
        self._groups: dict[str, _Group] = {}
        """By the name of the leader."""
        self._group_of: dict[str, _Group] = {}
        self._showing: dict[str, list[str]] = {}
        """Groups that show a metric."""
        self._kept: dict[str, Master] = {}
        """Of screens whose first document by this wall is too large: what they had by the one before."""
        self._binder: tuple[Wall, Metrics, Marks, Binder] | None = None
        self._wall: Wall | None = None
        self._sheets: weakref.WeakValueDictionary[tuple[BoundPage, ...], Sheets] = weakref.WeakValueDictionary()

    def issue(self, screen: str) -> Issue | None:
        """What `screen` is served now."""
        master = self._master(screen)
        return master.issue(screen) if master else None

    def fault(self, screen: str) -> str:
        """Why `screen` cannot be served what it is to show; empty if it can."""
        group = self._group_of.get(screen)
        if group is None or not group.too_large:
            return ""
        size = group.too_large / 1e6
        return f"its document is too large: {size:.1f} MB, and a screen takes {MAX_DOCUMENT_BYTES / 1e6:g} MB"

    def replaced_at(self, screen: str, revision: str) -> float | None:
        """When `revision` stopped being what `screen` is to show, 0 for long ago; None while it is."""
        master = self._master(screen)
        if master is None or master.revision == revision:
            return None
        return self._group_of[screen].replaced.get(revision, 0.0)

    def effective(self) -> dict[str, tuple[str, float]]:
        """Revision and `effective_at` of every mirror group."""
        contents = {name: one.content for name, one in self._groups.items() if one.leader.group and one.content}
        return {name: (content.revision, content.effective_at) for name, content in contents.items()}

    def showing(self, metric: str) -> Collection[str]:
        """The groups that show `metric`, by name: what `publish` can be asked to look at."""
        return self._showing.get(metric, ())

    def publish(
        self,
        wall: Wall,
        metrics: Metrics,
        unix_time: float,
        marks: Marks = NO_MARKS,
        lead: Callable[[str], float] | None = None,
        groups: Iterable[str] | None = None,
    ) -> Published:
        """Bring the screens of `wall` up to date.

        Args:
            marks: the tiles that are new.
            lead: how far ahead a mirror group gets a change, seconds; None for `mirror_lead_seconds`.
            groups: those to look at, of `showing`; None for all. With another wall than before, all are.
        """
        made_of = (wall, metrics, marks)
        if self._binder is None or any(old is not new for old, new in zip(self._binder, made_of, strict=False)):
            self._binder = (wall, metrics, marks, Binder(wall, metrics, marks))
        one = _Round(wall, unix_time, lead, {})
        if wall is not self._wall:
            return Published(self._take_over(one), one.waiting)
        changed: set[str] = set()
        for name in list(self._groups) if groups is None else groups:
            group = self._groups.get(name)
            if group is not None:
                changed |= self._renewed(one, group)
        return Published(frozenset(changed), one.waiting)

    def _take_over(self, one: _Round) -> frozenset[str]:
        """Serve another wall than before; the screens for which that makes a difference."""
        wall = one.wall
        groups = _groups_of(wall)
        of_screen = {name: group for group in groups.values() for name in group.members}
        for group in groups.values():
            old = self._group_of.get(group.leader.name)
            if old is not None and (old.leader.group is None or old.leader.name == group.leader.name):
                group.content = old.content
            self._renewed(one, group, is_new=True)
        changed, kept = set(self._group_of) - set(of_screen), {}
        for name, group in of_screen.items():
            old_group, old_master = self._group_of.get(name), self._master(name)
            new_master = group.masters.get(group.members[name])
            if new_master is None:
                if old_master is not None:
                    kept[name] = old_master
                continue
            if old_group is not None and old_master is not None and old_master.revision != new_master.revision:
                group.replaced.update(old_group.replaced)
                group.replaces(old_master.revision, max(one.unix_time, new_master.effective_at))
            if old_master is None or old_master.digest != new_master.digest:
                changed.add(name)
        self._groups, self._group_of, self._kept, self._wall = groups, of_screen, kept, wall
        self._showing = {}
        for name, group in groups.items():
            for metric in wall.metrics_on(group.leader.name):
                self._showing.setdefault(metric, []).append(name)
        return frozenset(changed)

    def _renewed(self, one: _Round, group: _Group, is_new: bool = False) -> set[str]:
        """Bring what a group is served up to date; the screens of it that have something new."""
        content = self._content(one, group.leader, group.content)
        if content is group.content and not is_new:
            return set()
        group.content = content
        head = document_of(content.leader, content.title, (), content.revision, content.effective_at)
        sheets = self._sheets.get(content.pages)
        if sheets is None:
            sheets = self._sheets[content.pages] = Sheets.of(content.pages)
        masters = {how: Master.of(as_on_tv(head, spec), content.pages, sheets) for how, spec in group.hung.items()}
        size = _NAME_BYTES + max(len(master) for master in masters.values())
        was_too_large, group.too_large = group.too_large, size if size > MAX_DOCUMENT_BYTES else 0
        if group.too_large:
            if not was_too_large:
                logger.warning("Screen %s keeps what it has: its document has %.1f MB", _told(group), size / 1e6)
            return set()
        if was_too_large:
            logger.info("Screen %s: its document is small enough again", _told(group))
        before, group.masters = group.masters, masters
        changed = {how for how, new in masters.items() if how not in before or before[how].digest != new.digest}
        for old in {master.revision for master in before.values()} - {content.revision}:
            group.replaces(old, max(one.unix_time, content.effective_at))
        return {name for name, how in group.members.items() if how in changed}

    def _master(self, screen: str) -> Master | None:
        group = self._group_of.get(screen)
        return None if group is None else group.masters.get(group.members[screen]) or self._kept.get(screen)

    def _content(self, one: _Round, spec: ScreenSpec, before: _Content | None) -> _Content:
        """What the group of `spec` shows: the object `before` when nothing changed or the change must wait."""
        assert self._binder is not None
        wall, unix_time, lead, waiting = one
        pages = self._binder[-1].pages(spec)
        longest = wall.settings.mirror_lead_seconds
        # No change is planned further ahead than that; one that is was planned by a clock since put back.
        is_ahead = before is not None and before.effective_at > unix_time + longest
        if before is not None and not is_ahead and before.leader == spec and before.pages == pages:
            return before
        title = title_of(wall, spec)
        revision = revision_of(spec, title, pages)
        if spec.group is None:
            return _Content(pages, spec, title, revision, 0.0)
        planned = unix_time + (longest if lead is None else lead(spec.group))
        if before is None or before.leader.group is None:
            known_revision, known_at = self._before.get(spec.name, ("", 0.0))
            is_known = before is None and known_revision == revision and known_at <= unix_time + longest
            return _Content(pages, spec, title, revision, known_at if is_known else planned)
        if before.revision == revision and not is_ahead:
            return _Content(pages, spec, title, revision, before.effective_at)
        if unix_time < before.effective_at and not is_ahead:
            waiting[spec.name] = before.effective_at
            return before
        return _Content(pages, spec, title, revision, planned)


def _groups_of(wall: Wall) -> dict[str, _Group]:
    """The screens of `wall` in groups, each by the name of its leader."""
    groups: dict[str, _Group] = {}
    leaders: dict[object, str] = {}
    for name, spec in wall.screens.items():
        if spec.mirror is not None:
            continue
        leader = name
        if spec.group is None:
            head = structs.replace(document_of(spec, title_of(wall, spec)), screen="-")
            leader = leaders.setdefault((spec.show, spec.own_seconds, spec.seconds, encode(head)), name)
        groups.setdefault(leader, _Group(spec)).add(spec)
    for spec in wall.screens.values():
        if spec.mirror is not None:
            groups[spec.mirror].add(spec)
    return groups


def _told(group: _Group) -> str:
    """The screens of a group, for the log."""
    names, more = list(group.members)[:3], len(group.members) - 3
    return ", ".join(names) + (f" and {more:,} more" if more > 0 else "")


def title_of(wall: Wall, spec: ScreenSpec) -> str:
    """What the screen is called: its own title, else its dashboards by theirs."""
    if spec.title != spec.name:
        return spec.title
    return " · ".join(wall.layouts[name].title for name in spec.show)[:200]
