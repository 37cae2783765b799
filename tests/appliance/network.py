"""A network of its own for machines: a switch, DHCP and name servers that can be missing or wrong, a hub at an address.

It is a network namespace without a way out: nothing that a guest sends leaves it, whatever it believes to be told.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.appliance.image import command
from tests.appliance.patience import eventually

__all__ = ["GATEWAY", "HUB_PORT", "Network"]

GATEWAY = "10.77.0.1"
"""Where everything is in this network: the hub, DHCP, names."""

HUB_PORT = 8070

_NUMBERS = itertools.count(1)


class Network:
    """A cable to a switch; gone at the end of the `with` block.

    Args:
        folder: for logs.
        hub_port: of the hub on this computer's loopback, reached in the network at `GATEWAY`:8070.
    """

    def __init__(self, folder: Path, hub_port: int) -> None:
        self._folder = folder
        self._hub_port = hub_port
        self._name = f"displayd-{os.getpid()}-{next(_NUMBERS)}"
        # Names of sockets have 107 letters at most, and nobody knows how deep the checkout lies.
        self._sockets = Path(tempfile.mkdtemp(prefix="displayd-"))
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self.prefix: Sequence[str] = ("ip", "netns", "exec", self._name)

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        command("ip", "netns", "add", self._name)
        for line in ("link set lo up", "link add br0 type bridge", f"addr add {GATEWAY}/24 dev br0", "link set br0 up"):
            self._ip(*line.split())
        door = self._sockets / "hub.sock"
        self._start("door", ["socat", f"UNIX-LISTEN:{door},fork", f"TCP:127.0.0.1:{self._hub_port}"], ())
        eventually(door.exists, 30, "the way to the hub")
        self.serve("hub", f"TCP-LISTEN:{HUB_PORT},bind={GATEWAY},fork,reuseaddr")
        return self

    def __exit__(self, *exc: object) -> None:
        for name in list(self._children):
            self.stop(name)
        command("ip", "netns", "del", self._name)
        shutil.rmtree(self._sockets)

    def netdev(self, name: str) -> str:
        """QEMU's `-netdev`: a new socket of the switch."""
        port = f"tap{len(command(*self.prefix, 'ip', '-o', 'link').splitlines())}"
        for line in (f"tuntap add dev {port} mode tap", f"link set {port} master br0", f"link set {port} up"):
            self._ip(*line.split())
        return f"tap,id=n0,ifname={port},script=no,downscript=no"

    def serve(self, name: str, listener: str) -> None:
        """Lead another address or port to the hub: `listener` in socat's words, such as `OPENSSL-LISTEN:443,...`."""
        self._start(name, ["socat", listener, f"UNIX-CONNECT:{self._sockets}/hub.sock"], self.prefix)

    def start_dhcp(self, *options: str, names: bool = True) -> None:
        """Give addresses to whoever asks, and names if `names`: those in `options`, in dnsmasq's words.

        Without `names` the name server that the network announces takes questions and answers none.
        """
        if not names:
            sink = ["socat", "-u", f"UDP4-RECV:53,bind={GATEWAY}", "OPEN:/dev/null"]
            self._start("silence", sink, self.prefix)
        words = ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--interface=br0"]
        words += ["--bind-interfaces", "--no-resolv", "--no-hosts", "--log-facility=-", "--log-dhcp", "--leasefile-ro"]
        words += ["--dhcp-range=10.77.0.50,10.77.0.99,255.255.255.0,1h", "--domain=lab", "--dhcp-authoritative"]
        words += ["--port=53" if names else "--port=0", f"--dhcp-option=option:dns-server,{GATEWAY}", "--local=/lab/"]
        self._start("dhcp", [*words, *options], self.prefix)

    def stop(self, name: str) -> None:
        """End what was started as `name`: `hub`, `dhcp`, or a listener."""
        child = self._children.pop(name)
        child.terminate()
        child.wait(30)

    def log(self, name: str) -> str:
        """What it has said."""
        return (self._folder / f"{name}.log").read_text(errors="replace")

    def _ip(self, *words: str) -> None:
        command("ip", "-n", self._name, *words)

    def _start(self, name: str, words: Sequence[str], prefix: Sequence[str]) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._children[name] = subprocess.Popen(
                [*prefix, "setpriv", "--pdeathsig", "KILL", *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
