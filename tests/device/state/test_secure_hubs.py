"""Which hubs are not talked to without TLS."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.state.secure_hubs import MAX_HOSTS, SecureHubs


def test_a_hub_that_was_talked_to_over_tls_is_known_after_a_restart_at_any_port(tmp_path: Path) -> None:
    SecureHubs(tmp_path / "state").note("https://Hub.Example/tv")
    hubs = SecureHubs(tmp_path / "state")

    def is_refused(url: str) -> bool:
        return hubs.refuses(url, is_found=False, has_ca=False)

    assert is_refused("http://hub.example")
    assert is_refused("http://HUB.example.:8070/tv")
    assert not is_refused("https://hub.example")
    assert not is_refused("http://other.example")


@pytest.mark.parametrize(("known", "has_ca", "is_refused"), [("", False, False), ("", True, True), ("a", False, True)])
def test_a_hub_that_is_found_has_to_have_tls_where_any_had_it_or_a_ca_is_given(
    tmp_path: Path, known: str, has_ca: bool, is_refused: bool
) -> None:
    hubs = SecureHubs(tmp_path)
    if known:
        hubs.note(f"https://{known}")

    assert hubs.refuses("http://10.0.0.7:8070", is_found=True, has_ca=has_ca) is is_refused
    assert not hubs.refuses("https://10.0.0.7:8070", is_found=True, has_ca=has_ca)


def test_a_hub_without_tls_is_nothing_to_remember(tmp_path: Path) -> None:
    SecureHubs(tmp_path).note("http://hub.example")

    assert list(tmp_path.iterdir()) == []


def test_all_are_forgotten_when_the_settings_say_so(tmp_path: Path) -> None:
    hubs = SecureHubs(tmp_path)
    hubs.note("https://hub.example")
    hubs.forget()
    hubs.forget()

    assert not hubs.refuses("http://hub.example", is_found=True, has_ca=False)
    assert list(tmp_path.iterdir()) == []


def test_the_list_does_not_grow_for_ever(tmp_path: Path) -> None:
    hubs = SecureHubs(tmp_path)
    for number in range(MAX_HOSTS + 1):
        hubs.note(f"https://{number}.example")

    assert not hubs.refuses("http://0.example", is_found=False, has_ca=False)
    assert hubs.refuses(f"http://{MAX_HOSTS}.example", is_found=False, has_ca=False)


@pytest.mark.expects_log
@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff"])
def test_a_damaged_file_is_learnt_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "secure-hubs.json").write_bytes(data)
    hubs = SecureHubs(tmp_path)
    hubs.note("https://hub.example")

    assert SecureHubs(tmp_path).refuses("http://hub.example", is_found=False, has_ca=False)


@pytest.mark.expects_log
def test_without_a_disk_it_holds_until_the_restart(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "state").write_text("a file in the way")
    hubs = SecureHubs(tmp_path / "state")
    hubs.note("https://hub.example")
    hubs.forget()
    hubs.note("https://hub.example")

    assert hubs.refuses("http://hub.example", is_found=False, has_ca=False)
    assert "is not remembered over a restart" in caplog.text
