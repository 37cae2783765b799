"""The mark on which an update is kept: made by a page of a document, and by nothing else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from displayd.device.system.page_shown import PageShownMark, runtime_folder
from tests.device.rig import Rig


def test_mark_is_made_by_the_first_page_of_a_document_and_not_by_the_fingerprint(rig: Rig, tmp_path: Path) -> None:
    rig.watch = PageShownMark(tmp_path).observe
    rig.loop.step()
    before = list(tmp_path.iterdir())
    rig.send()
    rig.loop.step()

    assert before == []
    assert [path.name for path in tmp_path.iterdir()] == ["page-shown"]


def test_mark_is_made_once(rig: Rig, tmp_path: Path) -> None:
    rig.watch = PageShownMark(tmp_path).observe
    rig.send()
    rig.loop.step()
    (tmp_path / "page-shown").unlink()
    rig.time += 60
    rig.loop.step()

    assert list(tmp_path.iterdir()) == []


def test_without_systemd_there_is_no_mark(rig: Rig) -> None:
    rig.watch = PageShownMark(None).observe
    rig.send()

    rig.loop.step()
    assert rig.frame is not None
    assert rig.frame.view.kind == "page"


@pytest.mark.expects_log
def test_mark_that_cannot_be_made_is_said_once_and_the_page_stays(
    rig: Rig, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "displayd")
    rig.watch = PageShownMark(tmp_path / "gone").observe
    rig.send()
    rig.loop.step()
    rig.time += 1
    rig.loop.step()

    assert caplog.text.count("an update is not kept") == 1


@pytest.mark.parametrize(("told", "found"), [("{0}", True), ("{0}:/run/other", True), ("{0}/gone", False), ("", False)])
def test_folder_is_the_one_that_systemd_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, found: bool
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", told.format(tmp_path))

    assert runtime_folder() == (tmp_path if found else None)
