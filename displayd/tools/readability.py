"""A wall folder looked at as its readers will: what cannot be read from the seats, and what is not worth reading."""

from __future__ import annotations

import functools
import math
import statistics
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from displayd.compose.context import PageContext
from displayd.compose.crowding import AIMS, BOUNDS, Crowding, crowding
from displayd.compose.legibility import LEAST_ARC_MINUTES, TOLERANCE, Finding, findings, reachable_arc_minutes
from displayd.compose.page import compose
from displayd.document.freshness import freshness_at
from displayd.document.model import Document
from displayd.document.schedule import Showing
from displayd.errors import DisplaydError
from displayd.hub.layouts.mentions import locales_named, metrics_named, timezones_named
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import upright_size
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES
from displayd.text.language import is_spoken
from displayd.text.locale_words import spoken_names
from displayd.text.time_zones import canonical_timezone
from displayd.tools.calendar_findings import calendar_findings, remembered
from displayd.tools.file_findings import file_findings
from displayd.tools.offline_documents import OfflineDocuments, ShownPage
from displayd.tools.offline_values import add_stand_ins, values_without_hub
from displayd.tools.trade_words import trade_findings
from displayd.tools.wall_check import check
from displayd.tools.wall_finding import WallFinding
from displayd.validation.faults import suggestion
from displayd.validation.yaml_source import YamlText, parse

__all__ = ["Inspection", "inspect"]

# The counts of a page in words, for one and for more.
_COUNTS = {
    "tiles": ("tile", "tiles"),
    "texts": ("line of text", "lines of text"),
    "sizes": ("size of text", "sizes of text"),
    "second_rank": ("line of second rank", "lines of second rank"),
}


# What makes room for the columns of a table.
_NARROW = "fewer `columns` (the first ones and that with `key` stay), a wider tile, a larger TV or a nearer one"


class Inspection(NamedTuple):
    """What was found in a wall folder without mistakes."""

    wall: Wall
    page_count: int
    """How many different pages were looked at; one in two orientations, or from two distances, counts twice."""
    findings: list[WallFinding]
    without_data: list[str]
    """Tiles, by layout and name, whose content could not be looked at."""

    crowding: list[str]
    """How much there is to read on the median page and on the fullest, in words."""


class _Hung(NamedTuple):
    """A TV as its reader sees it: screens of which this is equal are spoken of together."""

    size: tuple[int, int]
    diagonal_in: float
    viewing_m: float

    def __str__(self) -> str:
        orientation = "landscape" if self.size[0] >= self.size[1] else "portrait"
        return f"{orientation}, {self.diagonal_in:g} inches, {self.viewing_m:g} m"


class _Place(NamedTuple):
    """Where a finding is."""

    layout: str
    page: int
    hung: _Hung


def inspect(
    folder: Path,
    screen: str | None = None,
    size: tuple[int, int] = (1920, 1080),
    state: Path | None = None,
    unix_time: float | None = None,
) -> Inspection:
    """Every page of the wall in `folder` as its screens would show it, looked at from the seats.

    Args:
        screen: look at this one only; None for all.
        size: width and height of the panels, px.
        state: state folder of a hub; values that were pushed come from there.
        unix_time: the moment, now if None.

    Raises:
        ConfigError: the folder has mistakes.
        DisplaydError: it has no such screen, or there are no values in `state`.
    """
    wall = check(folder)
    if screen is not None and screen not in wall.screens:
        raise DisplaydError(f"{folder}: there is no screen `{screen}`", suggestion(screen, list(wall.screens)))
    now = time.time() if unix_time is None else unix_time
    specs = [spec for name, spec in wall.screens.items() if screen in (None, name)]
    return _Inspector(wall, size, state, now).inspection(specs)


class _Looked(NamedTuple):
    """What one picture of a page was found to be."""

    place: _Place
    title: str
    findings: list[Finding]
    counted: Crowding


