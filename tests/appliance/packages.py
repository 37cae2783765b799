"""The Debian packages of this checkout, and a fresh Debian to install them on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.appliance.chroot import Chroot

__all__ = ["built_packages", "satisfy"]

ROOT = Path(__file__).parent.parent.parent


def built_packages(folder: Path, *options: str) -> dict[str, Path]:
    """The packages by name, freshly built into `folder`."""
    command = [str(ROOT / "provisioning/build-deb"), "--output", str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return {Path(line).name.partition("_")[0]: Path(line) for line in done.stdout.splitlines()}


def satisfy(chroot: Chroot) -> None:
    """Install all that the packages in /root depend on, and nothing of ours."""
    depends = chroot.shell(r"for name in /root/*.deb; do dpkg-deb --field $name Depends; done")
    others = [one for line in depends.splitlines() for one in line.split(", ") if not one.startswith("displayd ")]
    chroot.run("apt-get", "satisfy", "--quiet", "--yes", ", ".join(others), seconds=1200, with_network=True)
    chroot.shell("apt-get clean")
