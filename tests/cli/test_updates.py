"""The commands by which an appliance updates itself: what their exit codes say to systemd."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.appliance.updates.trial import Trial
from displayd.cli.main import main


@pytest.mark.parametrize(("may_stay", "code"), [(True, 0), (False, 1)])
def test_deadline_fails_when_the_machine_is_to_start_anew(
    may_stay: bool, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trial, "look", lambda _: may_stay)

    assert main(["appliance", "deadline", "--memory", str(tmp_path)]) == code


def test_version_that_is_not_good_yet_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trial, "keep", lambda _: False)

    assert main(["appliance", "good", "--memory", str(tmp_path)]) == 0


def test_screen_without_a_secret_asks_nobody_for_updates(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("hub: http://127.0.0.1:1\n")
    arguments = ["--file", str(tmp_path / "displayd.yaml"), "--state", str(tmp_path), "--memory", str(tmp_path / "m")]

    assert main(["appliance", "update", *arguments]) == 0
    assert not (tmp_path / "m").exists()
