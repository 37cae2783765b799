"""By which names the hub may be called, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.http.host_names import called_name, is_loopback_name, is_name_of_hub
from displayd.hub.settings import Announcement, HubSettings

MACHINE = frozenset({"wallbox", "wallbox.local", "wallbox.office.example"})


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["hub.example"], "hub.example"),
        (["HUB.Example:8070"], "hub.example"),
        (["hub.example."], "hub.example"),
        (["10.0.0.7:8070"], "10.0.0.7"),
        (["[FE80::1]:8070"], "fe80::1"),
        (["[::1]"], "::1"),
        ([], None),
        ([""], None),
        (["."], None),
        (["a", "a"], None),
        (["a, b"], None),
        (["a b"], None),
        (["user@hub.example"], None),
        (["hub.example/path"], None),
        (["hub.example:8070:80"], None),
        (["hub.example:http"], None),
        (["::1"], None),
        (["http://hub.example"], None),
        (["hüb.example"], None),
        (["hub.example\x00"], None),
        (["hub.example\n"], None),
    ],
)
def test_a_host_header_has_one_name_or_none(hosts: list[str], name: str | None) -> None:
    assert called_name(hosts) == name


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "10.0.0.7",
        "::1",
        "2001:db8::7",
        "localhost",
        "hub.localhost",
        "wallbox",
        "wallbox.local",
        "wallbox.office.example",
        "displayd-hub",
        "displayd-hub.local",
        "displayd-hub-0123abcd.local",
        "screens.example.org",
        "dash.example.net",
        "a.below.example",
        "b.a.below.example",
    ],
)
def test_the_hubs_own_names_and_addresses_and_those_of_hub_yaml_will_do(name: str) -> None:
    settings = HubSettings(
        hosts=["Screens.Example.org", "*.below.example"], announce=Announcement(address="https://dash.example.net/tv")
    )

    assert is_name_of_hub(name, settings, MACHINE)


@pytest.mark.parametrize(
    "name",
    [
        "evil.example",
        "wallbox.evil.example",
        "wallbox.office.example.evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "xlocalhost",
        "displayd-hub.evil.example",
        "displayd-hub-0123abcd.local.evil.example",
        "below.example",
        "xbelow.example",
        "screens.example.org.evil.example",
        # Ways to write addresses that resolvers take and browsers never send.
        "127.1",
        "2130706433",
        "0x7f000001",
    ],
)
def test_no_other_name_does(name: str) -> None:
    settings = HubSettings(hosts=["screens.example.org", "*.below.example"])

    assert not is_name_of_hub(name, settings, MACHINE)


def test_a_hub_that_knows_no_name_of_its_own_is_not_called_by_the_empty_one() -> None:
    assert not is_name_of_hub("", HubSettings(), frozenset())


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("::", False),
        ("localhost.example", False),
        ("wallbox", False),
    ],
)
def test_names_of_loopback(name: str, is_one: bool) -> None:
    assert is_loopback_name(name) is is_one


@given(st.lists(st.text(max_size=40), max_size=3))
def test_whatever_is_sent_has_an_answer(hosts: list[str]) -> None:
    name = called_name(hosts)

    assert name is None or (is_name_of_hub(name, HubSettings(), MACHINE) in (True, False) and name == name.lower())
