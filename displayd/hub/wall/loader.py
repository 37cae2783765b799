"""The wall folder as a whole: which screen shows what, checked until nothing in it can surprise a TV."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from displayd.errors import ConfigError, Mistake
from displayd.hub.layouts.layout import Layout, checked_layout
from displayd.hub.metrics.facts import Facts, definition_facts
from displayd.hub.metrics.host_figures import completed
from displayd.hub.metrics.rules import metric_faults
from displayd.hub.wall import folder as folders
from displayd.hub.wall.file_types import HubFile, MetricEntry, MetricId
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.picture_header import PictureError, picture_info
from displayd.hub.wall.screens import ScreenSpec, specs_of
from displayd.hub.wall.screens_file import ALL, entries_of
from displayd.hub.wall.themes import Logo, WallTheme, checked_theme
from displayd.validation.faults import Fault, check
from displayd.validation.yaml_source import YamlText, parse

__all__ = ["Picture", "Wall", "load", "wall_of"]


@dataclass(frozen=True)
class Picture:
    """A picture of the wall folder."""

    digest: str
    """SHA-256, hexadecimal."""
    media_type: str
    aspect: float
    """Width divided by height."""
    data: bytes = field(repr=False)

    @property
    def source(self) -> str:
        """Where the picture is, relative to a screen's document."""
        return f"pictures/{self.digest}"


@dataclass(frozen=True)
class Wall:
    """A wall folder without mistakes."""

    screens: Mapping[str, ScreenSpec]
    """In the order of `screens.yaml`."""
    layouts: Mapping[str, Layout]
    """Those of the wall's own folder, and the shipped ones that a screen shows."""
    metrics: Mapping[str, MetricEntry]
    settings: HubFile
    timezone: str
    """Of the office, as in `defaults`."""
    pictures: Mapping[str, Picture]
    """By file name."""
    files: WallFiles = field(repr=False)
    """What all this was made from."""

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
    return wall_of(folders.read(folder), str(folder), today)


def wall_of(files: WallFiles, name: str = "wall folder", today: datetime.date | None = None) -> Wall:
    """The wall that `files` describe.

    Args:
        today: in UTC; None to take dates as they are.

    Raises:
        ConfigError: every mistake in them, with file and line; called `name`.
    """
    wall = _Reader(files, today).wall()
    if isinstance(wall, Wall):
        return wall
    raise ConfigError(name, wall)


