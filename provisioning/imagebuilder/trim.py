"""What a dashboard needs nothing of: left out of the root file system after the packages are installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from provisioning.imagebuilder.commands import output_of

__all__ = ["Trimmed", "trim"]

LEFTOVERS = (
    "etc/apt/sources.list",
    "etc/apt/sources.list.d/*",
    "etc/ssh/ssh_host_*",
    "etc/cron.d/*",
    "etc/cron.daily/*",
    "initrd.img.old",
    "vmlinuz.old",
    "var/cache/*",
    "var/lib/apt/lists/*",
    "var/lib/dbus/machine-id",
    "var/log/*",
    "tmp/*",
    "run/*",
    "dev/*",
)
"""What building leaves behind: the archives it was built from, keys and identities that must be each machine's own."""

NEVER_LOADED = (
    # pygame's package depends on it; the screen never imports it.
    "usr/lib/python3/dist-packages/numpy*",
    "usr/lib/*/blas",
    "usr/lib/*/lapack",
    "usr/lib/*/libgfortran.so*",
    # pygame's sound, its own fonts and its examples.
    "usr/lib/python3/dist-packages/pygame/examples",
    "usr/lib/python3/dist-packages/pygame/docs",
    "usr/lib/python3/dist-packages/pygame/tests",
    "usr/share/fonts/*/freefont",
    # Nothing is set in letters with serifs, and those of East Asia are more than half of that package.
    "usr/share/fonts/*/noto/NotoSerifCJK*",
    # Copies of what is on the FAT partition.
    "usr/lib/linux-image-*",
    "usr/lib/raspi-firmware",
    # Names for thousands of devices that nobody plugs into a TV.
    "usr/lib/udev/hwdb.*",
    "usr/lib/python3*/test",
    "usr/lib/python3*/ensurepip",
    "usr/lib/python3*/lib2to3",
    "usr/lib/python3*/idlelib",
    "usr/lib/*/gconv",
    "usr/share/X11/locale",
    "usr/share/zsh",
    "usr/share/bash-completion",
)

GRAPHICS = (
    "usr/lib/*/libLLVM*.so*",
    "usr/lib/*/libgallium-*.so",
    "usr/lib/*/libz3.so*",
    "usr/lib/*/dri",
    "usr/lib/*/gbm",
    "usr/lib/*/libEGL*.so*",
    "usr/lib/*/libGLES*.so*",
    "usr/share/glvnd",
)
"""OpenGL: Mesa with the compiler that it needs where no GPU is. Without it the kernel shows the picture."""

DRIVERS_LEFT_OUT = (
    "drivers/accel",
    "drivers/ata",
    "drivers/bluetooth",
    "drivers/comedi",
    "drivers/gpu/drm",
    "drivers/hwmon",
    "drivers/iio",
    "drivers/infiniband",
    "drivers/isdn",
    "drivers/media",
    "drivers/message",
    "drivers/misc",
    "drivers/mtd",
    "drivers/net",
    "drivers/nfc",
    "drivers/scsi",
    "drivers/staging",
    "drivers/target",
    "drivers/video",
    "fs",
    "net",
    "sound",
)
"""Folders of kernel modules, below `kernel/`, of which only those in `DRIVERS_KEPT` stay."""

DRIVERS_KEPT = (
    # Displays: Raspberry Pi, emulated machines.
    "drivers/gpu/drm/*.ko*",
    "drivers/gpu/drm/vc4",
    "drivers/gpu/drm/v3d",
    "drivers/gpu/drm/virtio",
    "drivers/gpu/drm/tiny",
    "drivers/media/cec",
    "drivers/media/rc/rc-core.ko*",
    # Cables: on the board, on USB, emulated.
    "drivers/net/*.ko*",
    "drivers/net/ethernet/broadcom/genet",
    "drivers/net/ethernet/cadence",
    "drivers/net/ethernet/intel/e1000*",
    "drivers/net/mdio",
    "drivers/net/pcs",
    "drivers/net/phy",
    "drivers/net/usb",
    # Radios whose firmware comes along, and the emulated one of the tests.
    "drivers/net/wireless/broadcom/brcm80211",
    "drivers/net/wireless/virtual",
    # Disks.
    "drivers/scsi/scsi_*.ko*",
    "drivers/scsi/sd_mod.ko*",
    "drivers/ata/ahci.ko*",
    "drivers/misc/eeprom",
    "drivers/misc/rp1",
    "fs/autofs",
    "fs/ext4",
    "fs/fat",
    "fs/jbd2",
    "fs/mbcache.ko*",
    "fs/nls",
    "fs/overlayfs",
    "fs/squashfs",
    "net/core",
    "net/ipv6",
    "net/mac80211",
    "net/netfilter",
    "net/packet",
    "net/rfkill",
    "net/wireless",
)
"""Modules kept, with all modules that these need."""


class Trimmed(NamedTuple):
    """How much was taken away."""

    size_bytes: int


def trim(root: Path, *, has_graphics: bool) -> Trimmed:
    """Take out of `root` what no screen uses.

    Args:
        has_graphics: True when OpenGL stays.
    """
    patterns = [*LEFTOVERS, *NEVER_LOADED, *(() if has_graphics else GRAPHICS)]
    gone = [path for pattern in patterns for path in root.glob(pattern)]
    for modules in root.glob("usr/lib/modules/*"):
        gone += _unused_modules(modules)
    size = sum(_removed(path) for path in gone)
    for modules in root.glob("usr/lib/modules/*"):
        output_of(["depmod", "-b", root / "usr" if not (root / "lib").is_symlink() else root, modules.name])
    return Trimmed(size)


def _unused_modules(modules: Path) -> Iterator[Path]:
    """Kernel modules of a release in `modules` that stand in a folder left out and that no kept one needs."""
    kernel = modules / "kernel"
    needs = _needs((modules / "modules.dep").read_text("utf-8"))
    left_out = {path for folder in DRIVERS_LEFT_OUT for path in _modules_below(kernel / folder)}
    kept = {path for pattern in DRIVERS_KEPT for found in kernel.glob(pattern) for path in _modules_below(found)}
    staying = kept | {path for name in needs if (path := modules / name) not in left_out}
    for path in list(staying):
        staying |= {modules / name for name in needs.get(str(path.relative_to(modules)), ())}
    yield from sorted(left_out - staying)


def _modules_below(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from path.rglob("*.ko*")
    elif path.exists():
        yield path


def _needs(dependencies: str) -> Mapping[str, tuple[str, ...]]:
    """What each module needs, directly and by way of others, from the text of `modules.dep`.

    Source: modules.dep(5).
    """
    lines = (line.partition(":") for line in dependencies.splitlines())
    return {name: tuple(others.split()) for name, _, others in lines}


def _removed(path: Path) -> int:
    """Remove `path`; how many bytes it had."""
    if path.is_dir() and not path.is_symlink():
        size = sum(file.lstat().st_size for file in path.rglob("*") if not file.is_dir())
        shutil.rmtree(path)
        return size
    if path.is_symlink() or path.exists():
        size = path.lstat().st_size
        path.unlink()
        return size
    return 0
