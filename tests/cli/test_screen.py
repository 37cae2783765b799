"""The commands of a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main


def test_fingerprint_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["fingerprint", "--state", str(tmp_path)])
    main(["fingerprint", "--state", str(tmp_path)])
    first, second = capsys.readouterr().out.split()

    assert first == second


def test_doctor_names_the_faults_and_exits_accordingly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wrong.yaml").write_text("rotat: 90\n")

    code = main(["doctor", "--config", str(tmp_path / "wrong.yaml"), "--state", str(tmp_path / "state")])

    out = capsys.readouterr().out
    assert code == 1
    assert "FAULT  configuration" in out
    assert "SDL driver kmsdrm" in out
    assert "font Inter" in out
    assert "no identity yet" in out
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.yaml"]


def test_doctor_says_that_the_hub_is_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--config", str(tmp_path / "none.yaml"), "--state", str(tmp_path)])

    assert "none.yaml: the hub is looked for in the network" in capsys.readouterr().out


def test_mistakes_in_the_configuration_are_all_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "displayd.yaml").write_text("hbu: http://x\nrotate: 45\n")
    code = main(["run", "--config", str(tmp_path / "displayd.yaml"), "--state", str(tmp_path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "displayd.yaml:1" in err
    assert "did you mean `hub`?" in err
    assert "displayd.yaml:2" in err
