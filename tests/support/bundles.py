"""Update bundles made by RAUC itself, signed with keys that are made for the test and thrown away with it."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["NEEDS_RAUC", "bundle", "signing_key"]

NEEDS_RAUC = pytest.mark.skipif(
    not (shutil.which("rauc") and shutil.which("mksquashfs")), reason="rauc and squashfs-tools are not installed"
)


def signing_key(folder: Path, name: str = "test") -> tuple[Path, Path]:
    """A new key and its certificate, which vouches for itself."""
    key, certificate = folder / f"{name}-key.pem", folder / f"{name}-ca.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/O=test/CN={name}"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return key, certificate


def bundle(folder: Path, version: str, *, compatible: str = "displayd-arm64", content: bytes = b"root") -> Path:
    """A bundle with `content` as its root file system, in `folder`, signed by a key that is made once for it."""
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / "test-key.pem", folder / "test-ca.pem"
    if not key.exists():
        signing_key(folder)
    inside = folder / f"inside-{version}"
    inside.mkdir()
    # RAUC makes no bundle of 4 kB or less, so what is in it must not be packed into that.
    (inside / "root.ext4").write_bytes(content + random.Random(version).randbytes(16_384))
    manifest = f"[update]\ncompatible={compatible}\nversion={version}\n[bundle]\nformat=verity\n"
    (inside / "manifest.raucm").write_text(f"{manifest}[image.rootfs]\nfilename=root.ext4\n")
    made = folder / f"{version}.raucb"
    command = ["rauc", "bundle", f"--cert={certificate}", f"--key={key}", str(inside), str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made
