"""The commands of a hub: what they print, and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.hub.wall import shipped
from tests.hub.viewers import LOOK, WITH_VIEWERS, hub_of, seen_from_elsewhere

SAMPLE = shipped.sample_wall_folder()


def test_show_prints_the_document_of_a_screen(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["hub", "show", str(SAMPLE), "sales"]) == 0
    document = json.loads(capfdbinary.readouterr().out)

    assert document["screen"] == "sales"


def test_show_of_an_unknown_screen_suggests_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "show", str(SAMPLE), "slaes"]) != 0
    assert "sales" in capsys.readouterr().err


def test_key_goes_to_its_user_and_only_its_hash_to_the_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "key", "billing", "sales.*"]) == 0
    printed = capsys.readouterr()

    key = printed.err.strip().splitlines()[-1]
    assert key not in printed.out
    assert "billing:" in printed.out
    assert "sales.*" in printed.out


@pytest.mark.parametrize(
    ("arguments", "where"),
    [(["a b"], "error: NAME: "), (["billing", "sales.*", "Sales X"], "error: METRIC: `Sales X`: ")],
)
def test_key_that_hub_yaml_would_refuse_is_not_made(
    arguments: list[str], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["hub", "key", *arguments])

    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert printed.err.startswith(where)
    assert "hint: for example" in printed.err
    assert len(printed.err.splitlines()) == 2


def test_the_viewers_key_comes_from_a_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "key"
    file.write_text(f"{LOOK}\n")
    plan = ["hub", "plan", str(SAMPLE)]
    with seen_from_elsewhere(hub_of(WITH_VIEWERS)) as address:
        monkeypatch.delenv("DISPLAYD_HUB_KEY", raising=False)
        codes = [main([*plan, "--hub", address]), main([*plan, "--hub", address, "--key-file", str(file)])]
        monkeypatch.setenv("DISPLAYD_HUB_KEY", LOOK)
        codes.append(main([*plan, "--hub", address]))

    # 3: there are changes, so the hub has answered.
    assert codes == [1, 3, 3]
    assert LOOK not in capsys.readouterr().err


def test_a_key_file_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key").write_text("two words")

    for name in ("key", "gone"):
        assert (
            main(["hub", "plan", str(SAMPLE), "--hub", "http://127.0.0.1:9", "--key-file", str(tmp_path / name)]) == 1
        )
    told = capsys.readouterr().err
    assert "a viewer's key has letters" in told
    assert "gone: cannot be read" in told
