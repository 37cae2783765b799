"""The wall folder as a whole: which screen shows what, checked until nothing in it can surprise a TV."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from displayd.errors import ConfigError, Mistake
from displayd.hub.kpis.query import Views
from displayd.hub.layouts.layout import Layout
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.pictures.gallery import Gallery
from displayd.hub.settings import HubSettings, settings_of
from displayd.hub.sources.source import Office
from displayd.hub.wall import reader
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.kpi_files import KpiFiles
from displayd.hub.wall.layout_files import layouts_of, own_layouts
from displayd.hub.wall.listing import TOP_FILES
from displayd.hub.wall.metrics_files import metrics_of
from displayd.hub.wall.pictures import Picture, pictures_of
from displayd.hub.wall.screens import ScreenSpec, specs_of
from displayd.hub.wall.screens_file import Entries, entries_of, screens_file
from displayd.hub.wall.texts import WallTexts
from displayd.hub.wall.themes import WallTheme, themes_of
from displayd.text.time_zones import canonical_timezone
from displayd.validation.yaml_source import YamlText

__all__ = ["Wall", "load", "settings_in", "wall_of"]


@dataclass(frozen=True)
class Wall:
    """A wall folder without mistakes."""

    screens: Mapping[str, ScreenSpec]
    """In the order of `screens.yaml`."""
    layouts: Mapping[str, Layout]
    """Those of the wall's own folder, and the shipped ones that a screen shows."""
    metrics: Mapping[str, MetricEntry]
    settings: HubSettings
    timezone: str
    """Of the office, as in `defaults`."""
    pictures: Mapping[str, Picture]
    """By file name."""
    files: WallFiles = field(repr=False)
    """What all this was made from."""
    views: Views = field(default_factory=dict, repr=False)
    """What KPIs read like tables."""
    gallery: Gallery = field(default_factory=Gallery, repr=False, compare=False)
    """Where sources put the pictures that they bring, where no hub runs."""

    @property
    def office(self) -> Office:
        """What holds for every source that is asked for values."""
        return Office(self.timezone, self.settings, views=self.views, files=self.files.own, gallery=self.gallery)

    @functools.cached_property
    def day_zones(self) -> Mapping[str, frozenset[str]]:
        """The time zones in which screens show a metric by days, by its id; of those that are shown so."""
        found: dict[str, set[str]] = {}
        for spec in self.screens.values():
            for page in (page for name in spec.show for page in self.layouts[name].pages):
                for metric in page.metrics_by_day:
                    found.setdefault(metric, set()).add(spec.settings.timezone)
        return {metric: frozenset(zones) for metric, zones in found.items()}

    @functools.cached_property
    def _by_device(self) -> Mapping[str, ScreenSpec]:
        return {spec.device: spec for spec in self.screens.values() if spec.device}

    def screen_of(self, fingerprint: str) -> ScreenSpec | None:
        """The screen whose device has this fingerprint."""
        return self._by_device.get(fingerprint)

    def picture(self, digest: str) -> Picture | None:
        """The picture with this digest."""
        return next((picture for picture in self.pictures.values() if picture.digest == digest), None)

    def metrics_on(self, screen: str) -> frozenset[str]:
        """Ids of all metrics that `screen` shows."""
        return frozenset(
            metric for name in self.screens[screen].show for page in self.layouts[name].pages for metric in page.metrics
        )


def load(folder: Path, today: datetime.date | None = None) -> Wall:
    """The wall in `folder`.

    Args:
        today: see `wall_of`.

    Raises:
        ConfigError: every mistake in it, with file and line.
    """
    return wall_of(reader.read(folder), str(folder), today)


def wall_of(files: WallFiles, name: str = "wall folder", today: datetime.date | None = None) -> Wall:
    """The wall that `files` describe.

    Args:
        today: in UTC; None to take dates as they are.

    Raises:
        ConfigError: every mistake in them, with file and line; called `name`.
    """
    texts = WallTexts(files)
    wall = _wall(texts, today)
    if texts.mistakes:
        raise ConfigError(name, sorted(texts.all_mistakes, key=_place))
    return wall


def settings_in(files: WallFiles) -> HubSettings | None:
    """The settings of the hub in `files`, whatever else is in them; None where `hub.yaml` has mistakes."""
    texts = WallTexts(files)
    settings, faults = settings_of(texts.mapping(texts.text("hub.yaml"), HubSettings))
    return None if faults or texts.mistakes else settings


def _wall(texts: WallTexts, today: datetime.date | None) -> Wall:
    """The wall, as far as it can be read; what is wrong with it is noted in `texts`."""
    screens_text, hub_text = texts.text("screens.yaml"), texts.text("hub.yaml")
    settings, faults = settings_of(texts.mapping(hub_text, HubSettings))
    for fault in faults:
        texts.fault(hub_text or YamlText("hub.yaml", None, {}), fault)
    pictures = pictures_of(texts)
    themes = themes_of(texts, pictures)
    entries, faults = entries_of(texts.mapping(screens_text, screens_file()), themes)
    timezone, kpis = canonical_timezone(entries.defaults.timezone), KpiFiles(texts)
    office = Office(timezone, settings, views=kpis.views, files=texts.files.own)
    metrics, are_readable = metrics_of(texts, office, kpis)
    layouts = layouts_of(texts, entries.shown, metrics if are_readable else None, pictures, today)
    if screens_text is not None:
        for fault in faults:
            texts.fault(screens_text, fault)
    screens = _screens(texts, screens_text, entries, layouts, themes)
    good = {name: layout for name, layout in layouts.items() if layout is not None}
    return Wall(screens, good, metrics, settings, timezone, pictures, texts.files, kpis.views)


def _screens(
    texts: WallTexts,
    text: YamlText | None,
    entries: Entries,
    layouts: Mapping[str, Layout | None],
    themes: Mapping[str, WallTheme | None],
) -> dict[str, ScreenSpec]:
    """The screens of `screens.yaml`, which is `text`."""
    if text is None:
        if "screens.yaml" not in texts.files.own:
            texts.mistakes.append(Mistake("screens.yaml", "is missing", "write down which screen shows what"))
        return {}
    known = sorted({*layouts, *(name.removesuffix(".yaml") for name in texts.files.shipped)})
    pages = {name: len(layout.pages) for name, layout in layouts.items() if layout}
    own_themes = {name: theme for name, theme in themes.items() if theme}
    screens, faults = specs_of(text, entries, known, own_layouts(texts), pages, own_themes)
    for fault in faults:
        texts.fault(text, fault)
    return screens


def _place(mistake: Mistake) -> tuple[int, str, int, int]:
    """Where a mistake goes in the list: by file in the order they are read, then by line and column."""
    found = re.fullmatch(r"(.+?)(?::(\d+))?(?::(\d+))?", mistake.where, re.DOTALL)
    assert found is not None
    name, line, column = found[1], int(found[2] or 0), int(found[3] or 0)
    order = TOP_FILES.index(name) if name in TOP_FILES else len(TOP_FILES)
    return order, name, line, column
