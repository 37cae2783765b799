"""The wall as data: made once for all who look, and not sent again while nothing has changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from displayd.hub.fleet import ONLINE_SECONDS
from displayd.hub.http.wall_page import copy as copies
from displayd.hub.http.wall_page.copy import wall_copy
from displayd.hub.http.wall_page.view import ScreenView, screen_view
from displayd.hub.state import Hub
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from tests.hub.walls import NOON, device_of, eventually, serving, wall, write_wall

MANY = wall({"screens.yaml": "screens:\n" + "".join(f"  s{n}: {{show: [sales]}}\n" for n in range(500))})


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        first = hub.get("/wall.json")
        again = hub.get("/wall.json", **{"If-None-Match": first.headers["ETag"]})
        hub.screen("left")
        tag = {"If-None-Match": first.headers["ETag"]}
        # A copy serves for some times as long as it took, which on a busy machine is a moment.
        assert eventually(lambda: hub.get("/wall.json", **tag).status_code == 200)
        later = hub.get("/wall.json", **tag)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    # Whoever keeps the answer has the time from the head.
    assert float(again.headers["Displayd-Time"].split()[1]) > first.json()["time"]
    assert later.status_code == 200
    assert {one["name"]: one["state"] for one in later.json()["screens"]}["left"] == "online"


def test_time_alone_changes_what_it_makes_true() -> None:
    now = [NOON]
    hub = Hub(lambda: now[0])
    hub.use(wall())
    hub.fleet.touch("left", device_of("left"), "", NOON)

    async def tag_at(seconds: float) -> str:
        now[0] = NOON + seconds
        await asyncio.sleep(0.2)
        return (await wall_copy(hub)).tag

    async def run() -> list[str]:
        return [await tag_at(1), await tag_at(2), await tag_at(ONLINE_SECONDS + 5)]

    one, two, silent = asyncio.run(run())

    assert one == two != silent


def test_all_who_look_at_the_same_time_see_the_same_copy_and_others_are_answered_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def noted(hub: Hub, wall: Wall, spec: ScreenSpec, now: float) -> ScreenView:
        made.append(spec.name)
        return screen_view(hub, wall, spec, now)

    monkeypatch.setattr(copies, "screen_view", noted)
    hub = Hub(lambda: NOON)
    hub.use(MANY)

    async def run() -> tuple[int, int]:
        turns = 0
        looking = [asyncio.create_task(wall_copy(hub)) for _ in range(20)]
        while not all(one.done() for one in looking):
            turns += 1
            await asyncio.sleep(0)
        return len({id(one.result()) for one in looking}), turns

    different, turns = asyncio.run(run())

    assert different == 1
    assert len(made) == 500
    assert turns >= 500 // copies.PORTION


def test_whoever_goes_away_does_not_take_the_copy_from_others() -> None:
    hub = Hub(lambda: NOON)
    hub.use(MANY)

    async def run() -> int:
        hasty, patient = (asyncio.create_task(wall_copy(hub)) for _ in range(2))
        await asyncio.sleep(0)
        hasty.cancel()
        return len((await asyncio.wait_for(patient, 30)).view.screens)

    assert asyncio.run(run()) == 500


def test_a_copy_lives_as_long_as_it_was_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub(lambda: NOON)
    hub.use(wall())

    async def run() -> tuple[bool, bool]:
        monkeypatch.setattr(copies, "LIFETIMES", 1e6)
        first = await wall_copy(hub)
        is_kept = await wall_copy(hub) is first
        copies._copiers.clear()
        monkeypatch.setattr(copies, "LIFETIMES", 0)
        second = await wall_copy(hub)
        return is_kept, await wall_copy(hub) is second

    assert asyncio.run(run()) == (True, False)
