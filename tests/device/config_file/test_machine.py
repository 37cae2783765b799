"""Addresses, proxy, time, names, keys: what is taken and what is not."""

from __future__ import annotations

import ipaddress
import re
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.config import Config, parse
from displayd.device.config_file.machine import NetworkSettings, items
from displayd.document.model import Name
from displayd.errors import ConfigError
from tests.support.laws import law

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJGqp1LLbmVDVVLsSPdBXpCuVUQGGO0v0t4rQeVM8C2N it@example"


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse("f", text)
    return [str(mistake).removeprefix("f:1: ") for mistake in caught.value.mistakes]


def test_addresses_of_both_kinds() -> None:
    text = "{address: [192.168.7.20/24, '2001:db8::20/64'], gateway: [192.168.7.1, 'fe80::1'], name_servers: 10.0.0.1}"

    assert parse("f", f"network: {text}\n").network == NetworkSettings(
        address=["192.168.7.20/24", "2001:db8::20/64"], gateway=["192.168.7.1", "fe80::1"], name_servers="10.0.0.1"
    )


@pytest.mark.parametrize("address", ["10.0.0.0/31", "10.0.0.1/32", "192.168.7.20/255.255.255.0", "2001:db8::1/127"])
def test_addresses_that_look_odd_and_are_right(address: str) -> None:
    assert items(parse("f", f"network: {{address: '{address}'}}\n").network.address) == [address]


@pytest.mark.parametrize(
    ("network", "reason"),
    [
        ("address: 192.168.7.20", "lacks the length of its network"),
        ("address: 192.168.7.300/24", "is not an address with the length of its network"),
        ("address: 192.168.7.0/24", "is the network itself"),
        ("address: 192.168.7.255/24", "is the broadcast address"),
        ("address: 127.0.0.1/8", "cannot be the address of a screen"),
        ("address: 224.0.0.5/24", "cannot be the address of a screen"),
        ("address: '2001:db8::/64'", "is the network itself"),
        ("address: 10", "is not an address with the length"),
        ("address: 192.168.7.20/24, gateway: 192.168.8.1", "is outside the network 192.168.7.0/24"),
        ("address: 192.168.7.20/24, gateway: 192.168.7.20", "is the address of the screen itself"),
        ("address: 192.168.7.20/24, gateway: router", "`router` is not an address"),
        ("gateway: 192.168.7.1", "a gateway needs an `address`"),
        ("name_servers: [10.0.0.1, dns.example.org]", "`dns.example.org` is not an address"),
        ("search: [example.org, 'a b']", "`a b` is not a domain"),
        ("adress: 192.168.7.20/24", "did you mean `address`?"),
    ],
)
def test_each_mistake_in_the_network_is_told_once(network: str, reason: str) -> None:
    found = mistakes(f"network: {{{network}}}\n")

    assert len(found) == 1
    assert reason in found[0]


@law
@given(st.ip_addresses(v=4), st.integers(8, 30), st.integers(1, 2**22))
def test_gateway_in_the_network_of_the_address_is_taken(address: object, length: int, step: int) -> None:
    network = ipaddress.ip_interface(f"{address}/{length}").network
    inside = [network[1], network[2 + step % (network.num_addresses - 3)]]
    if inside[0] == inside[1] or network.is_loopback or network.is_multicast or network.is_unspecified:
        return
    text = f"network: {{address: {inside[1]}/{length}, gateway: {inside[0]}}}\n"

    assert parse("f", text).network.gateway == str(inside[0])


@pytest.mark.parametrize("servers", ["[ntp.example.org, 10.0.0.1, '2001:db8::1']", "[time]"])
def test_time_servers_are_names_or_addresses(servers: str) -> None:
    assert parse("f", f"time_servers: {servers}\n").time_servers


def test_what_is_no_time_server_is_told_with_its_line() -> None:
    assert "neither a name nor an address" in mistakes("time_servers: [http://ntp.example.org]\n")[0]
    assert mistakes("time_servers:\n  - a.example\n  - a b\n")[0].startswith("f:3: `a b`")


def test_time_zones_are_known_ones() -> None:
    assert parse("f", "timezone: Europe/Berlin\n").timezone == "Europe/Berlin"
    assert "did you mean `Europe/Berlin`?" in mistakes("timezone: Europe/Berln\n")[0]


@pytest.mark.parametrize(
    ("name", "like"), [("Lobby 3", "lobby-3"), ("Empfang Süd", "empfang-sud"), ("???", "lobby"), ("-a", "a")]
)
def test_a_name_that_no_screen_can_have_is_told_with_one_that_it_can(name: str, like: str) -> None:
    (found,) = mistakes(f'name: "{name}"\n')

    assert f"for example `{like}`" in found
    assert parse("f", f"name: {like}\n").name == like


@law
@given(st.one_of(st.from_regex(r"[\w-]{0,62}", fullmatch=True), st.text(max_size=70)))
def test_names_are_those_of_screens(name: str) -> None:
    (meta,) = (one for one in get_args(Name) if isinstance(one, msgspec.Meta))
    is_name = re.search(meta.pattern or "", name) is not None and len(name) <= (meta.max_length or 0)
    quoted = msgspec.json.encode({"name": name}).decode()
    try:
        taken = parse("f", quoted) == Config(name=name)
    except ConfigError:
        taken = False

    assert taken == (is_name and not name.endswith("\n"))


def test_keys_of_those_who_may_log_in() -> None:
    assert parse("f", f"ssh_keys:\n  - {KEY}\n").ssh_keys == [KEY]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("'-----BEGIN OPENSSH PRIVATE KEY-----'", "this is a private key"),
        ("'---- BEGIN SSH2 PUBLIC KEY ----'", "in the form of another program"),
        (KEY[:60], "the key is not complete"),
        (f"'{KEY.replace('ssh-ed25519', 'ssh-rsa', 1)}'", "the key is not complete"),
        ("ssh-dss AAAA", "not a public key that can be used"),
        ("''", "not a public key that can be used"),
        (f"'{KEY}\n\n\n    {KEY}'", "the key is not complete"),
        (f"'command=\"/bin/sh\" {KEY}'", "not a public key that can be used"),
    ],
)
def test_what_is_no_key_is_told(key: str, reason: str) -> None:
    found = mistakes(f"ssh_keys:\n  - {key}\n")

    assert len(found) == 1
    assert reason in found[0]
