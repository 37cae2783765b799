"""Files that are whole after a power cut, on the screen and in the hub."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.atomic_files import TEMPORARY_PREFIX, clear_leftovers, write_atomically
from displayd.device.state.identity import load_or_create
from displayd.errors import StoreError
from displayd.hub.wall.folder import WallFiles, keep, kept
from tests.hub.walls import NOON
from tests.support.system_calls import calls_of


class Disk:
    """Notes what is made durable, and in which order; the power can go before any of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[tuple[str, str]] = []
        self.power_goes_at: int | None = None
        fsync, replace = os.fsync, os.replace

        def noted_fsync(descriptor: int) -> None:
            self.note("sync", Path(f"/proc/self/fd/{descriptor}").readlink())
            fsync(descriptor)

        def noted_replace(old: str, new: Path) -> None:
            self.note("rename", new)
            replace(old, new)

        monkeypatch.setattr(os, "fsync", noted_fsync)
        monkeypatch.setattr(os, "replace", noted_replace)

    def note(self, what: str, where: Path) -> None:
        """One step more, unless the power goes now."""
        if self.power_goes_at == len(self.done):
            raise OSError(5, "the power is gone")
        self.done.append((what, "temporary" if where.name.startswith(TEMPORARY_PREFIX) else where.name))


def keep_wall(folder: Path) -> None:
    """What the hub does after every good edit."""
    keep(WallFiles({"screens.yaml": b"new"}), folder / "kept", NOON)


WRITERS: list[tuple[Callable[[Path], object], str]] = [
    (lambda folder: write_atomically(folder / "file", b"new"), "file"),
    (keep_wall, "kept"),
    (load_or_create, "secret"),
]


@pytest.mark.parametrize(("write", "name"), WRITERS, ids=["a file", "the hub's last wall", "a screen's secret"])
def test_contents_are_durable_before_the_name_and_the_name_before_anybody_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], object], name: str
) -> None:
    disk = Disk(monkeypatch)

    write(tmp_path)

    assert disk.done == [("sync", "temporary"), ("rename", name), ("sync", tmp_path.name)]


WRITTEN = (
    "import sys, pathlib, displayd.atomic_files as a; a.write_atomically(pathlib.Path(sys.argv[1], 'file'), b'new')"
)


def test_the_kernel_is_asked_to_write_then_to_sync_then_to_rename_then_to_sync_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()

    calls = calls_of(WRITTEN, [str(folder)], "write,fsync,fdatasync,rename,renameat,renameat2", tmp_path)

    ours = [
        ("rename" if call.name.startswith("rename") else call.name, call.arguments)
        for call in calls
        if str(folder) in call.arguments
    ]
    assert [name for name, _ in ours] == ["write", "fsync", "rename", "fsync"]
    temporary = f"{folder}/{TEMPORARY_PREFIX}"
    assert all(temporary in arguments for _, arguments in ours[:3])
    assert '"new"' in ours[0][1]
    assert f"{folder}/file" in ours[2][1]
    assert ours[3][1].endswith(f"<{folder}>")


@pytest.mark.parametrize("step", range(3))
def test_whenever_the_power_goes_there_is_the_old_wall_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    old, new = WallFiles({"screens.yaml": b"old"}), WallFiles({"screens.yaml": b"new"})
    keep(old, tmp_path / "kept", NOON)
    disk = Disk(monkeypatch)
    disk.power_goes_at = step

    with pytest.raises(StoreError, match="the power is gone"):
        keep(new, tmp_path / "kept", NOON)

    found = kept(tmp_path / "kept")
    assert found is not None
    assert found[0] == (new if step == 2 else old)


def test_what_a_kill_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_PREFIX}x").write_bytes(b"half")
    write_atomically(tmp_path / "file", b"whole")

    clear_leftovers(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_what_comes_piece_by_piece_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"new, "
        raise KeyError

    write_atomically(tmp_path / "f", iter([b"old", b" whole"]))
    with pytest.raises(KeyError):
        write_atomically(tmp_path / "f", broken())

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old whole"]
