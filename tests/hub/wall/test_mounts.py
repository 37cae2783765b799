"""Which machines have files that may never answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.hub.wall.mounts import may_hang

LOCAL = """\
22 27 0:20 / /sys rw,nosuid - sysfs sysfs rw
23 27 0:21 / /proc rw - proc proc rw
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:31 / /sys/fs/fuse/connections rw shared:14 - fusectl fusectl rw
31 27 0:40 / /srv/my\\040nfs rw - tmpfs fuse.sshfs rw
"""


@pytest.mark.parametrize(
    ("line", "may"),
    [
        ("", False),
        ("90 27 0:50 / /srv/wall rw shared:9 - fuse.sshfs office:/wall rw,user_id=0", True),
        ("90 27 0:50 / /srv/wall rw - fuse /dev/fuse rw", True),
        ("90 27 0:50 / /srv/wall rw - nfs4 office:/wall rw,vers=4.2", True),
        ("90 27 0:50 / /srv/wall rw master:3 propagate_from:2 - cifs //office/wall rw", True),
        ("90 27 0:50 / /proc/cpuinfo rw - fuse.lxcfs lxcfs rw", False),
        ("90 27 0:50 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw", False),
    ],
)
def test_disks_of_other_programs_and_machines_may(line: str, may: bool, tmp_path: Path) -> None:
    (tmp_path / "mountinfo").write_text(f"{LOCAL}{line}\n")

    assert may_hang(tmp_path / "mountinfo") is may


def test_where_that_cannot_be_told_they_may(tmp_path: Path) -> None:
    assert may_hang(tmp_path / "mountinfo")
