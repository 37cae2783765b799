"""Second stage: the product on the root file system, and the disk image. Only Python is emulated."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from provisioning.imagebuilder.commands import output_of, run
from provisioning.imagebuilder.disk import LAYOUT
from provisioning.imagebuilder.errors import BuildError
from provisioning.imagebuilder.lists import PROVISIONING
from provisioning.imagebuilder.trim import trim

__all__ = ["boot_files", "install_product", "kernel_files", "unpack"]

IMAGE_UNITS = ("displayd-configure.service", "displayd-splash.service")
"""Units of ours that only an image has: they take the whole machine for the screen."""

ENABLED = (
    "displayd.service",
    "displayd-data.service",
    *IMAGE_UNITS,
    "systemd-networkd.service",
    "systemd-resolved.service",
    "systemd-timesyncd.service",
)
"""Units that start with the machine, besides those that enable themselves."""

UPDATE_UNITS = ("displayd-good.path", "displayd-deadline.timer", "displayd-update.timer")
"""Units that keep the machine up to date; in an image that takes no updates they have nothing to do."""

MASKED = (
    # They ask for a log-in or listen.
    "console-getty.service",
    "getty@tty1.service",
    "serial-getty@.service",
    "ssh.service",
    "ssh.socket",
    "sshd-unix-local.socket",
    "sshd-vsock.socket",
    # They write to the card, or would like to.
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "ldconfig.service",
    "systemd-firstboot.service",
    "systemd-hwdb-update.service",
    "systemd-journal-catalog-update.service",
    "systemd-journal-flush.service",
    "systemd-machine-id-commit.service",
    "systemd-networkd-persistent-storage.service",
    "systemd-update-done.service",
    # Nobody logs in, and nothing waits for the network.
    "systemd-logind.service",
    "systemd-networkd-wait-online.service",
    "systemd-user-sessions.service",
    "wpa_supplicant.service",
    # A Pi has no TPM, no EFI variables and no foreign programs.
    "modprobe@dm_mod.service",
    "modprobe@efi_pstore.service",
    "modprobe@fuse.service",
    "proc-sys-fs-binfmt_misc.automount",
    "systemd-binfmt.service",
    "systemd-pcrphase.service",
    "systemd-pcrphase-sysinit.service",
    "systemd-pstore.service",
    "systemd-tpm2-setup.service",
    "systemd-tpm2-setup-early.service",
)
"""Units that never start."""

QUIET = (
    "quiet loglevel=3 systemd.show_status=false vt.global_cursor_default=0 logo.nologo consoleblank=0 net.ifnames=0"
    " fsck.mode=auto"
)
"""Kernel options that keep the TV black until the splash, and the names of network devices simple."""

CONSOLES = {"arm64": "console=ttyS1,115200 console=ttyAMA0,115200 cma=160M", "amd64": "console=ttyS0,115200"}
"""Where the kernel's messages go: never to the TV. On a Pi, memory for two pictures of a 4K TV."""

HOST_NAME = "displayd-screen"

_FIRMWARE = ("*.dtb", "*.bin", "*.dat", "*.elf", "overlays/*")

# Where newer kernels keep device trees; the firmware's package knows of the older place only.
_DEVICE_TREES = "usr/lib/modules/*/dtb/broadcom/bcm2[78]*-rpi-*.dtb"


def unpack(tar: Path, root: Path) -> None:
    """Unpack the root file system in `tar` to the new folder `root`."""
    root.mkdir(parents=True)
    run(["tar", "-C", root, "--numeric-owner", "--exclude=./dev/*", "-xf", tar])


def install_product(
    root: Path, deb: Path, architecture: str, version: str, *, has_graphics: bool, update_ca: Path | None
) -> None:
    """Put the product on the root file system below `root`.

    Args:
        deb: the package of the screen.
        architecture: `arm64` or `amd64`.
        version: of the image.
        has_graphics: True when OpenGL stays.
        update_ca: certificate (PEM) of whoever may sign updates; None for an image that takes none.

    Raises:
        BuildError: something in it does not fit.
    """
    run(["dpkg-deb", "-x", deb, root])
    # Their manuals were left out of all other packages too.
    for part in ("man", "doc"):
        for path in (root / "usr/share" / part).glob("**/displayd*"):
            if path.is_file() and path.name != "copyright":
                path.unlink()
    for unit in IMAGE_UNITS:
        shutil.copyfile(PROVISIONING.parent / "systemd" / unit, root / "usr/lib/systemd/system" / unit)
    run(["cp", "-R", "--no-preserve=mode,ownership", f"{PROVISIONING / 'overlay'}/.", root])
    for script in (root / "usr/lib/displayd").glob("*"):
        script.chmod(0o755)
    run(["systemd-sysusers", f"--root={root}"])
    _fill_in(root, architecture)
    if update_ca is not None:
        (root / "etc/rauc").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(update_ca, root / "etc/rauc/ca.pem")
    _set_up_units(root)
    _identify(root, version)
    trim(root, has_graphics=has_graphics)
    _compile(root)


