"""What a hub still knows after a restart or a kill."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from displayd.hub.wall.folder import KEPT_NAME
from tests.hub.processes import BROKEN, kept_value, number, process
from tests.hub.walls import eventually, serving, write_wall

pytestmark = pytest.mark.slow


@pytest.mark.expects_log
def test_the_last_good_wall_survives_a_restart_over_a_broken_folder(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub:
        tag = hub.screen("left").headers["ETag"]
    (folder / "screens.yaml").write_text(BROKEN)

    with serving(folder, tmp_path / "state") as hub:
        assert hub.screen("left").headers["ETag"] == tag
        assert hub.get("/wall.json").json()["mistakes"]


@pytest.mark.expects_log
def test_a_damaged_copy_of_the_last_wall_is_no_obstacle(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"screens.yaml": BROKEN})
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / KEPT_NAME).write_bytes(b"\x93\x01garbage")

    with serving(folder, tmp_path / "state") as hub:
        assert hub.screen("left").status_code == 503


def test_a_restart_keeps_values_and_their_past_and_changes_no_document(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    now = time.time()
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=3, as_of=now - 3 * 3600)
        hub.push("orders", value=5, as_of=now - 1)
        assert eventually(lambda: number(hub).value == 5)

    with serving(folder, tmp_path / "state") as hub:
        after = number(hub)
        tag = hub.screen("left").headers["ETag"]

    with serving(folder, tmp_path / "state") as hub:
        assert hub.screen("left").headers["ETag"] == tag
    assert after.value == 5
    assert [value for value in after.history if value is not None] == [3, 5]


def test_a_value_of_yesterday_is_compared_with_after_a_restart(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    now = time.time()
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=8, as_of=now - 86_400)

    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=9)
        assert eventually(lambda: number(hub).value == 9)
        assert (number(hub).previous, number(hub).previous_label) == (8, "yesterday")


def test_a_kill_loses_seconds_and_nothing_else(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    state = tmp_path / "state"
    with process(folder, state) as (started, hub):
        hub.push("orders", value=7)
        assert eventually(lambda: kept_value(state) == 7)
        os.kill(started.pid, signal.SIGKILL)
        started.wait(10)

    with process(folder, state) as (_, hub):
        assert number(hub).value == 7
