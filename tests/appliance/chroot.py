"""A fresh Debian in a folder, to install packages into: nothing of the host is in it but its devices."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from provisioning.imagebuilder.mirror import debian_mirrors, sources

__all__ = ["Chroot", "base_tar", "missing"]

SUITE = "trixie"

# What every installed Debian has, besides `apt`: the packages must not have to bring it.
PACKAGES = "systemd-sysv,udev"

# As in the image; nobody waits for a disk that is thrown away.
OPTIONS = [
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=APT::Install-Recommends "false"',
    "--dpkgopt=force-unsafe-io",
    "--skip=cleanup/apt/lists",
]

# Mounts are seen by nobody else and go with the last process. `$1` is the root; the rest is run in it.
ENTER = """
mount --make-rprivate /
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount --rbind /dev "$1/dev"
mount -t tmpfs tmpfs "$1/run"
ip link set lo up
root=$1
shift
exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive "$@"
"""


def missing() -> str:
    """What this machine lacks for tests in a chroot; empty when nothing."""
    if os.geteuid() != 0:
        return "a chroot takes root"
    lacking = [name for name in ("mmdebstrap", "unshare", "ip") if shutil.which(name) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def base_tar() -> Path:
    """A minimal Debian as a tar archive, made anew each week, and when what it is made of changed."""
    year, week, _ = datetime.datetime.now(datetime.UTC).isocalendar()
    lines = sources(debian_mirrors(), SUITE)
    recipe = repr((lines, PACKAGES, OPTIONS, year, week))
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "displayd"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"chroot-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}.tar"
    if not target.exists():
        for old in folder.glob("chroot-*.tar"):
            old.unlink()
        with tempfile.NamedTemporaryFile("w", suffix=".list") as list_:
            list_.write(lines)
            list_.flush()
            made = folder / f"{target.name}.{os.getpid()}"
            keys = "--keyring=/usr/share/keyrings"
            names = [f"--include={PACKAGES}", SUITE, str(made), list_.name]
            run(["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--format=tar", keys, *OPTIONS, *names])
            made.rename(target)
    return target


def run(command: Sequence[str], seconds: float = 1800) -> str:
    """What `command` prints; if it fails, that is the message."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds,
        check=False,
    )
    text = done.stdout.decode(errors="replace")
    assert done.returncode == 0, f"{' '.join(command)}\n{text}"
    return text


class FileFacts(NamedTuple):
    """What must be the same of a file that nobody touched."""

    mode: str
    owner: tuple[int, int]
    content: bytes


class Chroot:
    """A root file system in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def unpacked(cls, tar: Path, root: Path) -> Chroot:
        """What is in `tar`, in the new folder `root`."""
        root.mkdir()
        run(["tar", "-C", str(root), "-xf", str(tar)])
        return cls(root)

    @contextlib.contextmanager
    def branch(self, folder: Path) -> Iterator[Chroot]:
        """A copy that costs nothing: what is changed in it is in memory, and gone afterwards."""
        folder.mkdir()
        run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(folder)])
        try:
            for name in ("upper", "work", "root"):
                (folder / name).mkdir()
            layers = f"lowerdir={self.root},upperdir={folder}/upper,workdir={folder}/work"
            run(["mount", "-t", "overlay", "-o", layers, "overlay", f"{folder}/root"])
            try:
                yield Chroot(folder / "root")
            finally:
                run(["umount", f"{folder}/root"])
        finally:
            run(["umount", str(folder)])

    def command(self, *words: str, with_network: bool = False) -> list[str]:
        """The command line that runs `words` inside; without the network it has a loopback of its own."""
        apart = ["--mount", "--pid", *([] if with_network else ["--net"])]
        enter = ["sh", "-ec", ENTER, "enter", str(self.root)]
        return ["unshare", *apart, "--fork", "--kill-child", *enter, *words]

    def run(self, *words: str, seconds: float = 600, with_network: bool = False) -> str:
        """What the command `words` prints inside."""
        return run(self.command(*words, with_network=with_network), seconds)

    def shell(self, script: str, seconds: float = 600) -> str:
        """What `script` prints inside."""
        return self.run("bash", "-euc", script, seconds=seconds)

    def files(self) -> dict[str, FileFacts]:
        """Every file and folder by its path."""
        return {str(path.relative_to(self.root)): facts(path) for path in self.root.rglob("*")}


def facts(path: Path) -> FileFacts:
    """What tells whether somebody touched `path`."""
    state = path.lstat()
    content = b""
    if stat.S_ISREG(state.st_mode):
        content = hashlib.sha256(path.read_bytes()).digest()
    elif stat.S_ISLNK(state.st_mode):
        content = str(path.readlink()).encode()
    return FileFacts(stat.filemode(state.st_mode), (state.st_uid, state.st_gid), content)