def boot_files(root: Path, folder: Path, architecture: str, version: str, settings: Mapping[str, bytes]) -> None:
    """Fill the new `folder` with what goes on the FAT partition, and empty its place below `root`.

    Args:
        settings: names and contents of the screen's own files, `displayd.yaml` above all.
    """
    folder.mkdir()
    firmware = root / "boot/firmware"
    if architecture == "arm64":
        for pattern in _FIRMWARE:
            for path in firmware.glob(pattern):
                target = folder / path.relative_to(firmware)
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(path, target)
        for path in root.glob(_DEVICE_TREES):
            shutil.copyfile(path, folder / path.name)
        shutil.copyfile(root / "usr/lib/u-boot/rpi_arm64/u-boot.bin", folder / "u-boot.bin")
        shutil.copyfile(PROVISIONING / "config.txt", folder / "config.txt")
    shutil.rmtree(firmware, ignore_errors=True)
    shutil.rmtree(root / "usr/lib/u-boot", ignore_errors=True)
    firmware.mkdir()
    script = (PROVISIONING / "boot.cmd").read_text("utf-8")
    script = script.replace("@CONSOLE@", CONSOLES[architecture]).replace("@QUIET@", QUIET)
    plain = folder.parent / "boot.cmd"
    plain.write_text(script)
    name = f"displayd {version}"
    kind = "arm64" if architecture == "arm64" else "x86"
    run(["mkimage", "-A", kind, "-T", "script", "-C", "none", "-n", name, "-d", plain, folder / "boot.scr"])
    shutil.copyfile(PROVISIONING / "card-readme.txt", folder / "README.txt")
    for file, content in settings.items():
        (folder / file).write_bytes(content)


def kernel_files(root: Path) -> tuple[Path, Path]:
    """The kernel and its initial RAM disk below `root`."""
    kernels = sorted((root / "boot").glob("vmlinuz-*"))
    ramdisks = sorted((root / "boot").glob("initrd.img-*"))
    if len(kernels) != 1 or len(ramdisks) != 1:
        raise BuildError(f"there are {len(kernels)} kernels and {len(ramdisks)} RAM disks in the image, not one")
    return kernels[0], ramdisks[0]


def _fill_in(root: Path, architecture: str) -> None:
    """Put numbers that only the image knows in the places that wait for them."""
    group = re.search(r"^displayd:[^:]*:(\d+):", (root / "etc/group").read_text("utf-8"), re.MULTILINE)
    if group is None:
        raise BuildError("the package makes no group displayd")
    known = {
        "@DISPLAYD_GID@": group[1],
        "@FAT_BYTES@": str(LAYOUT.fat),
        "@ENV_BYTES@": str(LAYOUT.env),
        "@ROOT_BYTES@": str(LAYOUT.root),
        "@COMPATIBLE@": f"displayd-{architecture}",
    }
    for name in ("fstab", "repart.d/*.conf", "rauc/system.conf"):
        for path in (root / "etc").glob(name):
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"@[A-Z_]+@", lambda match: known[match[0]], text))


def _set_up_units(root: Path) -> None:
    output_of(["systemctl", "--quiet", f"--root={root}", "enable", *ENABLED, *UPDATE_UNITS])
    for unit in MASKED:
        link = root / "etc/systemd/system" / unit
        link.unlink(missing_ok=True)
        link.symlink_to("/dev/null")


def _identify(root: Path, version: str) -> None:
    """Say what this is, and leave out what must be each machine's own."""
    (root / "etc/machine-id").write_text("")
    (root / "etc/hostname").write_text(f"{HOST_NAME}\n")
    (root / "etc/resolv.conf").unlink(missing_ok=True)
    # The real servers, as no stub listens.
    (root / "etc/resolv.conf").symlink_to("/run/systemd/resolve/resolv.conf")
    (root / "data").mkdir()
    release = root / "usr/lib/os-release"
    text = release.read_text("utf-8")
    release.write_text(f"{text}IMAGE_ID=displayd\nIMAGE_VERSION={version}\n")


def _compile(root: Path) -> None:
    """Byte-compile the product in advance, as Debian's packages are: the root file system is read-only later.

    The image's own Python does it, started by its own loader, so that neither a chroot nor the same version of Python
    is needed here.
    """
    python = next(root.glob("usr/bin/python3.[0-9]*"))
    loader = next(iter([*root.glob("lib64/ld-linux-*"), *root.glob("usr/lib/ld-linux-*")]))
    libraries = ":".join(str(path) for path in root.glob("usr/lib/*-linux-gnu") if path.is_dir())
    started: list[str | Path] = [loader, "--library-path", libraries, python, "-S", "-m", "compileall"]
    # What is installed never changes, so nobody needs to compare times at each start.
    options: list[str | Path] = ["-q", "-s", root, "--invalidation-mode", "unchecked-hash"]
    environment = {"PYTHONHOME": str(root / "usr"), "PYTHONDONTWRITEBYTECODE": ""}
    run([*started, *options, root / "usr/lib/python3/dist-packages/displayd"], environment=environment)
