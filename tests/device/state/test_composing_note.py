"""A document that ends the process again and again is found out; one that does not is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.state import composing_note
from displayd.device.state.composing_note import ComposingNote


def start(path: Path, digest: str, gets_through: bool) -> frozenset[str]:
    """What a process knows to be deadly that begins with `digest`."""
    note = ComposingNote(path)
    if digest not in note.deadly:
        note.begin(digest)
        if gets_through:
            note.cross_out()
    return note.deadly


def test_document_is_deadly_after_the_second_process_that_does_not_get_through(tmp_path: Path) -> None:
    path = tmp_path / "note"

    assert [start(path, "a", False) for _ in range(4)] == [set(), set(), {"a"}, {"a"}]


def test_one_power_cut_in_that_second_is_no_proof(tmp_path: Path) -> None:
    path = tmp_path / "note"

    assert [start(path, "a", through) for through in (False, True, False, True, False)] == [set()] * 5
    assert start(path, "a", True) == set()
    assert not path.exists()


def test_what_is_deadly_stays_so_while_others_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "note"
    for digest in "aabb":
        start(path, digest, False)
    for digest in "cde" * 10:
        start(path, digest, True)

    assert ComposingNote(path).deadly == {"a", "b"}


def test_another_document_before_it_does_not_hide_a_deadly_one(tmp_path: Path) -> None:
    path = tmp_path / "note"
    for _ in range(2):
        note = ComposingNote(path)
        for digest in ("remembered", "new"):
            note.begin(digest)
            if digest == "remembered":
                note.cross_out(digest)

    assert ComposingNote(path).deadly == {"new"}


def test_note_does_not_grow(tmp_path: Path) -> None:
    for number in range(100):
        start(tmp_path / "note", str(number), False)

    assert (tmp_path / "note").stat().st_size < 300


def test_note_is_crossed_out_by_its_own_document_only(tmp_path: Path) -> None:
    path = tmp_path / "note"
    for _ in range(2):
        note = ComposingNote(path)
        note.begin("new")
        note.cross_out("the one before")

    assert ComposingNote(path).deadly == {"new"}
    note.cross_out()
    assert not path.exists()


def test_later_version_tries_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "note"
    for _ in range(2):
        start(path, "a", False)
    monkeypatch.setattr(composing_note, "__version__", "99.0")

    assert ComposingNote(path).deadly == set()


def test_display_that_is_opened_again_counts_once(tmp_path: Path) -> None:
    note = ComposingNote(tmp_path / "note")
    for _ in range(5):
        note.begin("a")

    assert ComposingNote(tmp_path / "note").deadly == set()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 5}'])
def test_damaged_note_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "note").write_bytes(content)

    assert start(tmp_path / "note", "a", False) == set()


def test_without_a_disk_there_is_no_note_and_no_harm(tmp_path: Path) -> None:
    assert [start(tmp_path / "missing/note", "a", False) for _ in range(4)] == [set()] * 4
