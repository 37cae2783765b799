"""Keys with which values are pushed, and the file that has them."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import DisplaydError, StoreError
from displayd.hub.push_keys import KeyFile, PushKey, PushKeys, may_write, new_key
from displayd.hub.settings import IngestKey
from tests.hub.walls import NOON


def found(keys: PushKeys, secret: str, of_yaml: dict[str, IngestKey] | None = None) -> str | None:
    """Name of the key that `secret` is."""
    key = keys.find(secret, of_yaml or {})
    return key.name if key else None


def test_a_key_is_known_by_its_hash_alone() -> None:
    key, digest = new_key()
    keys = {"desk": IngestKey(sha256=digest, metrics=["support.*"])}

    assert hashlib.sha256(key.encode()).hexdigest() == digest
    assert found(PushKeys(), key, keys) == "desk"
    assert found(PushKeys(), digest, keys) is None
    assert found(PushKeys(), "", keys) is None
    assert found(PushKeys(), "\xff\udc80", keys) is None


@pytest.mark.parametrize(
    ("scope", "name", "answer"),
    [
        ("ingest:support.*", "support.open", True),
        ("ingest:support.*", "supported", False),
        ("ingest:support.open", "support.open", True),
        ("ingest:*", "anything.at-all", True),
        ("ingest:a?", "ab", True),
        ("ingest:a?", "abc", False),
        ("read:*", "support.open", False),
        ("read:*", "read:support", False),
    ],
)
def test_a_key_writes_what_its_scopes_cover(scope: str, name: str, answer: bool) -> None:
    key = PushKey(name="desk", sha256="0" * 64, scopes=["ingest:nothing", scope])

    assert may_write(key, name) is answer


def test_metrics_and_scopes_of_hub_yaml_hold_side_by_side() -> None:
    key, digest = new_key()
    of_yaml: Any = {"desk": IngestKey(sha256=digest, metrics=["support.*"], scopes=["ingest:Karma"])}

    both = PushKeys().find(key, of_yaml)

    assert both is not None
    assert [may_write(both, name) for name in ("support.open", "Karma", "sales")] == [True, True, False]


def test_a_key_is_known_from_its_creation_to_its_revocation(tmp_path: Path) -> None:
    keys, file = PushKeys(tmp_path), KeyFile(tmp_path)
    billing = file.create("billing", ["ingest:sales.*"], NOON)
    other = file.create("other", ["ingest:*"], NOON)

    assert found(keys, billing) == "billing"
    file.revoke("billing")
    assert found(keys, billing) is None
    assert found(keys, other) == "other"
    assert billing not in file.path.read_text()
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_a_name_is_given_once_and_an_unknown_one_is_suggested(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "new")
    file.create("billing", ["ingest:*"], NOON)

    with pytest.raises(DisplaydError, match="there is a key `billing` already"):
        file.create("billing", ["ingest:*"], NOON)
    with pytest.raises(DisplaydError) as caught:
        file.revoke("biling")
    assert caught.value.hint == "did you mean `billing`?"


def test_keys_that_are_made_at_once_are_all_there(tmp_path: Path) -> None:
    threads = [threading.Thread(target=KeyFile(tmp_path).create, args=(f"k{n}", ["ingest:*"], NOON)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {one.name for one in PushKeys(tmp_path).all()} == {f"k{n}" for n in range(20)}


def test_a_damaged_file_is_a_fault_and_the_keys_before_go_on(tmp_path: Path) -> None:
    keys, file = PushKeys(tmp_path), KeyFile(tmp_path)
    billing = file.create("billing", ["ingest:*"], NOON)
    assert found(keys, billing) == "billing"
    good = file.path.read_bytes()

    file.path.write_bytes(b'{"keys": [')
    assert found(keys, billing) == "billing"
    assert keys.fault is not None
    with pytest.raises(StoreError, match="damaged"):
        file.create("more", ["ingest:*"], NOON)
    file.path.write_bytes(good)
    assert found(keys, billing) == "billing"
    assert keys.fault is None


def test_a_file_of_a_later_version_is_not_taken_for_one_without_keys(tmp_path: Path) -> None:
    KeyFile(tmp_path).path.write_text(json.dumps({"format": 2, "keys": []}))

    with pytest.raises(StoreError):
        KeyFile(tmp_path).keys()


def test_uses_are_written_once_for_any_number_of_pushes(tmp_path: Path) -> None:
    keys, file = PushKeys(tmp_path), KeyFile(tmp_path)
    secret = file.create("billing", ["ingest:*"], NOON)
    key = keys.find(secret, {})
    assert key is not None
    for seconds in range(100):
        keys.note_use(key, NOON + seconds)

    assert file.uses() == {}
    keys.save_uses()
    assert file.uses() == {key.sha256: NOON + 99}
    written = (tmp_path / "keys-used.json").stat().st_mtime_ns
    keys.save_uses()
    assert (tmp_path / "keys-used.json").stat().st_mtime_ns == written
    assert PushKeys(tmp_path)._uses == {key.sha256: NOON + 99}


def test_uses_of_keys_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    keys, file = PushKeys(tmp_path), KeyFile(tmp_path)
    secret = file.create("billing", ["ingest:*"], NOON)
    key = keys.find(secret, {})
    assert key is not None
    keys.note_use(key, NOON)

    keys.forget_uses({})
    keys.save_uses()
    assert key.sha256 in file.uses()
    file.revoke("billing")
    keys.forget_uses({})
    keys.save_uses()
    assert file.uses() == {}
