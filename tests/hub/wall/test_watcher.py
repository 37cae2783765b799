"""Edits, and folders that are replaced as a whole, are noticed."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from displayd.errors import ConfigError
from displayd.hub.wall.listing import Listing
from displayd.hub.wall.reader import WallReader
from displayd.hub.wall.watcher import LONGEST_PAUSE_SECONDS, LOOK_SECONDS, SETTLED_SECONDS, changes
from tests.hub.walls import TEAM, write_wall

Change = Callable[[Path], None]


def with_title(title: str) -> dict[str, str | bytes | None]:
    return {"layouts/team.yaml": TEAM.replace("title: Team", f"title: {title}")}


def swapped(place: Path, number: int) -> None:
    """Another release behind a link, as a git deploy does it."""
    write_wall(place.parent / f"release-{number}", with_title(f"Swap {number}"))
    link = place.parent / f"next-{number}"
    link.symlink_to(f"release-{number}")
    if place.is_dir() and not place.is_symlink():
        place.rename(place.parent / "first")
    link.replace(place)


def replaced(place: Path, number: int) -> None:
    """Another folder in its place."""
    write_wall(place.parent / f"new-{number}", with_title(f"Swap {number}"))
    place.rename(place.parent / f"old-{number}")
    (place.parent / f"new-{number}").rename(place)


def made_again(place: Path, number: int) -> None:
    """Deleted, and made again."""
    shutil.rmtree(place)
    write_wall(place, with_title(f"Swap {number}"))


def layouts_replaced(place: Path, number: int) -> None:
    """Another folder of layouts."""
    write_wall(place.parent / f"new-{number}", with_title(f"Swap {number}"))
    (place / "layouts").rename(place.parent / f"old-{number}")
    (place.parent / f"new-{number}" / "layouts").rename(place / "layouts")


def config_map(place: Path, number: int) -> None:
    """A ConfigMap with a new content: one link inside is swapped."""
    data = place.parent / "map"
    if not data.exists():
        place.rename(data)
        place.mkdir()
        for name in ("screens.yaml", "metrics.yaml", "hub.yaml", "layouts"):
            (place / name).symlink_to(f"..data/{name}")
        shutil.copytree(data, place / "..0")
        (place / "..data").symlink_to("..0")
    write_wall(place / f"..{number}", with_title(f"Swap {number}"))
    (place / "..data_tmp").symlink_to(f"..{number}")
    (place / "..data_tmp").replace(place / "..data")


def edited(place: Path, number: int) -> None:
    """A file written in place."""
    write_wall(place, with_title(f"Swap {number}"))


def renamed_over(place: Path, number: int) -> None:
    """A file that an editor writes beside, and renames."""
    new = place / "layouts/team.yaml.new"
    new.write_text(TEAM.replace("title: Team", f"title: Swap {number}"))
    new.replace(place / "layouts/team.yaml")


async def noticed(folder: Path, change: Change, title: str) -> float:
    """How long it takes from `change` to the notice with which its content can be read, in seconds."""
    watching = changes(reader := WallReader(folder))
    await anext(watching)  # the first look
    await asyncio.sleep(0.01)
    changed_at = time.monotonic()
    change(folder)
    async with asyncio.timeout(60):
        async for _ in watching:
            with contextlib.suppress(ConfigError):
                if f"title: {title}".encode() in (await reader.files()).own.get("layouts/team.yaml", b""):
                    break
    return time.monotonic() - changed_at


@pytest.mark.parametrize(
    "change",
    [swapped, replaced, made_again, layouts_replaced, config_map, edited, renamed_over],
    ids=lambda one: one.__name__,
)
def test_every_change_is_followed_the_first_time_and_later(tmp_path: Path, change: Callable[[Path, int], None]) -> None:
    folder = write_wall(tmp_path / "wall")

    async def times() -> list[float]:
        watching = changes(reader := WallReader(folder))
        await anext(watching)
        took = []
        for number, one in enumerate([change, change, edited, change]):
            began = time.monotonic()
            one(folder, number)
            async with asyncio.timeout(60):
                async for _ in watching:
                    with contextlib.suppress(ConfigError):
                        if f"Swap {number}".encode() in (await reader.files()).own.get("layouts/team.yaml", b""):
                            break
            took.append(time.monotonic() - began)
        return took

    # What watching adds by itself is one look and the pause after it; the rest is this machine's load, which the
    # limit of `timeout` bounds: looking anyway, every 15 s, would take several times as long.
    assert min(asyncio.run(times())) < 4 * (LOOK_SECONDS + 2 * SETTLED_SECONDS)


def test_a_layouts_folder_that_comes_later_is_followed(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    (folder / "layouts").rename(tmp_path / "later")

    def comes(place: Path) -> None:
        (tmp_path / "later").rename(place / "layouts")

    asyncio.run(noticed(folder, comes, "Team"))


def test_a_file_that_is_written_again_within_a_tick_of_the_clock_is_noticed(tmp_path: Path) -> None:
    """The listing is the same before and after, as on a file system whose clock ticks every two seconds."""
    folder = write_wall(tmp_path / "wall")

    async def looks() -> float:
        reader = WallReader(folder)
        found = await reader.listing()

        async def the_same() -> object:
            return found

        reader.listing = the_same  # type: ignore[method-assign,assignment]
        watching = changes(reader)
        await anext(watching)
        began = time.monotonic()
        await anext(watching)
        return time.monotonic() - began

    assert asyncio.run(looks()) < 10


class SlowOnce(WallReader):
    """A folder whose first look is held up, as by a disk that does not answer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.looked_at: list[float] = []

    async def listing(self) -> Listing:
        self.looked_at.append(time.monotonic())
        if len(self.looked_at) in {1, 7}:
            await asyncio.sleep(1.5)
        return await super().listing()


def test_a_look_that_is_held_up_does_not_put_off_the_next_ones(tmp_path: Path) -> None:
    reader = SlowOnce(write_wall(tmp_path / "wall"))

    async def watch() -> None:
        async for _ in changes(reader):
            pass

    async def some() -> None:
        watching = asyncio.create_task(watch())
        while len(reader.looked_at) < 10:
            await asyncio.sleep(0.05)
        watching.cancel()

    asyncio.run(asyncio.wait_for(some(), 120))

    # 2 % of a core would make 75 s of the seventh, which took 1.5.
    pauses = [after - before for before, after in itertools.pairwise(reader.looked_at)]
    assert max(pauses) < 1.5 + LONGEST_PAUSE_SECONDS + 10 * statistics.median(pauses)
