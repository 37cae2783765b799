"""Errors on the command line: what is printed, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.cli.wall import HUB_LIBRARIES
from tests.support.fakes import document_bytes


def test_wrong_document_is_refused_with_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(document_bytes())
    document["pagse"], document["rotate"] = [], 45
    (tmp_path / "wrong.json").write_text(json.dumps(document))
    code = main(["render", str(tmp_path / "wrong.json"), "-o", str(tmp_path / "x.png")])

    err = capsys.readouterr().err
    assert code == 2
    assert "$.pagse" in err
    assert "did you mean `pages`?" in err
    assert "$.rotate" in err


def test_missing_file_is_an_error_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(tmp_path / "none.json"), "-o", str(tmp_path / "x.png")]) == 1
    assert "cannot read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["render {tmp}/d.json -o {tmp}/none/x.png", "render {tmp}/d.json -o {tmp}", "gallery {tmp}/d.json/x"]
)
def test_place_that_cannot_be_written_is_an_error_with_a_hint(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.json").write_bytes(document_bytes())
    code = main(command.format(tmp=tmp_path).split())

    err = capsys.readouterr().err
    assert code == 1
    assert err.startswith(f"error: cannot write {tmp_path}")
    assert "\nhint: " in err


@pytest.mark.parametrize("library", HUB_LIBRARIES)
def test_hub_without_its_libraries_says_what_to_install(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("displayd.cli.hub._serve", refusing(ModuleNotFoundError("none", name=f"{library}.inner")))

    assert main(["hub", "serve"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"error: the hub needs `{library}.inner`, which is not installed",
        "hint: pip install 'displayd[hub]'",
    ]


def test_module_of_our_own_that_is_missing_is_a_fault_and_not_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.cli.hub._serve", refusing(ModuleNotFoundError("none", name="displayd.gone")))

    with pytest.raises(ModuleNotFoundError):
        main(["hub", "serve"])


def test_reader_that_has_seen_enough_ends_the_command_quietly() -> None:
    command = [sys.executable, "-m", "displayd", "schema", "layout"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    err = running.stderr.read()
    running.stderr.close()

    assert running.wait(timeout=60) == 0
    assert err == b""


def refusing(error: Exception) -> Callable[[object], int]:
    """A command that ends with `error`."""

    def run(arguments: object) -> int:
        raise error

    return run
