"""What is remembered over a restart, whatever happens in between."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.atomic_files import TEMPORARY_PREFIX
from displayd.device.edition import NOTHING_KNOWN, Validators
from displayd.device.state import document_cache as cache_module
from displayd.device.state.document_cache import DocumentCache, Saved
from displayd.errors import StoreError

OWNER = "http://hub/v1/screen K7QF-2MXD-6TBA-W3EN"


@contextlib.contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Writes beyond `size` bytes of a file fail, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_empty_folder_remembers_nothing(tmp_path: Path) -> None:
    assert DocumentCache(tmp_path / "cache", OWNER).load() is None


def test_what_was_saved_is_remembered_after_a_restart(tmp_path: Path) -> None:
    body, validators = b'{"any": "bytes"}\n\n\xff\0', Validators('W/"1"', "Sat, 21 Nov 2026 10:00:00 GMT")

    DocumentCache(tmp_path, OWNER).save(body, validators, 1795255200.25)

    assert DocumentCache(tmp_path, OWNER).load() == Saved(body, validators, 1795255200.25)


def test_the_newest_of_many_is_remembered(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path, OWNER)
    for number in range(7):
        cache.save(b"%d" % number, NOTHING_KNOWN)

    saved = cache.load()

    assert saved is not None
    assert saved.body == b"6"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["document-1", "document-2"]


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b"more",
        lambda data: data.replace(b"newer", b"never"),
        lambda data: data.replace(b'"number":2', b'"number":9'),
        lambda data: b"\0" * len(data),
    ],
)
def test_a_torn_or_tampered_file_falls_back_to_the_one_before(tmp_path: Path, damage: object) -> None:
    cache = DocumentCache(tmp_path, OWNER)
    cache.save(b"older", NOTHING_KNOWN)
    cache.save(b"newer", NOTHING_KNOWN)
    newest = tmp_path / "document-2"
    newest.write_bytes(damage(newest.read_bytes()))  # type: ignore[operator]

    saved = cache.load()
    cache.save(b"newest", NOTHING_KNOWN)
    again = cache.load()

    assert saved is not None
    assert saved.body == b"older"
    assert again is not None
    assert again.body == b"newest"


@pytest.mark.expects_log
def test_with_both_files_damaged_nothing_is_remembered(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path, OWNER)
    for name in ("document-1", "document-2"):
        (tmp_path / name).write_bytes(os.urandom(100))

    assert cache.load() is None


def test_a_screen_pointed_elsewhere_does_not_show_what_it_showed_before(tmp_path: Path) -> None:
    DocumentCache(tmp_path, OWNER).save(b"figures of another company", NOTHING_KNOWN)
    other = DocumentCache(tmp_path, "http://other/v1/screen K7QF-2MXD-6TBA-W3EN")

    before = other.load()
    for number in range(3):
        other.save(b"%d" % number, NOTHING_KNOWN)
    after = other.load()

    assert before is None
    assert after is not None
    assert after.body == b"2"


def test_a_full_disk_is_told_and_what_was_remembered_stays(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path, OWNER)
    cache.save(b"small", NOTHING_KNOWN)

    with disk_with_room_for(10_000), pytest.raises(StoreError) as caught:
        cache.save(b"x" * 100_000, NOTHING_KNOWN)

    saved = cache.load()
    assert saved is not None
    assert saved.body == b"small"
    assert caught.value.hint
    assert not list(tmp_path.glob(f"{TEMPORARY_PREFIX}*"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = DocumentCache(tmp_path / "file/cache", OWNER)

    with pytest.raises(StoreError, match="file"):
        cache.save(b"x", NOTHING_KNOWN)


@pytest.mark.expects_log
def test_a_file_that_cannot_be_read_counts_as_absent(tmp_path: Path) -> None:
    (tmp_path / "document-1").mkdir()

    assert DocumentCache(tmp_path, OWNER).load() is None


def test_leftovers_of_a_killed_write_are_cleared_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    for folder in (tmp_path, tmp_path / "pictures"):
        (folder / f"{TEMPORARY_PREFIX}abc").write_text("half")

    DocumentCache(tmp_path, OWNER)

    assert not list(tmp_path.rglob(f"{TEMPORARY_PREFIX}*"))


def test_pictures_are_remembered_by_what_documents_call_them(tmp_path: Path) -> None:
    DocumentCache(tmp_path, OWNER).save_picture("logo.png", b"PNG", Validators('"1"'))

    picture = DocumentCache(tmp_path, OWNER).load_picture("logo.png")

    assert picture is not None
    assert picture.data == b"PNG"
    assert picture.digest == hashlib.sha256(b"PNG").hexdigest()
    assert picture.validators == Validators('"1"')
    assert DocumentCache(tmp_path, OWNER).load_picture("other.png") is None


def test_no_source_leads_out_of_the_folder(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path / "cache", OWNER)
    for source in ("../../secret", "/etc/passwd", "a/../../b", "x" * 10_000, "\0", "ä\ud800"):
        cache.save_picture(source, b"PNG", NOTHING_KNOWN)

    assert [path.name for path in tmp_path.iterdir()] == ["cache"]
    assert len(list((tmp_path / "cache/pictures").iterdir())) == 6


@pytest.mark.expects_log
def test_a_damaged_picture_counts_as_absent(tmp_path: Path) -> None:
    cache = DocumentCache(tmp_path, OWNER)
    cache.save_picture("logo.png", b"PNG", NOTHING_KNOWN)
    path = next((tmp_path / "pictures").iterdir())
    path.write_bytes(path.read_bytes()[:-1])

    assert cache.load_picture("logo.png") is None


def test_pictures_out_of_use_make_room_and_those_in_use_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MAX_PICTURE_FOLDER_BYTES", 5000)
    cache = DocumentCache(tmp_path, OWNER)
    for age, name in ((30, "used"), (20, "old"), (10, "young")):
        cache.save_picture(name, bytes(1000), NOTHING_KNOWN)
        newest = max((tmp_path / "pictures").iterdir(), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (time.time() - age, time.time() - age))

    cache.save_picture("new", bytes(1500), NOTHING_KNOWN, in_use=["used", "new"])

    assert cache.load_picture("used")
    assert cache.load_picture("new")
    assert cache.load_picture("old") is None
    assert cache.load_picture("young")
    with pytest.raises(StoreError, match="pictures take more"):
        cache.save_picture("huge", bytes(4500), NOTHING_KNOWN, in_use=["used", "new", "huge"])


SAVING = """
import sys
from pathlib import Path
from displayd.device.edition import NOTHING_KNOWN
from displayd.device.state.document_cache import DocumentCache
cache = DocumentCache(Path(sys.argv[1]), "owner")
number = int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    cache.save(b'{"number": %d, "filling": "%s"}' % (number, b"x" * 2_000_000), NOTHING_KNOWN)
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_instant_leaves_one_of_the_complete_documents(tmp_path: Path) -> None:
    random_ = random.Random(1)
    number = kills_in_a_write = 0
    DocumentCache(tmp_path, "owner").save(b'{"number": 0, "filling": ""}', NOTHING_KNOWN)
    for _ in range(40):
        saving = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(tmp_path), str(number)], stdout=subprocess.PIPE, text=True
        )
        assert saving.stdout is not None
        saving.stdout.readline()
        time.sleep(random_.uniform(0.0, 0.06))
        saving.send_signal(signal.SIGKILL)
        told = [int(line) for line in saving.communicate()[0].split()]
        kills_in_a_write += any(tmp_path.glob(f"{TEMPORARY_PREFIX}*"))

        saved = DocumentCache(tmp_path, "owner").load()

        assert saved is not None
        last = told[-1] if told else number
        number = json.loads(saved.body)["number"]
        assert number in (last, last + 1)
    # Otherwise the kills missed what they were meant to hit.
    assert kills_in_a_write > 0
