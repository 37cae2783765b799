"""The programs of this machine that building needs, and the packages that bring them."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from provisioning.imagebuilder.errors import BuildError

__all__ = ["check_tools", "missing_packages"]

PROGRAMS = {
    "mmdebstrap": "mmdebstrap",
    "dpkg-deb": "dpkg",
    "mkfs.ext4": "e2fsprogs",
    "mkfs.vfat": "dosfstools",
    "mcopy": "mtools",
    "genimage": "genimage",
    "mkimage": "u-boot-tools",
    "depmod": "kmod",
    "systemd-sysusers": "systemd",
    "tar": "tar",
}
"""Program and its package, for every image."""

COMPRESSORS: dict[str, dict[str, str]] = {"xz": {"xz": "xz-utils"}, "zst": {"zstd": "zstd"}, "none": {}}
"""Program and its package, for each way to compress an image."""

MODULES = {"rich": "python3-rich", "yaml": "python3-yaml"}
"""Python module and its package."""

ARCHIVE_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def missing_packages(*, is_foreign: bool, compression: str, is_signed: bool) -> list[str]:
    """Packages to install before an image can be built, in alphabetical order.

    Args:
        is_foreign: True for an image of another architecture than this machine's.
        compression: how the image is compressed: `xz`, `zst` or `none`.
        is_signed: True when an update bundle is made too.
    """
    programs = PROGRAMS | COMPRESSORS[compression]
    if is_signed:
        programs |= {"rauc": "rauc", "mksquashfs": "squashfs-tools"}
    if os.geteuid() != 0:
        programs |= {"fakeroot": "fakeroot", "newuidmap": "uidmap"}
    if is_foreign:
        programs["arch-test"] = "arch-test"
    missing = {package for program, package in programs.items() if shutil.which(program, path=_path()) is None}
    missing |= {package for module, package in MODULES.items() if importlib.util.find_spec(module) is None}
    if not ARCHIVE_KEYS.exists():
        missing.add("debian-archive-keyring")
    return sorted(missing)


def check_tools(missing: Iterable[str]) -> None:
    """Nothing, when nothing is missing.

    Raises:
        BuildError: something is, with the one line that installs it.
    """
    if packages := " ".join(missing):
        raise BuildError(
            f"these packages are missing: {packages}", f"sudo apt install --no-install-recommends {packages}"
        )


def _path() -> str:
    """Where programs are: Debian's ordinary users have no path to those for administrators."""
    return f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"
