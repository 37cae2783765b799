"""The ready-made dashboards with real figures: every tile has its data from a KPI."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document
from displayd.document.schedule import Showing
from displayd.hub.kpis.header import KpiHeader, header_faults, parts_of
from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.pages import bound_page
from displayd.hub.wall.loader import Wall
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Text
from displayd.text.formatter import Formatter
from displayd.tile.widget import Measured
from displayd.widgets import WIDGETS
from tests.hub.kpis.golden.books import KPIS
from tests.hub.kpis.made_up.rows import NOW
from tests.hub.kpis.walls import DASHBOARDS, answers_of, moment_of, shipped_wall, with_answers

SIZES = ((1920, 1080), (1080, 1920))

# Nobody has a table of releases; they are flags along a line that is there without them.
PUSHED = {"customers.releases"}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> tuple[Wall, Metrics, float]:
    wall = shipped_wall(tmp_path_factory.mktemp("shipped") / "wall")
    unix_time = moment_of(wall, NOW)
    return wall, with_answers(wall, answers_of(wall, unix_time), unix_time), unix_time


def document_of(wall: Wall, metrics: Metrics, name: str) -> Document:
    layout, formatter = wall.layouts[name], Formatter("en-GB", wall.timezone)
    pages = [bound_page(layout, number, metrics.facts, {}, formatter) for number in range(len(layout.pages))]
    return Document(format=1, screen="lobby", title=layout.title, timezone=wall.timezone, pages=pages)


def texts_of(document: Document, unix_time: float) -> Iterator[tuple[str, str]]:
    """Name of the tile and text, for all texts of all pages in both orientations."""
    fonts = PangoFonts(document.locale)
    for number, page in enumerate(document.pages):
        for size in SIZES:
            scene = compose(
                PageContext(document, size, fonts, {}), Showing(number, page, unix_time, math.inf), unix_time
            )
            for cell in scene.cells:
                for op in cell.ops:
                    if isinstance(op, Text):
                        yield cell.name, op.text


def test_every_metric_of_the_dashboards_is_a_kpi(living: tuple[Wall, Metrics, float]) -> None:
    wall = living[0]
    shown = {metric for name in DASHBOARDS for page in wall.layouts[name].pages for metric in page.metrics}

    assert {metric for metric in shown if wall.metrics[metric].origin.kind != "kpi"} == PUSHED


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_tile_of_a_ready_made_dashboard_has_data(name: str, living: tuple[Wall, Metrics, float]) -> None:
    wall, metrics, unix_time = living
    document = document_of(wall, metrics, name)
    tiles = {area: tile for page in document.pages for area, tile in page.widgets.items()}

    assert [area for area, tile in tiles.items() if tile.is_empty() or tile.error] == []
    excuses = {"Cannot be drawn", "No data", "No answer", "Out of date", "the numbers do not fit"}
    assert [area for area, text in texts_of(document, unix_time) if text in excuses] == []


@pytest.mark.parametrize("name", DASHBOARDS)
def test_tiles_say_what_they_show_and_no_number_is_made_up(name: str, living: tuple[Wall, Metrics, float]) -> None:
    wall, metrics, _ = living
    document = document_of(wall, metrics, name)
    tiles = [tile for page in document.pages for tile in page.widgets.values()]

    assert all(tile.title and tile.about for tile in tiles)
    assert not any(tile.sample for tile in tiles if isinstance(tile, Measured))


@pytest.mark.parametrize("path", sorted(KPIS.glob("*.sql")), ids=lambda path: path.stem)
def test_shipped_kpi_says_what_it_is_in_words_that_fit_a_tile(path: Path) -> None:
    header = msgspec.convert(yaml.safe_load(parts_of(path.read_text("utf-8")).header), KpiHeader)

    assert header_faults(header, path.stem) == []
    assert header.title
    assert header.unit
    assert 0 < len(header.about or "") <= 60
    assert header.refresh
    assert header.expire_after
    assert header.widget in {one.__struct_config__.tag for one in WIDGETS}
