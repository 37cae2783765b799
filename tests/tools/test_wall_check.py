"""Every mistake in a wall folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.errors import ConfigError
from displayd.hub.publish.publisher import Publisher
from displayd.hub.sources.sample import SampleReader
from displayd.hub.wall.loader import load, wall_of
from displayd.tools.wall_check import check
from tests.hub.walls import write_wall


def test_a_broken_folder_is_its_mistakes(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        check(write_wall(tmp_path, {"screens.yaml": "screens: {a: {show: [x]}}"}))


def test_a_wall_that_cannot_be_shown_is_told_by_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OverflowError("too large")

    folder = write_wall(tmp_path)
    monkeypatch.setattr(Publisher, "publish", broken)

    with pytest.raises(ConfigError, match="cannot be used"):
        check(folder)


def test_a_fault_in_making_up_numbers_is_told_by_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OverflowError("too large")

    folder = write_wall(tmp_path, {"metrics.yaml": "orders: {sample: {}}\nerrors: {}\nlatency: {}\n"})
    monkeypatch.setattr(SampleReader, "read", broken)

    with pytest.raises(ConfigError, match="cannot be used"):
        check(folder)


@pytest.mark.expects_log
def test_a_wall_whose_documents_no_screen_would_take_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.hub.publish.publisher.MAX_DOCUMENT_BYTES", 10)

    with pytest.raises(ConfigError) as caught:
        check(write_wall(tmp_path))
    assert [mistake.where for mistake in caught.value.mistakes] == ["screen `left`", "screen `right`", "screen `other`"]
    assert "too large: 0.0 MB" in caught.value.mistakes[0].reason


def test_the_sample_office_is_a_good_wall() -> None:
    from displayd.hub.wall import shipped

    found = load(shipped.sample_wall_folder())

    assert len(found.screens) == 14
    assert wall_of(found.files).screens == found.screens
