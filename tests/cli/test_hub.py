"""The commands of a hub: what they print, and where."""

from __future__ import annotations

import json

import pytest

from displayd.cli.main import main
from displayd.hub.wall import shipped

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
