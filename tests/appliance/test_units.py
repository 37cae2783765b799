"""What the image starts for its settings: units that systemd understands, and a log-in by keys alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OVERLAY = ROOT / "provisioning/overlay"
UNITS = {
    "displayd-configure.service": ROOT / "systemd/displayd-configure.service",
    "displayd-wifi@.service": OVERLAY / "etc/systemd/system/displayd-wifi@.service",
    "displayd-ssh.service": OVERLAY / "etc/systemd/system/displayd-ssh.service",
}

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_no_fault_in_a_unit(name: str, tmp_path: Path) -> None:
    # The commands are not installed where the tests run; all else is the unit's own.
    text = re.sub(r"^(Exec\w+)=/\S+", r"\1=/bin/true", UNITS[name].read_text(), flags=re.MULTILINE)
    file = tmp_path / name.replace("@.", "@wlan0.")
    file.write_text(text)

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", file], capture_output=True, text=True, timeout=60, check=False
    )

    assert file.name not in done.stderr
    assert done.returncode == 0


@needs_systemd
@pytest.mark.parametrize(("name", "most"), [("displayd-configure.service", 1.5), ("displayd-wifi@.service", 3.0)])
def test_a_unit_is_exposed_to_little(name: str, most: float) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", UNITS[name]],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    match = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert match, done.stderr
    assert float(match[1]) <= most


def test_nothing_waits_for_the_settings_but_the_network() -> None:
    text = UNITS["displayd-configure.service"].read_text()

    assert re.findall(r"^Before=(.*)$", text, re.MULTILINE) == ["network-pre.target", "shutdown.target"]
    assert "DefaultDependencies=no" in text
    assert not re.search(r"^Requires", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "file"), [("displayd-wifi@.service", "wpa_supplicant.conf"), ("displayd-ssh.service", "authorized_keys")]
)
def test_what_the_file_does_not_ask_for_is_not_started(name: str, file: str) -> None:
    assert f"ConditionPathExists=/run/displayd-machine/{file}\n" in UNITS[name].read_text()


@pytest.mark.skipif(not Path("/usr/sbin/sshd").exists(), reason="a server for log-ins is not for every computer")
def test_log_in_is_by_key_alone(tmp_path: Path) -> None:
    subprocess.run(
        ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "key"], check=True, timeout=60
    )
    text = (OVERLAY / "etc/ssh/displayd-sshd_config").read_text()
    (tmp_path / "config").write_text(re.sub(r"^HostKey .*$", f"HostKey {tmp_path}/key", text, flags=re.MULTILINE))
    Path("/run/sshd").mkdir(exist_ok=True)

    done = subprocess.run(
        ["/usr/sbin/sshd", "-T", "-f", tmp_path / "config"], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    assert said["passwordauthentication"] == said["kbdinteractiveauthentication"] == "no"
    assert said["authenticationmethods"] == "publickey"
    assert said["permitrootlogin"] in ("prohibit-password", "without-password")
    assert said["authorizedkeysfile"] == "/run/displayd-machine/authorized_keys"
    assert said["allowusers"] == "root"


def test_links_of_the_image_lead_where_the_settings_are_written() -> None:
    assert (OVERLAY / "etc/localtime").readlink() == Path("/run/displayd-machine/localtime")
    assert (OVERLAY / "etc/systemd/system/multi-user.target.wants/displayd-ssh.service").exists()
