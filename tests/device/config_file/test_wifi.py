"""`wifi:`, and what is wrong with it."""

from __future__ import annotations

import pytest

from displayd.device.config import parse
from displayd.device.config_file.wifi import Enterprise, Wifi
from displayd.errors import ConfigError

PEAP = "method: peap, identity: tv, password: secret, ca: radius.pem"


def wifi(text: str) -> Wifi:
    found = parse("f", f"wifi: {{{text}}}\n").wifi
    assert found is not None
    return found


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        wifi(text)
    return [str(mistake).removeprefix("f:1: ") for mistake in caught.value.mistakes]


def test_name_and_password_are_enough() -> None:
    assert wifi("name: Office, password: correct horse") == Wifi(name="Office", password="correct horse")


@pytest.mark.parametrize("password", ["12345678", "00123456", "1_000_000", "0x12345678", "12:30:45.5", "2026-11-28"])
def test_a_password_that_yaml_reads_as_a_number_is_what_was_written(password: str) -> None:
    assert wifi(f"name: Office, password: {password}").password == password


def test_words_that_yaml_reads_as_yes_and_no_are_words() -> None:
    assert wifi("name: No, country: NO, password: 'true true'").name == "No"
    assert wifi("name: on, country: NO").country == "NO"
    assert wifi("name: on, hidden: yes").hidden is True


def test_special_characters_are_taken_in_quotes() -> None:
    assert wifi("""name: "Büro #1: \\"new\\"", password: 'it''s #1, {ok}'""").password == "it's #1, {ok}"


def test_raw_key_is_taken() -> None:
    assert wifi(f"name: Office, password: {'0123456789abcdef' * 4}").password == "0123456789abcdef" * 4
    assert wifi(f"name: Office, password: {'1234567890123456' * 4}").password == "1234567890123456" * 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("password: correct horse", "`name` is missing"),
        ("name: ''", "the name of the network is empty"),
        (f"name: {'ü' * 17}", "the name has 34 bytes, and can have 32"),
        ('name: "a\\nb"', "the name has a control character in it"),
        ("name: a, password: short", "the password has 5 characters; passwords of Wi-Fi have 8 to 63"),
        ("name: a, password: ''", "the password has 0 characters"),
        (f"name: a, password: {'x' * 64}", "the password has 64 characters"),
        ('name: a, password: "12345678\\t"', "the password has a control character in it"),
        ("name: a, country: Germany", "`Germany` is not the two letters of a country"),
        ("name: a, security: wpa2", "a network with `wpa2` needs a `password`"),
        ("name: a, security: open, password: 12345678", "an open network has no password"),
        ("name: a, security: wep", "did you mean"),
        (f"name: a, password: 12345678, enterprise: {{{PEAP}}}", "the password stands beside `enterprise`"),
        (f"name: a, security: open, enterprise: {{{PEAP}}}", "`open` cannot stand beside `enterprise`"),
    ],
)
def test_each_mistake_is_told(text: str, reason: str) -> None:
    found = mistakes(text)

    assert len(found) == 1
    assert reason in found[0] or reason == "did you mean"


def test_wpa3_takes_passwords_of_other_lengths() -> None:
    assert wifi("name: a, password: short, security: wpa3").password == "short"


@pytest.mark.parametrize(
    ("login", "reason"),
    [
        ("method: peap, identity: tv, ca: a.pem", "`password` is missing, which `peap` needs"),
        ("method: ttls, identity: tv, password: secret", "`ca` is missing, which `ttls` needs"),
        ("method: tls, identity: tv, key: k.pem, certificate: c.pem", "`ca` is missing, which `tls` needs"),
        ("method: tls, identity: tv, ca: a.pem, certificate: c.pem", "`key` is missing, which `tls` needs"),
        ("method: tls, identity: tv, ca: a.pem, key: k.pem", "`certificate` is missing"),
        ("method: tls, identity: tv, ca: a.pem, key: k.pfx, certificate: c.pem", "has the certificate in it already"),
        ("method: tls, identity: tv, ca: a.pem, key: k.p12, password: secret", "no meaning with `tls`"),
        ("method: pwd, identity: tv", "`password` is missing, which `pwd` needs"),
        ("method: pwd, identity: tv, password: secret, ca: a.pem", "`ca` has no meaning with `pwd`"),
        ("method: peap, identity: tv, password: secret, ca: system", "takes the server of anybody"),
        ("method: peap, identity: tv, password: secret, ca: a.pem, inner: pap", "`pap` cannot stand with `peap`"),
        ("method: peap, identity: '', password: secret, ca: a.pem", "`identity` is empty"),
        ("method: leap, identity: tv, password: secret", "`method` is `"),
        ("identity: tv", "`method` is missing"),
    ],
)
def test_what_a_method_needs_is_told(login: str, reason: str) -> None:
    found = mistakes(f"name: a, enterprise: {{{login}}}")

    assert len(found) == 1
    assert reason in found[0]


@pytest.mark.parametrize(
    "login",
    [
        PEAP,
        "method: ttls, identity: tv, password: 12345, ca: system, server: radius.example.org, inner: pap",
        "method: tls, identity: tv, ca: a.pem, certificate: c.pem, key: k.pem, key_password: 0815",
        "method: tls, identity: tv, ca: a.pem, key: k.P12",
        "method: pwd, identity: 4711, password: secret",
    ],
)
def test_each_method_is_taken(login: str) -> None:
    assert isinstance(wifi(f"name: a, enterprise: {{{login}}}").enterprise, Enterprise)


@pytest.mark.parametrize("key", ["name", "password"])
def test_what_ends_at_a_number_sign_is_asked_for_in_quotes(key: str) -> None:
    with pytest.raises(ConfigError, match=f"put `{key}` in quotes|not part of it"):
        parse("f", f"wifi:\n  {'name: a' if key == 'password' else 'hidden: no'}\n  {key}: Meeting #5 upstairs\n")
    parse("f", 'wifi:\n  name: "Meeting #5"  # upstairs\n  password: "correct #1 horse" # of the guests\n')