class _Inspector:
    """Composes pages, each different picture once, and collects what is found."""

    def __init__(self, wall: Wall, size: tuple[int, int], state: Path | None, unix_time: float) -> None:
        self._wall = wall
        self._size = size
        self._now = unix_time
        values = values_without_hub(wall, state, unix_time)
        self._file_findings = file_findings(wall, values)
        self._remembered = remembered(wall, values)
        add_stand_ins(values, unix_time)
        self._documents = OfflineDocuments(wall, values)
        self._pictures = {picture.source: picture.digest for picture in wall.pictures.values()}
        self._fonts = functools.cache(PangoFonts)
        self._texts = functools.cache(self._text)
        self._known: dict[tuple[object, ...], _Looked] = {}
        self._without_data: dict[str, None] = {}

    def inspection(self, specs: Collection[ScreenSpec]) -> Inspection:
        """What is found on the screens `specs`."""
        found: dict[tuple[_Place, Finding | Crowding], list[str]] = {}
        told: list[WallFinding] = []
        told += self._zone_findings("screens.yaml")
        told += self._locale_findings("screens.yaml")
        for layout in dict.fromkeys(name for spec in specs for name in spec.show):
            told += self._vanity_findings(layout)
            told += self._history_findings(layout)
            told += calendar_findings(self._wall, layout, self._texts(self._path(layout)), self._remembered)
            told += self._zone_findings(self._path(layout))
            told += trade_findings(self._texts(self._path(layout)))
        shown = {metric for spec in specs for metric in self._wall.metrics_on(spec.name)}
        told += [finding for metric, finding in self._file_findings if metric in shown]
        for spec in specs:
            tv = spec.settings
            hung = _Hung(upright_size(*self._size, tv.rotate), tv.diagonal_in, tv.viewing_m)
            told += self._far_findings(spec, hung)
            for place, finding in self._findings(spec, hung):
                found.setdefault((place, finding), []).append(spec.name)
        told += [self._wall_finding(place, finding, names) for (place, finding), names in found.items()]
        told.sort(key=_order)
        words = _crowding_words(list(self._known.values()))
        return Inspection(self._wall, len(self._known), told, list(self._without_data), words)

    def _vanity_findings(self, layout: str) -> Iterator[WallFinding]:
        """The numbers of a layout that were said to be for vanity."""
        text = self._texts(self._path(layout))
        for path, metric in metrics_named(text.data):
            if self._wall.metrics[metric].vanity:
                reason = f"`{metric}` is tagged `vanity`: nobody acts on it"
                hint = "give its place to a number that somebody acts on, or take the tag off in metrics.yaml"
                yield WallFinding("warning", text.where(path), reason, hint)

    def _history_findings(self, layout: str) -> Iterator[WallFinding]:
        """The numbers of a layout whose line or comparison reaches further back than the hub remembers."""
        text, days = self._texts(self._path(layout)), self._wall.settings.history_days
        for path, metric in metrics_named(text.data):
            entry = self._wall.metrics[metric]
            wanted = max(entry.history_hours, entry.compare_hours) / 24
            if wanted > days and not entry.origin.knows_past:
                reason = f"`{metric}` reaches {wanted:g} days back, and the hub remembers {days}"
                hint = f"`history_days: {math.ceil(wanted)}` in hub.yaml, or less `history_hours` and `compare_hours`"
                yield WallFinding("warning", text.where(path), reason, hint)

    def _zone_findings(self, path: str) -> Iterator[WallFinding]:
        """Time zones by names from before; screens are told those of today."""
        text = self._texts(path)
        for place, name in timezones_named(text.data):
            if (now := canonical_timezone(name)) != name:
                reason = f"`{name}` is a name from before for the time zone `{now}`"
                yield WallFinding("warning", text.where(place), reason, f"write `{now}`")

    def _locale_findings(self, path: str) -> Iterator[WallFinding]:
        """Languages that the product has no words in."""
        text = self._texts(path)
        for place, name in locales_named(text.data):
            if not is_spoken(name):
                reason = f"the product has no words in `{name}`: its own are in English"
                yield WallFinding("warning", text.where(place), reason, f"known: {spoken_names()}")

    def _findings(self, spec: ScreenSpec, hung: _Hung) -> Iterator[tuple[_Place, Finding | Crowding]]:
        """Place and finding of all that is found on one screen, and the counts of pages that are crowded."""
        document, pages = self._documents.of(spec)
        # What pages of two screens must have in common to look the same, beside themselves and how they hang.
        common = (document.locale, document.timezone, spec.logo, document.title, len(pages))
        for index, shown in enumerate(pages):
            self._note_missing(shown)
            key = (shown.digest, hung, common, index)
            place = _Place(shown.layout, shown.number, hung)
            if key not in self._known:
                self._known[key] = self._looked(document, index, place)
            looked = self._known[key]
            for finding in looked.findings:
                yield place, finding
            counted = looked.counted
            # Each in a finding of its own.
            bare = counted._replace(uneven_rows=(), rivals=(), level_with_words=())
            if BOUNDS.exceeded(counted):
                yield place, bare
            within = bare._replace(tiles=0, texts=0, sizes=0, second_rank=0)
            for row in counted.uneven_rows:
                yield place, within._replace(uneven_rows=(row,))
            if counted.rivals:
                yield place, within._replace(rivals=counted.rivals)
            if counted.level_with_words:
                yield place, within._replace(level_with_words=counted.level_with_words)

    def _looked(self, document: Document, index: int, place: _Place) -> _Looked:
        page, hung = document.pages[index], place.hung
        context = PageContext(document, hung.size, self._fonts(document.locale), self._pictures)
        scene = compose(context, Showing(index, page, self._now, math.inf), self._now)
        found = findings(scene, page, hung.diagonal_in, hung.viewing_m, context.fonts)
        return _Looked(place, page.title, found, crowding(scene, page, context.theme))

    def _note_missing(self, shown: ShownPage) -> None:
        for name, widget in shown.page.widgets.items():
            if widget.is_empty() or freshness_at(widget, self._now).state == "error":
                self._without_data[f"{shown.layout}/{name}"] = None

    def _far_findings(self, spec: ScreenSpec, hung: _Hung) -> Iterator[WallFinding]:
        """What to say of a TV on which no text can be as large as it should be."""
        reached = reachable_arc_minutes(hung.size, hung.diagonal_in, hung.viewing_m)
        if reached >= MINIMUM_ARC_MINUTES * (1 - TOLERANCE):
            return
        share = MINIMUM_ARC_MINUTES / reached
        nearest, largest = hung.viewing_m / share, math.ceil(hung.diagonal_in * share)
        yield WallFinding(
            "error" if reached < LEAST_ARC_MINUTES else "warning",
            self._texts("screens.yaml").where(("screens", spec.name)),
            f"`{spec.name}` is too small for its distance ({hung.diagonal_in:g} inches, {hung.viewing_m:g} m): "
            f"its text is {reached:.1f} arc-minutes high, {MINIMUM_ARC_MINUTES:g} are readable",
            f"hang it {_metres(nearest)} m away or nearer, or take a TV of {largest} inches",
        )

    def _wall_finding(self, place: _Place, finding: Finding | Crowding, screens: list[str]) -> WallFinding:
        page = self._wall.layouts[place.layout].pages[place.page].page
        on_page = f"page `{page.title}`" if page.title else f"page {place.page + 1}"
        seen = f"on {', '.join(screens)} ({place.hung})"
        if isinstance(finding, Crowding):
            text = self._texts(self._path(place.layout))
            if finding.rivals:
                return _rivalled(page.hero, finding.rivals, text.where(("pages", place.page, "hero")), on_page, seen)
            return _crowded(finding, text.where(("pages", place.page)), on_page, seen)
        tile = f"`{finding.cell}` on {on_page}" if finding.cell in page.widgets else f"the header of {on_page}"
        where = self._texts(self._path(place.layout)).where(("pages", place.page, "widgets", finding.cell))
        said = _short(finding.text)
        if finding.kind == "left out":
            return WallFinding(
                "warning", where, f"{tile} has no room for {_columns(finding.left_out)}, {seen}", _NARROW
            )
        if finding.kind == "cut":
            reason = f'{tile} cuts "{said}", {math.ceil(finding.excess * 100)}% too wide, {seen}'
            return WallFinding("warning", where, reason, "shorter words, a larger tile, fewer columns or a nearer TV")
        reason = f'{tile} has text of {finding.arc_minutes:.1f} arc-minutes, "{said}", {seen}'
        nearest = place.hung.viewing_m * finding.arc_minutes / MINIMUM_ARC_MINUTES
        hint = f"a larger tile or fewer columns, or a TV that is {_metres(nearest)} m away or nearer"
        return WallFinding("error" if finding.is_error else "warning", where, reason, hint)

    def _path(self, layout: str) -> str:
        own = f"layouts/{layout}.yaml"
        return own if own in self._wall.files.own else f"displayd/{own}"

    def _text(self, path: str) -> YamlText:
        """The wall's file `path`, or the shipped one."""
        data = self._wall.files.own.get(path) or self._wall.files.shipped[path.rpartition("/")[2]]
        return parse(path, data.decode("utf-8"))


