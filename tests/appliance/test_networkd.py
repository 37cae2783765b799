"""Addresses: what systemd-networkd is told."""

from __future__ import annotations

import configparser
from typing import Literal

import pytest

from displayd.appliance.networkd import network_file
from displayd.device.config_file.machine import NetworkSettings


def read(text: str) -> configparser.RawConfigParser:
    """The file as systemd reads it; of keys that stand there several times the last counts here."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return parser


@pytest.mark.parametrize("kind", ["ether", "wlan"])
def test_without_settings_the_network_gives_everything(kind: Literal["ether", "wlan"]) -> None:
    file = read(network_file(kind, NetworkSettings()))

    assert file["Match"]["Type"] == kind
    assert file["Network"]["DHCP"] == "yes"
    assert file["DHCPv4"]["UseDNS"] == "yes"
    # A number made of the machine's id would be another one at each start.
    assert file["DHCPv4"]["ClientIdentifier"] == "mac"
    assert file["DHCPv6"]["DUIDType"] == "link-layer"


@pytest.mark.parametrize(
    ("address", "dhcp", "accepts"),
    [
        ("192.168.7.20/24", "no", "yes"),
        ("2001:db8::20/64", "ipv4", "no"),
        (["192.168.7.20/24", "2001:db8::20/64"], "no", "no"),
    ],
)
def test_own_addresses_take_the_place_of_those_of_the_network(
    address: str | list[str], dhcp: str, accepts: str
) -> None:
    network = read(network_file("ether", NetworkSettings(address=address)))["Network"]

    assert (network["DHCP"], network["IPv6AcceptRA"]) == (dhcp, accepts)


def test_no_port_is_opened_for_names() -> None:
    network = read(network_file("ether", NetworkSettings()))["Network"]

    assert (network["LLMNR"], network["MulticastDNS"]) == ("no", "no")


def test_a_cable_goes_before_a_radio() -> None:
    files = [read(network_file(kind, NetworkSettings())) for kind in ("ether", "wlan")]
    cable, radio = (int(file["DHCPv4"]["RouteMetric"]) for file in files)

    assert cable < radio
