"""The units: systemd understands them, they never give up, and they may do little."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from displayd.hub.connections.descriptors import most_connections

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "systemd"
UNITS = ["displayd.service", "displayd-hub.service"]

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


class Unit(configparser.RawConfigParser):
    """A unit file; of keys that stand there several times the last counts."""

    def __init__(self, name: str) -> None:
        super().__init__(strict=False)
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.read(FOLDER / name)


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("name", [*UNITS, "displayd-splash.service"])
def test_systemd_finds_no_fault_in_a_unit(name: str, tmp_path: Path) -> None:
    # The command is not installed where the tests run; all else is the unit's own.
    text = re.sub(
        r"^ExecStart=/usr/bin/displayd", "ExecStart=/bin/true", (FOLDER / name).read_text(), flags=re.MULTILINE
    )
    (tmp_path / name).write_text(text)

    checked = analyze("verify", "--man=no", str(tmp_path / name))

    assert name not in checked.stderr
    assert checked.returncode == 0


@pytest.mark.parametrize(
    ("name", "most"), [("displayd.service", 1.5), ("displayd-hub.service", 1.6), ("displayd-splash.service", 0.7)]
)
def test_a_unit_is_exposed_to_little(name: str, most: float) -> None:
    checked = analyze("security", "--offline=true", "--no-pager", str(FOLDER / name))

    match = re.search(r"Overall exposure level for \S+: ([\d.]+)", checked.stdout)
    assert match, checked.stderr
    assert float(match[1]) <= most


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_never_gives_up(name: str) -> None:
    unit = Unit(name)

    assert unit["Service"]["Restart"] == "always"
    assert unit["Unit"]["StartLimitIntervalSec"] == "0"
    assert float(unit["Service"]["RestartSec"]) > 0
    assert unit["Install"]["WantedBy"] == "multi-user.target"


def test_the_screen_is_started_anew_when_its_picture_stands_still() -> None:
    service = Unit("displayd.service")["Service"]

    assert service["Type"] == "notify"
    assert service["WatchdogSec"] == "30"
    assert int(service["TimeoutStopSec"]) <= 10


def test_the_screen_reaches_what_it_needs_as_an_ordinary_user() -> None:
    text = (FOLDER / "displayd.service").read_text()
    service = Unit("displayd.service")["Service"]

    sysusers = (ROOT / "provisioning/debian/displayd.sysusers").read_text()
    assert set(re.findall(r"^m displayd (\S+)$", sysusers, re.MULTILINE)) == {"video", "render", "input"}
    assert set(re.findall(r"^DeviceAllow=(\S+) rw$", text, re.MULTILINE)) == {"char-226", "char-input", "char-tty"}
    assert {"AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK"} == set(service["RestrictAddressFamilies"].split())
    assert service["User"] == "displayd"
    assert service["CapabilityBoundingSet"] == ""
    assert "SDL_VIDEODRIVER=kmsdrm" in text


def test_twenty_thousand_screens_may_wait_at_the_hub() -> None:
    descriptors = int(Unit("displayd-hub.service")["Service"]["LimitNOFILE"])

    # One that waits, one with a report, and one that a proxy has not closed yet.
    assert most_connections(descriptors) >= 3 * 20_000


def test_the_splash_comes_with_the_first_services_and_nothing_waits_for_it() -> None:
    unit = Unit("displayd-splash.service")

    assert unit["Unit"]["DefaultDependencies"] == "no"
    assert "After" not in unit["Unit"]
    assert unit["Install"]["WantedBy"] == "sysinit.target"
    assert (unit["Service"]["User"], unit["Service"]["DeviceAllow"]) == ("displayd", "char-226 rw")
