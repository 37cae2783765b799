"""The image that runs on this machine: which one it is, and where."""

from __future__ import annotations

import configparser
from pathlib import Path

from msgspec import Struct

__all__ = ["KEYRING", "Image", "image_of", "updates_fault"]

KEYRING = "etc/rauc/ca.pem"
"""Certificates (PEM) of whoever may sign updates; put there by `build-image --update-ca`."""


class Image(Struct, frozen=True):
    """The image that runs."""

    compatible: str
    """Which bundles are for this machine, for example `displayd-arm64`; empty when it takes none."""
    version: str
    slot: str
    """`A` or `B`; empty when the boot loader did not choose."""


def image_of(root: Path = Path("/")) -> Image:
    """What runs on the machine whose files are below `root`.

    Source: os-release(5), IMAGE_VERSION; RAUC's system.conf, `compatible`; the kernel option `rauc.slot` of `boot.cmd`.
    """
    system = configparser.ConfigParser(interpolation=None)
    try:
        system.read_string(_text(root / "etc/rauc/system.conf"))
    except configparser.Error:
        system.clear()
    return Image(
        system.get("system", "compatible", fallback=""),
        _values(_text(root / "etc/os-release").splitlines()).get("IMAGE_VERSION", ""),
        _values(_text(root / "proc/cmdline").split()).get("rauc.slot", ""),
    )


def updates_fault(image: Image, root: Path = Path("/")) -> str:
    """Why this machine takes no updates, in words; empty when it does."""
    if not image.compatible or not image.version:
        return "this is not an image of displayd"
    if not image.slot:
        return "the machine was not started by the image's own boot loader"
    if not (root / KEYRING).is_file():
        return "the image was built without a certificate for updates"
    return ""


def _values(words: list[str]) -> dict[str, str]:
    """What stands behind each name in `name=value`."""
    pairs = (word.partition("=") for word in words)
    return {name: value.strip("\"'") for name, equals, value in pairs if equals}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
