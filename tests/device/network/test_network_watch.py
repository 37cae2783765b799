"""What is wrong between a machine and its network: from its devices and its Wi-Fi to a word for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.network import network_watch
from displayd.device.network.network_devices import NetworkDevice
from displayd.device.network.network_watch import Diagnosis, NetworkWatch, is_only_starting
from displayd.device.trouble import Trouble
from tests.device.network.test_network_devices import needs_namespaces
from tests.device.network.test_wifi import AROUND, JOINED, NETWORKS, SCAN, SCANNING, WRONG_KEY
from tests.device.network.wifi_server import WifiServer
from tests.support.namespaces import in_namespace

MAC = "dc:a6:32:01:02:03"
UNPLUGGED = NetworkDevice("eth0", False, False, MAC, "")
PLUGGED_IN = NetworkDevice("eth0", False, True, MAC, "")
WELL = NetworkDevice("eth0", False, True, MAC, "192.0.2.17")
RADIO = NetworkDevice("wlan0", True, False, MAC, "")


def watch(folder: Path, *devices: NetworkDevice) -> NetworkWatch:
    return NetworkWatch(lambda: list(devices), folder, folder)


@pytest.mark.parametrize(
    ("devices", "kind"),
    [
        ((), "no-device"),
        ((UNPLUGGED,), "no-cable"),
        ((UNPLUGGED, RADIO), "no-cable"),
        ((PLUGGED_IN,), "no-address"),
        ((PLUGGED_IN, RADIO), "no-address"),
        ((UNPLUGGED, RADIO._replace(has_carrier=True)), "no-address"),
    ],
)
def test_devices_say_why_there_is_no_network(tmp_path: Path, devices: tuple[NetworkDevice, ...], kind: Trouble) -> None:
    found = watch(tmp_path, *devices).diagnosis("no-network")

    assert found is not None
    assert found.kind == kind


def test_wifi_that_somebody_else_looks_after_is_left_to_them(tmp_path: Path) -> None:
    (tmp_path / "run/NetworkManager").mkdir(parents=True)

    assert watch(tmp_path, UNPLUGGED, RADIO).diagnosis("no-network") == Diagnosis("no-network")
    assert watch(tmp_path, UNPLUGGED).diagnosis("no-network") == Diagnosis("no-cable")


def test_wifi_that_is_wanted_and_that_nobody_joins_is_told_and_so_is_a_machine_without_a_radio(tmp_path: Path) -> None:
    with_radio, without = (
        NetworkWatch(devices, tmp_path, tmp_path, wanted_wifi="Office")
        for devices in (lambda: [UNPLUGGED, RADIO], lambda: [UNPLUGGED])
    )
    found = [one.diagnosis("no-network") for one in (with_radio, without)]

    assert found == [Diagnosis("wifi-joining", "", "Office"), Diagnosis("no-device", "no Wi-Fi")]


def test_machine_with_an_address_and_no_way_out_is_not_said_to_have_none(tmp_path: Path) -> None:
    assert watch(tmp_path, WELL).diagnosis("no-network") == Diagnosis("no-network")


def test_folder_that_may_not_be_looked_into_is_no_wifi(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert NetworkWatch(lambda: [RADIO], tmp_path / "file", tmp_path).diagnosis("no-network") == Diagnosis("no-cable")


@pytest.mark.parametrize("kind", ["timeout", "dns", "dns-silent", "hub-not-found", "cut-off", "silent"])
def test_pulled_cable_is_told_whatever_came_of_it(tmp_path: Path, kind: Trouble) -> None:
    stale = WELL._replace(has_carrier=False)

    assert watch(tmp_path, stale).diagnosis(kind) == Diagnosis("no-cable")
    assert watch(tmp_path, WELL).diagnosis(kind) is None


def test_trouble_with_the_hub_itself_is_not_looked_into(tmp_path: Path) -> None:
    assert watch(tmp_path).diagnosis("not-claimed") is None
    assert watch(tmp_path).diagnosis("tls-untrusted") is None


def test_wifi_says_what_is_wrong_with_it_unless_there_is_a_cable(tmp_path: Path) -> None:
    answers = {
        "STATUS": SCANNING,
        "LIST_NETWORKS": NETWORKS.format("[CURRENT]"),
        "GET_NETWORK 0 key_mgmt": "WPA-PSK",
        "SCAN_RESULTS": SCAN + AROUND,
    }
    with WifiServer(tmp_path / "wlan0", answers) as server:
        wireless, both = watch(tmp_path, UNPLUGGED, RADIO), watch(tmp_path, PLUGGED_IN, RADIO)
        not_found = wireless.diagnosis("no-network")
        server.events.append(WRONG_KEY)
        wrong_key = wireless.diagnosis("no-network")
        wireless.rest()
        forgotten = wireless.diagnosis("no-network")
        cable = both.diagnosis("no-network")
        lost = wireless.facts().rows
        server.answers["STATUS"] = JOINED
        joined = wireless.diagnosis("no-network")
        facts = wireless.facts().rows
        wireless.rest()

    assert not_found == forgotten == Diagnosis("wifi-not-found", "2 others are in reach", "Office")
    assert wrong_key == Diagnosis("wifi-password", "", "Office")
    assert cable == Diagnosis("no-address")
    assert joined == Diagnosis("no-address", "Wi-Fi Office", "Office")
    assert lost == (("Network", f"no address · eth0 · {MAC}"), ("Wi-Fi", "Office · not joined"))
    assert facts == (("Network", f"no address · eth0 · {MAC}"), ("Wi-Fi", "Office"))


def test_facts_are_those_of_the_device_that_is_in_use(tmp_path: Path) -> None:
    assert watch(tmp_path, UNPLUGGED, WELL._replace(name="eth1")).facts().rows == (
        ("Network", f"192.0.2.17 · eth1 · {MAC}"),
    )
    assert watch(tmp_path).facts().rows == (("Network", "no device"),)


def test_network_takes_its_time_at_the_start_and_no_longer() -> None:
    late = network_watch.START_SECONDS

    assert is_only_starting("no-cable", late - 0.1)
    assert not is_only_starting("no-cable", late)
    assert not is_only_starting("refused", 0.0)


@needs_namespaces
def test_real_cable_without_anybody_who_gives_addresses(tmp_path: Path) -> None:
    told = in_namespace(
        tmp_path,
        r"""
        from displayd.device.network.hub_client import HubClient
        from displayd.device.network.hub_error import HubError
        from displayd.device.network.network_watch import NetworkWatch

        def told():
            try:
                HubClient("http://hub.test:8070/v1/screen", "a" * 64).fetch()
            except HubError as exc:
                found = NetworkWatch().diagnosis(exc.kind)
                return [exc.kind, found and found.kind]

        (folder / "resolv.conf").write_text("nameserver 192.0.2.53\noptions timeout:1 attempts:1\n")
        run("mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf")
        nothing = [one for one in os.listdir("/sys/class/net") if one != "lo"]
        for name in nothing:
            run("ip", "link", "delete", name)
        found = [told()]
        cable("eth0", "far")
        found.append(told())
        run("ip", "link", "set", "far", "down")
        found.append(told())
        run("ip", "link", "set", "far", "up")
        run("ip", "address", "add", "192.0.2.17/24", "dev", "eth0")
        found.append(told())
        answer(found)
        """,
    )

    assert told == [
        ["no-network", "no-device"],
        ["no-network", "no-address"],
        ["no-network", "no-cable"],
        ["dns-silent", None],
    ]
