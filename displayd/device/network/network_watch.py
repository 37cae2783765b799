"""What is wrong between this machine and its network, looked into when the hub cannot be reached.

While all is well nothing is read and nobody is asked. All of it takes no rights but to speak to wpa_supplicant.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from displayd.device.mailbox import LinkState, MachineFacts
from displayd.device.network.network_devices import NetworkDevice, network_devices
from displayd.device.network.wifi import SOCKET_FOLDER, Problem, WifiListener, WifiState
from displayd.device.trouble import NETWORK_TROUBLES, Trouble
from displayd.text.language import word

__all__ = ["STARTING", "Diagnosis", "NetworkWatch", "is_only_starting"]

# Who else may look after a Wi-Fi, and does not tell us of it.
_OTHER_MANAGERS = ("run/NetworkManager", "run/iwd", "run/connman")

_WIFI_TROUBLES: dict[Problem, Trouble] = {
    "password": "wifi-password",
    "not-found": "wifi-not-found",
    "login": "wifi-login",
    "joining": "wifi-joining",
}

# What may come of a cable that is not plugged in, where the machine still believes in its address.
_UNSURE: tuple[Trouble, ...] = ("timeout", "dns", "dns-silent", "hub-not-found", "cut-off", "silent")

# A cable takes three seconds, DHCP a few more, and a Wi-Fi up to ten.
START_SECONDS = 15.0

STARTING = LinkState(
    "connecting", word("Waiting for the network"), word("The network of this screen is just starting."), "", 0.0
)
"""What is said in the first moments instead of trouble that is none."""


def is_only_starting(kind: Trouble, seconds: float) -> bool:
    """Whether trouble of this `kind`, so many seconds after the start, is only that the network takes its time."""
    return kind in NETWORK_TROUBLES and seconds < START_SECONDS


class Diagnosis(NamedTuple):
    """What is wrong, and what helps to understand it."""

    kind: Trouble
    detail: str = ""
    wifi: str = ""
    """Name of the Wi-Fi that it is about; empty for none."""


class NetworkWatch:
    """Looks into the network of this machine. Belongs to one thread.

    Args:
        devices: those of this machine now.
        wifi_folder: where wpa_supplicant has its control sockets.
        root: where `run` is; another one in tests.
        about_hub: which hub was found, for the facts.
        wanted_wifi: name of the Wi-Fi in the configuration; empty for none.
    """

    def __init__(
        self,
        devices: Callable[[], list[NetworkDevice]] = network_devices,
        wifi_folder: Path = SOCKET_FOLDER,
        root: Path = Path("/"),
        about_hub: tuple[tuple[str, str], ...] = (),
        wanted_wifi: str = "",
    ) -> None:
        self._devices = devices
        self._wifi_folder = wifi_folder
        self._root = root
        self._about_hub = about_hub
        self._wanted_wifi = wanted_wifi
        self._listener: tuple[str, WifiListener] | None = None
        """Of the Wi-Fi device, and the device's name."""

    def rest(self) -> None:
        """Nothing is the matter any more: hear nobody."""
        if self._listener is not None:
            self._listener[1].close()
        self._listener = None

    def diagnosis(self, kind: Trouble) -> Diagnosis | None:
        """Why there is trouble of this `kind`; None when the network has no better word for it."""
        if kind != "no-network" and kind not in _UNSURE:
            return None
        devices = self._devices()
        if kind != "no-network" and any(device.has_carrier for device in devices):
            return None
        return self._of(devices)

    def facts(self) -> MachineFacts:
        """What whoever looks after the network asks for."""
        return MachineFacts(tuple(self._rows()))

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield from self._of_devices()
        yield from self._about_hub

    def _of_devices(self) -> Iterator[tuple[str, str]]:
        devices = self._devices()
        shown = next((one for one in devices if one.address), next((one for one in devices if one.has_carrier), None))
        shown = shown or next(iter(devices), None)
        if shown is None:
            yield word("Network"), word("no device")
            return
        yield "Network", " · ".join(filter(None, [shown.address or word("no address"), shown.name, shown.mac]))
        wifi = self._wifi(devices)
        if wifi is not None and wifi.name:
            signal = f" · {wifi.signal_dbm} dBm" if wifi.signal_dbm is not None else ""
            yield "Wi-Fi", f"{wifi.name}{signal}" if wifi.is_joined else f"{wifi.name} · {word('not joined')}"

    def _of(self, devices: list[NetworkDevice]) -> Diagnosis:
        """What is wrong with `devices`, of which none leads anywhere."""
        if not devices:
            return Diagnosis("no-device")
        if any(device.has_carrier and device.address for device in devices):
            return Diagnosis("no-network")
        if any(device.has_carrier and not device.is_wireless for device in devices):
            return Diagnosis("no-address")
        wifi, radios = self._wifi(devices), [device for device in devices if device.is_wireless]
        if wifi is not None and wifi.name:
            if wifi.problem is None:
                return Diagnosis("no-address", f"Wi-Fi {wifi.name}", wifi.name)
            return Diagnosis(_WIFI_TROUBLES[wifi.problem], wifi.detail, wifi.name)
        if any(radio.has_carrier for radio in radios):
            return Diagnosis("no-address", "Wi-Fi")
        is_managed = any((self._root / folder).exists() for folder in _OTHER_MANAGERS)
        if radios and wifi is None and is_managed:
            return Diagnosis("no-network")
        if self._wanted_wifi:
            return Diagnosis("wifi-joining", "", self._wanted_wifi) if radios else Diagnosis("no-device", "no Wi-Fi")
        return Diagnosis("no-cable")

    def _wifi(self, devices: list[NetworkDevice]) -> WifiState | None:
        """How the Wi-Fi gets on, if there is one and it is wpa_supplicant that looks after it."""
        for device in devices:
            path = self._wifi_folder / device.name
            if self._listener is not None and self._listener[0] == device.name:
                return self._listener[1].look()
            if _is_there(path):
                self._listener = device.name, WifiListener(path)
                return self._listener[1].look()
        return None


def _is_there(path: Path) -> bool:
    """Whether `path` can be seen."""
    with contextlib.suppress(OSError):
        return path.exists()
    return False
