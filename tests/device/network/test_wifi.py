r"""How a Wi-Fi gets on, out of what wpa_supplicant says.

There is no radio where these tests run. What a wpa_supplicant 2.10 answers and tells that looks after a cable with
802.1X was recorded from one, and one is run below; the events of radios (wrong key, network not found, rejected by the
access point) are in the form that its sources print them in, with made-up names. Only a radio can show that they come.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.network import wifi
from displayd.device.network.wifi import WifiListener, WifiState
from tests.device.network.wifi_server import WifiServer
from tests.support.namespaces import has_namespaces, in_namespace

needs_namespaces = pytest.mark.skipif(not has_namespaces(), reason="network namespaces may not be made here")

SCANNING = "wpa_state=SCANNING\naddress=dc:a6:32:01:02:03\nuuid=f9b5bc0b-e6cc-5f8c-a59d-9f0a7f9ba1a1\n"
JOINED = (
    "bssid=02:00:00:00:01:00\nfreq=5180\nssid=Office\nid=0\nmode=station\npairwise_cipher=CCMP\ngroup_cipher=CCMP\n"
    "key_mgmt=WPA2-PSK\nwpa_state=COMPLETED\nip_address=192.0.2.17\naddress=dc:a6:32:01:02:03\n"
)
NETWORKS = "network id / ssid / bssid / flags\n0\tOffice\tany\t{}\n"
SCAN = "bssid / frequency / signal level / flags / ssid\n"
AROUND = (
    '02:00:00:00:02:00\t2412\t-42\t[WPA2-PSK-CCMP][ESS]\tB\\xc3\\xbcro \\"1\\"\n02:00:00:00:03:00\t5180\t-80\t[ESS]\t\n'
    "02:00:00:00:04:00\t2437\t-70\t[WPA2-EAP-CCMP][ESS]\teduroam\n02:00:00:00:04:01\t5200\t-71\t[ESS]\teduroam\n"
)
OURS = "02:00:00:00:01:00\t5180\t-61\t[WPA2-PSK-CCMP][ESS]\tOffice\n"
WRONG_KEY = '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="Office" auth_failures=1 duration=10 reason=WRONG_KEY'
NOT_FOUND = "<3>CTRL-EVENT-NETWORK-NOT-FOUND "
SAE_REFUSED = (
    "<3>CTRL-EVENT-AUTH-REJECT 02:00:00:00:01:00 auth_type=3 auth_transaction=2 status_code=15 ie=0102",
    '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="Office" auth_failures=1 duration=10 reason=CONN_FAILED',
)
REJECTED = (
    "<3>CTRL-EVENT-ASSOC-REJECT bssid=00:00:00:00:00:00 status_code=16",
    '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="Office" auth_failures=2 duration=20 reason=CONN_FAILED',
)
LOGIN_REFUSED = (
    "<3>CTRL-EVENT-EAP-FAILURE EAP authentication failed",
    '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="Office" auth_failures=1 duration=10 reason=AUTH_FAILED',
)
CERTIFICATE_REFUSED = (
    (
        "<3>CTRL-EVENT-EAP-TLS-CERT-ERROR reason=1 depth=1 subject='/O=Somebody/CN=CA' "
        "err='self signed certificate in certificate chain'"
    ),
    *LOGIN_REFUSED,
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WifiServer]:
    answers = {
        "STATUS": SCANNING,
        "LIST_NETWORKS": NETWORKS.format("[CURRENT]"),
        "GET_NETWORK 0 key_mgmt": "WPA-PSK SAE",
        "SCAN_RESULTS": SCAN + AROUND + OURS,
        "SIGNAL_POLL": "RSSI=-61\nLINKSPEED=390\nNOISE=9999\nFREQUENCY=5180\n",
    }
    with WifiServer(tmp_path / "wlan0", answers) as running:
        yield running


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[WifiListener]:
    made = WifiListener(tmp_path / "wlan0")
    yield made
    made.close()


def test_joined_wifi_has_its_name_and_its_signal(server: WifiServer, listener: WifiListener) -> None:
    server.answers["STATUS"] = JOINED

    assert listener.look() == WifiState("Office", True, -61, None)


def test_wifi_that_is_not_in_reach_is_not_found_among_so_many_others(
    server: WifiServer, listener: WifiListener
) -> None:
    server.answers["SCAN_RESULTS"] = SCAN + AROUND

    assert listener.look() == WifiState("Office", False, None, "not-found", "2 others are in reach")


@pytest.mark.parametrize(("around", "said"), [("", "no others are in reach"), (AROUND[:70], "1 other is in reach")])
def test_event_says_so_where_nothing_is_in_reach(
    server: WifiServer, listener: WifiListener, around: str, said: str
) -> None:
    server.answers |= {"SCAN_RESULTS": SCAN + around, "STATUS": "wpa_state=DISCONNECTED\n"}
    server.events.append(NOT_FOUND)

    assert listener.look() == WifiState("Office", False, None, "not-found", said)


@pytest.mark.parametrize(
    ("events", "problem", "detail"),
    [
        ((WRONG_KEY,), "password", ""),
        (SAE_REFUSED, "password", ""),
        (REJECTED, "joining", "the access point says no, reason 16"),
        (LOGIN_REFUSED, "login", ""),
        (CERTIFICATE_REFUSED, "login", "its certificate: self signed certificate in certificate chain"),
    ],
)
def test_what_the_access_point_refuses_is_named(
    server: WifiServer, listener: WifiListener, events: tuple[str, ...], problem: wifi.Problem, detail: str
) -> None:
    server.events += events

    assert listener.look() == WifiState("Office", False, None, problem, detail)


def test_what_was_refused_stays_so_until_the_wifi_is_joined(server: WifiServer, listener: WifiListener) -> None:
    server.events.append(WRONG_KEY)
    refused = [listener.look(), listener.look()]
    server.answers["STATUS"] = JOINED
    joined = listener.look()
    server.answers["STATUS"] = SCANNING
    lost = listener.look()

    assert [state and state.problem for state in (*refused, joined, lost)] == ["password", "password", None, "joining"]


def test_wifi_that_was_given_up_before_anybody_listened_is_the_logins_trouble_or_not_joined(
    server: WifiServer, listener: WifiListener
) -> None:
    server.answers["LIST_NETWORKS"] = NETWORKS.format("[TEMP-DISABLED]")
    with_password = listener.look()
    server.answers["GET_NETWORK 0 key_mgmt"] = "WPA-EAP"
    with_login = listener.look()

    assert [state and state.problem for state in (with_password, with_login)] == ["joining", "login"]


def test_names_are_told_as_they_are(server: WifiServer, listener: WifiListener) -> None:
    server.answers["LIST_NETWORKS"] = NETWORKS.replace("Office", 'B\\xc3\\xbcro \\"1\\"').format("[CURRENT]")

    assert listener.look() == WifiState('Büro "1"', False, None, "joining")


def test_supplicant_without_a_network_has_no_name_and_no_problem(server: WifiServer, listener: WifiListener) -> None:
    server.answers |= {"LIST_NETWORKS": "network id / ssid / bssid / flags\n", "STATUS": "wpa_state=INACTIVE\n"}

    assert listener.look() == WifiState("", False, None, None)


def test_supplicant_that_is_started_again_is_asked_again(tmp_path: Path, listener: WifiListener) -> None:
    states = [listener.look()]
    for _ in range(2):
        with WifiServer(tmp_path / "wlan0", {"STATUS": JOINED}) as running:
            states.append(listener.look())
            assert running.asked[0] == "ATTACH"
        states.append(listener.look())
        (tmp_path / "wlan0").unlink()

    assert [state and state.name for state in states] == [None, "Office", None, "Office", None]


def test_supplicant_that_says_nothing_is_not_waited_for(
    tmp_path: Path, listener: WifiListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wifi, "ANSWER_SECONDS", 0.05)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as silent:
        silent.bind(str(tmp_path / "wlan0"))

        assert listener.look() is None


@needs_namespaces
@pytest.mark.skipif(not (shutil.which("wpa_supplicant") and shutil.which("hostapd")), reason="hostapd is not installed")
def test_real_supplicant_on_a_cable_is_refused_and_then_let_in(tmp_path: Path) -> None:
    told = in_namespace(
        tmp_path,
        r"""
        from displayd.device.network.wifi import WifiListener

        cable("eth0", "far")
        (folder / "users").write_text('"screen" MD5 "sesame"\n')
        (folder / "hostapd.conf").write_text(
            f"interface=far\ndriver=wired\nieee8021x=1\neap_server=1\neap_user_file={folder}/users\n"
            f"use_pae_group_addr=1\nctrl_interface={folder}/hostapd\n"
        )

        def supplicant(password):
            (folder / "wpa.conf").write_text(
                f'ctrl_interface={folder}\nap_scan=0\nnetwork={{\nssid="Office"\nkey_mgmt=IEEE8021X\neap=MD5\n'
                f'identity="screen"\npassword="{password}"\neapol_flags=0\n}}\n'
            )
            return start("wpa_supplicant", "-D", "wired", "-i", "eth0", "-c", folder / "wpa.conf")

        def authenticator():
            process = start("hostapd", folder / "hostapd.conf")
            eventually((folder / "hostapd/far").exists)
            return process

        def ended(process):
            process.terminate()
            process.wait()

        other_end = authenticator()
        listener, found = WifiListener(folder / "eth0"), []
        running = supplicant("wrong")
        found.append(eventually(lambda: (state := listener.look()) and state.problem == "login" and state, 90))
        found.append(WifiListener(folder / "eth0").look())
        ended(running)
        found.append(listener.look())
        # One that has just refused somebody is in no hurry to ask them again.
        ended(other_end)
        authenticator()
        supplicant("sesame")
        found.append(eventually(lambda: (state := listener.look()) and state.is_joined and state, 90))
        answer(found)
        """,
    )

    refused = ["Office", False, None, "login", ""]
    assert told == [refused, refused, None, ["Office", True, None, None, ""]]


@given(st.text(), st.text())
def test_whatever_an_event_says_nothing_breaks(event: str, answer: str) -> None:
    listener = WifiListener(Path("/nowhere"))

    listener._hear(f"<3>{event}")
    listener._hear(f"<3>CTRL-EVENT-SSID-TEMP-DISABLED {event}")
    assert wifi._fields(answer) is not None
    assert wifi._ssid(answer) is not None
