"""The command that lets somebody look at the wall page."""

from __future__ import annotations

import hashlib
import io
import os
import pty
import subprocess
import sys

import pytest

from displayd.cli.main import main
from displayd.hub.settings import Viewer, settings_of
from displayd.hub.viewer_secrets import is_secret_of
from displayd.validation import yaml_source


def viewers_in(printed: str) -> dict[str, Viewer]:
    """What hub.yaml makes of the lines."""
    settings, faults = settings_of(yaml_source.parse("hub.yaml", printed).data)
    assert faults == []
    assert settings.viewers != "public"
    return settings.viewers


def test_a_key_is_shown_once_and_its_hash_goes_into_the_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "viewer", "monitor"]) == 0
    printed = capsys.readouterr()

    key = printed.err.strip().splitlines()[-1]
    assert key not in printed.out
    assert viewers_in(printed.out) == {"monitor": Viewer(sha256=hashlib.sha256(key.encode()).hexdigest())}


def test_a_password_is_read_from_the_input_and_shown_nowhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse\n"))
    assert main(["hub", "viewer", "office", "--password"]) == 0
    printed = capsys.readouterr()

    assert "correct" not in printed.out + printed.err
    assert is_secret_of(viewers_in(printed.out)["office"], "correct horse")


@pytest.mark.parametrize("typed", ["", "\n", "short\n"])
def test_a_short_password_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))

    assert main(["hub", "viewer", "office", "--password"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "at least 8" in printed.err


def test_a_name_that_hub_yaml_would_refuse_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "viewer", "a b"]) == 2
    assert capsys.readouterr().err.startswith("error: NAME: ")


@pytest.mark.parametrize(("again", "code"), [("correct horse", 0), ("correct house", 1)])
def test_on_a_terminal_a_password_is_asked_for_twice_and_not_shown(again: str, code: int) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "displayd", "hub", "viewer", "office", "--password"]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, text=True, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    for question, answer in ((b"Password: ", "correct horse"), (b"again: ", again)):
        while question not in shown:
            shown += os.read(ours, 1000)
        os.write(ours, f"{answer}\n".encode())
    printed, _ = process.communicate(timeout=60)
    os.close(ours)

    assert process.returncode == code
    assert b"correct" not in shown
    assert ("scrypt" in printed) == (code == 0)
