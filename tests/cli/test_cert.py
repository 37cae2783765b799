"""The command that writes the file of the hub's own CA."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.hub.own_certificate import OwnCertificate
from tests.hub.walls import write_wall


def test_the_file_is_the_ca_that_the_hub_uses_and_stays_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": "hosts: [dash.example.org]"})
    state, out = tmp_path / "state", tmp_path / "hub-ca.pem"
    command = ["hub", "cert", str(folder), "--state", str(state), "--out", str(out)]

    assert main(command) == 0
    first, told = out.read_bytes(), capsys.readouterr().out
    assert main(command) == 0

    assert first == out.read_bytes() == OwnCertificate(state).ca.read_bytes()
    assert b"PRIVATE" not in first
    assert "dash.example.org" in told
    assert "Write `tls: own` into hub.yaml" in told


def test_a_name_that_came_later_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": "tls: own"})
    command = ["hub", "cert", str(folder), "--state", str(tmp_path / "state"), "--out", str(tmp_path / "ca.pem")]
    main(command)
    write_wall(folder, {"hub.yaml": "tls: own\nhosts: [dash.example.org]"})
    capsys.readouterr()

    assert main(command) == 0
    told = capsys.readouterr().out
    assert "Not for dash.example.org: the CA is older." in told
    assert "Write `tls: own`" not in told


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_wall(tmp_path / "wall")

    assert main(["hub", "cert", str(folder), "--state", str(tmp_path), "--out", str(tmp_path / "no" / "ca.pem")]) == 1
    assert "cannot write" in capsys.readouterr().err


def test_a_key_needs_its_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "serve", str(tmp_path), "--key", "hub.key"]) == 1
    assert "--cert" in capsys.readouterr().err
