"""The disk image: which partitions there are, how large, and what is in them. Nothing is mounted for it."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import NamedTuple

from provisioning.imagebuilder.commands import run

__all__ = ["LAYOUT", "ROOT_TYPES", "Layout", "write_disk", "write_root"]

MIB = 1024 * 1024

# Windows gives a letter to partitions of this type ("basic data"), and to no EFI system partition.
BASIC_DATA = "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"

LINUX_DATA = "0fc63daf-8483-4772-8e79-3d69d8477de4"

# Source: the Discoverable Partitions Specification of UAPI.
ROOT_TYPES = {
    "arm64": "b921b045-1df0-41c3-af44-4c6f280d3fae",
    "amd64": "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
}

# The same in every image, so that the same content gives the same bytes.
ROOT_UUID = "6a0e5f0c-3c52-4d0b-9d9a-64a1d1d7a6f0"
DISK_UUID = "2f1f4f9e-6d0e-4f0a-8f4e-7f6f0a3c9b11"
FAT_SERIAL = "d15b1a7d"


class Layout(NamedTuple):
    """Sizes of the partitions that an image brings along, in bytes; the others are made at the first start."""

    fat: int
    env: int
    root: int


LAYOUT = Layout(fat=128 * MIB, env=MIB, root=1152 * MIB)


def write_root(tree: Path, target: Path, size_bytes: int) -> None:
    """Write the folder `tree` as a file system of `size_bytes` to `target`.

    It has no journal: nobody ever writes to it, so there is nothing that a power cut could leave half done.
    """
    target.unlink(missing_ok=True)
    with target.open("wb") as file:
        os.truncate(file.fileno(), size_bytes)
    options = ["-q", "-F", "-m", "0", "-L", "root", "-O", "^has_journal,^metadata_csum_seed"]
    extended = f"hash_seed={ROOT_UUID},lazy_itable_init=0"
    run(["mkfs.ext4", *options, "-U", ROOT_UUID, "-E", extended, "-d", tree, target])


def write_disk(boot: Path, root: Path, target: Path, architecture: str, folder: Path) -> None:
    """Write the whole image to `target`.

    Args:
        boot: folder with what goes on the FAT partition.
        root: the file system of the first root partition.
        folder: for files on the way.
    """
    inputs, temporary, empty = folder / "inputs", folder / "genimage", folder / "boot"
    inputs.mkdir()
    # genimage looks for the files of a partition below one folder.
    boot.rename(empty)
    (inputs / "env.bin").write_bytes(bytes(LAYOUT.env))
    (inputs / "root.ext4").symlink_to(root.resolve())
    config = folder / "genimage.cfg"
    config.write_text(_genimage(target.name, architecture))
    paths = {
        "config": config,
        "rootpath": empty,
        "inputpath": inputs,
        "outputpath": target.parent,
        "tmppath": temporary,
    }
    run(["genimage", *(word for name, path in paths.items() for word in (f"--{name}", path))])
    (target.parent / "boot.vfat").unlink()


def _genimage(name: str, architecture: str) -> str:
    # genimage of Debian 12 knows no names for the types of root partitions, so they stand as numbers.
    root_uuid = uuid.uuid5(uuid.UUID(DISK_UUID), f"root-a {architecture}")
    return f"""
image boot.vfat {{
  vfat {{ label = "DISPLAYD" extraargs = "-i {FAT_SERIAL}" }}
  size = {LAYOUT.fat}
  mountpoint = "/"
}}
image {name} {{
  hdimage {{ align = 1M partition-table-type = "hybrid" disk-uuid = "{DISK_UUID}" }}
  partition DISPLAYD {{ image = "boot.vfat" partition-type-uuid = "{BASIC_DATA}" partition-type = 0x0C }}
  partition env {{ image = "env.bin" partition-type-uuid = "{LINUX_DATA}" size = {LAYOUT.env} }}
  partition root-a {{
    image = "root.ext4" partition-type-uuid = "{ROOT_TYPES[architecture]}" partition-uuid = "{root_uuid}"
  }}
}}
"""
