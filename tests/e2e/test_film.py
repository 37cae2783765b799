"""A film on two TVs that mirror each other, with real processes, real X servers and a real ffmpeg."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.office import Office, eventually
from tests.e2e.test_television import SIZE, XServer, environ
from tests.support.clips import STEP, clip

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FRAMES = 40


@pytest.fixture
def x_servers(tmp_path: Path) -> Iterator[tuple[XServer, XServer]]:
    servers = XServer(tmp_path / "x1"), XServer(tmp_path / "x2")
    yield servers
    for one in servers:
        one.close()


def number_on(glass: XServer) -> float:
    """Number of the frame in the middle of the glass, as its grey says it."""
    level = glass.glass().getpixel((SIZE[0] // 2, SIZE[1] // 2))
    assert isinstance(level, tuple)
    return float(level[0]) * 219 / 255 / STEP


def decoders(pid: int) -> list[psutil.Process]:
    return [one for one in psutil.Process(pid).children() if one.name() == "ffmpeg"]


def test_mirrors_play_the_same_frame_and_no_decoder_outlives_its_screen(
    tmp_path: Path, x_servers: tuple[XServer, XServer]
) -> None:
    left, right = x_servers
    with Office(tmp_path) as office:
        (office.wall / "videos").mkdir()
        (office.wall / "videos/tour.mp4").write_bytes(clip(FRAMES / 10))
        office.write("metrics.yaml", {"tour": {"title": "Tour", "video": {"file": "videos/tour.mp4"}}})
        tile = {"type": "video", "metric": "tour", "title": "", "covers": True}
        office.write("layouts/lobby.yaml", {"title": "Lobby", "pages": [{"widgets": {"film": tile}}]})
        screens = {"left": {"device": office.fingerprint("left"), "show": ["lobby"]}}
        office.write(
            "screens.yaml", {"screens": {**screens, "right": {"device": office.fingerprint("right"), "mirror": "left"}}}
        )
        office.start_hub()
        for name, server in (("left", left), ("right", right)):
            office.start_screen(name, kind="window", size=f"{SIZE[0]}x{SIZE[1]}", environ=environ(server))
            eventually(lambda name=name: decoders(office.pid(name)), 90, "a decoder")  # type: ignore[misc]

        # What one shows is between what the other showed just before and just after, a frame more or less.
        seen, apart = set(), []

        def is_enough() -> bool:
            before, between, after = number_on(left), number_on(right), number_on(left)
            if before <= after < before + 5:
                seen.add(round(between))
                apart.append(max(before - between, between - after))
            return len(seen) >= 8 and len(apart) >= 20

        eventually(is_enough, 120, "frames that change")
        assert sorted(apart)[len(apart) // 2] <= 1.2, apart

        (decoder,) = eventually(lambda: decoders(office.pid("left")), 20, "a decoder")
        office.end("left", signal.SIGKILL)
        eventually(lambda: not decoder.is_running(), 20, "the end of the decoder")
        left_over = decoders(office.pid("right"))
        office.end("right")
        assert all(not one.is_running() for one in left_over)
