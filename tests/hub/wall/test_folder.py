"""The bytes of a wall folder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from displayd.errors import ConfigError, StoreError
from displayd.hub.wall.folder import WallFiles, keep, kept
from displayd.hub.wall.reader import read
from tests.hub.walls import NOON, files_of, png, write_wall


def test_what_does_not_matter_is_not_read(tmp_path: Path) -> None:
    write_wall(tmp_path, {".git/config": "x", "README.md": "x", "layouts/notes.txt": "x", "pictures/a.svg": "x"})

    assert set(read(tmp_path).own) == set(files_of())


def test_the_ready_made_layouts_come_with_it(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    ready.mkdir()
    (ready / "devops.yaml").write_text("pages: []")
    (ready / "sample-office").mkdir()

    found = read(write_wall(tmp_path / "wall"), ready)

    assert found.shipped == {"devops.yaml": b"pages: []"}


def test_a_folder_behind_links_is_read(tmp_path: Path) -> None:
    write_wall(tmp_path / "real", {"pictures/logo.png": png()})
    (tmp_path / "wall").symlink_to(tmp_path / "real")

    assert read(tmp_path / "wall") == read(tmp_path / "real")


def test_what_editors_and_other_systems_put_beside_a_file_is_not_read(tmp_path: Path) -> None:
    write_wall(tmp_path)
    before = read(tmp_path)
    (tmp_path / "pictures").mkdir(exist_ok=True)
    (tmp_path / "layouts/.#team.yaml").symlink_to("somebody@desk.1234")
    (tmp_path / "layouts/._team.yaml").write_bytes(b"\0\5\x16\7")
    (tmp_path / "pictures/._logo.png").write_bytes(b"\0\5\x16\7")

    assert read(tmp_path) == before


def test_a_name_that_is_no_text_is_a_mistake_that_can_be_shown(tmp_path: Path) -> None:
    write_wall(tmp_path)
    (tmp_path / os.fsdecode(b"layouts/caf\xe9.yaml")).write_text("pages: []")

    with pytest.raises(ConfigError) as caught:
        read(tmp_path)

    (mistake,) = caught.value.mistakes
    assert mistake.where == "layouts/caf\ufffd.yaml"
    assert "UTF-8" in mistake.reason


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write_wall(tmp_path)
    (tmp_path / "layouts/team.yaml").unlink()
    (tmp_path / "layouts/team.yaml").mkdir()

    with pytest.raises(ConfigError) as caught:
        read(tmp_path)
    assert caught.value.mistakes[0].where == "layouts/team.yaml"


LEASE = """
import fcntl, os, signal, sys
file = os.open(sys.argv[1], os.O_RDWR)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGIO])
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
print("held", flush=True)
signal.sigwait([signal.SIGIO])
if sys.argv[2] == "lets go":
    fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
sys.stdin.read()
"""
"""A program that has a file for itself until somebody asks for it, as a file server does for its clients."""


@contextmanager
def held(path: Path, how: str) -> Iterator[None]:
    """The file at `path` is held while this lasts."""
    arguments = [sys.executable, "-c", LEASE, str(path), how]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()


def test_a_file_that_a_file_server_lets_go_of_is_read(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")

    with held(folder / "layouts/team.yaml", "lets go"):
        assert set(read(folder).own) == set(files_of())


def test_a_file_that_another_program_keeps_for_itself_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.wall.folder.LEASE_SECONDS", 0.2)
    folder = write_wall(tmp_path / "wall")

    with held(folder / "layouts/team.yaml", "keeps it"), pytest.raises(ConfigError) as caught:
        read(folder)

    assert [str(one) for one in caught.value.mistakes] == ["layouts/team.yaml: is held by another program"]


def test_a_folder_that_changes_all_the_time_is_read_or_named(tmp_path: Path) -> None:
    """Nothing else than a mistake of ours, and none about files that are simply gone, while `git` is at work."""
    folder = write_wall(tmp_path / "wall", {f"pictures/a/{number}.png": png() for number in range(30)})
    (tmp_path / "away").mkdir()
    is_over = threading.Event()

    def at_work() -> None:
        while not is_over.is_set():
            for name in ("pictures", "layouts", "pictures/a"):
                (folder / name).rename(tmp_path / "away/one")
                (tmp_path / "away/one").rename(folder / name)

    worker = threading.Thread(target=at_work)
    worker.start()
    told: list[str] = []
    try:
        for _ in range(200):
            try:
                read(folder)
            except ConfigError as exc:
                told += [mistake.reason for mistake in exc.mistakes]
    finally:
        is_over.set()
        worker.join()

    assert set(told) <= {"comes and goes while it is read"}


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    files = WallFiles({"screens.yaml": b"x", "pictures/logo.png": png()}, {"devops.yaml": b"y"})

    keep(files, tmp_path / "kept", NOON)

    assert kept(tmp_path / "kept") == (files, NOON)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\x93\x02\xc0\xc0", b'{"version": 1}'])
def test_what_is_damaged_does_not_come_back(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "kept").write_bytes(damage)

    assert kept(tmp_path / "kept") is None
    assert kept(tmp_path / "nowhere") is None


def test_what_cannot_be_kept_is_an_error_of_ours_and_leaves_the_old_one(tmp_path: Path) -> None:
    keep(WallFiles({"a": b"1"}), tmp_path / "kept", NOON)

    with pytest.raises(StoreError):
        keep(WallFiles({"a": b"2"}), tmp_path / "nowhere" / "kept", NOON)
    assert kept(tmp_path / "kept") == (WallFiles({"a": b"1"}), NOON)
