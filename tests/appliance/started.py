"""How far a guest is, and what it offers to the network."""

from __future__ import annotations

import re

from tests.appliance.patience import eventually
from tests.appliance.shell import Shell

__all__ = ["listening_ports", "wait_until_started"]


def wait_until_started(shell: Shell) -> None:
    """Wait until all services of the guest have started, or failed."""
    ends = ("running", "degraded")
    eventually(lambda: shell.run("systemctl is-system-running", check=False) in ends, 300, "a started guest")


def listening_ports(shell: Shell) -> set[str]:
    """The TCP ports on which the guest takes calls."""
    return set(re.findall(r"^LISTEN\s+\d+\s+\d+\s+\S+:(\d+)\s", shell.run("ss -tlnH"), re.MULTILINE))
