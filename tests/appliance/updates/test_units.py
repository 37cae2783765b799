"""What the image starts for its updates: units that systemd understands, that may do little, and that go back."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

OVERLAY = Path(__file__).parent.parent.parent.parent / "provisioning/overlay/etc"
FOLDER = OVERLAY / "systemd/system"
UNITS = [
    "displayd-update.timer",
    "displayd-update.service",
    "displayd-good.path",
    "displayd-good.service",
    "displayd-deadline.timer",
    "displayd-deadline.service",
]

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_no_fault_in_a_unit(name: str, tmp_path: Path) -> None:
    # The commands are not installed where the tests run; all else is the unit's own.
    for unit in UNITS:
        text = re.sub(r"^(Exec\w+)=/\S+", r"\1=/bin/true", (FOLDER / unit).read_text(), flags=re.MULTILINE)
        (tmp_path / unit).write_text(text)

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / name],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert name not in done.stderr
    assert done.returncode == 0


@needs_systemd
def test_what_speaks_to_the_hub_as_root_may_do_little() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", FOLDER / "displayd-update.service"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    match = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert match, done.stderr
    assert float(match[1]) <= 2.5


@pytest.mark.parametrize("name", UNITS)
def test_a_machine_without_the_boot_loaders_choice_is_left_alone(name: str) -> None:
    assert "\nConditionKernelCommandLine=rauc.slot\n" in (FOLDER / name).read_text()


def test_version_that_cannot_even_be_asked_goes_back() -> None:
    text = (FOLDER / "displayd-deadline.service").read_text()

    assert "\nFailureAction=reboot\n" in text
    assert "ExecStart=-" not in text


def test_boot_loader_and_rauc_mean_the_same_sector() -> None:
    script = (OVERLAY.parent.parent / "boot.cmd").read_text()
    table = (OVERLAY / "fw_env.config").read_text().splitlines()[-1].split()

    assert table == ["/dev/disk/by-partlabel/env", "0x0", "0x200"]
    assert re.search(r"env import -c \$\{counters\} 0x200 BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT", script)
    for slot in "AB":
        assert f"bootname={slot}\n" in (OVERLAY / "rauc/system.conf").read_text()
