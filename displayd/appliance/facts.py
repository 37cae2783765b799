"""What the machine says of itself, before any network is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

__all__ = ["Facts", "machine_facts"]

_ETHERNET = "1"
"""ARPHRD_ETHER, as in `/sys/class/net/eth0/type`; that of the loopback is 772."""


class Facts(NamedTuple):
    """What tells one machine from another."""

    serial: str = ""
    """Serial number of the board, as printed nowhere; empty where it has none."""
    mac: str = ""
    """Hardware address of the first network card, such as `b8:27:eb:01:02:03`; empty where none is known yet."""

    @property
    def mark(self) -> str:
        """Few letters and digits that no other machine of the site is likely to have; empty where nothing is known."""
        return re.sub(r"[^0-9a-z]", "", self.serial.lower())[-8:] or self.mac.replace(":", "")[-6:]


def machine_facts(root: Path = Path("/")) -> Facts:
    """The facts of this machine.

    Args:
        root: where `/proc` and `/sys` are.

    Source: devicetree specification, section 2.3; Linux, Documentation/ABI/testing/sysfs-class-net.
    """
    serial = _text(root / "proc/device-tree/serial-number").strip("\0 \n")
    cards = sorted((root / "sys/class/net").glob("*/address"))
    addresses = [_text(card).strip() for card in cards if _text(card.with_name("type")).strip() == _ETHERNET]
    return Facts(serial, next((one for one in addresses if one.strip(":0")), ""))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, ValueError):
        return ""
