"""What the hub does beside answering: the log says which screens have come and which have gone silent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from displayd.hub.background import watch_fleet
from displayd.hub.fleet import ONLINE_SECONDS
from displayd.hub.state import Hub
from tests.hub.walls import NOON, device_of, eventually, serving, wall, write_wall

pytestmark = pytest.mark.expects_log

ROUNDS = 5
"""Turns of the event loop in which a watch without pauses has looked at least once."""


class Watched:
    """A hub with the small wall, whose fleet is watched all the time, and a clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = NOON
        self.hub = Hub(lambda: self.now)
        self.hub.use(wall())

    async def later(self, seconds: float, *heard: str) -> None:
        """Let time go by; then the screens `heard` ask something, and the fleet is looked at."""
        self.now += seconds
        for name in heard:
            self.hub.fleet.touch(name, device_of(name), "10.0.0.7", self.now)
        for _ in range(ROUNDS):
            await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _watched_closely(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level(logging.INFO, "displayd.hub.background")
    monkeypatch.setattr("displayd.hub.background.FLEET_SECONDS", 0.0)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Level and text of what was said of screens that come and go."""
    records = [record for record in caplog.records if record.name == "displayd.hub.background"]
    return [(record.levelname, record.getMessage()) for record in records]


def watched(story: Callable[[Watched], Awaitable[None]]) -> None:
    """Play `story` while the fleet is watched."""

    async def play() -> None:
        one = Watched()
        watch = asyncio.create_task(watch_fleet(one.hub))
        await story(one)
        watch.cancel()

    asyncio.run(play())


def test_a_screen_that_comes_and_one_that_falls_silent_are_said_once(caplog: pytest.LogCaptureFixture) -> None:
    async def story(one: Watched) -> None:
        await one.later(0, "left")
        await one.later(ONLINE_SECONDS - 1, "right")
        await one.later(0.5, "right")
        await one.later(ONLINE_SECONDS, "right")
        await one.later(ONLINE_SECONDS)

    watched(story)

    assert lines(caplog) == [
        ("INFO", "Screen left is there"),
        ("INFO", "Screen right is there"),
        ("WARNING", "Screen left has gone silent"),
    ]


def test_a_screen_that_comes_and_goes_again_and_again_is_said_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    async def story(one: Watched) -> None:
        for _ in range(5):
            await one.later(0, "left")
            await one.later(ONLINE_SECONDS + 1)

    watched(story)

    assert lines(caplog) == [("INFO", "Screen left is there"), ("WARNING", "Screen left has gone silent")]


def test_a_screen_that_is_taken_off_the_wall_has_not_gone_silent(caplog: pytest.LogCaptureFixture) -> None:
    async def story(one: Watched) -> None:
        await one.later(0, "left", "right")
        one.hub.use(wall({"screens.yaml": f"screens:\n  right: {{device: {device_of('right')}, show: [team]}}\n"}))
        await one.later(ONLINE_SECONDS + 1)

    watched(story)

    assert lines(caplog)[2:] == [("WARNING", "Screen right has gone silent")]


def test_a_hub_that_serves_says_which_screens_come(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        assert hub.screen("left").status_code == 200
        assert eventually(lambda: bool(lines(caplog)))

    assert lines(caplog) == [("INFO", "Screen left is there")]
