"""`network:` as files of systemd-networkd. Source: systemd.network(5) of version 257."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import Literal

from displayd.device.config_file.machine import NetworkSettings, items

__all__ = ["network_file"]

# A cable goes before Wi-Fi.
_METRICS = {"ether": 100, "wlan": 600}


def network_file(kind: Literal["ether", "wlan"], settings: NetworkSettings) -> str:
    """The file for every cable, or for every radio.

    Args:
        settings: with no addresses in it for DHCP.
    """
    sections = {
        # `Kind` of what is no hardware: bridges, tunnels.
        "Match": [f"Type={kind}", "Kind=!*"],
        "Link": ["RequiredForOnline=no"],
        "Network": list(_network(settings)),
        "DHCPv4": [
            # As a number made of the machine's id would change with every start: the image is read-only.
            "ClientIdentifier=mac",
            *_taken(settings),
            "UseHostname=no",
            f"RouteMetric={_METRICS[kind]}",
        ],
        "DHCPv6": ["DUIDType=link-layer", *_taken(settings), "UseHostname=no"],
        "IPv6AcceptRA": [*_taken(settings), f"RouteMetric={_METRICS[kind]}"],
    }
    routes = [f"[Route]\nGateway={gateway}\nMetric={_METRICS[kind]}\n" for gateway in items(settings.gateway)]
    return "\n".join([*(f"[{name}]\n{_lines(lines)}" for name, lines in sections.items()), *routes])


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _network(settings: NetworkSettings) -> Iterator[str]:
    addresses = [ipaddress.ip_interface(one) for one in items(settings.address)]
    has_own = {4: False, 6: False} | {one.version: True for one in addresses}
    yield (
        "DHCP="
        + {(False, False): "yes", (False, True): "ipv4", (True, False): "no", (True, True): "no"}[
            has_own[4], has_own[6]
        ]
    )
    yield from (f"Address={one.with_prefixlen}" for one in addresses)
    yield "LinkLocalAddressing=ipv6"
    yield f"IPv6AcceptRA={'no' if has_own[6] else 'yes'}"
    yield from (f"DNS={one}" for one in items(settings.name_servers))
    if settings.search:
        yield f"Domains={' '.join(items(settings.search))}"
    # No open port: neither question nor answer by multicast.
    yield "LLMNR=no"
    yield "MulticastDNS=no"


def _taken(settings: NetworkSettings) -> Iterator[str]:
    """What is taken of what the network offers."""
    yield f"UseDNS={'no' if settings.name_servers else 'yes'}"
    # The hub is looked for in the network's own domain.
    yield "UseDomains=yes"
