"""A page of one picture, slideshow, film or web page whose source has never answered says so, to whoever reads it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document
from displayd.document.schedule import showing_at
from displayd.errors import SourceError
from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.pages import Binder, document_of
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.wall.loader import Wall
from displayd.scene.operations import Text
from displayd.text.language import PSEUDO_LOCALE
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.walls import NOON, wall
from tests.support.fakes_fonts import FixedFonts
from tests.support.own_words import words_from_nowhere

# Widget and source of each kind of page, where what it is to show is not there.
PAGES = {
    "a folder without pictures": ("slideshow", "slides: {folder: party}"),
    "a film that is not there": ("video", "video: {file: tour.mp4}"),
    "a file that is no film": ("video", "video: {file: notes.mp4}"),
    "a film at an address": ("video", "video: {url: 'http://127.0.0.1:PORT/tour.mp4'}"),
    "a picture at an address": ("picture", "picture: {url: 'http://127.0.0.1:PORT/roof.jpg'}"),
    "a web page": ("picture", "snapshot: {url: 'http://127.0.0.1:PORT/'}"),
}

SIZES = ((1920, 1080), (1080, 1920), (480, 320))


def office(folder: Path, kind: str, source: str, locale: str, port: int) -> Wall:
    """A wall whose one page is all of one tile, without a title, as such pages are."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data/notes.mp4").write_text("no film")
    tile = f"{{type: {kind}, metric: orders, title: ''}}"
    return wall(
        {
            "metrics.yaml": f"orders: {{title: Tour, {source.replace('PORT', str(port))}}}\n",
            "hub.yaml": f"data_folder: {folder}/data\noutgoing: [127.0.0.1]\n",
            "layouts/team.yaml": None,
            "layouts/sales.yaml": f"pages: [{{widgets: {{a: {tile}}}}}]\n",
            "screens.yaml": f"defaults: {{locale: {locale}}}\nscreens: {{left: {{show: [sales]}}}}\n",
        }
    )


def first_document(found: Wall, *, has_asked: bool) -> Document:
    """What the screen gets first: before the source was asked, or after what it said the first time."""
    metrics = Metrics()
    metrics.define(found.metrics)
    origin = found.metrics["orders"].origin
    source = SOURCES[origin.kind]
    if has_asked:
        reader = source.reader()
        assert reader is not None
        answer = reader.read(asked_of(source, found.metrics), found.office, NOON)["orders"]
        assert isinstance(answer, SourceError), answer
        who = source.partner_title(origin.partner, found.office)
        metrics.fail("orders", answer.message, NOON, who, answer.kind)
    spec = found.screens["left"]
    return document_of(spec, spec.name, [bound.page for bound in Binder(found, metrics).pages(spec)])


@pytest.mark.parametrize("status", [404, 403, 503])
@pytest.mark.parametrize("name", PAGES)
def test_what_a_viewer_reads_of_it_comes_from_a_catalogue(name: str, status: int, tmp_path: Path) -> None:
    with stranger(lambda asked: Said(status=status)) as server:
        found = office(tmp_path, *PAGES[name], PSEUDO_LOCALE, server.port)
        document = first_document(found, has_asked=True)

    for size in SIZES:
        scene = compose(PageContext(document, size, FixedFonts()), showing_at(document, NOON), NOON + 60)
        texts = [op.text for cell in scene.cells for op in cell.ops if isinstance(op, Text)]
        plain = msgspec.to_builtins(document)
        plain["pages"][0]["widgets"]["a"].pop("error")

        assert any("⟦" in text for text in texts), (size, texts)
        assert not words_from_nowhere(scene.cells, [plain, "Tour", "127.0.0.1"]), (size, texts)


@pytest.mark.parametrize("name", PAGES)
def test_before_its_source_was_asked_the_page_says_that_there_is_nothing_yet(name: str, tmp_path: Path) -> None:
    document = first_document(office(tmp_path, *PAGES[name], PSEUDO_LOCALE, 9), has_asked=False)

    for size in SIZES:
        scene = compose(PageContext(document, size, FixedFonts()), showing_at(document, NOON), NOON + 60)
        texts = [op.text for cell in scene.cells for op in cell.ops if isinstance(op, Text)]

        assert any("⟦" in text for text in texts), (size, texts)
        assert not words_from_nowhere(scene.cells, [msgspec.to_builtins(document), "Tour"]), (size, texts)


@pytest.mark.parametrize("name", PAGES)
def test_another_language_says_it_in_other_words(name: str, tmp_path: Path) -> None:
    def said(locale: str) -> str:
        with stranger(lambda asked: Said(status=404)) as server:
            found = office(tmp_path, *PAGES[name], locale, server.port)
            return first_document(found, has_asked=True).pages[0].widgets["a"].error

    german, english = said("de"), said("en-GB")

    assert german
    assert german != english
    assert not {"no", "not", "is", "the"} & set(german.lower().replace(",", " ").split())
