"""From settings to files: as they are kept, and as laws."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.appliance.facts import Facts
from displayd.appliance.machine_files import EVERY_FILE, LOCALTIME, MachineFile, host_name, machine_files
from displayd.device.config import Config, parse
from tests.support.laws import law

GOLDEN = Path(__file__).parent / "golden"

# Every kind of network that displayd.yaml knows, and each other setting once.
CASES = {
    "nothing": "",
    "cable-static": "network: {address: 192.168.7.20/255.255.255.0, gateway: 192.168.7.1, name_servers: 192.168.7.2}\n",
    "cable-both-kinds": "network: {address: [192.168.7.20/24, '2001:db8::20/64'], gateway: [192.168.7.1, 'fe80::1']}\n",
    "cable-own-name-servers": "network: {name_servers: [9.9.9.9, '2620:fe::fe'], search: [example.org, a.example]}\n",
    "wifi-open": "wifi: {name: Guests}\n",
    "wifi-hidden": "wifi: {name: 'Büro #1 \"neu\"', password: 'pass\"word #1', hidden: true, country: de}\n",
    "wifi-wpa2": "wifi: {name: Office, password: correct horse, security: wpa2}\n",
    "wifi-wpa3": "wifi: {name: Office, password: correct horse, security: wpa3}\n",
    "wifi-raw-key": f"wifi: {{name: Office, password: {'0123456789abcdef' * 4}}}\n",
    "wifi-static": "wifi: {name: Office}\nnetwork: {address: 10.1.2.3/16, gateway: 10.1.0.1}\n",
    "wifi-peap": "wifi: {name: Office, enterprise: {method: peap, identity: tv, password: secret, ca: /c/r.pem}}\n",
    "wifi-ttls": "wifi: {name: Office, enterprise: {method: ttls, identity: tv@example.org, password: secret,"
    " ca: system, server: radius.example.org, anonymous_identity: anonymous@example.org, inner: pap}}\n",
    "wifi-tls": "wifi: {name: Office, security: wpa3, enterprise: {method: tls, identity: tv, ca: /c/r.pem,"
    " certificate: /c/tv.pem, key: /c/tv.key, key_password: secret}}\n",
    "wifi-pwd": "wifi: {name: Office, enterprise: {method: pwd, identity: tv, password: secret}}\n",
    "rest": "time_servers: [ntp.example.org, 192.168.7.3]\ntimezone: Europe/London\n"
    "proxy: http://tv:s%24ret@proxy.example.org:3128\n"
    "ssh_keys:\n  - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJGqp1LLbmVDVVLsSPdBXpCuVUQGGO0v0t4rQeVM8C2N it\n",
}


def shown(path: str, file: MachineFile) -> str:
    if file.is_link:
        return f"=== {path} -> {file.content}\n"
    return f"=== {path} {file.mode:04o}\n{file.content}"


@pytest.mark.parametrize("name", CASES)
def test_files_are_those_that_are_kept(name: str, update_golden: bool) -> None:
    text = "".join(shown(path, file) for path, file in sorted(machine_files(parse("f", CASES[name])).items()))
    kept = GOLDEN / f"{name}.txt"
    if update_golden:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text)

    assert text == kept.read_text()


def test_every_kept_file_has_its_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_files_are_known_and_those_with_passwords_are_for_root_alone(name: str) -> None:
    files = machine_files(parse("f", CASES[name]))

    assert set(files) <= set(EVERY_FILE)
    assert all(path.startswith("run/") for path in files)
    for path, file in files.items():
        assert (file.mode == 0o600) == any(word in path for word in ("wpa_supplicant", "environment", "authorized"))


@law
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_the_proxy_is_what_systemd_reads_back(password: str) -> None:
    """The reader undoes what systemd.exec(5) says of double quotes."""
    proxy = f"http://tv:{password}@proxy:3128"
    files = machine_files(Config(proxy=proxy))
    line = files["run/displayd-machine/environment"].content.splitlines()[0]

    value = line.removeprefix('http_proxy="').removesuffix('"')
    read, escaped = "", False
    for character in value:
        if character == "\\" and not escaped:
            escaped = True
            continue
        assert escaped or character not in '"$`'
        read, escaped = read + character, False
    assert read == proxy


@pytest.mark.parametrize(
    ("config", "facts", "name"),
    [
        (Config(name="Dev_Left"), Facts("10000000a1b2c3d4"), "displayd-dev-left"),
        (Config(), Facts("10000000a1b2c3d4", "b8:27:eb:0a:0b:0c"), "displayd-a1b2c3d4"),
        (Config(), Facts("", "b8:27:eb:0a:0b:0c"), "displayd-0a0b0c"),
        (Config(), Facts(), "displayd"),
        (Config(name="a" * 53 + "--b"), Facts(), "displayd-" + "a" * 53),
    ],
)
def test_the_machine_is_called_after_its_screen_or_itself(config: Config, facts: Facts, name: str) -> None:
    assert host_name(config, facts) == name
    assert len(name) <= 63


def test_a_time_zone_by_a_name_from_before_leads_to_the_file_that_the_image_has() -> None:
    files = machine_files(parse("f", "timezone: US/Pacific\n"))

    assert files[LOCALTIME].content == "/usr/share/zoneinfo/America/Los_Angeles"
