"""The image that `provisioning/build-image` makes, and disks made from it for single machines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = ["Architecture", "Disk", "Image", "Partition", "built_image", "command", "new_folder", "partitions_of"]

ROOT = Path(__file__).parent.parent.parent

Architecture = Literal["amd64", "arm64"]

SECTOR_BYTES = 512
MIB = 1024 * 1024


class Partition(NamedTuple):
    """Where a partition lies on the disk, bytes."""

    start: int
    size: int


class Image(NamedTuple):
    """What one run of `provisioning/build-image` has left behind."""

    arch: Architecture
    folder: Path

    @property
    def file(self) -> Path:
        """The disk image, uncompressed."""
        found = sorted(self.folder.glob(f"displayd-{self.arch}-*.img"))
        assert len(found) == 1, f"one image in {self.folder} expected, not {found}"
        return found[0]

    @property
    def partitions(self) -> dict[str, Partition]:
        """The partitions by label."""
        return partitions_of(self.file)


class Disk:
    """A card of one machine: the image, and what differs from it. The image itself is never written."""

    def __init__(self, image: Image, path: Path, size_mb: int = 4096) -> None:
        """Args: path: file to make. size_mb: of the card, MiB: partitions are made on it at its first start."""
        self.image = image
        self.path = path
        command("qemu-img", "create", "-q", "-f", "qcow2", "-b", image.file, "-F", "raw", path, f"{size_mb}M")

    def write_boot_files(self, files: Mapping[str, str | bytes]) -> None:
        """Put files on the FAT partition, as somebody does at a PC; the machine must be off."""
        part = self.image.partitions["DISPLAYD"]
        # Kept: the machine never writes to it.
        copy = self.path.with_suffix(".fat")
        if not copy.exists():
            with self.image.file.open("rb") as source, copy.open("wb") as target:
                source.seek(part.start)
                target.write(source.read(part.size))
        for name, content in files.items():
            file = copy.with_name(f"{copy.name}.file")
            file.write_bytes(content.encode() if isinstance(content, str) else content)
            command("mcopy", "-o", "-i", copy, file, f"::{name}")
            file.unlink()
        # By its name alone, as qemu-io knows no quotes.
        command("qemu-io", "-c", f"write -q -s {copy.name} {part.start} {part.size}", self.path, folder=copy.parent)

    def changed_boot_files(self) -> bool:
        """Whether the FAT partition is other than it was written before the start; the machine must be off."""
        part, copy = self.image.partitions["DISPLAYD"], self.path.with_suffix(".fat")
        found = self.path.with_suffix(".found")
        count = (part.start + part.size) // MIB
        words = ["-f", "qcow2", "-O", "raw", f"bs={MIB}", f"skip={part.start // MIB}", f"count={count}"]
        command("qemu-img", "dd", *words, f"if={self.path}", f"of={found}")
        is_changed = found.read_bytes() != copy.read_bytes()
        found.unlink()
        return is_changed

    def faults_of_data(self) -> str:
        """What fsck finds wrong with the data partition and does not mend by itself; the machine must be off.

        It looks at a copy. A journal to replay and counts that are behind are no faults: a cut leaves them, and the
        next start mends them.
        """
        whole = self.path.with_suffix(".raw")
        command("qemu-img", "convert", "-O", "raw", self.path, whole)
        data, copy = partitions_of(whole)["data"], self.path.with_suffix(".data")
        places = ["iflag=skip_bytes,count_bytes", f"skip={data.start}", f"count={data.size}"]
        command("dd", f"if={whole}", f"of={copy}", "bs=1M", "conv=sparse", *places)
        whole.unlink()
        done = subprocess.run(["e2fsck", "-f", "-p", copy], capture_output=True, text=True, check=False)
        copy.unlink()
        # Source: e2fsck(8); 1 is "errors corrected".
        return "" if done.returncode <= 1 else f"{done.returncode}: {done.stdout}{done.stderr}"

    def delete(self) -> None:
        """Take the files away."""
        self.path.unlink(missing_ok=True)
        self.path.with_suffix(".fat").unlink(missing_ok=True)

    def written(self, label: str) -> list[tuple[int, int]]:
        """Start and length, bytes, of what was ever written to a partition; the machine must be off."""
        part = self.image.partitions[label]
        end = part.start + part.size
        areas = json.loads(command("qemu-img", "map", "--output=json", self.path))
        return [
            (one["start"], one["length"])
            for one in areas
            if one["depth"] == 0 and one["start"] < end and one["start"] + one["length"] > part.start
        ]


def new_folder(name: str) -> Path:
    """The folder `build/appliance/NAME`, empty."""
    path = ROOT / "build" / "appliance" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def partitions_of(file: Path) -> dict[str, Partition]:
    """The partitions of a disk image by label."""
    table = json.loads(command("sfdisk", "--json", file))["partitiontable"]
    return {
        one["name"]: Partition(one["start"] * SECTOR_BYTES, one["size"] * SECTOR_BYTES) for one in table["partitions"]
    }


def built_image(arch: Architecture, *options: str) -> Image:
    """The image of this checkout, built with `options`.

    One that was built elsewhere where `APPLIANCE_IMAGE_AMD64` (or `_ARM64`) says so. The root file system comes from a
    cache if its inputs are the same, the rest takes seconds.
    """
    if not options and (given := os.environ.get(f"APPLIANCE_IMAGE_{arch.upper()}")):
        return Image(arch, Path(given))
    folder = ROOT / "build" / "appliance" / "-".join(["image", arch, *(option.strip("-") for option in options)])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("displayd-*"):
        old.unlink()
    builder = ROOT / "provisioning" / "build-image"
    command(builder, "--arch", arch, "--output", folder, "--compress", "none", *options)
    return Image(arch, folder)


def command(*words: str | Path, folder: Path | None = None) -> str:
    """What a command of this computer prints, run in `folder`.

    Raises:
        AssertionError: it fails; with what it printed.
    """
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, (
        f"{' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    )
    return done.stdout
