"""The commands for whoever writes a wall folder: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.hub.wall import shipped
from tests.hub.walls import write_wall

SAMPLE = shipped.sample_wall_folder()


@pytest.mark.parametrize("kind", ["document", "layout", "theme", "screens", "metrics", "hub"])
def test_schema_is_json_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    assert json.loads(capsys.readouterr().out)


def test_unknown_schema_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "layuot"]) == 1
    assert "known: document, hub, kpi, layout, metrics, screens, theme" in capsys.readouterr().err


def test_check_of_the_sample_office_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "check", str(SAMPLE)]) == 0
    assert "14 screens, no mistakes" in capsys.readouterr().out


CHECK = pytest.mark.parametrize("command", [["check"], ["hub", "check"]], ids=["check", "hub check"])


@CHECK
@pytest.mark.parametrize(
    ("hung", "code", "says"),
    [
        ("", 0, "1 screen, no mistakes; 1 page drawn, all can be read"),
        (", viewing_m: 9", 0, "1 page drawn, 0 errors, 1 warning"),
        (", viewing_m: 30", 2, "1 page drawn, 1 error, 0 warnings"),
    ],
    ids=["good", "small", "lost"],
)
def test_check_draws_the_pages_and_says_what_cannot_be_read(
    command: list[str], hung: str, code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/hello.yaml").write_text("pages: [{widgets: {a: {type: text, text: Hello}}}]\n")
    (tmp_path / "screens.yaml").write_text(f"screens:\n  lobby: {{show: [hello]{hung}}}\n")
    found = main([*command, str(tmp_path)])

    printed = capsys.readouterr()
    assert found == code
    assert says in printed.out
    assert ("error: screens.yaml:2: `lobby` is too small" in printed.err) == (code == 2)
    assert printed.err.count("\nhint: ") == int(bool(hung))


def test_check_names_the_tiles_that_it_had_no_data_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/hello.yaml").write_text("pages: [{widgets: {a: {type: bar, metric: some}}}]\n")
    (tmp_path / "metrics.yaml").write_text("some: {title: Some}\n")
    (tmp_path / "screens.yaml").write_text("screens: {lobby: {show: [hello]}}\n")

    assert main(["check", str(tmp_path), "--screen", "lobby", "--size", "1280x720"]) == 0
    assert "note: no data, so not looked at: hello/a" in capsys.readouterr().err


def test_check_finds_mistakes_where_nothing_can_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "displayd.tools.readability", None)
    good, bad = write_wall(tmp_path / "good"), write_wall(tmp_path / "bad", {"screens.yaml": "screens: {}"})
    codes = main(["check", str(good)]), main(["check", str(bad)])

    printed = capsys.readouterr()
    assert codes == (0, 2)
    assert "3 screens, no mistakes" in printed.out
    assert "note: nothing can be drawn here" in printed.err
    assert "error: screens.yaml:1: there are no screens" in printed.err


@CHECK
def test_check_finds_mistakes_with_file_and_line(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "screens.yaml").write_text("screens:\n  lobby:\n    show: [devosp]\n")
    code = main([*command, str(tmp_path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "screens.yaml:3" in err
    assert "did you mean `devops`?" in err


@CHECK
def test_check_of_a_file_names_its_mistakes_and_says_what_it_is(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"format": 1, "screen": "a", "pages": [{"widgets": {"a": {"type": "clock"}}}]}')
    bad.write_text('{"format": 1,\n "screen": "a b", "pages": [{"widgets": {"a": {"type": "clok"}}}]}')
    codes = [main([*command, str(file)]) for file in (good, bad, tmp_path / "gone.json")]

    printed = capsys.readouterr()
    assert codes == [0, 2, 1]
    assert f"{good}: a screen document, 1 page, no mistakes" in printed.out
    assert printed.err.count(f"error: {bad}:2: ") == 2
    assert "(byte 16)" in printed.err
    assert "did you mean `clock`?" in printed.err
    assert f"error: cannot read {tmp_path}/gone.json" in printed.err


def test_check_of_a_file_takes_no_options_of_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text("{}")

    assert main(["check", str(tmp_path / "a.json"), "--screen", "a"]) == 1
    assert "are for a wall folder" in capsys.readouterr().err
