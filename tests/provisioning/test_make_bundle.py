"""A signed bundle of a root file system, as RAUC and the hub take it."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from displayd.hub.releases.bundle import BundleFacts, facts_of
from displayd.hub.releases.shelf import Shelf
from tests.hub.walls import NOON
from tests.support.bundles import NEEDS_RAUC, signing_key

SCRIPT = Path(__file__).parent.parent.parent / "provisioning/make-bundle"

pytestmark = NEEDS_RAUC


def made(folder: Path, *more: str, version: str = "2.0") -> subprocess.CompletedProcess[str]:
    key, certificate = signing_key(folder)
    (folder / "root.ext4").write_bytes(random.Random(1).randbytes(50_000))
    about = ["--compatible", "displayd-arm64", "--version", version]
    keys = ["--key", str(key), "--cert", str(certificate)]
    command = [str(SCRIPT), *keys, *about, *more, str(folder / "root.ext4"), str(folder / "out.raucb")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_bundle_has_the_root_file_system_and_a_good_signature(tmp_path: Path) -> None:
    assert made(tmp_path).returncode == 0
    command = ["rauc", f"--keyring={tmp_path}/test-ca.pem", "extract", f"{tmp_path}/out.raucb", f"{tmp_path}/x"]
    subprocess.run(command, check=True, capture_output=True)

    assert (tmp_path / "x/root.ext4").read_bytes() == (tmp_path / "root.ext4").read_bytes()


def test_hub_takes_it_with_rauc_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path)
    with_rauc = Shelf(tmp_path / "one").add(tmp_path / "out.raucb", "canary", NOON, tmp_path / "test-ca.pem")
    monkeypatch.setenv("PATH", "")
    without = Shelf(tmp_path / "two").add(tmp_path / "out.raucb", "canary", NOON)

    assert with_rauc == without
    assert (without.version, without.compatible) == ("2.0", "displayd-arm64")


def test_file_beside_it_says_what_it_is(tmp_path: Path) -> None:
    made(tmp_path)
    side = json.loads((tmp_path / "out.raucb.json").read_text())

    assert facts_of(tmp_path / "out.raucb", side["sha256"]) == BundleFacts(side["version"], side["compatible"])
    assert side["size_bytes"] == (tmp_path / "out.raucb").stat().st_size


def test_nothing_is_left_beside_it_and_the_key_is_not_in_it(tmp_path: Path) -> None:
    made(tmp_path)

    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"test-key.pem", "test-ca.pem", "root.ext4", "out.raucb", "out.raucb.json"}


@pytest.mark.parametrize(
    ("more", "version", "error"),
    [
        ((), "2.0 beta", "error: `2.0 beta` is no version"),
        (("--key", "/none.pem"), "2.0", "error: /none.pem cannot be read"),
        (("--sign",), "2.0", "error: unknown option --sign"),
        (("third.ext4",), "2.0", "error: a root file system and a name"),
    ],
)
def test_mistake_in_how_it_is_called_is_told_with_a_hint(
    more: tuple[str, ...], version: str, error: str, tmp_path: Path
) -> None:
    done = made(tmp_path, *more, version=version)

    assert done.returncode == 2
    assert done.stderr.startswith(error)
    assert "\nhint: " in done.stderr
    assert not (tmp_path / "out.raucb").exists()