def _short(text: str) -> str:
    """`text`, or as much of it as a finding has room for."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def _columns(names: Sequence[str]) -> str:
    """Those that are left out, in words."""
    told = ", ".join(f"`{_short(name)}`" for name in names)
    return f"its column {told}" if len(names) == 1 else f"its columns {told}"


def _rivalled(hero: str, rivals: Sequence[str], where: str, on_page: str, seen: str) -> WallFinding:
    """That the main tile of a page is none to the eye."""
    reason = f"`{hero}`, the hero of {on_page}, is not its largest tile: `{rivals[0]}` is as large or larger, {seen}"
    hint = "more rows or columns for it in the template, or more weight for those that it has"
    return WallFinding("warning", where, reason, hint)


def _crowded(counted: Crowding, where: str, on_page: str, seen: str) -> WallFinding:
    """That a page is crowded, has values of one row on different lines, or no figure that stands out."""
    above = BOUNDS.exceeded(counted)
    if counted.level_with_words:
        names = ", ".join(f"`{name}`" for name in counted.level_with_words)
        reason = (
            f"on {on_page} no figure stands out: the largest text is {counted.size_ratio:.1f} times the median one, "
            f"in {names}, {seen}"
        )
        return WallFinding("warning", where, reason, "fewer tiles or rows, or a `hero` with more of the page")
    if not above:
        row = ", ".join(f"`{name}`" for name in counted.uneven_rows[0])
        reason = f"{on_page} has the values of one row, {row}, on different lines, {seen}"
        return WallFinding("warning", where, reason, "fewer digits, a larger unit, or tiles of more equal width")
    found = ", ".join(f"{_counted(counted, name)} (at most {getattr(BOUNDS, name)})" for name in above)
    aims = ", ".join(f"{getattr(AIMS, name)} {_COUNTS[name][1]}" for name in above)
    hint = f"two pages, or fewer tiles, rows and columns; at a glance one sees {aims} at most"
    return WallFinding("warning", where, f"{on_page} is crowded: {found}, {seen}", hint)


def _crowding_words(looked: Sequence[_Looked]) -> list[str]:
    if not looked:
        return []
    every = [one.counted for one in looked]
    medians = {name: statistics.median_low([getattr(one, name) for one in every]) for name in (*_COUNTS, "size_ratio")}
    fullest = max(looked, key=lambda one: one.counted.texts)
    name = f"`{fullest.title}` of {fullest.place.layout}" if fullest.title else fullest.place.layout
    typical = f"median of all pages: {_counts_words(Crowding(**medians))}"
    return [typical, f"fullest page, {name} ({fullest.place.hung}): {_counts_words(fullest.counted)}"]


def _counts_words(counted: Crowding) -> str:
    counts = ", ".join(_counted(counted, name) for name in _COUNTS)
    return f"{counts}; the largest text is {counted.size_ratio:.1f} times the median one"


def _counted(counted: Crowding, name: str) -> str:
    count = getattr(counted, name)
    return f"{count} {_COUNTS[name][count != 1]}"


def _metres(distance: float) -> str:
    """`distance`, never rounded up."""
    return f"{math.floor(distance * 10) / 10:.1f}"


def _order(finding: WallFinding) -> tuple[bool, str, int]:
    """The TVs first, then file by file and line by line."""
    name, _, line = finding.where.rpartition(":")
    return name != "screens.yaml", name, int(line) if line.isdigit() else 0
