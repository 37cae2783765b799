"""What every screen is served: bytes, tag, revision and the moment from which they hold.

A new content comes about when a page has changed; only then has a screen a new tag, and only its waiting requests are
woken. A mirror group gets a new content for all members at once, with a moment (`effective_at`) far enough ahead for
all of them to have it by then. The next change of a group waits until the last one has taken effect, so a screen never
has to remember more than one.
"""

from __future__ import annotations

import functools
import gzip
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.new_tiles import NO_MARKS, Marks
from displayd.hub.publish.pages import Binder, BoundPage, as_on_tv, body_of, digest_of, document_of, revision_of
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.limits import MAX_DOCUMENT_BYTES

__all__ = ["Issue", "Published", "Publisher", "title_of"]

logger = logging.getLogger(__name__)

# A document smaller than one network packet gains nothing from being compressed.
GZIP_FROM_BYTES = 1400

# A screen reports every minute or so; what it says is on its glass is looked up among the revisions of this time.
REMEMBER_SECONDS = 600.0


@dataclass(frozen=True)
class Issue:
    """What one screen is served."""

    body: bytes = field(repr=False)
    tag: str
    """Entity tag, quotes included."""
    revision: str
    effective_at: float
    """Unix time; 0 for a screen without mirrors."""

    @functools.cached_property
    def gzipped(self) -> bytes | None:
        """The body compressed, None where that is not worth it."""
        if len(self.body) < GZIP_FROM_BYTES:
            return None
        return gzip.compress(self.body, compresslevel=4, mtime=0)


class Published(NamedTuple):
    """What one round of publishing did."""

    changed: frozenset[str]
    """Screens that have something new, or nothing any more."""
    again_at: float | None
    """Unix time at which a change that had to wait can be published; None if none waits."""


@dataclass(frozen=True)
class _Content:
    """What a screen or a mirror group shows."""

    pages: tuple[BoundPage, ...]
    leader: ScreenSpec
    """The screen itself, or the one that is mirrored."""
    title: str
    revision: str
    effective_at: float


class Publisher:
    """Keeps the issues of all screens up to date with wall and metrics."""

    def __init__(self, effective: Mapping[str, tuple[str, float]] | None = None) -> None:
        """Begin with nothing published.

        Args:
            effective: revision and `effective_at` of the mirror groups before a restart, to be kept where nothing
                has changed.
        """
        self._before = dict(effective or {})
        self._contents: dict[str, _Content] = {}
        self._issues: dict[str, Issue] = {}
        self._replaced: dict[str, dict[str, float]] = {}
        self._made_of: dict[str, tuple[_Content, ScreenSpec]] = {}
        self._too_large: dict[str, int] = {}
        self._binder: tuple[Wall, Metrics, Marks, Binder] | None = None

    def issue(self, screen: str) -> Issue | None:
        """What `screen` is served now."""
        return self._issues.get(screen)

    def fault(self, screen: str) -> str:
        """Why `screen` cannot be served what it is to show; empty if it can."""
        size = self._too_large.get(screen)
        if size is None:
            return ""
        return f"its document is too large: {size / 1e6:.1f} MB, and a screen takes {MAX_DOCUMENT_BYTES / 1e6:g} MB"

    def replaced_at(self, screen: str, revision: str) -> float | None:
        """When `revision` stopped being what `screen` is to show, 0 for long ago; None while it is."""
        issue = self._issues.get(screen)
        if issue is None or issue.revision == revision:
            return None
        return self._replaced.get(screen, {}).get(revision, 0.0)

    def effective(self) -> dict[str, tuple[str, float]]:
        """Revision and `effective_at` of every mirror group."""
        groups = {name: content for name, content in self._contents.items() if content.leader.group}
        return {name: (content.revision, content.effective_at) for name, content in groups.items()}

    def publish(
        self,
        wall: Wall,
        metrics: Metrics,
        unix_time: float,
        marks: Marks = NO_MARKS,
        lead: Callable[[str], float] | None = None,
    ) -> Published:
        """Bring every screen of `wall` up to date.

        Args:
            marks: the tiles that are new.
            lead: how far ahead a mirror group gets a change, seconds; None for `mirror_lead_seconds`.
        """
        made_of = (wall, metrics, marks)
        if self._binder is None or any(old is not new for old, new in zip(self._binder, made_of, strict=False)):
            self._binder = (wall, metrics, marks, Binder(wall, metrics, marks))
        contents: dict[str, _Content] = {}
        waits: list[float] = []
        for name, spec in wall.screens.items():
            if spec.mirror is None:
                contents[name] = self._content(wall, spec, unix_time, waits, lead)
        changed = set(self._issues) - set(wall.screens)
        for name in set(self._made_of) - set(wall.screens):
            for known in (self._issues, self._made_of, self._replaced, self._too_large):
                known.pop(name, None)
        self._contents = contents
        for name, spec in wall.screens.items():
            content = contents[spec.mirror or name]
            if self._issue_anew(name, spec, content, unix_time):
                changed.add(name)
        return Published(frozenset(changed), min(waits, default=None))

    def _content(
        self,
        wall: Wall,
        spec: ScreenSpec,
        unix_time: float,
        waits: list[float],
        lead: Callable[[str], float] | None,
    ) -> _Content:
        """What `spec` and its mirrors show: the same object as before when nothing changed or the change must wait."""
        assert self._binder is not None
        before = self._contents.get(spec.name)
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
            waits.append(before.effective_at)
            return before
        return _Content(pages, spec, title, revision, planned)

    def _issue_anew(self, name: str, spec: ScreenSpec, content: _Content, unix_time: float) -> bool:
        """Make the issue of one screen if it has to be another than it was; True if so."""
        made_of = self._made_of.get(name)
        if made_of is not None and made_of[0] is content and made_of[1] == spec:
            return False
        self._made_of[name] = (content, spec)
        head = document_of(content.leader, content.title, (), content.revision, content.effective_at)
        own = as_on_tv(head, spec)
        body = body_of(own, content.pages)
        before = self._issues.get(name)
        was_too_large = name in self._too_large
        if len(body) > MAX_DOCUMENT_BYTES:
            self._too_large[name] = len(body)
            if not was_too_large:
                logger.warning("Screen %s keeps what it has: %s", name, self.fault(name))
            return False
        if was_too_large:
            del self._too_large[name]
            logger.info("Screen %s: its document is small enough again", name)
        tag = f'"{digest_of(own, content.pages)[:32]}"'
        if before is not None and before.tag == tag:
            return False
        if before is not None and before.revision != content.revision:
            replaced = self._replaced.setdefault(name, {})
            replaced[before.revision] = max(unix_time, content.effective_at)
            for old in [one for one, at in replaced.items() if at < unix_time - REMEMBER_SECONDS]:
                del replaced[old]
        self._issues[name] = Issue(body, tag, content.revision, content.effective_at)
        return True


def title_of(wall: Wall, spec: ScreenSpec) -> str:
    """What the screen is called: its own title, else its dashboards by theirs."""
    if spec.title != spec.name:
        return spec.title
    return " · ".join(wall.layouts[name].title for name in spec.show)[:200]
