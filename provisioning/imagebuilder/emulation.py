"""Running another architecture's programs: Debian's packages set themselves up with programs of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from provisioning.imagebuilder.commands import output_of, run
from provisioning.imagebuilder.errors import BuildError
from provisioning.imagebuilder.mirror import COMPONENTS, Mirrors
from provisioning.imagebuilder.tools import ARCHIVE_KEYS

__all__ = ["host_architecture", "make_runnable"]

BINFMT = Path("/proc/sys/fs/binfmt_misc")

# Magic and mask of an ELF program for 64-bit ARM, as Debian registers it.
# Source: qemu-user's /usr/share/qemu/binfmt.d/qemu-aarch64.conf.
AARCH64_MAGIC = r"\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00"
AARCH64_MASK = r"\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff"

# Debian 12's emulator takes more than twice as long as the one of its backports; both are linked statically.
SLOW_SUITE = "bookworm"


def host_architecture() -> str:
    """This machine's architecture as Debian calls it."""
    return output_of(["dpkg", "--print-architecture"]).strip()


def make_runnable(architecture: str, mirrors: Mirrors, cache: Path) -> None:
    """See to it that the kernel runs programs of `architecture`.

    Args:
        cache: folder in which an emulator may be kept.

    Raises:
        BuildError: it does not, and only an administrator can change that.
    """
    if architecture == host_architecture() or _runs(architecture):
        return
    hint = "install qemu-user-static (Debian 12) or qemu-user-binfmt (later), or build as root"
    if architecture != "arm64" or os.geteuid() != 0:
        raise BuildError(f"this machine runs no programs for {architecture}", hint)
    register = BINFMT / "register"
    if not register.exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", str(BINFMT)], check=False, capture_output=True)
    emulator = _emulator(mirrors, cache)
    try:
        # The kernel keeps the program open (F), so that it serves inside other root file systems too.
        register.write_text(f":qemu-aarch64:M::{AARCH64_MAGIC}:{AARCH64_MASK}:{emulator}:OPF")
    except OSError as exc:
        raise BuildError(f"this machine does not take an emulator for {architecture}: {exc.strerror}", hint) from exc
    if not _runs(architecture):
        raise BuildError(f"{emulator} does not run programs for {architecture}", hint)


def _runs(architecture: str) -> bool:
    return subprocess.run(["arch-test", architecture], check=False, capture_output=True).returncode == 0


def _emulator(mirrors: Mirrors, cache: Path) -> Path:
    kept = cache / "qemu-aarch64"
    if kept.exists():
        return kept
    if _codename() == SLOW_SUITE:
        _fetch(mirrors, kept)
        return kept
    for name in ("qemu-aarch64", "qemu-aarch64-static"):
        if (found := shutil.which(name)) is not None:
            return Path(found)
    raise BuildError("there is no emulator for arm64", "sudo apt install --no-install-recommends qemu-user")


def _fetch(mirrors: Mirrors, kept: Path) -> None:
    """Take the emulator out of the package in this release's backports, whose signature apt checks."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("lists/partial", "cache/archives/partial"):
            (folder / part).mkdir(parents=True)
        (folder / "status").touch()
        (folder / "sources.list").write_text(
            f"deb [signed-by={ARCHIVE_KEYS}] {mirrors.main} {SLOW_SUITE}-backports {COMPONENTS}\n"
        )
        settings = {
            "Dir::Etc::sourcelist": folder / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State::lists": folder / "lists",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            "APT::Sandbox::User": "root",
        }
        options = [f"-o{key}={value}" for key, value in settings.items()]
        run(["apt-get", *options, "update"])
        run(["apt-get", *options, "download", "qemu-user"], folder=folder)
        run(["dpkg-deb", "-x", next(folder.glob("qemu-user_*.deb")), folder / "unpacked"])
        unfinished = kept.with_suffix(".part")
        shutil.copy(folder / "unpacked/usr/bin/qemu-aarch64", unfinished)
        unfinished.rename(kept)


def _codename() -> str:
    lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    return dict(line.partition("=")[::2] for line in lines).get("VERSION_CODENAME", "")
