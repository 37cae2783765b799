"""Wi-Fi: the real wpa_supplicant takes what is written for it, letter by letter."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from displayd.appliance.wpa_supplicant import wpa_supplicant_conf
from displayd.device.config import parse
from displayd.device.config_file.wifi import Enterprise, Wifi
from tests.appliance.test_machine_files import CASES
from tests.support.laws import slow_law

TOOL = shutil.which("wpa_supplicant") or "/usr/sbin/wpa_supplicant"

pytestmark = pytest.mark.skipif(not Path(TOOL).exists(), reason="wpa_supplicant is not installed")


def as_read(conf: str, folder: Path) -> str:
    """What wpa_supplicant says it has read, with secrets; it ends at once, as there is no such interface."""
    path = folder / "wpa_supplicant.conf"
    path.write_text(conf)
    done = subprocess.run(
        [TOOL, "-dd", "-K", "-D", "wired", "-i", "none0", "-c", path],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "LC_ALL": "C"},
    )
    return done.stdout.decode(errors="replace")


def dumped(said: str, name: str) -> bytes:
    """The bytes that wpa_supplicant has for the field `name`, from its dump: 16 bytes a line, with letters beside."""
    lines = said.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{name} - hexdump"))
    head, _, same_line = lines[at].partition("):")
    rows = [same_line] if same_line.strip() else lines[at + 1 : at + 1 + -(-int(head.rpartition("=")[2]) // 16)]
    return bytes.fromhex("".join(row.strip()[:47] if row is not same_line else row for row in rows))


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("wifi")])
def test_every_kind_of_network_is_read(name: str, tmp_path: Path) -> None:
    wifi = parse("f", CASES[name]).wifi
    assert wifi is not None

    said = as_read(wpa_supplicant_conf(wifi), tmp_path)

    assert "Priority group 0" in said
    assert not re.search(r"failed to parse|unknown|Invalid|Failed to read", said), said


LETTERS = st.characters(blacklist_categories=["Cs", "Cc"])


@settings(slow_law, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(LETTERS, min_size=1, max_size=32).filter(lambda one: len(one.encode()) <= 32),
    st.text(LETTERS, min_size=8, max_size=63).filter(lambda one: len(one.encode()) <= 63),
)
@example('Büro "#1"', "a\"b#c\\d'e f")
@example("  spaces  ", "  spaces  ")
@example('P"x"', "hash:0123456789")
def test_names_and_passwords_arrive_letter_by_letter(tmp_path: Path, name: str, password: str) -> None:
    said = as_read(wpa_supplicant_conf(Wifi(name=name, password=password)), tmp_path)

    assert dumped(said, "ssid") == name.encode()
    assert dumped(said, "sae_password") == password.encode()


@settings(slow_law, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(LETTERS, min_size=1, max_size=60), st.text(LETTERS, min_size=1, max_size=60))
@example("DOMAIN\\tv", 'a"b#c')
@example("tv", "ext:hash:")
def test_names_and_passwords_of_logins_arrive_letter_by_letter(tmp_path: Path, identity: str, password: str) -> None:
    login = Enterprise(method="peap", identity=identity, password=password, ca="/c/r#1.pem")
    said = as_read(wpa_supplicant_conf(Wifi(name="Office", enterprise=login)), tmp_path)

    assert dumped(said, "identity") == identity.encode()
    assert dumped(said, "password") == password.encode()
    assert dumped(said, "ca_cert") == b"/c/r#1.pem"


@pytest.mark.skipif(shutil.which("wpa_passphrase") is None, reason="wpa_passphrase is not installed")
def test_the_key_of_a_password_is_that_of_the_tools() -> None:
    conf = wpa_supplicant_conf(Wifi(name="Office", password="correct horse"))
    tool = subprocess.run(["wpa_passphrase", "Office", "correct horse"], capture_output=True, text=True, check=True)

    assert re.findall(r"\tpsk=([0-9a-f]+)", conf) == re.findall(r"\tpsk=([0-9a-f]+)", tool.stdout)


def test_only_a_hidden_network_is_called_by_name() -> None:
    assert "scan_ssid" not in wpa_supplicant_conf(Wifi(name="Office"))
    assert "scan_ssid=1" in wpa_supplicant_conf(Wifi(name="Office", hidden=True))


def test_the_screen_may_ask_how_it_goes() -> None:
    conf = wpa_supplicant_conf(Wifi(name="Office"))

    assert conf.startswith("ctrl_interface=DIR=/run/wpa_supplicant GROUP=displayd\n")
