"""What a guest has sent, from the record that QEMU makes of its network card."""

from __future__ import annotations

import ipaddress
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

__all__ = ["destinations", "recorder"]

# Sources: pcap-savefile(5), and the numbers of IANA.
PCAP_HEADER_BYTES = 24
RECORD_HEADER = struct.Struct("<IIII")
ETHERNET_BYTES = 14
KINDS = {0x0806: "arp", 0x86DD: "ipv6", 0x8100: "vlan", 0x88CC: "lldp"}
PROTOCOLS = {1: "icmp", 2: "igmp", 6: "tcp", 17: "udp"}


def recorder(path: Path) -> tuple[str, ...]:
    """Words for QEMU that make it record all packets in `path`."""
    return ("-object", f"filter-dump,id=record,netdev=n0,file={path},maxlen=100")


def destinations(path: Path, mac: str) -> Counter[str]:
    """Where the card with the address `mac` has sent packets to, as `udp 10.0.2.3:53`, and how many."""
    return Counter(_destination(frame) for frame in _frames(path) if frame[6:12] == bytes.fromhex(mac.replace(":", "")))


def _frames(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    place = PCAP_HEADER_BYTES
    while place + RECORD_HEADER.size <= len(data):
        _, _, kept, _ = RECORD_HEADER.unpack_from(data, place)
        place += RECORD_HEADER.size
        yield data[place : place + kept]
        place += kept


def _destination(frame: bytes) -> str:
    (kind,) = struct.unpack_from(">H", frame, 12)
    if kind != 0x0800:
        return KINDS.get(kind, f"{kind:#06x}")
    packet = frame[ETHERNET_BYTES:]
    protocol, address = packet[9], ipaddress.IPv4Address(packet[16:20])
    name = PROTOCOLS.get(protocol, str(protocol))
    if name not in ("tcp", "udp"):
        return f"{name} {address}"
    (port,) = struct.unpack_from(">H", packet, (packet[0] & 15) * 4 + 2)
    return f"{name} {address}:{port}"
