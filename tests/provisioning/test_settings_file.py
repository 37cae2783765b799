"""What is put on the card beside the firmware."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.config import parse
from provisioning.imagebuilder.errors import BuildError
from provisioning.imagebuilder.settings_file import card_files


def test_the_hub_and_the_wifi_of_the_command_line_are_settings_that_the_screen_takes(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("CERTIFICATE")

    files = card_files(None, "https://hub.example.org", tmp_path / "ca.pem", 'The "Office": 5 GHz', "no: yes # 1")

    config = parse("displayd.yaml", files["displayd.yaml"].decode())
    assert config.hub == "https://hub.example.org"
    assert config.wifi is not None
    assert (config.wifi.name, config.wifi.password) == ('The "Office": 5 GHz', "no: yes # 1")
    assert config.ca is not None
    assert files[Path(config.ca).name] == b"CERTIFICATE"


def test_an_open_wifi_has_no_password() -> None:
    config = parse("displayd.yaml", card_files(None, "", None, "Guests", "")["displayd.yaml"].decode())

    assert config.wifi is not None
    assert config.wifi.password is None


def test_a_file_of_settings_keeps_its_line_ends_and_gets_what_the_command_line_adds(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_bytes(b"# ours\r\nrotate: 90\r\n")

    files = card_files(tmp_path / "displayd.yaml", "http://hub:8070", None, "", "")

    assert files["displayd.yaml"] == b'hub: "http://hub:8070"\r\n# ours\r\nrotate: 90\r\n'


def test_certificates_that_the_settings_name_come_along(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("ca: company.pem\n")
    (tmp_path / "company.pem").write_text("CERTIFICATE")
    (tmp_path / "other.pem").write_text("NOT NAMED")

    assert sorted(card_files(tmp_path / "displayd.yaml", "", None, "", "")) == ["company.pem", "displayd.yaml"]


def test_what_is_said_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml").write_text("hub: http://a\n")

    with pytest.raises(BuildError, match="says `hub` already"):
        card_files(tmp_path / "displayd.yaml", "http://b", None, "", "")


def test_a_file_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"none\.yaml cannot be read"):
        card_files(tmp_path / "none.yaml", "", None, "", "")
