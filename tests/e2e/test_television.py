"""The real thing on an X server: a process, its window's pixels, its signals."""

from __future__ import annotations

import io
import os
import signal
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from displayd.compose.figure_changes import CALM_SECONDS
from displayd.compose.pixel_shift import shift_at
from displayd.document.model import decode
from displayd.tools.render import picture_of
from tests.e2e.idle_memory import idle_slowdown
from tests.e2e.office import Office, eventually, free_port
from tests.support.fakes import FakeHub, document_bytes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

SIZE = (1280, 720)


class XServer:
    """A virtual X server whose picture is a file."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        read_end, write_end = os.pipe()
        arguments = ["Xvfb", *([name] if name else []), "-displayfd", str(write_end), "-fbdir", str(folder)]
        arguments += ["-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-noreset"]
        self._process = subprocess.Popen(arguments, pass_fds=[write_end], stderr=subprocess.DEVNULL)
        os.close(write_end)
        with os.fdopen(read_end) as told:
            self.name = f":{told.readline().strip()}"

    def glass(self) -> Image.Image:
        """What a viewer would see. Source of the layout: XWDFile.h."""
        data = (self.folder / "Xvfb_screen0").read_bytes()
        fields = struct.unpack(">25I", data[:100])
        header_size, width, height, stride, colors = fields[0], fields[4], fields[5], fields[12], fields[19]
        pixels = data[header_size + 12 * colors :]
        return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", stride)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def x_server(tmp_path: Path) -> Iterator[XServer]:
    server = XServer(tmp_path / "x")
    yield server
    server.close()


def environ(x_server: XServer | str) -> dict[str, str]:
    name = x_server if isinstance(x_server, str) else x_server.name
    return {"DISPLAY": name, "SDL_VIDEODRIVER": "x11", "WAYLAND_DISPLAY": ""}


def expected(body: bytes, rotate: int | None = None, page: int = 1) -> Image.Image:
    """What the same document looks like when it is only rendered, without a header clock that goes on."""
    picture = picture_of(decode(body), SIZE, rotate, page, time.time())
    return Image.open(io.BytesIO(picture))


def differs(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is not None


def still(title: str, **fields: object) -> bytes:
    """A document that looks the same at any time and place: no header, no clock, no wandering."""
    page = {
        "widgets": {"one": {"type": "number", "title": title, "value": 4321}, "two": {"type": "number", "value": 7}}
    }
    told: dict[str, Any] = {"title": "", "pages": [page], "pixel_shift": False, **fields}
    return document_bytes(**told)


def turning(transition: str, **fields: object) -> bytes:
    """Two pages of two seconds that look different."""
    few = {"one": {"type": "number", "title": "Orders", "value": 4321}}
    many = {name: {"type": "gauge", "title": name, "value": 60, "unit": "percent"} for name in "abcdef"}
    pages = [{"seconds": 2, "widgets": widgets} for widgets in (few, many)]
    return still("", pages=pages, transition=transition, **fields)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_glass_shows_the_very_pixels_that_a_preview_has(tmp_path: Path, x_server: XServer, rotate: int) -> None:
    body = still("Orders", rotate=rotate)
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(body)
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))

        eventually(lambda: not differs(x_server.glass(), expected(body)), what="the preview's pixels on the glass")


def test_changed_figure_reaches_the_glass(tmp_path: Path, x_server: XServer) -> None:
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(still("Before"))
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))
        eventually(lambda: not differs(x_server.glass(), expected(still("Before"))))
        hub.put_document(still("After"))

        eventually(lambda: not differs(x_server.glass(), expected(still("After"))), what="the new title")


def test_driver_and_mode_are_logged_at_the_start(tmp_path: Path, x_server: XServer) -> None:
    with FakeHub() as hub, Office(tmp_path) as office:
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))
        eventually(lambda: "Display:" in office.log("tv"))

        # A virtual X server has no refresh rate; where there is one, `@60` follows.
        assert f"SDL driver x11, mode {SIZE[0]}x{SIZE[1]}" in office.log("tv")


def test_sigterm_ends_within_a_second_with_a_whole_picture_on_the_glass(tmp_path: Path, x_server: XServer) -> None:
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(still("Orders"))
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))
        eventually(lambda: not differs(x_server.glass(), expected(still("Orders"))))
        # Parked in a long poll by now: the end must not wait for it.
        seconds = office.end("tv", signal.SIGTERM)

    assert seconds < 1.0
    assert "displayd ends" in office.log("tv")


def test_without_a_display_the_screen_waits_and_says_so_once(tmp_path: Path) -> None:
    name = f":{free_port() % 500 + 300}"
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(still("Orders"))
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(name))
        eventually(lambda: "No picture" in office.log("tv"))
        time.sleep(5)
        complaints = office.log("tv").count("No picture")
        server = XServer(tmp_path / "x", name)
        try:
            eventually(lambda: not differs(server.glass(), expected(still("Orders"))), what="the picture")
        finally:
            office.end("tv")
            server.close()

    assert complaints == 1
    assert "There is a picture now" in office.log("tv")


def test_waiting_for_a_display_ends_on_sigterm(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        office.start_screen("tv", kind="television", environ=environ(":299"))
        eventually(lambda: "No picture" in office.log("tv"))

        assert office.end("tv", signal.SIGTERM) < 1.0


def test_driver_that_shows_nothing_is_refused(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        office.start_screen("tv", kind="television", environ={"SDL_VIDEODRIVER": "dummy"})
        eventually(lambda: "shows nothing" in office.log("tv"))

        assert office.is_running("tv")


def test_mode_other_than_the_wanted_one_is_refused(tmp_path: Path, x_server: XServer) -> None:
    wanted = {"screen": {"width": 7000, "height": 4000}}
    with Office(tmp_path) as office:
        office.start_screen("tv", kind="television", environ=environ(x_server), config=wanted)

        eventually(lambda: "instead of 7000x4000" in office.log("tv"), what="the refusal")


def test_second_start_shows_the_remembered_page_with_no_hub(tmp_path: Path, x_server: XServer) -> None:
    with Office(tmp_path) as office:
        with FakeHub() as hub:
            hub.put_document(still("Orders"))
            office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))
            eventually(lambda: not differs(x_server.glass(), expected(still("Orders"))))
            time.sleep(1)
            office.end("tv", signal.SIGKILL)
            url = hub.url
        office.start_screen("tv", url=url, kind="television", environ=environ(x_server))
        eventually(lambda: "Hub away" in office.log("tv"))
        eventually(lambda: office.flips("tv")[-1].page == 0, what="the page")

        flip = office.flips("tv")[-1]
        assert flip.revision == office.flips("tv")[1].revision
        eventually(lambda: differs(x_server.glass(), expected(still("Orders"))), what="the word that there is no news")


@pytest.mark.parametrize(("transition", "rotate"), [("fade", 0), ("slide", 0), ("slide", 90), ("cut", 0)])
def test_page_gives_way_at_its_instant_and_the_next_has_its_very_pixels(
    tmp_path: Path, x_server: XServer, transition: str, rotate: int
) -> None:
    body = turning(transition, rotate=rotate)
    pages = [expected(body, page=number) for number in (1, 2)]
    seen: list[bool] = []
    slowdown = idle_slowdown()
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(body)
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))
        eventually(lambda: any(not differs(x_server.glass(), page) for page in pages), what="a page")
        begin = time.monotonic()
        while time.monotonic() - begin < 7:
            glass = x_server.glass()
            seen.append(all(differs(glass, page) for page in pages))
        for page in pages:
            eventually(lambda page=page: not differs(x_server.glass(), page), what="the whole page")  # type: ignore[misc]
        flips = [flip for flip in office.flips("tv") if flip.planned]

    assert len(flips) >= 3
    # The first frame of a transition counts; one of them may be late by what else this machine does.
    assert sorted(flip.actual - flip.planned for flip in flips if flip.planned)[len(flips) // 2] < 0.03 * slowdown
    assert all(flip.actual - flip.planned < 0.15 * slowdown for flip in flips if flip.planned)
    frames = sorted(flip.frames for flip in flips)[len(flips) // 2]
    assert frames == 1 if transition == "cut" else frames >= 7
    # Pictures in between are there for a moment, and only in a transition.
    assert sum(seen) / len(seen) < 0.4
    if transition != "cut":
        assert any(seen)


def test_new_figure_comes_to_rest_on_the_glass_as_a_preview_has_it(tmp_path: Path, x_server: XServer) -> None:
    def body(value: int) -> bytes:
        widgets = {"one": {"type": "number", "title": "Orders", "value": value}, "two": {"type": "number", "value": 7}}
        return still("", pages=[{"widgets": widgets}])

    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(body(4321))
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))
        eventually(lambda: not differs(x_server.glass(), expected(body(4321))))
        # Only figures that have stood for a while count.
        time.sleep(CALM_SECONDS + 1)
        hub.put_document(body(8765))
        eventually(lambda: differs(x_server.glass(), expected(body(4321))), what="something new")
        moving = {x_server.glass().tobytes() for _ in range(60)}

        eventually(lambda: not differs(x_server.glass(), expected(body(8765))), what="the new figure")
    assert len(moving) > 3
    assert "new figures move" in office.log("tv")


def test_page_on_the_glass_wanders_as_a_whole(tmp_path: Path, x_server: XServer) -> None:
    body = still("Orders", pixel_shift=True)
    with FakeHub() as hub, Office(tmp_path) as office:
        hub.put_document(body)
        office.start_screen("tv", url=hub.url, kind="television", environ=environ(x_server))

        def is_moved_page() -> bool:
            moved = Image.new("RGB", SIZE, expected(body).getpixel((0, 0)))
            moved.paste(expected(body), shift_at(time.time(), SIZE[0]))
            return not differs(x_server.glass(), moved)

        eventually(is_moved_page, what="the page, a few pixels away")
