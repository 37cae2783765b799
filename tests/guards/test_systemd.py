"""The units: systemd understands them, they never give up, and they may do little."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from displayd.hub.connections.descriptors import most_connections
from displayd.hub.database_url import Database
from displayd.hub.settings import Tls
from tests.hub.walls import wall

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
    ("name", "most"), [("displayd.service", 1.7), ("displayd-hub.service", 2.0), ("displayd-splash.service", 0.7)]
)
def test_a_unit_is_exposed_to_little(name: str, most: float) -> None:
    checked = analyze("security", "--offline=true", "--no-pager", str(FOLDER / name))

    match = re.search(r"Overall exposure level for \S+: ([\d.]+)", checked.stdout)
    assert match, checked.stderr
    assert float(match[1]) <= most


def allowed_calls(name: str) -> set[str]:
    """System calls that a unit's filters leave, applied one after the other as systemd.exec(5) says."""
    allowed: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", (FOLDER / name).read_text(), re.MULTILINE):
        calls = set().union(*map(calls_of, line.lstrip("~").split()))
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed


def calls_of(word: str) -> set[str]:
    """The system calls that `word` of a filter stands for."""
    if not word.startswith("@"):
        return {word}
    listed = analyze("syscall-filter", word).stdout.splitlines()[1:]
    return set().union(
        *(calls_of(line.strip()) for line in listed if line.strip() and not line.strip().startswith("#"))
    )


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_asks_the_kernel_about_its_clock_and_never_sets_it(name: str) -> None:
    service = Unit(name)["Service"]

    allowed = allowed_calls(name)

    assert {"adjtimex", "clock_adjtime", "clock_adjtime64"} <= allowed
    assert not {"settimeofday", "clock_settime", "clock_settime64", "stime"} & allowed
    # It forbids to ask as well.
    assert "ProtectClock" not in service
    # What is left of the two calls without it only reads.
    assert "CAP_SYS_TIME" not in service["CapabilityBoundingSet"]
    assert "CAP_SYS_TIME" not in service.get("AmbientCapabilities", "")


@pytest.mark.parametrize("name", UNITS)
def test_behind_a_units_filter_the_kernel_says_what_it_says_without(name: str) -> None:
    calls = sorted(allowed_calls(name))

    told = subprocess.run(
        [sys.executable, "-c", BEHIND_FILTER, *calls], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT
    )

    # Both ways of setting: the call that is for it, and the one that reads, told to set.
    assert told.stdout.split() == ["asked", "True", "set", "False", "adjusted", "False"]


# Filters itself as systemd does, with the same library; the calls are its arguments.
BEHIND_FILTER = """
import ctypes, sys, time
libc, seccomp = ctypes.CDLL(None, use_errno=True), ctypes.CDLL("libseccomp.so.2")
seccomp.seccomp_init.restype = ctypes.c_void_p
refuse, allow = 0x00050000 | 1, 0x7FFF0000
rules = ctypes.c_void_p(seccomp.seccomp_init(refuse))
for name in sys.argv[1:]:
    number = seccomp.seccomp_syscall_resolve_name(name.encode())
    if number >= 0:
        assert seccomp.seccomp_rule_add_array(rules, allow, number, 0, None) == 0, name
no_capabilities = (ctypes.c_uint32 * 6)()
assert libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), no_capabilities) == 0
assert seccomp.seccomp_load(rules) == 0
timex = ctypes.create_string_buffer(512)
asked = libc.adjtimex(timex) != -1
try:
    time.clock_settime(time.CLOCK_REALTIME, time.time())
    is_set = True
except PermissionError:
    is_set = False
# ADJ_TICK, with the value that it has.
timex[0], timex[1] = 0, 0x40
print("asked", asked, "set", is_set, "adjusted", libc.adjtimex(timex) != -1)
"""


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
    # The last is the decoder of films on boards that have one.
    devices = {"char-226", "char-input", "char-tty", "char-video4linux"}
    assert set(re.findall(r"^DeviceAllow=(\S+) rw$", text, re.MULTILINE)) == devices
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


@pytest.mark.parametrize(("name", "folders"), [("displayd", ["lib", "cache"]), ("displayd-hub", ["lib"])])
def test_a_unit_starts_where_its_folders_cannot_be_made(name: str, folders: list[str]) -> None:
    """A step of systemd's own that fails (238/STATE_DIRECTORY) starts nothing; one with `-` and a path with `-` do."""
    text = (FOLDER / f"{name}.service").read_text()
    paths = [f"/var/{folder}/{name}" for folder in folders]
    before = re.findall(r"^ExecStartPre=(\S+) (.*)$", text, re.MULTILINE)

    assert not re.search(r"^(State|Cache|Logs|Configuration)Directory", text, re.MULTILINE)
    assert [command for command, _ in before] == ["-+/usr/bin/install", "-+/usr/bin/chown"]
    assert all(words.split()[-len(paths) :] == paths for _, words in before)
    assert re.findall(r"^ReadWritePaths=(.*)$", text, re.MULTILINE) == [" ".join(f"-{path}" for path in paths)]
    assert f"\nEnvironment=STATE_DIRECTORY={paths[0]}\n" in text


def test_the_drop_in_of_the_docs_hands_the_hub_what_its_settings_ask_for(tmp_path: Path) -> None:
    docs = (ROOT / "docs/operations.md").read_text()
    found = re.search(
        r"<!-- tested: drop-in for displayd-hub.service -->\n```ini\n(.*?)```\n\n```yaml\n(.*?)```", docs, re.DOTALL
    )
    assert found
    drop_in, settings = found[1], found[2]
    folder = tmp_path / "displayd-hub.service.d"
    folder.mkdir()
    (folder / "override.conf").write_text(drop_in)
    command = "ExecStart=/bin/true --cert ${CREDENTIALS_DIRECTORY}/hub.pem"
    text = (FOLDER / "displayd-hub.service").read_text()
    text = re.sub(r"^ExecStart=/usr/bin/displayd.*$", lambda _: command, text, flags=re.MULTILINE)
    (tmp_path / "displayd-hub.service").write_text(text)

    checked = analyze("verify", "--man=no", str(tmp_path / "displayd-hub.service"))
    handed = set(re.findall(r"^LoadCredential=([^:]+):/", drop_in, re.MULTILINE))
    read = wall({"hub.yaml": settings}).settings

    assert "displayd-hub.service" not in checked.stderr
    assert checked.returncode == 0
    assert isinstance(read.tls, Tls)
    assert read.tls.key is not None
    assert isinstance(read.database, Database)
    assert read.database.password is not None
    names = {Path(file).name for file in (read.tls.certificate, read.tls.key)} | {read.database.password.credential}
    assert {Path(file).parent for file in (read.tls.certificate, read.tls.key)} == {
        Path("/run/credentials/displayd-hub.service")
    }
    assert names == handed
