"""Files beside `displayd.yaml`."""

from __future__ import annotations

import ssl
import unicodedata
from pathlib import Path

import pytest

from displayd.device.config import load
from displayd.errors import ConfigError

PEM = "-----BEGIN CERTIFICATE-----\nMAoCAQECAQECAQE=\n-----END CERTIFICATE-----\n"


def mistake(folder: Path, text: str) -> str:
    (folder / "displayd.yaml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(folder / "displayd.yaml")
    (one,) = caught.value.mistakes
    return str(one).removeprefix(f"{folder}/")


def test_a_file_that_is_not_there_is_told_with_the_one_that_is(tmp_path: Path) -> None:
    (tmp_path / "company-ca.pem").write_text(PEM)

    assert mistake(tmp_path, "ca: companyca.pem\n") == (
        "displayd.yaml:1: there is no file `companyca.pem` beside this one (did you mean `company-ca.pem`?)"
    )
    assert "copy it there" in mistake(tmp_path, "ca: other.crt\n")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ssl.PEM_cert_to_DER_cert(PEM), "is not text (PEM)"),
        (b"-----BEGIN PKCS7-----\n", "is not text (PEM)"),
        (b"-----BEGIN PRIVATE KEY-----\n", "has a private key in it"),
        (b"", "has no certificate in it"),
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "ca.cer").write_bytes(content)

    assert reason in mistake(tmp_path, "ca: ca.cer\n")


@pytest.mark.parametrize("name", [r"C:\\certs\\ca.pem", r"certs\\ca.pem", "D:ca.pem"])
def test_a_path_of_the_computer_that_wrote_it_is_told(tmp_path: Path, name: str) -> None:
    found = mistake(tmp_path, f'ca: "{name}"\n')

    assert "is a place on another computer" in found
    assert "ca.pem`" in found


def test_files_of_an_enterprise_network_are_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text(PEM)
    login = "{method: tls, identity: tv, ca: ca.pem, key: tv.p12}"

    assert "displayd.yaml:1: there is no file `tv.p12`" in mistake(
        tmp_path, f"wifi: {{name: a, enterprise: {login}}}\n"
    )
    (tmp_path / "TV.P12").write_bytes(b"\x30")
    config = load(tmp_path / "displayd.yaml")
    assert config.wifi is not None
    assert config.wifi.enterprise is not None
    assert config.wifi.enterprise.key == str(tmp_path / "TV.P12")


def test_certificates_of_the_system_are_no_file(tmp_path: Path) -> None:
    login = "{method: peap, identity: tv, password: secret, ca: system, server: radius.example.org}"
    (tmp_path / "displayd.yaml").write_text(f"wifi: {{name: a, enterprise: {login}}}\n")

    config = load(tmp_path / "displayd.yaml")

    assert config.wifi is not None
    assert config.wifi.enterprise is not None
    assert config.wifi.enterprise.ca == "system"


@pytest.mark.parametrize(
    ("written", "there"),
    [
        (unicodedata.normalize("NFC", "büro-ca.pem"), unicodedata.normalize("NFD", "büro-ca.pem")),
        (unicodedata.normalize("NFD", "büro-ca.pem"), unicodedata.normalize("NFC", "büro-ca.pem")),
        (unicodedata.normalize("NFC", "büro-ca.pem"), unicodedata.normalize("NFD", "BÜRO-CA.PEM")),
    ],
    ids=["a Mac's", "a keyboard's", "FAT's"],
)
def test_a_name_is_found_however_its_accents_and_capitals_are_spelled(tmp_path: Path, written: str, there: str) -> None:
    (tmp_path / there).write_text(PEM)
    (tmp_path / "displayd.yaml").write_text(f"hub: http://hub.example\nca: {written}\n")

    found = load(tmp_path / "displayd.yaml")

    assert found.ca == str(tmp_path / there)
