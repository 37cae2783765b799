"""Sessions of the wall page: how long they hold, what ends them, and that a restart does not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from displayd.hub.sessions import MAX_OF_VIEWER, SESSION_SECONDS, Sessions
from displayd.hub.settings import Viewer
from tests.hub.viewers import PASSWORD_HASH
from tests.hub.walls import NOON

VIEWER = Viewer(password=PASSWORD_HASH)
VIEWERS = {"office": VIEWER}


def test_a_session_holds_for_its_time_and_no_longer() -> None:
    sessions = Sessions()
    token = sessions.begin("office", VIEWER, NOON)

    assert sessions.viewer_of(token, VIEWERS, NOON) == "office"
    assert sessions.viewer_of(token, VIEWERS, NOON + SESSION_SECONDS - 1) == "office"
    assert sessions.viewer_of(token, VIEWERS, NOON + SESSION_SECONDS) is None
    assert sessions.viewer_of(token[:-1], VIEWERS, NOON) is None
    assert sessions.viewer_of("", VIEWERS, NOON) is None


def test_a_clock_that_was_wrong_makes_no_session_hold_for_longer() -> None:
    sessions = Sessions()
    token = sessions.begin("office", VIEWER, NOON + 10 * SESSION_SECONDS)

    assert sessions.viewer_of(token, VIEWERS, NOON) is None


def test_another_password_or_no_such_viewer_ends_every_session_of_the_viewer() -> None:
    sessions = Sessions()
    token = sessions.begin("office", VIEWER, NOON)

    assert sessions.viewer_of(token, {"office": Viewer(sha256="0" * 64)}, NOON) is None
    assert sessions.viewer_of(token, {"other": VIEWER}, NOON) is None
    assert sessions.viewer_of(token, VIEWERS, NOON) == "office"


def test_sessions_survive_a_restart_until_they_are_ended(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    kept, ended = (sessions.begin("office", VIEWER, NOON) for _ in range(2))
    sessions.end(ended)
    sessions.save()
    (file,) = tmp_path.iterdir()
    again = Sessions(tmp_path)

    assert again.viewer_of(kept, VIEWERS, NOON + 1) == "office"
    assert again.viewer_of(ended, VIEWERS, NOON + 1) is None
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert kept not in file.read_text()


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[1]", b'{"a": {"viewer": 1}}', b"{}" * 100])
def test_a_file_that_is_none_of_ours_costs_the_sessions_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sessions.json").write_bytes(content)
    sessions = Sessions(tmp_path)
    token = sessions.begin("office", VIEWER, NOON)
    sessions.save()

    assert Sessions(tmp_path).viewer_of(token, VIEWERS, NOON) == "office"


@pytest.mark.expects_log
def test_without_a_disk_sessions_hold_until_the_restart(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sessions = Sessions(tmp_path / "gone")
    token = sessions.begin("office", VIEWER, NOON)
    sessions.save()

    assert sessions.viewer_of(token, VIEWERS, NOON) == "office"
    assert "forgotten at a restart" in caplog.text


def test_who_logs_in_again_and_again_loses_the_oldest_and_nobody_elses() -> None:
    sessions = Sessions()
    viewers = {"office": VIEWER, "script": VIEWER}
    others = sessions.begin("office", VIEWER, NOON)
    own = [sessions.begin("script", VIEWER, NOON + number) for number in range(MAX_OF_VIEWER + 2)]

    assert [sessions.viewer_of(one, viewers, NOON + 500) for one in own[:3]] == [None, None, "script"]
    assert sessions.viewer_of(own[-1], viewers, NOON + 500) == "script"
    assert sessions.viewer_of(others, viewers, NOON + 500) == "office"
