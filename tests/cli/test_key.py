"""The commands for keys with which values are pushed."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.hub.push_keys import KeyFile, PushKeys


def test_a_key_is_made_listed_and_revoked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = ["--state", str(tmp_path)]
    assert main(["hub", "key", "create", "billing", "ingest:sales.*", "support.csat", *state]) == 0
    made = capsys.readouterr()
    key = made.out.strip()
    assert main(["hub", "key", "list", *state]) == 0
    listed = capsys.readouterr().out
    known = PushKeys(tmp_path).find(key, {})
    assert main(["hub", "key", "revoke", "billing", *state]) == 0
    capsys.readouterr()
    assert main(["hub", "key", "list", *state]) == 0

    assert known is not None
    assert known.scopes == ["ingest:sales.*", "ingest:support.csat"]
    assert "billing" in listed
    assert "ingest:sales.* ingest:support.csat" in listed
    assert "not used yet" in listed
    assert key not in listed + made.err
    assert "no key but those of hub.yaml" in capsys.readouterr().out
    assert PushKeys(tmp_path).find(key, {}) is None


def test_list_says_when_a_key_was_used_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = KeyFile(tmp_path)
    file.create("billing", ["ingest:*"], 0.0)
    (key,) = file.keys()
    file.write_uses({key.sha256: 1_795_000_000.0})

    assert main(["hub", "key", "list", "--state", str(tmp_path)]) == 0
    assert "last used 2026-11-18" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["hub", "key", "billing", "sales.*"], ["hub", "key", "create", "--yaml", "billing"]])
def test_lines_for_hub_yaml_are_printed_and_nothing_is_kept(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    assert main(words) == 0

    printed = capsys.readouterr()
    assert "keys:" in printed.out
    assert "billing:" in printed.out
    assert printed.err.splitlines()[-1] not in printed.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["create", "a b"], "error: NAME: "),
        (["create", "billing", "sales.*", "Sales X"], "error: SCOPE: `Sales X`: "),
        (["create", "billing", "read:*"], "error: SCOPE: `read:*`: "),
        (["revoke", "biling"], "error: there is no key `biling`"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    tmp_path: Path, words: list[str], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    KeyFile(tmp_path).create("billing-2", ["ingest:*"], 0.0)
    code = main(["hub", "key", *words, "--state", str(tmp_path)])

    printed = capsys.readouterr()
    assert code != 0
    assert printed.out == ""
    assert printed.err.startswith(where)
    assert [one.name for one in PushKeys(tmp_path).all()] == ["billing-2"]
