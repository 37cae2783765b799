"""The messages on the TV: there is one for every trouble, and a person can act on it."""

from __future__ import annotations

import re
import string
import typing

import pytest

from displayd.device.trouble import TROUBLES, Trouble, message_for
from displayd.text.language import language_of

URL = "https://dashboards.example.org/v1/screen"


def test_every_trouble_has_its_message_and_no_message_is_without_trouble() -> None:
    assert set(TROUBLES) == set(typing.get_args(Trouble))


@pytest.mark.parametrize("trouble", typing.get_args(Trouble))
def test_every_field_that_a_message_needs_is_given(trouble: Trouble) -> None:
    asked = {name for text in TROUBLES[trouble] for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    message = message_for(trouble, "http://hub:8070/v1/screen", "status 502", 0.0, "Office")

    values = {
        "host": "hub",
        "port": "8070",
        "where": "http://hub:8070/v1/screen",
        "said": " (status 502)",
        "detail": "status 502",
        "today": "01 January 1970",
        "wifi": "Office",
    }
    assert asked <= set(values)
    assert all(values[name] in " ".join(message) for name in asked)
    assert not re.search(r"[{}]", " ".join(message))


def test_braces_in_what_a_server_says_are_only_text() -> None:
    assert "({host} {0} {)" in message_for("redirected", URL, "{host} {0} {").sentence


@pytest.mark.parametrize("trouble", typing.get_args(Trouble))
def test_every_trouble_has_a_plain_message_that_fits_on_the_glass(trouble: Trouble) -> None:
    message = message_for(trouble, URL, "status 502")

    assert 0 < len(message.heading) <= 30
    assert message.sentence.endswith(".")
    assert message.advice.endswith(".")
    assert len(message.sentence) <= 160
    assert len(message.advice) <= 160
    assert not re.search(
        r"errno|exception|traceback|none|urllib|HTTP \d|\bTLS\b|gaierror", " ".join(message), re.IGNORECASE
    )


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
@pytest.mark.parametrize("trouble", typing.get_args(Trouble))
def test_every_trouble_is_told_in_the_reader_s_language(trouble: Trouble, language: str) -> None:
    english = message_for(trouble, URL, "status 502", 0.0, "Office")
    told = message_for(trouble, URL, "status 502", 0.0, "Office", language_of(language))

    assert told.heading != english.heading
    assert not re.search(r"[{}]", " ".join(told))


@pytest.mark.parametrize(
    ("detail", "kept"),
    [
        ("status 502", "(502)"),
        ("to proxy.example.org", "(proxy.example.org)"),
        ("192.0.2.1, 192.0.2.2", "(192.0.2.1, 192.0.2.2)"),
        ("Wi-Fi Office", "(Wi-Fi Office)"),
        ("/etc/ssl/ca.pem", "(/etc/ssl/ca.pem)"),
        ("2 others are in reach", ""),
        ("its certificate: not trusted", ""),
    ],
)
def test_of_a_detail_other_languages_have_what_is_no_english(detail: str, kept: str) -> None:
    told = message_for("proxy", URL, detail, 0.0, "Office", language_of("fi"))

    assert detail in message_for("proxy", URL, detail, 0.0, "Office").sentence
    assert (kept in told.sentence) if kept else ("(" not in told.sentence)
    assert not re.search(r"status|others|trusted|\bto\b", told.sentence)


def test_no_two_troubles_read_alike() -> None:
    every = [message_for(trouble, URL) for trouble in typing.get_args(Trouble)]

    assert len({message.heading for message in every}) == len({message.sentence for message in every}) == len(every)


def test_the_message_names_the_server_and_the_port() -> None:
    assert "dashboards.example.org" in message_for("dns", URL).sentence
    assert "port 443" in message_for("refused", URL).sentence
    assert "port 8080" in message_for("refused", "http://hub:8080/").sentence


def test_trouble_with_a_certificates_date_tells_what_the_screen_believes() -> None:
    assert "01 January 1970" in message_for("tls-date", URL, system_time=0.0).sentence
