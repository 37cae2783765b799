"""Pictures of pages, drawn by real processes beside the hub."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest
from PIL import Image

from displayd.document.model import Document, Page, encode
from displayd.hub.page_pictures import process
from displayd.hub.page_pictures.drawer import MOST_WAITING, BusyError, Drawer, PageKey, UnableError, Wanted
from displayd.hub.page_pictures.process import DrawingError, DrawingProcess
from displayd.widgets.picture import PictureTile
from displayd.widgets.text.widget import Words
from displayd.widgets.video.widget import Video
from tests.hub.walls import NOON, eventually, png

LOGO = "pictures/logo"


def wanted(title: str = "Hello", page: int = 0, size: tuple[int, int] = (1920, 1080), width_px: int = 640) -> Wanted:
    """A page with a text and a picture."""
    widgets = {"words": Words(title=title), "logo": PictureTile(source=LOGO)}
    document = Document(format=1, screen="lobby", pages=[Page(title=title, widgets=widgets)])
    body = encode(document)
    return Wanted(PageKey(title, page, NOON, size, width_px), lambda: body, {LOGO: png(64, 36, 77)}.get)


def with_drawer(use: Callable[[Drawer], Awaitable[None]]) -> None:
    """Run `use` with a drawer whose process ends with it."""

    async def run() -> None:
        drawer = Drawer()
        try:
            await use(drawer)
        finally:
            drawer.close()

    asyncio.run(run())


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as image:
        return image.width, image.height


def test_a_page_is_drawn_with_its_pictures_in_the_size_asked_for() -> None:
    async def use(drawer: Drawer) -> None:
        small = await drawer.picture("a", wanted())
        whole = await drawer.picture("a", wanted(width_px=1920))
        upright = await drawer.picture("a", wanted(size=(1080, 1920)))

        assert [size_of(one) for one in (small, whole, upright)] == [(640, 360), (1920, 1080), (640, 1138)]
        with Image.open(io.BytesIO(whole)) as image:
            assert (77, 77, 77) in {color for _, color in image.convert("RGB").getcolors(1 << 24) or []}

    with_drawer(use)


def test_nothing_is_started_before_a_picture_is_wanted_and_equal_ones_are_drawn_once() -> None:
    async def use(drawer: Drawer) -> None:
        assert drawer.pid is None
        pictures = await asyncio.gather(*(drawer.picture(number, wanted()) for number in range(30)))

        assert len(set(pictures)) == 1
        assert drawer.drawn == 1
        assert drawer.pid is not None

    with_drawer(use)


def test_of_what_is_wanted_at_one_place_the_newest_is_drawn() -> None:
    async def use(drawer: Drawer) -> None:
        first = asyncio.create_task(drawer.picture("busy", wanted("first")))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(drawer.picture("a", wanted(f"number {number}"))) for number in range(10)]
        pictures = await asyncio.gather(*tasks)

        assert len(set(pictures)) == 1
        assert pictures[0] == await drawer.picture("b", wanted("number 9"))
        assert pictures[0] != await first
        # The first of them may have been under way when the others came.
        assert drawer.drawn <= 3

    with_drawer(use)


def test_more_than_can_be_drawn_soon_is_refused() -> None:
    async def use(drawer: Drawer) -> None:
        tasks = [asyncio.create_task(drawer.picture(n, wanted(f"number {n}"))) for n in range(MOST_WAITING + 5)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)

        assert sum(isinstance(task.exception(), BusyError) for task in tasks if task.done()) >= 4
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    with_drawer(use)


def test_a_page_that_is_not_there_fails_alone() -> None:
    async def use(drawer: Drawer) -> None:
        with pytest.raises(DrawingError, match="no page 4"):
            await drawer.picture("a", wanted(page=3))

        assert size_of(await drawer.picture("a", wanted())) == (640, 360)

    with_drawer(use)


def test_a_process_that_was_killed_is_started_anew() -> None:
    async def use(drawer: Drawer) -> None:
        await drawer.picture("a", wanted("one"))
        before = drawer.pid
        assert before is not None
        os.kill(before, signal.SIGKILL)
        eventually(lambda: drawer.pid is None)
        await drawer.picture("a", wanted("two"))

        assert drawer.pid not in (None, before)

    with_drawer(use)


@pytest.mark.expects_log
def test_a_page_that_takes_too_long_is_given_up_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    async def use(drawer: Drawer) -> None:
        await drawer.picture("a", wanted("one"))
        before = drawer.pid
        assert before is not None
        os.kill(before, signal.SIGSTOP)
        with pytest.raises(DrawingError):
            await drawer.picture("a", wanted("two"))
        # Not tried again at once.
        with pytest.raises(DrawingError):
            await drawer.picture("a", wanted("two"))

        assert not psutil.pid_exists(before)
        assert await drawer.picture("a", wanted("three"))

    monkeypatch.setattr(process, "DRAW_SECONDS", 3.0)
    with_drawer(use)


@pytest.mark.expects_log
def test_without_what_draws_it_says_so_and_goes_on_asking_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cairo.py").write_text("raise ImportError('there is no cairo here')")
    monkeypatch.syspath_prepend(str(tmp_path))

    async def use(drawer: Drawer) -> None:
        with pytest.raises(UnableError, match="there is no cairo here"):
            await drawer.picture("a", wanted())
        pid = drawer.pid
        with pytest.raises(UnableError):
            await drawer.picture("a", wanted("other"))

        assert "there is no cairo here" in drawer.unable()
        assert drawer.pid == pid

    with_drawer(use)


def test_the_process_ends_with_the_drawer() -> None:
    found: list[int] = []

    async def use(drawer: Drawer) -> None:
        await drawer.picture("a", wanted())
        assert drawer.pid is not None
        found.append(drawer.pid)

    with_drawer(use)

    assert not psutil.pid_exists(found[0])


def test_a_drawer_that_ends_while_its_process_starts_waits_for_no_picture() -> None:
    is_starting, is_closed = threading.Event(), threading.Event()
    started: list[DrawingProcess] = []

    def slow() -> DrawingProcess:
        is_starting.set()
        assert is_closed.wait(20)
        started.append(DrawingProcess())
        return started[0]

    async def run() -> None:
        drawer = Drawer(slow)
        task = asyncio.create_task(drawer.picture("a", wanted()))
        while not is_starting.is_set():
            await asyncio.sleep(0.01)
        drawer.close()
        is_closed.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())

    assert [one.is_running for one in started] == [False]


def test_of_a_film_its_still_is_drawn_and_the_film_is_not_asked_for() -> None:
    asked: list[str] = []

    def found(source: str) -> bytes | None:
        asked.append(source)
        return png(64, 36, 200) if source == LOGO else None

    film = Video(source=f"pictures/{'0' * 64}.mp4", poster=LOGO, covers=True)
    body = encode(Document(format=1, screen="lobby", pages=[Page(widgets={"film": film})]))

    async def use(drawer: Drawer) -> None:
        drawn = await drawer.picture("a", Wanted(PageKey("f", 0, NOON, (1920, 1080), 640), lambda: body, found))

        with Image.open(io.BytesIO(drawn)) as image:
            assert image.convert("RGB").getpixel((320, 200)) == (200, 200, 200)

    with_drawer(use)
    assert asked == [LOGO]
