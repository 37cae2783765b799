"""The sample office at one moment, with the same numbers on every machine."""

from __future__ import annotations

import functools
import math

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document
from displayd.document.schedule import Showing
from displayd.hub.layouts.layout import Layout
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Reading
from displayd.hub.publish.pages import bound_page
from displayd.hub.sources.host import Host
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import Wall, load
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Scene
from displayd.text.formatter import Formatter
from displayd.tools.render import SAMPLE_MOMENT
from tests.support.made_up import made_up

NOW = SAMPLE_MOMENT

SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}

_PUSHED = {"service.activations": 104.0}

# A machine that is neither idle nor in trouble: (value, how far it swings, seconds of a swing).
_MACHINE = {
    "cpu": (0.42, 0.22, 170.0),
    "load_per_core": (0.62, 0.05, 240.0),
    "connections": (184.0, 38.0, 310.0),
    "network_in": (1.9e6, 1.1e6, 120.0),
    "network_out": (0.9e6, 0.4e6, 95.0),
    "disk_write": (0.5e6, 0.3e6, 77.0),
    "memory": (0.58, 0.0, 1.0),
    "disk": (0.71, 0.0, 1.0),
    "uptime": (3_550_000.0, 0.0, 1.0),
}


@functools.cache
def sample_wall() -> Wall:
    """The wall folder of the sample office, read and checked."""
    return load(shipped.sample_wall_folder())


@functools.cache
def sample_metrics() -> Metrics:
    """Every metric of the sample office at `NOW`, a quarter of an hour after the hub was started."""
    wall, metrics = sample_wall(), Metrics()
    metrics.define(wall.metrics)
    for name, reading in {**made_up(wall, NOW), **_of_files(wall)}.items():
        metrics.put(name, reading, NOW)
    for name, value in _PUSHED.items():
        metrics.put(name, Reading(value=value, as_of=NOW), NOW)
    for name, entry in wall.metrics.items():
        if not isinstance(entry.origin, Host):
            continue
        middle, swing, seconds = _MACHINE[entry.origin.figure]
        for step in range(450):
            moment = NOW - 900 + 2 * (step + 1)
            value = middle + swing * math.sin(moment / seconds) * math.cos(moment / 41)
            value = float(round(value)) if middle > 100 else round(value, 3)
            metrics.put(name, Reading(value=value, as_of=moment, expire_after=entry.expire_after), moment)
    return metrics


def _of_files(wall: Wall) -> dict[str, Reading]:
    """What the files of the sample office say at `NOW`: calendars, people, timetables and pictures."""
    answers: Answers = {}
    for kind in ("calendar", "people", "timetable", "slides"):
        reader = SOURCES[kind].reader()
        assert reader is not None
        answers |= reader.read(asked_of(SOURCES[kind], wall.metrics), wall.office, NOW)
    return {metric: answer for metric, answer in answers.items() if isinstance(answer, Reading)}


def sample_pictures() -> dict[str, str]:
    """Source and digest of every picture of the sample office, also by the names that slides have."""
    found = sample_wall().pictures
    return {name: one.digest for name, one in found.items()} | {one.source: one.digest for one in found.values()}


@functools.cache
def layout_names() -> tuple[str, ...]:
    """Every layout that travels with displayd: the ready-made ones, then the sample office's own."""
    ready_made = sorted(path.stem for path in shipped.layouts_folder().glob("*.yaml"))
    own = sorted(path.stem for path in (shipped.sample_wall_folder() / "layouts").glob("*.yaml"))
    return (*ready_made, *own)


def layout(name: str) -> Layout:
    """The layout called `name`; all are on some screen of the sample office."""
    return sample_wall().layouts[name]


@functools.cache
def dashboard(name: str) -> Document:
    """The dashboard called `name` with the sample office's numbers, as a document of its own."""
    wall, metrics = sample_wall(), sample_metrics()
    formatter = Formatter("en-GB", wall.timezone)
    pictures = {picture: picture for picture in wall.pictures}
    numbers = range(len(layout(name).pages))
    pages = [bound_page(layout(name), number, metrics.facts, pictures, formatter) for number in numbers]
    return Document(format=1, screen="sample", title=layout(name).title, timezone=wall.timezone, pages=pages)


@functools.cache
def scene(name: str, number: int, orientation: str) -> Scene:
    """Page `number` (from 0) of a dashboard at 1080p, with the fonts of this machine."""
    document = dashboard(name)
    showing = Showing(number, document.pages[number], NOW, math.inf)
    context = PageContext(document, SIZES[orientation], PangoFonts(document.locale), sample_pictures())
    return compose(context, showing, NOW)
