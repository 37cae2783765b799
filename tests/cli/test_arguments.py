"""Arguments that several commands take: what is refused, and where files of our own go."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from displayd.cli.arguments import address, moment, size, state_folder, writing
from displayd.cli.main import main
from displayd.errors import StoreError


@pytest.mark.parametrize("moment", ["nan", "inf", "1e300", "-1", "0001-01-01", "9999-12-31T23:59", "soon"])
def test_moment_that_no_calendar_has_is_refused(moment: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["render", "d.json", "-o", "x.png", f"--at={moment}"])

    assert caught.value.code == 2
    assert "argument --at" in capsys.readouterr().err


@pytest.mark.parametrize("listen", ["foo", "foo:", ":8070", "foo:0", "foo:70000"])
def test_demo_refuses_an_address_without_host_or_port(listen: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["demo", "--listen", listen])

    assert caught.value.code == 2
    assert "is not HOST:PORT" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "wanted"), [("1920x1080", (1920, 1080)), ("1x16384", (1, 16384)), ("7X9", (7, 9))])
def test_size_is_width_and_height(text: str, wanted: tuple[int, int]) -> None:
    assert size(text) == wanted


@pytest.mark.parametrize("text", ["1920", "0x1", "16385x1", "-1x1", "1x1x1", "1.5x2", "²x1", "", "x"])
def test_what_is_no_size_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="1920x1080"):
        size(text)


def test_moment_is_a_unix_time_or_a_date() -> None:
    assert moment("1795291683.5") == 1_795_291_683.5
    assert moment("2026-11-21T12:00+00:00") == 1_795_262_400


def test_address_is_taken_as_it_is() -> None:
    assert address("[::1]:8070") == "[::1]:8070"


def test_state_is_where_the_user_says_before_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", "/run/state")

    assert state_folder(Path("/mine")) == Path("/mine")


def test_state_is_where_the_service_manager_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", "/run/state:/run/other")

    assert state_folder(None) == Path("/run/state")


@pytest.mark.parametrize("is_set", [True, False])
def test_state_without_a_service_is_in_the_users_own_folder(
    is_set: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "own") if is_set else "")
    found = state_folder(None, "displayd-nowhere")

    assert found == tmp_path / ("own" if is_set else ".local/state") / "displayd-nowhere"


def test_what_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"cannot write {tmp_path}/none/a.png: No such file"), writing(tmp_path):
        (tmp_path / "none/a.png").write_bytes(b"")


def test_reader_that_has_gone_is_no_fault_of_the_place(tmp_path: Path) -> None:
    with pytest.raises(BrokenPipeError), writing(tmp_path):
        raise BrokenPipeError
