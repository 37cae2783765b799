"""Every kind of Wi-Fi that `displayd.yaml` knows, joined over emulated radios by the image itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.appliance.access_point import FOLDER, OWN_ADDRESS, AccessPoint, Lan, certificates, tools_disk
from tests.appliance.hub import Hub
from tests.appliance.image import Image, new_folder
from tests.appliance.machine import Hardware, Machine
from tests.appliance.patience import eventually
from tests.appliance.shell import Shell
from tests.appliance.started import wait_until_started

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(3600)]

NETWORK = f"network: {{address: {OWN_ADDRESS}/24}}\n"
SETTINGS = "/run/test/displayd.yaml"

WPA2 = {"wpa": "2", "rsn_pairwise": "CCMP", "wpa_key_mgmt": "WPA-PSK"}
WPA3 = {"wpa": "2", "rsn_pairwise": "CCMP", "wpa_key_mgmt": "SAE", "ieee80211w": "2"}
BOTH = {"wpa": "2", "rsn_pairwise": "CCMP", "wpa_key_mgmt": "WPA-PSK SAE", "ieee80211w": "1"}
ENTERPRISE = {
    "wpa": "2",
    "rsn_pairwise": "CCMP",
    "wpa_key_mgmt": "WPA-EAP",
    "ieee8021x": "1",
    "eap_server": "1",
    "eap_user_file": f"{FOLDER}/users",
    "ca_cert": f"{FOLDER}/ca.pem",
    "server_cert": f"{FOLDER}/server.pem",
    "private_key": f"{FOLDER}/server.key",
}
USERS = """* PEAP,TTLS,TLS
"tv" MSCHAPV2,TTLS-PAP "secret #1" [2]
"""
LOGIN = 'identity: tv, password: "secret #1", ca: ca.pem, server: radius.example.org'

ODD_NAME, ODD_PASSWORD = 'Büro #1 "neu"', "pass\"word' #1 \\ü"


class Case(NamedTuple):
    """One network, the settings for it, and how they are seen to have been used."""

    lan: Lan
    settings: str
    key_mgmt: str


CASES = {
    "open": Case(Lan("Guests"), "wifi: {name: Guests}\n", "NONE"),
    "wpa2": Case(
        Lan("Office", {**WPA2, "wpa_passphrase": "correct horse"}),
        "wifi: {name: Office, password: correct horse, country: GB}\n",
        "WPA2-PSK",
    ),
    "wpa3": Case(
        Lan("Office", {**WPA3, "sae_password": "correct horse"}),
        "wifi: {name: Office, password: correct horse}\n",
        "SAE",
    ),
    "wpa3 alone": Case(
        Lan("Office", {**WPA3, "sae_password": "correct horse", "sae_pwe": "1"}),
        "wifi: {name: Office, password: correct horse, security: wpa3}\n",
        "SAE",
    ),
    "wpa2 and wpa3": Case(
        Lan("Office", {**BOTH, "wpa_passphrase": "correct horse"}),
        "wifi: {name: Office, password: correct horse}\n",
        "SAE",
    ),
    "hidden": Case(
        Lan("Office", {**WPA2, "wpa_passphrase": "correct horse", "ignore_broadcast_ssid": "1"}),
        "wifi: {name: Office, password: correct horse, hidden: true}\n",
        "WPA2-PSK",
    ),
    "special characters": Case(
        Lan(ODD_NAME, {**WPA2, "wpa_passphrase": ODD_PASSWORD}),
        f"wifi: {{name: '{ODD_NAME}', password: '{ODD_PASSWORD.replace(chr(39), chr(39) * 2)}'}}\n",
        "WPA2-PSK",
    ),
    "peap": Case(
        Lan("Corp", ENTERPRISE, {"users": USERS}),
        f"wifi: {{name: Corp, enterprise: {{method: peap, {LOGIN}}}}}\n",
        "WPA2/IEEE 802.1X/EAP",
    ),
    "ttls": Case(
        Lan("Corp", ENTERPRISE, {"users": USERS}),
        f"wifi: {{name: Corp, enterprise: {{method: ttls, inner: pap, anonymous_identity: who, {LOGIN}}}}}\n",
        "WPA2/IEEE 802.1X/EAP",
    ),
    "tls": Case(
        Lan("Corp", ENTERPRISE, {"users": USERS}),
        "wifi: {name: Corp, enterprise: {method: tls, identity: tv, ca: ca.pem, certificate: tv.pem, key: tv.key}}\n",
        "WPA2/IEEE 802.1X/EAP",
    ),
}


class Radio(NamedTuple):
    """The guest with its radio, and the access point beside it."""

    shell: Shell
    access_point: AccessPoint

    def set_up(self, settings: str) -> None:
        """Have the guest's machine set up as `settings` say, as at a start."""
        self.access_point.put(SETTINGS, settings + NETWORK)
        self.shell.run(f"displayd appliance configure --file {SETTINGS}", seconds=120)
        self.shell.run("systemctl restart displayd-wifi@wlan0.service", seconds=120)

    def status(self) -> dict[str, str]:
        """What wpa_supplicant says of itself, asked by the user of the screen."""
        asked = "runuser -u displayd -- wpa_cli -s /tmp -p /run/wpa_supplicant -i wlan0 status 2>/dev/null"
        return dict(line.split("=", 1) for line in self.shell.run(asked, check=False).splitlines() if "=" in line)

    def log(self) -> str:
        """What wpa_supplicant has said since its last start."""
        return self.shell.run("journalctl -u displayd-wifi@wlan0 -o cat -n 40 --no-pager")

    def wait(self, claim: Callable[[], object], what: str) -> None:
        """Wait for `claim`."""
        eventually(claim, 120, lambda: f"{what}\n{self.log()}\n{self.access_point.log()}")


