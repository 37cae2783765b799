"""The releases of a hub: taken in whole or not at all, told apart, and handed to the hub."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.atomic_files import TEMPORARY_PREFIX
from displayd.errors import DisplaydError, StoreError
from displayd.hub.releases import shelf as shelf_module
from displayd.hub.releases.shelf import Shelf
from tests.hub.releases.shelves import shelve
from tests.hub.walls import NOON
from tests.support.bundles import NEEDS_RAUC, bundle


@NEEDS_RAUC
def test_bundle_that_was_added_is_listed_and_is_the_same_file(tmp_path: Path) -> None:
    made, shelf = bundle(tmp_path / "made", "2.0"), Shelf(tmp_path / "state")
    added = shelf.add(made, "canary", NOON)

    assert shelf.releases() == (added,)
    assert (added.version, added.compatible, added.ring) == ("2.0", "displayd-arm64", "canary")
    assert shelf.file_of(added).read_bytes() == made.read_bytes()


@NEEDS_RAUC
def test_the_same_bundle_again_changes_nothing(tmp_path: Path) -> None:
    made, shelf = bundle(tmp_path / "made", "2.0"), Shelf(tmp_path / "state")
    first = shelf.add(made, "everyone", NOON)

    assert shelf.add(made, "canary", NOON + 60) == first
    assert shelf.releases() == (first,)


@NEEDS_RAUC
def test_another_bundle_of_the_same_version_is_refused(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "state")
    first = shelf.add(bundle(tmp_path / "one", "2.0"), "canary", NOON)

    with pytest.raises(DisplaydError, match=r"another 2\.0 for displayd-arm64 is there already"):
        shelf.add(bundle(tmp_path / "two", "2.0", content=b"other"), "canary", NOON)
    assert shelf.releases() == (first,)


@NEEDS_RAUC
def test_same_version_for_another_kind_of_machine_is_another_release(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "state")
    shelf.add(bundle(tmp_path / "one", "2.0"), "canary", NOON)
    shelf.add(bundle(tmp_path / "two", "2.0", compatible="displayd-amd64"), "canary", NOON)

    assert {one.compatible for one in shelf.promote("2.0")} == {"displayd-arm64", "displayd-amd64"}
    assert {one.ring for one in shelf.releases()} == {"everyone"}


@NEEDS_RAUC
def test_full_disk_is_told_before_anything_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, shelf = bundle(tmp_path / "made", "2.0"), Shelf(tmp_path / "state")
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil has it
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**8, 10**8))

    with pytest.raises(StoreError, match="too full: 100 MB are free, 200 MB are needed"):
        shelf.add(made, "canary", NOON)
    assert list(shelf.folder.iterdir()) == []


class Killed(BaseException):
    """Stands for the end of the process."""


@NEEDS_RAUC
@pytest.mark.parametrize("at", ["copy", "facts"])
def test_what_a_kill_left_half_done_is_not_listed_and_goes_with_the_next_change(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, shelf = bundle(tmp_path / "made", "2.0"), Shelf(tmp_path / "state")
    with monkeypatch.context() as patched:
        if at == "copy":
            # A kill leaves the temporary file, which an exception would not.
            def torn(path: Path, data: Iterator[bytes]) -> None:
                (path.parent / f"{TEMPORARY_PREFIX}x").write_bytes(next(iter(data))[:100])
                raise Killed

            patched.setattr(shelf_module, "write_atomically", torn)
        else:
            patched.setattr(Shelf, "_put", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            shelf.add(made, "canary", NOON)

    assert shelf.releases() == ()
    assert list(shelf.folder.iterdir()) != []
    added = shelf.add(made, "canary", NOON)
    assert {path.name for path in shelf.folder.iterdir()} == {f"{added.sha256}.raucb", f"{added.sha256}.json"}


def test_several_are_kept_the_one_added_last_first(tmp_path: Path) -> None:
    old = shelve(tmp_path, "1.9", added_at=NOON - 1)
    new = shelve(tmp_path, "2.0", added_at=NOON)

    assert Shelf(tmp_path).releases() == (new, old)


def test_removed_release_is_gone_with_its_file(tmp_path: Path) -> None:
    kept = shelve(tmp_path, "1.9")
    shelve(tmp_path, "2.0")
    Shelf(tmp_path).remove("2.0")

    assert Shelf(tmp_path).releases() == (kept,)
    assert len(list(Shelf(tmp_path).folder.iterdir())) == 2


def test_retry_counts_up(tmp_path: Path) -> None:
    shelve(tmp_path, "2.0")

    assert [one.attempt for one in Shelf(tmp_path).retry("2.0")] == [2]
    assert [one.attempt for one in Shelf(tmp_path).releases()] == [2]


def test_unknown_version_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    shelve(tmp_path, "2026.11")

    with pytest.raises(DisplaydError, match=r"there is no release `2026\.1`") as caught:
        Shelf(tmp_path).promote("2026.1")
    assert "2026.11" in caught.value.hint


@pytest.mark.expects_log
def test_damaged_release_is_left_out_and_the_log_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    good, cut_off = shelve(tmp_path, "1.9"), shelve(tmp_path, "2.0")
    shelf = Shelf(tmp_path)
    shelf.file_of(cut_off).write_bytes(b"short")
    (shelf.folder / "notes.json").write_text("{")

    assert shelf.releases() == (good,)
    assert "The release 2.0 is damaged" in caplog.text
    assert "notes.json" in caplog.text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_adds_belongs_to_the_hub(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    os.chown(state, 12_345, 12_346)
    with Shelf(state)._changing():
        pass

    assert (Shelf(state).folder.stat().st_uid, Shelf(state).folder.stat().st_gid) == (12_345, 12_346)
    shelve(state, "2.0")
    Shelf(state).promote("2.0")
    facts = next(Shelf(state).folder.glob("*.json"))
    assert facts.stat().st_uid == 12_345
