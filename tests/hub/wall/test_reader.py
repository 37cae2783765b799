"""A wall folder read by a process beside the hub says the same as one read by the hub."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from displayd.errors import ConfigError
from displayd.hub.wall import reader as readers
from displayd.hub.wall.patience import Patience
from displayd.hub.wall.reader import WallReader, read
from tests.hub.walls import write_wall
from tests.support.children import has_ended, running_children


@pytest.fixture(autouse=True)
def _beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "may_hang", lambda: True)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[WallReader]:
    found = WallReader(write_wall(tmp_path / "wall"))
    yield found
    found.close()


def beside() -> list[psutil.Process]:
    """The processes that read for this one."""
    return running_children("reading_process")


def test_the_listing_the_files_and_the_mistakes_are_the_same(
    reader: WallReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = asyncio.run(reader.listing()), reader.read()
    (reader.folder / "layouts/zz.yaml").symlink_to("/etc/passwd")
    os.mkfifo(reader.folder / "layouts/pipe.yaml")
    with pytest.raises(ConfigError) as told:
        reader.read()
    processes = beside()
    monkeypatch.setattr(readers, "may_hang", lambda: False)
    with pytest.raises(ConfigError) as own:
        reader.read()
    for name in ("zz", "pipe"):
        (reader.folder / f"layouts/{name}.yaml").unlink()

    assert len(processes) == 1
    assert told.value.mistakes == own.value.mistakes
    assert len(own.value.mistakes) == 2
    assert found[1] == reader.read()
    assert found[0].entries == asyncio.run(reader.listing()).entries


def test_a_process_that_is_not_needed_any_more_ends(tmp_path: Path) -> None:
    read(write_wall(tmp_path / "wall"))

    assert beside() == []


def test_one_that_died_is_followed_by_another(reader: WallReader) -> None:
    reader.read()
    (process,) = beside()
    process.kill()
    process.wait(30)

    with pytest.raises((EOFError, BrokenPipeError)):
        reader.read()
    assert reader.read().own
    assert [one.pid for one in beside()] != [process.pid]


def test_what_hangs_in_the_process_is_told_and_left_behind(tmp_path: Path) -> None:
    """A process that was stopped answers as little as one that the kernel holds."""
    reader = WallReader(write_wall(tmp_path / "wall"), patience=Patience(step_seconds=3))
    reader.read()
    (process,) = beside()
    process.suspend()
    with pytest.raises(ConfigError, match="does not answer"):
        reader.read()
    began = time.monotonic()
    with pytest.raises(ConfigError, match="does not answer"):
        reader.read()
    again = time.monotonic() - began
    process.resume()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            found = reader.read()
            break
        except ConfigError:
            time.sleep(0.05)
    reader.close()

    assert found.own
    assert again < 30


def test_it_ends_with_whoever_asked(tmp_path: Path) -> None:
    script = (
        "import sys, os; from pathlib import Path; from displayd.hub.wall import reader;"
        " reader.may_hang = lambda: True;"
        " one = reader.WallReader(Path(sys.argv[1])); one.read();"
        " print(one._idle[0]._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(write_wall(tmp_path / "wall"))], capture_output=True, text=True, check=False
    )
    pid = int(done.stdout)
    deadline = time.monotonic() + 30
    while not has_ended(pid) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert has_ended(pid)
