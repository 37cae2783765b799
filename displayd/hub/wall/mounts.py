"""Whether there are file systems on this machine that another program, or another machine, answers for."""

from __future__ import annotations

from pathlib import Path

__all__ = ["may_hang"]

MOUNTS = Path("/proc/self/mountinfo")

# FUSE, also that of a virtual machine's host, and network disks. `fusectl` only tells of the others.
_KINDS = ("fuse", "virtiofs", "9p", "nfs", "cifs", "smb", "ceph", "afs", "lustre", "gpfs", "ocfs2", "gfs2")
_CONTROL = "fusectl"

# What containers and desktops have there is never a wall folder.
_ELSEWHERE = ("/proc/", "/sys/", "/run/user/")


def may_hang(mounts: Path = MOUNTS) -> bool:
    """Whether a file on this machine may never answer; True where that cannot be told. Touches none of them."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return True
    return any(_is_of_others(line) for line in lines)


def _is_of_others(line: str) -> bool:
    """Source: proc_pid_mountinfo(5): the fifth field is where it is mounted, the first after `-` its kind."""
    mount, _, source = line.partition(" - ")
    place, kind = (mount.split() + [""] * 5)[4], source.partition(" ")[0]
    return kind.startswith(_KINDS) and kind != _CONTROL and not f"{place}/".startswith(_ELSEWHERE)
