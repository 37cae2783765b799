"""Addresses of those who ask."""

from __future__ import annotations

import pytest

from displayd.hub.addresses import is_among, is_loopback, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_whom_an_address_is_counted_with(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("address", "is_of_this_machine"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_what_is_of_this_machine(address: str, is_of_this_machine: bool) -> None:
    assert is_loopback(address) is is_of_this_machine


@pytest.mark.parametrize(
    ("address", "networks", "is_one"),
    [
        ("10.1.2.3", ["10.0.0.0/8"], True),
        ("10.1.2.3", ["192.168.0.1", "10.1.2.3"], True),
        ("10.1.2.3", ["10.1.2.9/24"], True),
        ("11.1.2.3", ["10.0.0.0/8"], False),
        ("::ffff:10.1.2.3", ["10.0.0.0/8"], True),
        ("fd00::1", ["fd00::/8"], True),
        ("fd00::1", ["10.0.0.0/8"], False),
        ("", ["0.0.0.0/0"], False),
        ("10.1.2.3", [], False),
    ],
)
def test_what_is_of_a_network(address: str, networks: list[str], is_one: bool) -> None:
    assert is_among(address, networks) is is_one
