"""A screen's secret: made once, kept private, and given up only when it is beyond use."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from displayd.atomic_files import TEMPORARY_PREFIX
from displayd.device.state.identity import load_or_create, load_or_lend
from displayd.errors import StoreError
from displayd.protocol.fingerprint import fingerprint_of


def test_the_first_start_makes_a_secret_that_only_we_can_read(tmp_path: Path) -> None:
    identity = load_or_create(tmp_path / "state")

    assert re.fullmatch(r"[0-9a-f]{64}", identity.secret)
    assert identity.fingerprint == fingerprint_of(identity.secret)
    assert (tmp_path / "state/secret").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_later_starts_find_the_same_secret(tmp_path: Path) -> None:
    assert load_or_create(tmp_path) == load_or_create(tmp_path)


def test_no_two_screens_are_alike(tmp_path: Path) -> None:
    assert load_or_create(tmp_path / "a") != load_or_create(tmp_path / "b")


def test_an_untidy_file_is_used_as_it_is(tmp_path: Path) -> None:
    secret = load_or_create(tmp_path).secret
    (tmp_path / "secret").write_text(f"\n {secret.upper()}\r\n")

    assert load_or_create(tmp_path).secret == secret


@pytest.mark.expects_log
@pytest.mark.parametrize("content", [b"", b"0123", b"\xff" * 64, b"\0" * 64, b"g" * 64])
def test_a_damaged_file_gives_way_to_a_new_identity_and_the_log_says_so(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    old = load_or_create(tmp_path)
    (tmp_path / "secret").write_bytes(content)

    new = load_or_create(tmp_path)

    assert new != old
    assert load_or_create(tmp_path) == new
    assert "must be claimed again" in caplog.text


@pytest.mark.expects_log
def test_a_file_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    identity = load_or_create(tmp_path)
    (tmp_path / "secret").chmod(0o644)

    assert load_or_create(tmp_path) == identity
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_the_secret_is_not_printed_or_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    identity = load_or_create(tmp_path)

    assert identity.secret not in repr(identity) + str(identity) + f"{identity!s}" + caplog.text
    assert "***" in repr(identity)


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")

    with pytest.raises(StoreError) as caught:
        load_or_create(tmp_path / "state")

    assert str(tmp_path / "state") in caught.value.message
    assert caught.value.hint


def test_a_secret_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()

    with pytest.raises(StoreError):
        load_or_create(tmp_path)


def test_without_a_folder_an_identity_is_lent_and_kept_when_that_is_possible(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    lent, fault = load_or_lend(tmp_path / "state")
    again = load_or_lend(tmp_path / "state", lent.secret)
    (tmp_path / "state").unlink()
    kept = load_or_lend(tmp_path / "state", lent.secret)

    assert re.fullmatch(r"[0-9a-f]{64}", lent.secret)
    assert str(tmp_path / "state") in fault
    assert "move it away" in fault
    assert again == (lent, fault)
    assert kept == (lent, "")
    assert load_or_create(tmp_path / "state") == lent


def test_secret_that_can_be_read_again_is_that_of_the_screen(tmp_path: Path) -> None:
    kept = load_or_create(tmp_path)
    (tmp_path / "secret").rename(tmp_path / "aside")
    (tmp_path / "secret").mkdir()
    lent, fault = load_or_lend(tmp_path)
    (tmp_path / "secret").rmdir()
    (tmp_path / "aside").rename(tmp_path / "secret")

    assert lent != kept
    assert fault
    assert load_or_lend(tmp_path, lent.secret) == (kept, "")


def test_leftovers_of_a_killed_start_are_cleared(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_PREFIX}abc").write_text("half")

    load_or_create(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
