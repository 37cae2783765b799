"""The machine's own ssh key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from displayd.appliance.host_key import NAME, make_host_key
from displayd.cli.main import main

pytestmark = pytest.mark.skipif(not Path("/usr/bin/ssh-keygen").exists(), reason="OpenSSH is not installed")


def test_key_is_made_once(tmp_path: Path) -> None:
    kept, used = tmp_path / "data/ssh", tmp_path / "run/ssh"
    kept.parent.mkdir()
    make_host_key(kept, used)
    first = (used / NAME).read_bytes()
    (used / NAME).unlink()
    make_host_key(kept, used)

    assert (used / NAME).read_bytes() == first
    assert stat.S_IMODE((used / NAME).stat().st_mode) == 0o600
    assert [path.name for path in kept.iterdir()] == [NAME]


@pytest.mark.parametrize("left", [b"", b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn"])
def test_half_a_key_is_replaced(tmp_path: Path, left: bytes) -> None:
    (tmp_path / NAME).write_bytes(left)
    (tmp_path / f"{NAME}.new").write_bytes(left)

    make_host_key(tmp_path, tmp_path / "used")

    assert (tmp_path / NAME).read_bytes() == (tmp_path / "used" / NAME).read_bytes() != left


@pytest.mark.expects_log
def test_without_a_place_to_keep_it_the_key_is_for_this_start(tmp_path: Path) -> None:
    used = tmp_path / "used"

    assert main(["appliance", "host-key", "--kept", str(tmp_path / "no/data/ssh"), "--used", str(used)]) == 0
    assert (used / NAME).stat().st_size > 0
