"""A whole screen in this process whose state folder cannot be used: it shows who it is, and what is to be done."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from displayd.device import loop, startup
from displayd.device.network import reporter
from displayd.device.state.identity import load_or_create
from displayd.device.system.systemd import QuietService
from displayd.protocol.fingerprint import fingerprint_of
from tests.device.rig import RecordingService
from tests.device.test_startup import eventually, flips, options, process_of, waiting
from tests.support.fakes import FakeHub


@pytest.mark.expects_log
@pytest.mark.parametrize("service", [QuietService(), RecordingService()])
def test_screen_without_a_disk_shows_who_it_is_and_says_that_it_will_forget(
    hub: FakeHub,
    tmp_path: Path,
    service: RecordingService,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(startup, "IDENTITY_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(loop, "MAX_SLEEP_SECONDS", 0.05)
    monkeypatch.setattr(reporter, "MIN_STATUS_SECONDS", 0.0)
    monkeypatch.setattr(reporter, "STATUS_SECONDS", 0.1)
    caplog.set_level(logging.INFO, "displayd")
    (tmp_path / "state").write_text("where a folder should be")
    process = process_of(options(tmp_path, hub=hub.url), service)
    process.start()
    first = flips(tmp_path)
    assert process._settings is not None
    introduction = process._settings.introduction

    def told() -> str:
        return b"".join(seen.body for seen in hub.requests("/v1/screen/status")[-1:]).decode()

    with waiting(process):
        assert eventually(lambda: flips(tmp_path)[-1]["page"] == 0)
        assert eventually(lambda: "has to be claimed again after a restart" in told())
        (tmp_path / "state").unlink()
        assert eventually(lambda: "is kept from now on" in caplog.text)
        assert eventually(lambda: "claimed again" not in told())

    secret = load_or_create(tmp_path / "state").secret
    assert [flip["page"] for flip in first] == [None]
    assert introduction.fingerprint == fingerprint_of(secret)
    assert "After a restart the code is another one" in introduction.warning
    assert "move it away" in introduction.warning
    assert {seen.headers["authorization"] for seen in hub.requests("/v1/screen")} == {f"Bearer {secret}"}
    assert caplog.text.count("cannot be kept over a restart") == 1


@pytest.mark.expects_log
def test_screen_whose_secret_can_be_read_again_is_itself_again(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "IDENTITY_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(loop, "MAX_SLEEP_SECONDS", 0.05)
    kept = load_or_create(tmp_path / "state")
    (tmp_path / "state/secret").rename(tmp_path / "aside")
    # A link in a circle is replaced at one stroke: between going and coming, the screen would keep what it was lent.
    (tmp_path / "state/secret").symlink_to("secret")
    process = process_of(options(tmp_path, hub=hub.url))
    process.start()
    with waiting(process):
        assert eventually(lambda: hub.requests("/v1/screen"))
        (tmp_path / "aside").rename(tmp_path / "state/secret")
        assert eventually(lambda: hub.requests("/v1/screen")[-1].headers["authorization"] == f"Bearer {kept.secret}")

    assert hub.requests("/v1/screen")[0].headers["authorization"] != f"Bearer {kept.secret}"
