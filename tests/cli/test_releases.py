"""The commands for new versions of the screens' image."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from tests.support.bundles import NEEDS_RAUC, bundle


@NEEDS_RAUC
def test_release_is_added_listed_promoted_tried_again_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, state = bundle(tmp_path / "made", "2.0"), ["--state", str(tmp_path / "state")]

    assert main(["hub", "release", "add", str(made), *state]) == 0
    assert capsys.readouterr().out == "2.0 for displayd-arm64 is for the canaries\n"
    assert main(["hub", "release", "list", *state]) == 0
    assert capsys.readouterr().out.split()[:3] == ["2.0", "displayd-arm64", "canary"]
    assert main(["hub", "release", "promote", "2.0", *state]) == 0
    assert capsys.readouterr().out == "2.0 for displayd-arm64 is for everyone\n"
    assert main(["hub", "release", "retry", "2.0", *state]) == 0
    assert capsys.readouterr().out == "2.0 for displayd-arm64 is tried again where it failed\n"
    assert main(["hub", "release", "remove", "2.0", *state]) == 0
    assert capsys.readouterr().out == "2.0 for displayd-arm64 is removed\n"
    assert main(["hub", "release", "list", *state]) == 0
    assert capsys.readouterr().out == "no release; `displayd hub release add FILE` offers one\n"


def test_file_that_is_not_there_is_an_error_with_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["hub", "release", "add", str(tmp_path / "none.raucb"), "--state", str(tmp_path / "state")])

    err = capsys.readouterr().err
    assert code == 1
    assert "none.raucb: No such file" in err
    assert "\nhint: " in err


def test_unknown_version_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "release", "promote", "3.0", "--state", str(tmp_path)]) == 1
    assert "there is no release `3.0`" in capsys.readouterr().err
