"""How a Wi-Fi gets on, as wpa_supplicant tells over its control socket.

The socket is one for datagrams: a command goes in, its answer comes out, and after `ATTACH` so do events. Ours has no
name in the file system but one that the kernel gives it, so nothing is left behind and no folder need be shared.

Source: hostap's doc/ctrl_iface.doxygen and src/common/wpa_ctrl.h, of wpa_supplicant 2.10.
"""

from __future__ import annotations

import contextlib
import re
import socket
import time
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = ["SOCKET_FOLDER", "WifiListener", "WifiState"]

SOCKET_FOLDER = Path("/run/wpa_supplicant")

# It answers in a millisecond; while it is busy with a radio, in some hundred.
ANSWER_SECONDS = 1.0

# As many events as can have queued up.
MAX_EVENTS = 1000

Problem = Literal["password", "not-found", "login", "joining"]

_FIELD = re.compile(r'(\w+)=("[^"]*"|\S+)')
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "e": "\x1b"}

# IEEE 802.11, table 9-92: with SAE (WPA3) the access point says so to a wrong password.
_SAE, _CHALLENGE_FAILED = "3", "15"


class WifiState(NamedTuple):
    """How a Wi-Fi gets on."""

    name: str
    """Of the one that is to be joined; empty when none is."""
    is_joined: bool
    signal_dbm: int | None
    """How loud the access point is; -50 is near, -80 is far."""
    problem: Problem | None
    """Why it is not joined; None while it is."""
    detail: str = ""
    """What helps to understand that."""


class WifiListener:
    """Asks the wpa_supplicant of one device, and hears of what it meets with. Belongs to one thread.

    Args:
        path: its control socket, called as the device.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._socket: socket.socket | None = None
        self._problem: Problem | None = None
        """What the events say; the newest that says anything counts."""
        self._detail = ""

    def look(self) -> WifiState | None:
        """How it gets on; None when nobody answers."""
        status = _fields(self._ask("STATUS"))
        if not status:
            self.close()
            return None
        is_joined = status.get("wpa_state") == "COMPLETED"
        network = self._network()
        name = _unescaped(status.get("ssid", "")) or network.name
        if is_joined:
            self._problem = None
            return WifiState(name, is_joined, self._signal(), None)
        if not name:
            return WifiState("", False, None, None)
        problem, detail = self._problem_of(name, network, status)
        return WifiState(name, False, None, problem, detail)

    def close(self) -> None:
        """Hear no more."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._problem, self._detail = None, None, ""

    def _problem_of(self, name: str, network: _Network, status: dict[str, str]) -> tuple[Problem, str]:
        """Why the network is not joined: by its events, or before there were any by how it stands."""
        if self._problem in ("password", "login"):
            return self._problem, self._detail
        is_login = "EAP" in network.key_management or "IEEE8021X" in network.key_management
        if is_login and (network.was_given_up or status.get("EAP state") == "FAILURE"):
            return "login", ""
        others = {ssid for line in self._ask("SCAN_RESULTS").splitlines()[1:] if (ssid := _ssid(line))}
        is_searching = self._problem == "not-found" or status.get("wpa_state") == "SCANNING"
        if name not in others and (others or is_searching) and not network.was_given_up:
            count = len(others)
            return "not-found", f"{count or 'no'} {'other is' if count == 1 else 'others are'} in reach"
        return "joining", self._detail

    def _network(self) -> _Network:
        """The first network that wpa_supplicant knows: the configuration has one."""
        for line in self._ask("LIST_NETWORKS").splitlines()[1:]:
            number, ssid, _, flags = [*line.split("\t"), "", "", ""][:4]
            if number.isdigit():
                keys = self._ask(f"GET_NETWORK {number} key_mgmt")
                return _Network(_unescaped(ssid), "[TEMP-DISABLED]" in flags, keys)
        return _Network("", False, "")

    def _signal(self) -> int | None:
        text = _fields(self._ask("SIGNAL_POLL")).get("RSSI", "")
        with contextlib.suppress(ValueError):
            return int(text)
        return None

    def _ask(self, command: str) -> str:
        """The answer to `command`; empty when there is none. Events that come in between are heard."""
        try:
            asking = self._connected()
            asking.send(command.encode())
            return self._answer(asking)
        except OSError:
            self.close()
            return ""

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.settimeout(ANSWER_SECONDS)
            self._socket.bind("")  # a name of the kernel's choice, see unix(7)
            self._socket.connect(str(self._path))
            self._socket.send(b"ATTACH")
            self._answer(self._socket)
        return self._socket

    def _answer(self, asking: socket.socket) -> str:
        deadline = time.monotonic() + ANSWER_SECONDS
        for _ in range(MAX_EVENTS):
            text = asking.recv(65_536).decode("utf-8", "replace")
            if not text.startswith("<"):
                return text
            self._hear(text)
            if time.monotonic() > deadline:
                break
        raise TimeoutError

    def _hear(self, text: str) -> None:
        """See to an event such as `<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="x" ... reason=WRONG_KEY`."""
        event = text.partition(">")[2]
        told = _pairs(event)
        match event.split(" ")[0]:
            case "CTRL-EVENT-CONNECTED":
                self._problem, self._detail = None, ""
            case "CTRL-EVENT-SSID-TEMP-DISABLED" if told.get("reason") in ("WRONG_KEY", "NO_PSK_AVAILABLE"):
                self._problem, self._detail = "password", ""
            case "CTRL-EVENT-SSID-TEMP-DISABLED" if told.get("reason") == "AUTH_FAILED" and self._problem != "login":
                self._problem, self._detail = "login", ""
            case "CTRL-EVENT-AUTH-REJECT" if (told.get("auth_type"), told.get("status_code")) == (
                _SAE,
                _CHALLENGE_FAILED,
            ):
                self._problem, self._detail = "password", ""
            case "CTRL-EVENT-EAP-TLS-CERT-ERROR":
                self._problem, self._detail = "login", f"its certificate: {told.get('err', 'not trusted')}"
            case "CTRL-EVENT-EAP-FAILURE" if self._problem != "login":
                self._problem, self._detail = "login", ""
            case "CTRL-EVENT-NETWORK-NOT-FOUND":
                self._problem, self._detail = "not-found", ""
            case "CTRL-EVENT-ASSOC-REJECT" | "CTRL-EVENT-AUTH-REJECT":
                self._problem = "joining"
                self._detail = f"the access point says no, reason {told.get('status_code', 'unknown')}"


class _Network(NamedTuple):
    name: str
    was_given_up: bool
    """For a while, as it was tried in vain."""
    key_management: str


def _fields(answer: str) -> dict[str, str]:
    """The lines `key=value` of an answer."""
    return {key: value for line in answer.splitlines() for key, is_pair, value in [line.partition("=")] if is_pair}


def _pairs(event: str) -> dict[str, str]:
    """The `key=value` of an event."""
    return {key: value.strip('"') for key, value in _FIELD.findall(event.replace("'", '"'))}


def _ssid(line: str) -> str:
    """The name in a line of `SCAN_RESULTS`: bssid, frequency, signal, flags and ssid; empty for a hidden one."""
    return _unescaped("\t".join(line.split("\t")[4:])).strip("\0")


def _unescaped(text: str) -> str:
    r"""A name as it is: wpa_supplicant writes what is not plain ASCII as `\xc3\xbc`, `\"`, `\\`, `\e` and so on."""

    def whole(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2])

    plain = _ESCAPED.sub(whole, text)
    with contextlib.suppress(UnicodeError):
        return plain.encode("latin-1").decode("utf-8", "replace")
    return plain
