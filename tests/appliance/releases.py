"""Releases of the image for tests: the same root file system with a few files changed, signed by keys of the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from provisioning.imagebuilder.product_stage import CONSOLES, QUIET
from tests.appliance.image import ROOT, Architecture, Image, command
from tests.support.bundles import signing_key

__all__ = ["OS_RELEASE", "Releases", "boot_script", "built_releases"]

OS_RELEASE = "usr/lib/os-release"

# Partitions are whole multiples of it.
_CHUNK_BYTES = 1 << 20


class Releases(NamedTuple):
    """An image that takes updates, and what its updates are made from."""

    image: Image
    key: Path
    certificate: Path

    def bundle(self, folder: Path, version: str, changes: Mapping[str, str | None] = {}) -> Path:
        """A signed bundle of the image's root file system with `changes`, as `version`.

        Args:
            changes: the text of files by path, without the first slash; None to take one away.
        """
        root = folder / f"root-{version}.ext4"
        part = self.image.partitions["root-a"]
        with self.image.file.open("rb") as source, root.open("wb") as target:
            source.seek(part.start)
            for _ in range(part.size // _CHUNK_BYTES):
                target.write(source.read(_CHUNK_BYTES))
        told = command("debugfs", "-R", f"cat {OS_RELEASE}", root)
        lines = [line for line in told.splitlines() if not line.startswith("IMAGE_VERSION=")]
        _change(root, {OS_RELEASE: "\n".join([*lines, f"IMAGE_VERSION={version}", ""]), **changes})
        made = folder / f"{version}.raucb"
        keys = ["--key", str(self.key), "--cert", str(self.certificate)]
        about = ["--compatible", f"displayd-{self.image.arch}", "--version", version, "--level", "1"]
        command(ROOT / "provisioning/make-bundle", *keys, *about, root, made)
        root.unlink()
        return made


def built_releases(arch: Architecture) -> Releases:
    """The image of this checkout as version 1.0, which takes updates that a key of the test has signed.

    One that was built elsewhere, with `key.pem` and `ca.pem` beside it, where `APPLIANCE_UPDATES_AMD64` (or `_ARM64`)
    says so.
    """
    if given := os.environ.get(f"APPLIANCE_UPDATES_{arch.upper()}"):
        folder = Path(given)
        return Releases(Image(arch, folder), folder / "key.pem", folder / "ca.pem")
    folder = ROOT / "build" / "appliance" / f"updates-{arch}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    key, certificate = signing_key(folder)
    builder = ROOT / "provisioning" / "build-image"
    about = ["--arch", arch, "--version", "1.0", "--update-ca", str(certificate)]
    command(builder, *about, "--output", folder, "--compress", "none")
    return Releases(Image(arch, folder), key, certificate)


def boot_script(arch: Architecture, folder: Path, words: str) -> bytes:
    """What U-Boot runs, with `words` more for the kernel's command line."""
    text = (ROOT / "provisioning/boot.cmd").read_text()
    plain, made = folder / "boot.cmd", folder / "boot.scr"
    plain.write_text(text.replace("@CONSOLE@", CONSOLES[arch]).replace("@QUIET@", f"{QUIET} {words}"))
    kind = "arm64" if arch == "arm64" else "x86"
    command("mkimage", "-A", kind, "-T", "script", "-C", "none", "-d", plain, made)
    return made.read_bytes()


def _change(root: Path, changes: Mapping[str, str | None]) -> None:
    """Write files into a file system that is not mounted."""
    script = []
    for number, (path, text) in enumerate(changes.items()):
        script.append(f"rm /{path}")
        if text is not None:
            file = root.with_suffix(f".change-{number}")
            file.write_text(text)
            file.chmod(0o755 if text.startswith("#!") else 0o644)
            script.append(f"write {file} /{path}")
    commands = root.with_suffix(".debugfs")
    commands.write_text("\n".join([*script, ""]))
    command("debugfs", "-w", "-f", commands, root)