@pytest.fixture(scope="module")
def radio(amd64_image: Image) -> Iterator[Radio]:
    """One machine for all networks: it takes longer to start than to join."""
    folder = new_folder("wifi")
    disk = tools_disk(folder)
    drive = ("-drive", f"file={disk},format=raw,if=none,id=tools,readonly=on", "-device", "virtio-blk-pci,drive=tools")
    with (
        Hub(folder / "office") as hub,
        Machine(amd64_image, folder / "tv", hub.cable, hardware=Hardware(arguments=drive)) as machine,
    ):
        machine.power_on()
        shell = machine.shell
        wait_until_started(shell)
        yield radio_of(shell, AccessPoint(shell), folder)


def radio_of(shell: Shell, access_point: AccessPoint, folder: Path) -> Radio:
    """The radio of a guest that has just started, with certificates on both sides."""
    shell.run("mkdir -p /run/test")
    for name, text in certificates(folder / "certificates").items():
        access_point.put(f"{FOLDER}/{name}", text)
        access_point.put(f"/run/test/{name}", text)
    return Radio(shell, access_point)


@pytest.mark.parametrize("name", CASES)
def test_network_is_joined(radio: Radio, name: str) -> None:
    case = CASES[name]
    radio.access_point.be(case.lan)

    radio.set_up(case.settings)

    radio.wait(lambda: radio.status().get("wpa_state") == "COMPLETED", f"{name} joined")
    radio.wait(radio.access_point.is_reached, f"packets over {name}")
    assert radio.status()["key_mgmt"] == case.key_mgmt


def test_wrong_password_is_known_as_such(radio: Radio) -> None:
    radio.access_point.be(CASES["wpa2"].lan)

    radio.set_up("wifi: {name: Office, password: incorrect horse}\n")

    radio.wait(lambda: re.search("reason=WRONG_KEY", radio.log()), "the wrong password known")
    assert not radio.access_point.is_reached()


def test_server_of_another_name_gets_no_password(radio: Radio) -> None:
    radio.access_point.be(CASES["peap"].lan)

    radio.set_up(CASES["peap"].settings.replace("radius.example.org", "other.example.org"))

    radio.wait(lambda: "TLS-CERT-ERROR" in radio.log(), "the certificate refused")
    assert radio.status().get("wpa_state") != "COMPLETED"
