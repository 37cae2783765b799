"""First stage: a root file system from Debian's packages. It takes minutes, so the result is kept.

What is kept is told by its content: the same lists, the same release and the same week of the calendar give the same
file. A new week makes a new one, so that security updates get into the images.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from pathlib import Path
from typing import NamedTuple

from provisioning.imagebuilder.commands import run
from provisioning.imagebuilder.lists import listed
from provisioning.imagebuilder.mirror import Mirrors, sources
from provisioning.imagebuilder.progress import Step

__all__ = ["RootRecipe", "recipe_for", "root_tar"]

SUITE = "trixie"

# Nobody reads manuals on a TV; the licences stay.
LEFT_OUT = ("man", "doc", "locale", "info", "lintian", "bug")

BACKPORTED_KERNEL = f"""\
Package: linux-* bpftool
Pin: release n={SUITE}-backports
Pin-Priority: 900
"""
"""What apt is told to take from the backports. Source: apt_preferences(5)."""

_DPKG_LINE = re.compile(r"^(Unpacking|Setting up) (\S+)")


class RootRecipe(NamedTuple):
    """What a root file system is made of."""

    architecture: str
    """`arm64` or `amd64`."""
    packages: tuple[str, ...]
    """Names of Debian packages, besides those that they depend on."""
    modules: tuple[str, ...]
    """Kernel modules that find the root file system."""
    kernel: str = "stable"
    """`stable` for the release's own, `backports` for a newer one."""

    @property
    def name(self) -> str:
        """What the kept files of this kind begin with."""
        return f"root-{self.architecture}-{self.kernel}"

    @property
    def key(self) -> str:
        """Tells recipes apart, and the weeks in which they were followed."""
        year, week, _ = datetime.datetime.now(datetime.UTC).isocalendar()
        code = Path(__file__).read_bytes()
        text = repr((self, SUITE, f"{year}-{week:02}")).encode()
        return hashlib.sha256(code + text).hexdigest()[:16]


def recipe_for(architecture: str, depends: tuple[str, ...], kernel: str = "stable") -> RootRecipe:
    """The recipe of the images for `architecture`.

    Args:
        depends: what the package of the product needs.
        kernel: `stable` or `backports`.
    """
    packages = dict.fromkeys([*listed("all"), *listed(architecture), *depends])
    return RootRecipe(architecture, tuple(packages), tuple(listed("initramfs-modules")), kernel)


def root_tar(recipe: RootRecipe, mirrors: Mirrors, cache: Path, step: Step) -> Path:
    """The root file system of `recipe` as a tar file, made when `cache` does not have it.

    Raises:
        BuildError: it cannot be made.
    """
    kept = cache / f"{recipe.name}-{recipe.key}.tar"
    if kept.exists():
        return kept
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / f"making-{os.getpid()}"
    folder.mkdir()
    (folder / "modules").write_text("\n".join(recipe.modules) + "\n")
    (folder / "sources.list").write_text(sources(mirrors, SUITE, has_backports=recipe.kernel == "backports"))
    (folder / "preferences").write_text(BACKPORTED_KERNEL if recipe.kernel == "backports" else "")
    unfinished = folder / "root.tar"
    run(_command(recipe, folder, unfinished), on_line=_Teller(step))
    for old in cache.glob(f"{recipe.name}-*.tar"):
        old.unlink()
    unfinished.rename(kept)
    for leftover in [*folder.iterdir()]:
        leftover.unlink()
    folder.rmdir()
    return kept


def _command(recipe: RootRecipe, folder: Path, target: Path) -> list[str]:
    excluded = [f"--dpkgopt=path-exclude=/usr/share/{part}/*" for part in LEFT_OUT]
    initramfs = (
        'mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/usr/share/initramfs-tools/modules.d"',
        # Made once by the kernel's own installation, not again for each package that has a hook.
        'echo update_initramfs=no > "$1/etc/initramfs-tools/update-initramfs.conf"',
        'echo MODULES=list > "$1/etc/initramfs-tools/conf.d/displayd"',
        f'cp "{folder}/modules" "$1/usr/share/initramfs-tools/modules.d/displayd"',
        f'mkdir -p "$1/etc/apt/preferences.d"; cp "{folder}/preferences" "$1/etc/apt/preferences.d/displayd"',
    )
    return [
        "mmdebstrap",
        "--mode=root" if os.geteuid() == 0 else "--mode=unshare",
        f"--architectures={recipe.architecture}",
        "--variant=apt",
        "--keyring=/usr/share/keyrings",
        '--aptopt=Acquire::Languages "none"',
        '--aptopt=APT::Install-Recommends "false"',
        *excluded,
        "--dpkgopt=path-include=/usr/share/doc/*/copyright",
        "--dpkgopt=force-unsafe-io",
        "--dpkgopt=force-confold",
        *(f"--setup-hook={line}" for line in initramfs),
        f"--include={','.join(recipe.packages)}",
        "--verbose",
        SUITE,
        str(target),
        str(folder / "sources.list"),
    ]


class _Teller:
    """Tells from dpkg's lines how far the installation is."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._unpacked = 0
        self._set_up = 0

    def __call__(self, line: str) -> None:
        if line.startswith("I: "):
            self._step.tell(line[3:])
        elif match := _DPKG_LINE.match(line):
            self._unpacked += match[1] == "Unpacking"
            self._set_up += match[1] != "Unpacking"
            self._step.tell(f"{match[1].lower()} {match[2]}")
            self._step.advance(self._unpacked + 4 * self._set_up, 5 * max(self._unpacked, self._set_up, 1))
