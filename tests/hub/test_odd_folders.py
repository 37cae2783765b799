"""A hub over a wall folder with things in it that are no files, or that is replaced under its feet."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.hub.processes import edit, process
from tests.hub.walls import TEAM, Caller, eventually, write_wall
from tests.support.hanging_mount import can_mount
from tests.support.namespaces import in_namespace


def reasons(hub: Caller) -> list[str]:
    """What is wrong with the folder, as the wall page has it."""
    found: list[dict[str, Any]] = hub.get("/wall.json").json()["mistakes"]
    return [f"{one['where']}: {one['reason']}" for one in found]


def shows(hub: Caller, title: str) -> bool:
    return f'"{title}"' in hub.screen("left").text


def test_a_named_pipe_is_told_and_holds_up_neither_later_edits_nor_the_end(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with process(folder, tmp_path / "state") as (running, hub):
        os.mkfifo(folder / "layouts/zz.yaml")
        told = eventually(lambda: reasons(hub) == ["layouts/zz.yaml: is a named pipe, not a file"])
        edit(folder, "layouts/team.yaml", TEAM.replace("Failures", "Faults"))
        edit(folder, "layouts/sales.yaml", "pages: 3\n")
        meanwhile = reasons(hub)
        (folder / "layouts/zz.yaml").unlink()
        later = eventually(lambda: [one.split(":")[0] for one in reasons(hub)] == ["layouts/sales.yaml"])
        os.mkfifo(folder / "layouts/zz.yaml")
        eventually(lambda: len(reasons(hub)) == 1 and "pipe" in reasons(hub)[0])
        running.send_signal(signal.SIGTERM)

        assert running.wait(30) == 0
        assert told
        assert any("named pipe" in one for one in meanwhile)
        assert later


def test_a_link_to_a_file_of_the_system_shows_nothing_of_it(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with process(folder, tmp_path / "state") as (_, hub):
        (folder / "layouts/zz.yaml").symlink_to("/etc/passwd")
        told = eventually(lambda: bool(reasons(hub)))

        assert told
        assert reasons(hub) == ["layouts/zz.yaml: is a link that leads out of the wall folder"]
        assert "root:" not in hub.get("/").text


def test_a_release_is_followed_when_it_is_swapped_and_when_it_is_edited_later(tmp_path: Path) -> None:
    """As git deploys do it: `current` is another folder each time, and the old ones stay."""
    link = tmp_path / "current"
    write_wall(tmp_path / "r0")
    link.symlink_to("r0")
    with process(link, tmp_path / "state") as (_, hub):
        took = []
        for number in range(1, 4):
            release = write_wall(tmp_path / f"r{number}")
            edit(release, "layouts/team.yaml", TEAM.replace("Failures", f"Swap {number}"))
            (tmp_path / "next").symlink_to(release)
            began = time.monotonic()
            (tmp_path / "next").replace(link)
            assert eventually(lambda: shows(hub, f"Swap {number}"))  # noqa: B023 - called at once
            took.append(time.monotonic() - began)
            edit(release, "layouts/team.yaml", TEAM.replace("Failures", f"Edit {number}"))
            assert eventually(lambda: shows(hub, f"Edit {number}"))  # noqa: B023 - called at once

        # Looking anyway, which is every 15 s, would never be so soon; a loaded machine is, once in three.
        assert min(took) < 3


@pytest.mark.parametrize("how", ["moved away and back", "deleted and made again"])
def test_a_folder_that_goes_and_comes_back_is_followed(tmp_path: Path, how: str) -> None:
    folder = write_wall(tmp_path / "wall")
    with process(folder, tmp_path / "state") as (_, hub):
        folder.rename(tmp_path / "away")
        gone = eventually(lambda: reasons(hub) == [f"{folder}: there is no such folder"])
        health = hub.get("/healthz").json()
        if how == "moved away and back":
            (tmp_path / "away").rename(folder)
        else:
            write_wall(folder)
        back = eventually(lambda: not reasons(hub))
        edit(folder, "layouts/team.yaml", TEAM.replace("Failures", "Faults"))

        assert gone
        assert [one["kind"] for one in health["troubles"]] == ["folder-unusable"]
        assert back
        assert eventually(lambda: shows(hub, "Faults"))


HANGING = """
import signal
from tests.hub.processes import process
from tests.hub.test_odd_folders import reasons
from tests.hub.walls import write_wall

def held():
    lines = [line.split()[:3] for line in run("ps", "-eo", "pid,stat,wchan:30").splitlines()]
    return [(int(number), state) for number, state, where in lines if where == "request_wait_answer"]

wall = write_wall(folder / "wall")
(wall / "pictures").mkdir()
with process(wall, folder / "state") as (running, hub):
    disk = subprocess.Popen(
        [sys.executable, "-m", "tests.support.hanging_mount", str(wall / "pictures")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    try:
        assert disk.stdout.readline() == "mounted\\n"
        told = eventually(lambda: reasons(hub) == ["pictures: does not answer"], 60)
        (wall / "layouts/zz.yaml").symlink_to("/etc/passwd")
        meanwhile = eventually(lambda: len(reasons(hub)) == 2 and "out of the wall" in reasons(hub)[0], 60)
        running.send_signal(signal.SIGTERM)
        began = time.monotonic()
        ended = running.wait(30)
        took = time.monotonic() - began
        for number, _ in held():
            os.kill(number, signal.SIGKILL)
        is_held = eventually(lambda: any(state.startswith("D") for _, state in held()))
    finally:
        disk.communicate("end\\n")
    gone = eventually(lambda: not held())
answer({"told": told, "meanwhile": meanwhile, "ended": ended, "took": took, "held": is_held, "gone": gone})
"""


@pytest.mark.timeout(200)
@pytest.mark.skipif(not can_mount(), reason="only root mounts file systems")
def test_a_disk_that_took_the_question_and_never_answers_holds_up_neither_edits_nor_the_end(tmp_path: Path) -> None:
    found = in_namespace(tmp_path, HANGING, 180)

    # The kernel keeps whoever has asked until the disk is gone, SIGKILL or not.
    assert found["held"]
    assert found["gone"]
    assert found["told"]
    assert found["meanwhile"]
    assert found["ended"] == 0
    assert found["took"] < 10
