"""The words on the TV: there are some for every trouble, and a person can act on them."""

from __future__ import annotations

import re
import typing

import pytest

from displayd.device.network.trouble import Trouble, words_for

URL = "https://dashboards.example.org/v1/screen"


@pytest.mark.parametrize("trouble", typing.get_args(Trouble))
def test_every_trouble_has_plain_words_that_fit_on_the_glass(trouble: Trouble) -> None:
    words = words_for(trouble, URL, "status 502")

    assert 0 < len(words.heading) <= 30
    assert words.sentence.endswith(".")
    assert words.advice.endswith(".")
    assert len(words.sentence) <= 160
    assert len(words.advice) <= 160
    assert not re.search(r"errno|exception|traceback|none|urllib|HTTP \d|\bTLS\b|gaierror", " ".join(words), re.I)


def test_no_two_troubles_read_alike() -> None:
    every = [words_for(trouble, URL) for trouble in typing.get_args(Trouble)]

    assert len({words.heading for words in every}) == len({words.sentence for words in every}) == len(every)


def test_the_words_name_the_server_and_the_port() -> None:
    assert "dashboards.example.org" in words_for("dns", URL).sentence
    assert "port 443" in words_for("refused", URL).sentence
    assert "port 8080" in words_for("refused", "http://hub:8080/").sentence


def test_trouble_with_a_certificates_date_tells_what_the_screen_believes() -> None:
    assert "01 January 1970" in words_for("tls-date", URL, system_time=0.0).sentence
