"""The process that draws pages for the hub's wall page: reads questions from its input, and writes answers.

A process of its own, because the hub loads nothing that draws: neither a page that takes long, nor one that takes a
gigabyte, nor a crash in a library of the system may cost the screens. It keeps nothing that would be missed, ends when
nobody asks it or the hub is gone, and is the first that the kernel takes when memory runs out.
"""

from __future__ import annotations

import contextlib
import resource
import select
import sys
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from displayd.document.model import Document, decode
from displayd.document.pictures import page_picture_sources
from displayd.document.schedule import Showing
from displayd.errors import DisplaydError
from displayd.film.kind import is_film_source
from displayd.hub.helper_process import be_humble, exactly, own_channels
from displayd.hub.page_pictures.frames import LENGTH, DrawAnswer, DrawQuestion, framed

if TYPE_CHECKING:
    from displayd.paint.text import PangoFonts

__all__ = ["main"]

# It starts anew in a second, and holds 90 MB until then.
IDLE_SECONDS = 120.0

# Python, cairo, Pango and fonts for every script take 150 MB, a page of 4K 70 MB.
MEMORY_BYTES = 700_000_000

# Of one wall, whatever its screens show; a document takes some 100 kB decoded.
DOCUMENTS_KEPT = 24
PICTURES_KEPT_BYTES = 48_000_000


class _Desk:
    """What is known of documents and pictures, and how they are drawn."""

    def __init__(self) -> None:
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._fonts: OrderedDict[str, PangoFonts] = OrderedDict()

    def answer(self, question: DrawQuestion) -> DrawAnswer:
        """The picture, or what is needed for it."""
        if question.document is not None:
            self._documents[question.document_key] = decode(question.document)
            while len(self._documents) > DOCUMENTS_KEPT:
                self._documents.popitem(last=False)
        document = self._documents.get(question.document_key)
        if document is None:
            return DrawAnswer(needs_document=True)
        self._documents.move_to_end(question.document_key)
        if not 0 <= question.page < len(document.pages):
            return DrawAnswer(failure=f"the document has no page {question.page + 1}")
        self._take(question.pictures)
        named = document.logo, *page_picture_sources(document.pages[question.page], question.unix_time)
        # Of a film its still is drawn; the film itself is large, and nobody looks into it here.
        sources = {source for source in named if source and not is_film_source(source)}
        missing = sorted(sources - self._pictures.keys())
        if missing and not question.is_all:
            return DrawAnswer(needs_pictures=tuple(missing))
        return DrawAnswer(picture=self._drawn(question, document, sources))

    def _take(self, pictures: Mapping[str, bytes]) -> None:
        self._pictures.update(pictures)
        size = sum(map(len, self._pictures.values()))
        while size > PICTURES_KEPT_BYTES and len(self._pictures) > len(pictures):
            size -= len(self._pictures.popitem(last=False)[1])

    def _drawn(self, question: DrawQuestion, document: Document, sources: set[str]) -> bytes:
        # Not at the top: see `_load`.
        from displayd.compose.context import PageContext
        from displayd.compose.page import compose
        from displayd.paint.canvas import Canvas
        from displayd.paint.painter import Painter
        from displayd.paint.pictures import PictureShelf
        from displayd.paint.pixels import MemoryPixels
        from displayd.paint.text import PangoFonts

        fonts = self._fonts.pop(document.locale, None) or PangoFonts(document.locale)
        self._fonts[document.locale] = fonts
        while len(self._fonts) > 2:
            self._fonts.popitem(last=False)
        shelf = PictureShelf()
        shelf.files |= {source: self._pictures[source] for source in sources if source in self._pictures}
        pictures = {source: source for source in shelf.files}
        context = PageContext(document, question.size, fonts, pictures, cpu_seconds=time.thread_time)
        showing = Showing(question.page, document.pages[question.page], question.unix_time, float("inf"))
        canvas = Canvas(MemoryPixels(*question.size), Painter(fonts, shelf))
        canvas.draw(compose(context, showing, question.unix_time))
        return canvas.snapshot(question.max_width_px)


def main() -> None:
    """Answer questions until there are none for a while."""
    questions, answers = own_channels()
    be_humble()
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    desk = _Desk()
    while select.select([questions], [], [], IDLE_SECONDS)[0] and (frame := _frame(questions)):
        answer = framed(_answered(desk, msgspec.msgpack.decode(frame, type=DrawQuestion)))
        view = memoryview(answer)
        while view:
            view = view[answers.write(view) or 0 :]


def _answered(desk: _Desk, question: DrawQuestion) -> DrawAnswer:
    try:
        _load()
    except (ImportError, ValueError) as exc:
        # `gi` says ValueError where a namespace is not installed.
        return DrawAnswer(failure=f"what draws is not installed: {exc}", is_unable=True)
    try:
        return desk.answer(question)
    except MemoryError:
        return DrawAnswer(failure="the page needs more memory than it may use")
    except DisplaydError as exc:
        return DrawAnswer(failure=exc.message)
    except Exception as exc:  # noqa: BLE001 - the fence around one page: the hub says so, others are drawn
        return DrawAnswer(failure=f"{type(exc).__name__}: {exc}"[:300])


def _load() -> None:
    """What draws, which this machine may lack.

    Raises:
        ImportError, ValueError: it does.
    """
    import displayd.paint.canvas
    import displayd.paint.text  # noqa: F401


def _frame(stream: BinaryIO) -> bytes:
    """The next frame; empty where the hub is gone."""
    try:
        return exactly(stream, LENGTH.unpack(exactly(stream, LENGTH.size))[0])
    except EOFError:
        return b""


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(0)
