"""Secrets are where YAML says, are read when they are needed, and are repeated nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.hub.secret import INSTEAD, Secret, SecretError, header_faults, url_faults
from displayd.validation.faults import check


def test_the_secret_of_a_file_is_the_one_it_has_now(tmp_path: Path) -> None:
    path = tmp_path / "crm"
    secret = Secret(file=str(path))
    path.write_text("first\n")
    first = secret.text()
    path.write_text("second\r\n")

    assert (first, secret.text()) == ("first", "second")


def test_the_secret_of_the_environment_and_of_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_TOKEN", "t0ken")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "crm.password").write_bytes("grün".encode())

    assert Secret(env="CRM_TOKEN").text() == "t0ken"
    assert Secret(credential="crm.password").text() == "grün"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file or directory"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"hunter2\nhunter3\n", "has more than one line"),
        (b"hunter2\0", "has more than one line"),
        (b"hunter2\xff", "is no text"),
        (b"hunter2" * 2000, "is longer than a secret"),
    ],
)
def test_what_is_no_secret_is_told_without_repeating_it(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "crm"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SecretError) as caught:
        Secret(file=str(path)).text()

    assert str(path) in caught.value.message
    assert words in caught.value.message
    assert "hunter" not in f"{caught.value.message} {caught.value.hint} {caught.value.__cause__}"


def test_a_variable_or_credential_that_is_not_there_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    with pytest.raises(SecretError, match="the variable CRM_TOKEN is not set"):
        Secret(env="CRM_TOKEN").text()
    with pytest.raises(SecretError, match="systemd hands the hub no credential crm") as caught:
        Secret(credential="crm").text()

    assert "LoadCredential=crm:" in caught.value.hint


@pytest.mark.parametrize("data", [{}, {"file": "/a", "env": "B"}, {"file": "a"}, {"credential": "../a"}, "hunter2"])
def test_yaml_says_where_a_secret_is_in_one_way(data: object) -> None:
    secret, faults = check(data, Secret)

    assert secret is None
    assert faults
    assert "hunter2" not in str(faults)


@pytest.mark.parametrize(
    "url",
    [
        "https://reader:hunter2@crm.example.org/",
        "https://:hunter2@crm.example.org/",
        "https://crm.example.org/?api_key=hunter2",
        "https://crm.example.org/?a=1&access_token=hunter2",
        "https://crm.example.org/?key=hunter2",
    ],
)
def test_a_secret_in_an_address_is_a_mistake_that_does_not_repeat_it(url: str) -> None:
    (fault,) = url_faults(url)

    assert fault.hint == INSTEAD
    assert "hunter2" not in fault.reason


def test_an_address_without_secrets_is_none() -> None:
    assert not list(url_faults("https://reader@crm.example.org/?sort=key&keys=3&monkey=1&token="))


def test_a_secret_header_is_a_mistake_and_one_that_is_elsewhere_is_not() -> None:
    headers: dict[str, str | Secret] = {
        "Authorization": "Bearer hunter2",
        "PRIVATE-TOKEN": "hunter2",
        "X-Api-Key": "hunter2",
        "Bad name": "x",
        "X-Line": "a\r\nb",
        "X-Scope-OrgID": "office",
        "Accept": "text/csv",
        "Cookie": Secret(env="COOKIE"),
    }
    faults = list(header_faults(headers))

    assert [fault.path[0] for fault in faults] == ["Authorization", "PRIVATE-TOKEN", "X-Api-Key", "Bad name", "X-Line"]
    assert "hunter2" not in str(faults)
