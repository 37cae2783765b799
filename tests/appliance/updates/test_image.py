"""Which image runs, and whether it takes updates."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.appliance.updates.image import KEYRING, Image, image_of, updates_fault

FILES = {
    "etc/os-release": 'NAME="Debian GNU/Linux"\nIMAGE_ID=displayd\nIMAGE_VERSION=2.0\n',
    "etc/rauc/system.conf": "[system]\ncompatible=displayd-arm64\nbootloader=uboot\n",
    "proc/cmdline": "root=PARTUUID=1-2 ro rootwait rauc.slot=B systemd.volatile=state quiet\n",
    KEYRING: "-----BEGIN CERTIFICATE-----",
}


def machine(root: Path, without: str = "") -> Path:
    for name, text in FILES.items():
        if name != without:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
    return root


def test_image_is_known_by_its_own_files_and_the_boot_loaders_choice(tmp_path: Path) -> None:
    assert image_of(machine(tmp_path)) == Image("displayd-arm64", "2.0", "B")
    assert updates_fault(image_of(tmp_path), tmp_path) == ""


@pytest.mark.parametrize(
    ("without", "fault"),
    [
        (KEYRING, "the image was built without a certificate for updates"),
        ("proc/cmdline", "the machine was not started by the image's own boot loader"),
        ("etc/os-release", "this is not an image of displayd"),
        ("etc/rauc/system.conf", "this is not an image of displayd"),
    ],
)
def test_machine_that_takes_no_updates_says_why(without: str, fault: str, tmp_path: Path) -> None:
    machine(tmp_path, without)

    assert updates_fault(image_of(tmp_path), tmp_path) == fault
