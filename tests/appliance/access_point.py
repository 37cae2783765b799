"""An access point inside a guest: the kernel's emulated radios, and hostapd on a disk of its own."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.appliance.image import command
from tests.appliance.shell import Shell

__all__ = ["AccessPoint", "Lan", "certificates", "tools_disk"]

PACKAGES = ("hostapd", "iw", "busybox-static")

TOOLS = "/run/tools"
FOLDER = "/run/access-point"
ADDRESS = "10.9.0.1"
OWN_ADDRESS = "10.9.0.2"

_COMMON = {"interface": "wlan1", "driver": "nl80211", "hw_mode": "g", "channel": "1", "utf8_ssid": "1"}


class Lan(NamedTuple):
    """One network that the access point can be."""

    name: str
    lines: Mapping[str, str] = {}
    """What hostapd.conf says of it besides."""
    files: Mapping[str, str] = {}
    """Files in the access point's folder that `lines` name."""


def tools_disk(folder: Path) -> Path:
    """A disk (ext4, label `tools`) with the packages that an access point needs; no image has them.

    They are those of this computer's Debian: the libraries that they need have the same names in Debian 12 and 13.
    """
    tree = folder / "tools"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    command("apt-get", "download", *PACKAGES, folder=folder)
    for package in folder.glob("*.deb"):
        command("dpkg-deb", "-x", package, tree)
        package.unlink()
    for part in ("bin", "sbin"):
        # Where Debian 13 has what Debian 12 has in /bin and /sbin.
        if (tree / part).is_dir():
            shutil.copytree(tree / part, tree / "usr" / part, dirs_exist_ok=True)
    disk = folder / "tools.ext4"
    disk.unlink(missing_ok=True)
    command("truncate", "-s", "32M", disk)
    command("mkfs.ext4", "-q", "-F", "-L", "tools", "-d", tree, disk)
    return disk


def certificates(folder: Path) -> dict[str, str]:
    """A CA, a RADIUS server and a screen, each with its key, as PEM by the name of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    new = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650")
    command(*new, "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-subj", "/CN=Test CA")
    for name, host in (("server", "radius.example.org"), ("tv", "tv.example.org")):
        authority = ("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-addext", f"subjectAltName=DNS:{host}")
        ends = ("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem", "-subj", f"/CN={host}")
        command(*new, *ends, *authority, "-addext", "basicConstraints=critical,CA:FALSE")
    return {path.name: path.read_text() for path in folder.iterdir() if path.name != "ca.key"}


class AccessPoint:
    """The access point: `wlan1` of the guest, in a network namespace of its own; `wlan0` is the screen's radio."""

    def __init__(self, shell: Shell, disk: str = "/dev/disk/by-label/tools") -> None:
        """Args: disk: the device in the guest."""
        self._shell = shell
        self._run(f"mkdir -p {TOOLS} {FOLDER} && mount -o ro {disk} {TOOLS}")
        self._run("modprobe mac80211_hwsim radios=2 && udevadm settle")
        self._run("systemctl stop displayd-wifi@wlan1.service; ip netns add ap")
        self._run(f"{TOOLS}/usr/sbin/iw phy $(cat /sys/class/net/wlan1/phy80211/name) set netns name ap")
        self._run(f"ip -n ap link set lo up; ip -n ap addr add {ADDRESS}/24 dev wlan1; ip -n ap link set wlan1 up")

    def be(self, lan: Lan) -> None:
        """Stop being another network, and be `lan`."""
        for name, text in lan.files.items():
            self.put(f"{FOLDER}/{name}", text)
        lines = {**_COMMON, "ssid2": lan.name.encode().hex(), **lan.lines}
        self.put(f"{FOLDER}/hostapd.conf", "".join(f"{key}={value}\n" for key, value in lines.items()))
        self._run("systemctl stop access-point.service 2>/dev/null; systemctl reset-failed access-point.service; true")
        unit = "systemd-run -q --unit=access-point -p NetworkNamespacePath=/run/netns/ap"
        self._run(f"{unit} -p WorkingDirectory={FOLDER} {TOOLS}/usr/sbin/hostapd {FOLDER}/hostapd.conf")

    def put(self, path: str, text: str) -> None:
        """Write a file in the guest."""
        encoded = base64.b64encode(text.encode()).decode()
        self._run(f": > {path}")
        # A line of a terminal has its limit.
        for start in range(0, len(encoded), 2000):
            self._run(f"printf %s {encoded[start : start + 2000]} | base64 -d >> {path}")

    def is_reached(self) -> bool:
        """Whether the guest's own radio reaches it."""
        return self._shell.run(f"{TOOLS}/usr/bin/busybox ping -c 1 -W 2 {ADDRESS} >/dev/null; echo $?") == "0"

    def log(self) -> str:
        """What hostapd has said."""
        return self._shell.run("journalctl -u access-point -o cat --no-pager | tail -30")

    def _run(self, line: str) -> str:
        return self._shell.run(line, seconds=120)
