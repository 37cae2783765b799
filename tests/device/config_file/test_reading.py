"""What of a file holds when another part of it is wrong."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.config import Config, load, parse, read_file
from displayd.device.config_file.wifi import Wifi
from displayd.errors import ConfigError
from tests.support.laws import law, slow_law

GOOD = {
    "hub": "http://hub:8070",
    "rotate": 90,
    "wifi": {"name": "Office", "password": "correct horse"},
    "network": {"address": "192.168.7.20/24"},
    "ssh_keys": [],
}
WRONG = ["rotat: 90", "log_level: loud", "margins: [1, 2", 'timezone: "Europe', "proxy: {", "time_servers: [a b]", "?"]


@slow_law
@given(st.permutations(sorted(GOOD)), st.lists(st.sampled_from(WRONG), max_size=2, unique=True), st.integers(0, 5))
def test_a_mistake_in_one_setting_leaves_all_others(order: list[str], wrong: list[str], place: int) -> None:
    lines = [f"{key}: {msgspec.json.encode(GOOD[key]).decode()}" for key in order]
    lines[place:place] = wrong
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "displayd.yaml"
        path.write_text("\n".join(lines) + "\n")

        reading = read_file(path)

    assert reading.config == msgspec.convert(GOOD, Config)
    assert (reading.mistakes == ()) == (wrong == [])


def test_every_setting_that_is_no_yaml_is_told_with_its_line() -> None:
    try:
        parse("f", 'margins: [1, 2\nhub: http://hub\ntimezone: "Europe\nwifi: {name: a}\n')
    except ConfigError as exc:
        lines = [mistake.where for mistake in exc.mistakes]

    assert lines == ["f:1", "f:3"]


def test_typographic_quotes_are_told_once() -> None:
    try:
        parse("f", "wifi:\n  name: \u201cOffice\u201d\n")
    except ConfigError as exc:
        found = [str(mistake) for mistake in exc.mistakes]

    assert found == ['f:2: the quotation marks are those of a letter (write plain ones: ")']


def test_a_setting_that_stands_twice_is_told() -> None:
    try:
        parse("f", "hub: http://a\nrotate: 90\nhub: http://b\n")
    except ConfigError as exc:
        found = [str(mistake) for mistake in exc.mistakes]

    assert found == ["f:3: `hub` stands here twice (keep one of the two)"]


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\ufeff"), max_size=32)


@law
@given(TEXT.filter(lambda one: 1 <= len(one.encode()) <= 32), st.booleans())
def test_the_name_of_a_network_may_be_anything_in_quotes(name: str, hidden: bool) -> None:
    text = msgspec.json.encode({"wifi": {"name": name, "hidden": hidden}}).decode()

    assert parse("f", text).wifi == Wifi(name=name, hidden=hidden)


def test_loading_twice_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "displayd.yaml"
    path.write_bytes("wifi:\r\n  name: Büro\r\n".encode("utf-16"))

    assert load(path) == load(path) == Config(wifi=Wifi(name="Büro"))
