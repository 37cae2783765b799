"""What the glass says of mistakes and faults in another language than that of the messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from displayd.compose.claim_page import ClaimFacts, claim_scene
from displayd.device.config import read_file
from displayd.device.mailbox import LinkState
from displayd.device.mistake_words import fault_told, mistakes_told
from displayd.device.notices import claim_facts, clock_row
from displayd.device.settings_file import settings_told
from displayd.device.trouble import TROUBLES, Trouble, TroubleFacts, message_for
from displayd.errors import Mistake
from displayd.protocol.fingerprint import short_code
from displayd.text.direction import is_right_to_left
from displayd.text.language import ENGLISH, PSEUDO_LOCALE, language_names, language_of
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import law
from tests.support.own_words import words_from_nowhere

PSEUDO = language_of(PSEUDO_LOCALE)

# Files as they come from people: what each is wrong in is another kind of thing.
FILES = (
    "hub: hub:8080\n",
    "hub: http://hub\nendpoint: http://files/a.json\n",
    "hubb: http://hub\n",
    "rotate: sideways\n",
    "rotate: 45\n",
    "screen: {width: 1920}\n",
    "hub:http://hub\n",
    "\thub: http://hub\n",
    "hub: http://hub\nhub: http://other\n",
    "- hub\n",
    "just words\n",
    "hub: [\n",
    "hub: \u201chttp://hub\u201d\n",
    "name: a name with blanks\n",
    "time_servers: [not a name]\n",
    "network: {address: 10.0.0.1}\n",
    "network: {gateway: 10.0.0.1}\n",
    "wifi: {name: office, password: short}\n",
    "wifi: {name: office, password: long enough, country: Britain}\n",
    "wifi: {name: office, security: wpa2}\n",
    "wifi: {name: office, enterprise: {method: peap, identity: kiosk}}\n",
    "wifi: {name: office, enterprise: {method: tls, identity: kiosk, ca: ca.pem, key: kiosk.key}}\n",
    "wifi: {password: pass #word}\n",
    "proxy: nowhere\n",
    "ssh_keys: [ssh-rsa AAAA]\n",
    "ssh_keys: ['-----BEGIN OPENSSH PRIVATE KEY-----']\n",
    "locale: 12\n",
    "log_level: loud\n",
    "hub: *anchor\n",
    "hub: 'http://hub\n",
)


def words_on_the_glass(facts: ClaimFacts, written: list[str]) -> set[str]:
    """Those that are neither from a catalogue nor in what people or machines wrote."""
    known = [*written, "displayd yaml", facts.host, facts.hub, facts.name]
    return words_from_nowhere(claim_scene(facts, (1920, 1080), FixedFonts()).cells, known)


def facts_saying(heading: str, advice: str) -> ClaimFacts:
    return ClaimFacts("", "", "kiosk", "", heading, advice, level="red", locale=PSEUDO_LOCALE)


@pytest.mark.parametrize("text", FILES)
def test_no_mistake_of_a_file_of_settings_is_told_in_english_words_of_its_own(tmp_path: Path, text: str) -> None:
    path = tmp_path / "displayd.yaml"
    path.write_text(text, encoding="utf-8")
    found = read_file(path).mistakes

    assert found
    told = mistakes_told(found, PSEUDO)

    marked = [part for one in found for part in f"{one.reason} {one.hint}".split("`")[1::2]]
    assert not words_on_the_glass(facts_saying("", told), [str(path), text, *marked])
    assert all(one.where in told for one in found)


@pytest.mark.parametrize("data", [b"hub: \xff\xfe", b"{\\rtf1 hub}", b"hub: a\0b", b"#" * 1_000_001])
def test_bytes_that_are_no_text_are_told_without_english_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "displayd.yaml"
    path.write_bytes(data)

    told = mistakes_told(read_file(path).mistakes, PSEUDO)

    assert not words_on_the_glass(facts_saying("", told), [str(path)])


@law
@given(st.text("abcdefg `:;,.()", max_size=60), st.text("abcdefg `:;,.()", max_size=60))
@example("a message that nobody has thought of", "do something about it")
def test_of_a_message_of_any_kind_only_what_stands_in_marks_is_told(reason: str, hint: str) -> None:
    told = mistakes_told([Mistake("displayd.yaml:3", reason, hint)], PSEUDO)

    marked = [part for text in (reason, hint) for part in re.findall("`[^`]+`", text)]
    assert not words_on_the_glass(facts_saying("", told), marked)


def test_mistakes_are_told_with_their_line_the_setting_and_what_may_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "displayd.yaml"
    path.write_text("hubb: http://hub\nwifi: {name: office, password: short}\n")
    german = mistakes_told(read_file(path).mistakes, language_of("de"))

    assert f"{path}:1: die Einstellung `hubb` gibt es nicht (vielleicht `hub`)" in german
    assert f"{path}:2: das Passwort kann nicht stimmen" in german


@pytest.mark.parametrize("name", ["ar", "he"])
def test_a_mistake_begins_on_the_right_where_its_language_does(name: str) -> None:
    told = mistakes_told([Mistake("displayd.yaml:3", "unknown field `hubb`", "did you mean `hub`?")], language_of(name))

    assert is_right_to_left(told)
    assert "displayd.yaml:3" in told


def test_in_english_the_glass_says_what_the_log_says() -> None:
    mistake = Mistake("displayd.yaml:3", "unknown field `hubb`", "did you mean `hub`?")

    assert mistakes_told([mistake, mistake], ENGLISH) == f"{mistake}; {mistake}"
    assert fault_told("/var: the disk is full", ENGLISH) == "/var: the disk is full"


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_screen_without_a_dashboard_says_nothing_in_english_of_its_own(tmp_path: Path, trouble: Trouble) -> None:
    facts = TroubleFacts("https://hub.example.org/v1/screen", "status 503 try again later", 1.8e9, "office")
    link = LinkState(trouble, *message_for(trouble, *facts), 0.0, "the hub's own words", facts.url, facts)
    settings = settings_told(tmp_path / "displayd.yaml", language=PSEUDO)
    fault = fault_told("/var: Read-only file system (the disk is read-only: it may be worn out)", PSEUDO)
    introduction = ClaimFacts(
        "K7QF-2MXD-9TBA-W3EN", facts.url, "kiosk", "", "", "", warning=fault, locale=PSEUDO_LOCALE
    )._replace(machine=(("Settings", settings), clock_row("system", 1.8e9, PSEUDO_LOCALE)))

    code = short_code(introduction.fingerprint)

    shown = claim_facts(introduction, link, "10.0.0.7")

    assert not words_on_the_glass(shown, [str(tmp_path), facts.url, introduction.fingerprint, code, "UTC"])


@pytest.mark.parametrize("folder", [False, True])
def test_why_there_are_no_settings_is_told_in_the_reader_s_language(tmp_path: Path, *, folder: bool) -> None:
    path = tmp_path / "displayd.yaml" if folder else tmp_path / ("x" * 300)

    english, german = settings_told(path), settings_told(path, language=language_of("de"))

    assert english != german
    assert str(path) in german


@pytest.mark.parametrize("name", language_names())
def test_every_language_tells_one_kind_of_mistake_from_another(name: str) -> None:
    kinds = ("unknown field `a`", "`a` is missing", "the password has 3 characters", "there is no file `a` beside")
    told = {mistakes_told([Mistake("x", kind)], language_of(name)) for kind in kinds}

    assert len(told) == len(kinds)
