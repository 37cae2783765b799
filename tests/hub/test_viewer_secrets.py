"""Passwords and keys of viewers: only the right one is taken, and hashes tell nothing."""

from __future__ import annotations

import hashlib
import re
import time

import pytest

from displayd.hub.settings import HubSettings, Viewer
from displayd.hub.viewer_secrets import hash_of_password, is_secret_of, proof_of, viewer_of_key
from displayd.validation.faults import check
from tests.hub.viewers import LOOK, PASSWORD, PASSWORD_HASH

KEY = Viewer(sha256=hashlib.sha256(LOOK.encode()).hexdigest())


@pytest.mark.parametrize("password", [PASSWORD, "пароль für 会議室 \U0001f511", " with spaces ", "x" * 1000])
def test_a_password_is_taken_and_no_other(password: str) -> None:
    viewer = Viewer(password=hash_of_password(password))

    assert is_secret_of(viewer, password)
    assert not is_secret_of(viewer, password + " ")
    assert not is_secret_of(viewer, "")
    assert not is_secret_of(viewer, str(viewer.password))


def test_the_same_password_has_another_hash_each_time_and_hub_yaml_takes_it() -> None:
    first, second = hash_of_password(PASSWORD), hash_of_password(PASSWORD)
    settings, faults = check({"viewers": {"a": {"password": first}}}, HubSettings)

    assert first != second
    assert PASSWORD not in first
    assert faults == []
    assert isinstance(settings, HubSettings)


def test_a_hash_is_the_one_of_rfc_7914() -> None:
    """Third test vector of section 12, with the first 32 of its 64 bytes, which are the same."""
    digest = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQNP44rbaGHQCZdSQ"
    vector = "70 23 bd cb 3a fd 73 48 46 1c 06 cd 81 fd 38 eb fd a8 fb ba 90 4f 8e 3e a9 b5 43 f6 54 5d a1 f2"
    import base64

    digest = f"{digest.rpartition('$')[0]}${base64.b64encode(bytes.fromhex(vector)).decode().rstrip('=')}"

    assert is_secret_of(Viewer(password=digest), "pleaseletmein")
    assert not is_secret_of(Viewer(password=digest), "pleaseletmeout")


def test_a_key_is_a_password_too_and_a_password_is_no_key() -> None:
    viewers = {"office": Viewer(password=PASSWORD_HASH), "monitor": KEY}

    assert is_secret_of(KEY, LOOK)
    assert not is_secret_of(KEY, LOOK[:-1])
    assert viewer_of_key(LOOK, viewers) == "monitor"
    assert viewer_of_key(PASSWORD, viewers) is None
    assert viewer_of_key("", viewers) is None
    assert viewer_of_key("\udcff", viewers) is None


def test_nobody_has_no_password_and_takes_as_long() -> None:
    known = Viewer(password=hash_of_password(PASSWORD))

    def seconds(viewer: Viewer | None) -> float:
        began = time.process_time()
        assert not is_secret_of(viewer, "wrong")
        return time.process_time() - began

    control = min(seconds(known) for _ in range(3))

    assert min(seconds(None) for _ in range(3)) > control / 3
    assert min(seconds(KEY) for _ in range(3)) > control / 3


def test_the_proof_changes_with_the_password() -> None:
    proofs = [proof_of(one) for one in (KEY, Viewer(password=PASSWORD_HASH), Viewer(sha256="0" * 64))]

    assert len(set(proofs)) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in proofs)
