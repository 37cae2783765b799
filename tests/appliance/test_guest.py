"""Inside a screen that shows its dashboard: nothing listens, nothing is written, what hangs starts anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.appliance.image import Image, new_folder
from tests.appliance.machine import Hardware
from tests.appliance.packets import destinations, recorder
from tests.appliance.patience import eventually
from tests.appliance.showing import Showing, showing

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(2400)]

MOST_MEMORY_MB = 256
MOST_EXPOSURE = 1.9

# The hub, and asking for an address, names, the time and neighbours.
CONTACTED = re.compile(
    r"tcp 10\.0\.2\.100:8070|udp (255\.255\.255\.255|10\.0\.2\.2):67|(udp|tcp) 10\.0\.2\.3:53|arp|ipv6"
    r"|igmp 224\.0\.0\.\d+|udp 224\.0\.0\.251:5353|udp [\d.]+:123"
)

WRITABLE = {"tmpfs", "ramfs", "devtmpfs", "devpts", "proc", "sysfs", "cgroup2", "mqueue", "hugetlbfs", "autofs"}
WRITABLE |= {"debugfs", "tracefs", "configfs", "securityfs", "bpf", "pstore", "fusectl", "binfmt_misc", "efivarfs"}
"""File systems that are not on the card."""


@pytest.fixture(scope="module")
def screen(amd64_image: Image) -> Iterator[Showing]:
    """One screen for all tests here; each leaves it showing its dashboard."""
    folder = new_folder("guest")
    with showing(amd64_image, folder, Hardware(arguments=recorder(folder / "packets.pcap"))) as found:
        yield found


def test_nothing_listens(screen: Showing) -> None:
    sockets = screen.machine.shell.run("ss -H -tulnp").splitlines()

    # systemd-networkd keeps one open to renew its own lease; it takes answers of its DHCP server and serves nobody.
    lease = re.compile(r"udp .*:(68|546) .*systemd-network")
    assert [line for line in sockets if not lease.search(line)] == []


def test_nobody_can_log_in(screen: Showing) -> None:
    shell = screen.machine.shell
    secrets = [line.split(":")[1] for line in shell.run("cat /etc/shadow").splitlines()]

    assert secrets
    assert [secret for secret in secrets if secret not in ("*", "!", "!*", "!!")] == []
    assert shell.run("pgrep -a 'getty|sshd|login'", check=False) == ""
    assert shell.run("ls /etc/ssh/ssh_host_* /run/displayd-machine/authorized_keys 2>/dev/null", check=False) == ""


def test_every_unit_is_well(screen: Showing) -> None:
    assert screen.machine.shell.run("systemctl --failed --no-legend") == ""
    assert screen.machine.shell.run("systemctl is-system-running") == "running"


def test_service_is_hardened(screen: Showing) -> None:
    told = screen.machine.shell.run("systemd-analyze security --no-pager displayd.service", seconds=120)

    found = re.search(r"Overall exposure level for displayd\.service: ([\d.]+)", told)
    assert found is not None, told
    assert float(found[1]) <= MOST_EXPOSURE


def test_only_data_is_writable_on_the_card(screen: Showing) -> None:
    mounts = [line.split() for line in screen.machine.shell.run("findmnt -rno TARGET,FSTYPE,OPTIONS").splitlines()]

    writable = {target: kind for target, kind, options in mounts if "rw" in options.split(",") and kind not in WRITABLE}
    assert writable == {"/data": "ext4"}
    assert screen.machine.shell.run("touch /usr/x /etc/x /boot/firmware/x 2>&1; true").count("Read-only") == 3


def test_guest_needs_little_memory(screen: Showing) -> None:
    told = screen.machine.shell.run("cat /proc/meminfo")
    figures = {key: int(kib) // 1024 for key, kib in re.findall(r"^(\w+): +(\d+) kB", told, re.MULTILINE)}
    # What the kernel would not give to another program. Source: proc_meminfo(5).
    used = figures["MemTotal"] - figures["MemAvailable"]

    print(f"\nmemory: {used} MiB in use, {figures['MemAvailable']} MiB available")
    assert used <= MOST_MEMORY_MB


def test_screen_talks_to_its_hub_and_what_names_and_time_need(screen: Showing) -> None:
    path = screen.machine.folder.parent / "packets.pcap"
    mac = "52:54:00:d1:5b:01"
    sent = eventually(lambda: destinations(path, mac), 60, "packets")

    assert [where for where in sent if not CONTACTED.fullmatch(where)] == []
    assert sent["tcp 10.0.2.100:8070"] > 0


def test_program_that_hangs_is_started_anew(screen: Showing) -> None:
    shell = screen.machine.shell
    before = int(shell.run("systemctl show -P NRestarts displayd"))
    shell.run("systemctl kill --signal=STOP displayd")
    screen.change("Returns")

    screen.wait("the dashboard after the program hung")
    assert int(shell.run("systemctl show -P NRestarts displayd")) == before + 1


def test_kernel_that_hangs_is_reset_by_the_hardware(screen: Showing) -> None:
    machine = screen.machine
    machine.shell.run("sysctl -q kernel.panic=0 kernel.panic_on_oops=0")
    assert not machine.monitor.seen("WATCHDOG")
    # The shell is gone with the kernel, so nobody waits for an answer.
    machine.shell.run("(sleep 2; echo c > /proc/sysrq-trigger) > /dev/null 2>&1 &")

    eventually(lambda: machine.monitor.seen("WATCHDOG"), 180, lambda: machine.told("the watchdog"))
    machine.shell.close()
    screen.change("Visitors")
    screen.wait("the dashboard after the kernel hung")
