"""What a bundle is, by its manifest and never by its name."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from displayd.errors import ConfigError, DisplaydError
from displayd.hub.releases.bundle import BundleFacts, facts_of
from tests.support.bundles import NEEDS_RAUC, bundle, signing_key


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def no_rauc(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which RAUC is not installed."""
    monkeypatch.setenv("PATH", "")


@NEEDS_RAUC
def test_manifest_says_what_it_is_whatever_the_file_is_called(tmp_path: Path) -> None:
    made = bundle(tmp_path, "2.0").rename(tmp_path / "displayd-amd64-9.9.raucb")

    assert facts_of(made, sha256(made)) == BundleFacts("2.0", "displayd-arm64")


@NEEDS_RAUC
def test_signature_is_checked_when_asked_for(tmp_path: Path) -> None:
    made = bundle(tmp_path, "2.0")
    _, other_ca = signing_key(tmp_path, "other")

    assert facts_of(made, sha256(made), tmp_path / "test-ca.pem").version == "2.0"
    with pytest.raises(ConfigError, match=r"is not a good bundle: .*signature"):
        facts_of(made, sha256(made), other_ca)


@NEEDS_RAUC
def test_another_file_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "2.0.raucb").write_bytes(b"a picture, say" * 1000)

    with pytest.raises(ConfigError, match="is not a good bundle"):
        facts_of(tmp_path / "2.0.raucb", "")


@NEEDS_RAUC
def test_version_that_no_file_or_address_could_have_is_a_mistake(tmp_path: Path) -> None:
    made = bundle(tmp_path, "2.0 beta!")

    with pytest.raises(ConfigError, match="manifest"):
        facts_of(made, sha256(made))


@pytest.mark.usefixtures("no_rauc")
def test_without_rauc_the_file_beside_it_says_what_it_is(tmp_path: Path) -> None:
    made = tmp_path / "x.raucb"
    made.write_bytes(b"a bundle")
    side = {"version": "2.0", "compatible": "displayd-arm64", "sha256": sha256(made), "size_bytes": 8}
    (tmp_path / "x.raucb.json").write_text(json.dumps(side))

    assert facts_of(made, sha256(made)) == BundleFacts("2.0", "displayd-arm64")


@pytest.mark.usefixtures("no_rauc")
def test_file_beside_another_bundle_is_refused(tmp_path: Path) -> None:
    made = tmp_path / "x.raucb"
    made.write_bytes(b"a bundle")
    side = {"version": "2.0", "compatible": "displayd-arm64", "sha256": "0" * 64}
    (tmp_path / "x.raucb.json").write_text(json.dumps(side))

    with pytest.raises(ConfigError, match="is about another file"):
        facts_of(made, sha256(made))


@pytest.mark.usefixtures("no_rauc")
def test_with_neither_it_says_what_to_install_or_to_copy(tmp_path: Path) -> None:
    with pytest.raises(DisplaydError, match="cannot be told") as caught:
        facts_of(tmp_path / "x.raucb", "")
    assert "apt install rauc" in caught.value.hint
    assert "x.raucb.json" in caught.value.hint


@pytest.mark.usefixtures("no_rauc")
def test_signature_cannot_be_checked_without_rauc(tmp_path: Path) -> None:
    with pytest.raises(DisplaydError, match="not installed"):
        facts_of(tmp_path / "x.raucb", "", tmp_path / "ca.pem")
