"""A Debian in a folder, started: systemd is its first process, and runs units as on a machine of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.appliance.chroot import Chroot, run
from tests.appliance.patience import eventually

__all__ = ["AN_ADDRESS", "Booted", "booted"]

AN_ADDRESS = "192.0.2.1"
"""An address of the machine that is not loopback. Source: RFC 5737, for documentation."""

# A control group of its own, which systemd takes for the root of all. `$1` is an empty folder, `$2` the group's name.
GROUPED = """
mount --make-rprivate /
mount -t cgroup2 cgroup2 "$1"
mkdir "$1/$2"
echo $$ > "$1/$2/cgroup.procs"
umount "$1"
exec unshare --mount --pid --net --ipc --uts --cgroup --fork --kill-child sh -ec "$3" first "$4"
"""

# The mounts that a container gets, and nothing of the host's devices but those that are none.
# Source: https://systemd.io/CONTAINER_INTERFACE
FIRST = f"""
mount --make-rprivate /
root=$1
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755,nosuid tmpfs "$root/dev"
for name in null zero full random urandom tty; do cp -a "/dev/$name" "$root/dev/"; done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
ip link set lo up
ip address add {AN_ADDRESS}/24 dev lo
cd "$root"
pivot_root . mnt
umount -l /mnt
exec env -i container=unshare PATH=/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
"""

# Removes the control group with those that systemd has made in it.
UNGROUPED = """
mount --make-rprivate /
mount -t cgroup2 cgroup2 "$1"
find "$1/$2" -depth -type d -exec rmdir {} +
umount "$1"
"""


class Booted:
    """A running Debian."""

    def __init__(self, process_id: int) -> None:
        """Args: process_id: of its first process, as this computer counts."""
        self._process_id = process_id

    def shell(self, script: str, seconds: float = 300) -> str:
        """What `script` prints, run by root."""
        clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"]
        return run(
            ["nsenter", "--target", str(self._process_id), "--all", *clean, "bash", "-euc", script], seconds
        ).rstrip("\n")

    def log_of(self, unit: str) -> str:
        """What a unit has said since it was started last."""
        start = self.shell(f"systemctl show --property=InvocationID --value {unit}")
        return self.shell(f"journalctl --no-pager --output=cat _SYSTEMD_INVOCATION_ID={start}") if start else ""


@contextlib.contextmanager
def booted(chroot: Chroot) -> Iterator[Booted]:
    """The Debian of `chroot` as a machine without a network, killed at the end."""
    name = f"displayd-{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="displayd-") as folder:
        words = ["unshare", "--mount", "sh", "-ec", GROUPED, "grouped", folder, name, FIRST, str(chroot.root)]
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            machine = Booted(eventually(lambda: _first_process(process), 30, "the first process"))
            eventually(
                lambda: _has_started(machine), 120, lambda: machine.shell("systemctl list-jobs; systemctl --failed")
            )
            yield machine
        finally:
            process.kill()
            process.wait()
            gone = ["unshare", "--mount", "sh", "-ec", UNGROUPED, "ungrouped", folder, name]
            eventually(lambda: subprocess.run(gone, check=False, capture_output=True).returncode == 0, 60, "its end")


def _first_process(process: subprocess.Popen[bytes]) -> int:
    """The child of `process` that has become systemd; 0 for not yet."""
    assert process.poll() is None, "it has not started; what it said is above"
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                return int(child)
    return 0


def _has_started(machine: Booted) -> bool:
    # "degraded" is a machine that has started as well.
    return machine.shell("systemctl is-system-running 2>&1 || true") in ("running", "degraded")
