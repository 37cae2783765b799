"""Settings, written and read again."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from displayd.device.config import Config, DisplaySettings, parse
from displayd.device.config_file.machine import NetworkSettings
from displayd.device.config_file.wifi import Enterprise, Wifi
from displayd.device.config_file.writing import written
from tests.support.laws import slow_law

LETTERS = st.characters(blacklist_categories=["Cs", "Cc"])
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJGqp1LLbmVDVVLsSPdBXpCuVUQGGO0v0t4rQeVM8C2N"


def lines(most: int, least: int = 1) -> st.SearchStrategy[str]:
    """Texts in one line of so many bytes."""
    return st.text(LETTERS, min_size=1, max_size=most).filter(lambda one: least <= len(one.encode()) <= most)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


files = st.sampled_from(["ca.pem", "Company CA #1.crt", "no", "1"])

logins = st.one_of(
    st.builds(
        Enterprise,
        method=st.sampled_from(["peap", "ttls"]),
        identity=lines(80),
        anonymous_identity=maybe(lines(80)),
        password=lines(80),
        inner=st.sampled_from(["mschapv2", "gtc"]),
        ca=files,
        server=maybe(st.just("radius.example.org")),
    ),
    st.builds(
        Enterprise, method=st.just("tls"), identity=lines(80), ca=files, certificate=files, key=files,
        key_password=maybe(lines(80)),
    ),
)  # fmt: skip

networks = st.one_of(
    st.builds(Wifi, name=lines(32), password=maybe(lines(63, 8)), hidden=st.booleans(), country=maybe(st.just("NO"))),
    st.builds(Wifi, name=lines(32), password=lines(128), security=st.just("wpa3")),
    st.builds(Wifi, name=lines(32), enterprise=logins),
)

configs = st.builds(
    Config,
    hub=st.sampled_from([None, "http://hub:8070", "https://dashboards.example.org/tv"]),
    name=st.sampled_from([None, "no", "1", "1e3", "dev-left"]),
    ca=maybe(files),
    rotate=st.sampled_from([None, 0, 90]),
    margins=st.floats(0, 10) | st.lists(st.floats(0, 10), min_size=4, max_size=4),
    wait_seconds=st.floats(0, 50),
    screen=st.just(DisplaySettings(width=1920, height=1080)) | st.just(DisplaySettings()),
    wifi=maybe(networks),
    network=st.builds(
        NetworkSettings,
        address=st.sampled_from([None, "10.0.0.2/8", ["10.0.0.2/8", "2001:db8::2/64"]]),
        search=st.sampled_from([None, "no", ["a.example", "b.example"]]),
    ),
    time_servers=st.lists(st.sampled_from(["ntp", "10.0.0.1", "2001:db8::1"]), max_size=3),
    timezone=st.sampled_from([None, "Europe/London"]),
    ssh_keys=st.lists(st.builds(lambda comment: f"{KEY} {comment}", lines(40)), max_size=2),
)


@slow_law
@given(configs)
def test_what_is_written_is_read_as_it_was(config: Config) -> None:
    assert parse("f", written(config)) == config


@slow_law
@given(configs)
def test_windows_line_ends_change_nothing(config: Config) -> None:
    assert parse("f", written(config).replace("\n", "\r\n")) == config


def test_defaults_are_left_out() -> None:
    assert written(Config()) == ""
    assert written(Config(hub="http://hub", wifi=Wifi(name="Office"))) == (
        'hub: "http://hub"\nwifi:\n  name: "Office"\n'
    )