class _Reader:
    """Makes a wall of files, and collects what is wrong with them on the way."""

    def __init__(self, files: WallFiles, today: datetime.date | None) -> None:
        self.files = files
        self.today = today
        self.mistakes: list[Mistake] = []

    def wall(self) -> Wall | list[Mistake]:
        screens_text, hub_text = (self._text(name) for name in ("screens.yaml", "hub.yaml"))
        settings = self._settings(hub_text)
        metric_texts = [self._text(path) for path in self._metric_files()]
        metrics = self._metrics([text for text in metric_texts if text is not None])
        is_readable = None not in metric_texts
        pictures = self._pictures()
        themes = self._themes(pictures)
        entries, faults = entries_of(self._mapping(screens_text), themes)
        layouts = self._layouts(entries.shown, metrics if is_readable else None, pictures)
        screens: dict[str, ScreenSpec] = {}
        if screens_text is not None:
            known = sorted({*layouts, *(name.removesuffix(".yaml") for name in self.files.shipped)})
            pages = {name: len(layout.pages) for name, layout in layouts.items() if layout}
            own_themes = {name: theme for name, theme in themes.items() if theme}
            screens, more = specs_of(screens_text, entries, known, self._own_layouts(), pages, own_themes)
            for fault in [*faults, *more]:
                self._fault(screens_text, fault)
        elif "screens.yaml" not in self.files.own:
            self.mistakes.append(Mistake("screens.yaml", "is missing", "write down which screen shows what"))
        if self.mistakes:
            return sorted(self.mistakes, key=_place)
        good = {name: layout for name, layout in layouts.items() if layout is not None}
        return Wall(screens, good, metrics, settings, entries.defaults.timezone, pictures, self.files)

    def _own_layouts(self) -> list[str]:
        """Names of the layouts in the wall's own folder."""
        paths = (path for path in self.files.own if path.startswith("layouts/"))
        return [path.removeprefix("layouts/").rpartition(".")[0] for path in paths]

    def _metric_files(self) -> list[str]:
        """Paths of the files with metrics in them: `metrics.yaml`, then those of the folder `metrics/`."""
        paths = [path for path in self.files.own if path == folders.METRICS_FILE or path.startswith("metrics/")]
        for path in paths:
            if path.endswith(".yml"):
                self._misnamed(path)
        return sorted(paths, key=lambda path: (path != folders.METRICS_FILE, path))

    def _misnamed(self, path: str) -> None:
        name = path.rpartition("/")[2].removesuffix(".yml")
        self.mistakes.append(Mistake(path, "is not read", f"call it {name}.yaml"))

    def _fault(self, text: YamlText, fault: Fault) -> None:
        self.mistakes.append(Mistake(text.where(fault.path), fault.reason, fault.hint))

    def _text(self, name: str, data: bytes | None = None, called: str = "") -> YamlText | None:
        """The YAML in `data`, or in the wall's file `name`; None if there is none or it cannot be read."""
        data = self.files.own.get(name) if data is None else data
        if data is None:
            return None
        try:
            return parse(called or name, data.decode("utf-8"))
        except UnicodeDecodeError as exc:
            line = data[: exc.start].count(b"\n") + 1
            self.mistakes.append(Mistake(f"{called or name}:{line}", "is not UTF-8", "save the file as UTF-8"))
        except ConfigError as exc:
            self.mistakes += exc.mistakes
        return None

    def _mapping(self, text: YamlText | None) -> Mapping[str, Any]:
        """The mapping that `text` is; an empty one, and a mistake, for anything else but an empty file."""
        if text is None or text.data is None:
            return {}
        if isinstance(text.data, Mapping):
            return text.data
        self._fault(text, Fault((), "is no mapping", "write `name: ...` lines"))
        return {}

    def _settings(self, text: YamlText | None) -> HubFile:
        settings, faults = check(dict(self._mapping(text)), HubFile)
        for fault in faults:
            is_hash = fault.path[:1] == ("keys",) and fault.path[2:] == ("sha256",)
            hint = "the SHA-256 of the key, as `printf %s KEY | sha256sum` prints it" if is_hash else fault.hint
            self._fault(text or YamlText("hub.yaml", None, {}), Fault(fault.path, fault.reason, hint))
        return settings or HubFile()

    def _metrics(self, texts: Iterable[YamlText]) -> dict[str, MetricEntry]:
        """All metrics; one with mistakes is there without what it says, so that its users are not called wrong too."""
        metrics: dict[str, MetricEntry] = {}
        places: dict[str, str] = {}
        for text in texts:
            for name, data in self._mapping(text).items():
                if name in places:
                    reason = f"the metric `{name}` is already defined in {places[name]}"
                    self._fault(text, Fault((name,), reason, "keep one of the two"))
                    continue
                places[name] = text.where((name,))
                metrics[name] = self._metric(text, name, data)
        return metrics

    def _metric(self, text: YamlText, name: str, data: Any) -> MetricEntry:
        """The metric `name` of the file `text`; an empty one, and mistakes, for `data` that is none."""
        entry, faults = check({} if data is None else data, MetricEntry)
        _, name_faults = check(name, MetricId)
        faults = [*faults, *(Fault((), f"the id `{name}`: {fault.reason}") for fault in name_faults)]
        faults += metric_faults(entry) if entry is not None else ()
        for fault in faults:
            self._fault(text, Fault((name, *fault.path), fault.reason, fault.hint))
        return completed(entry) if entry is not None else MetricEntry()

    def _pictures(self) -> dict[str, Picture]:
        pictures = {}
        for name, data in self.files.own.items():
            if name.startswith("pictures/"):
                kind, aspect = "", 1.0
                try:
                    info = picture_info(data)
                    kind, aspect = info.media_type, info.width_px / info.height_px
                except PictureError as exc:
                    self.mistakes.append(Mistake(name, str(exc), "save it anew as PNG or JPEG"))
                picture = Picture(hashlib.sha256(data).hexdigest(), kind, aspect, data)
                pictures[name.removeprefix("pictures/")] = picture
        return pictures

    def _themes(self, pictures: Mapping[str, Picture]) -> dict[str, WallTheme | None]:
        """The wall's own themes by name, None for one with mistakes."""
        themes: dict[str, WallTheme | None] = {}
        logos = {name: Logo(picture.source, picture.aspect) for name, picture in pictures.items()}
        for path, data in self.files.own.items():
            if not path.startswith("themes/"):
                continue
            name, _, ending = path.removeprefix("themes/").rpartition(".")
            if ending == "yml":
                self._misnamed(path)
            text = self._text(path, data)
            theme, mistakes = checked_theme(text, name, logos) if text else (None, [])
            self.mistakes += mistakes
            themes[name] = theme
        return themes

    def _layouts(
        self, shown: set[str], metrics: Mapping[str, MetricEntry] | None, pictures: Mapping[str, Picture]
    ) -> dict[str, Layout | None]:
        """Every layout by name, None for one with mistakes: the wall's own by name, then the shipped ones in use."""
        facts = None if metrics is None else definition_facts(metrics)
        sources = {name: picture.source for name, picture in pictures.items()}
        layouts: dict[str, Layout | None] = {}
        for path, data in self.files.own.items():
            if not path.startswith("layouts/"):
                continue
            name, _, ending = path.removeprefix("layouts/").rpartition(".")
            if ending == "yml":
                self._misnamed(path)
            if name == ALL:
                self.mistakes.append(Mistake(path, "`all` already means every dashboard", "give it another name"))
            layouts[name] = self._layout(name, path, data, facts, sources)
        for name in sorted(shown - set(layouts)):
            if (ready := self.files.shipped.get(f"{name}.yaml")) is not None:
                layouts[name] = self._layout(name, f"displayd/layouts/{name}.yaml", ready, facts, sources)
        return layouts

    def _layout(
        self, name: str, path: str, data: bytes, facts: Mapping[str, Facts] | None, sources: Mapping[str, str]
    ) -> Layout | None:
        text = self._text(path, data, path)
        if text is None:
            return None
        layout, mistakes = checked_layout(text, name, facts, sources, self.today)
        self.mistakes += mistakes
        return layout


def _place(mistake: Mistake) -> tuple[int, str, int]:
    """Where a mistake goes in the list: by file in the order they are read, then by line."""
    name, _, line = mistake.where.rpartition(":")
    if not line.isdigit():
        name, line = mistake.where, "0"
    order = folders.TOP_FILES.index(name) if name in folders.TOP_FILES else len(folders.TOP_FILES)
    return order, name, int(line)
