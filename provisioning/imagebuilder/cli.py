"""`provisioning/build-image`: what can be asked for, and what is done about it."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from provisioning.imagebuilder import inventory
from provisioning.imagebuilder.commands import output_of, run
from provisioning.imagebuilder.disk import LAYOUT, write_disk, write_root
from provisioning.imagebuilder.emulation import host_architecture, make_runnable
from provisioning.imagebuilder.errors import BuildError
from provisioning.imagebuilder.lists import PROVISIONING
from provisioning.imagebuilder.mirror import debian_mirrors
from provisioning.imagebuilder.product_stage import boot_files, install_product, kernel_files, unpack
from provisioning.imagebuilder.progress import Progress
from provisioning.imagebuilder.root_stage import recipe_for, root_tar
from provisioning.imagebuilder.settings_file import card_files
from provisioning.imagebuilder.tools import check_tools, missing_packages

__all__ = ["EAST_ASIAN_FONTS", "FILM_PLAYER", "main"]

EAST_ASIAN_FONTS = ("fonts-noto-cjk",)
"""What `--cjk` adds: 40 MB on the card, without its letters with serifs (91 MB as Debian installs it)."""

FILM_PLAYER = ("ffmpeg",)
"""What `--video` adds, with the libraries that it needs: some 145 MB installed."""


class Options(NamedTuple):
    """What was asked for."""

    arch: str
    output: Path
    cache: Path
    version: str
    compress: str
    deb: Path | None
    settings: Path | None
    hub: str
    ca: Path | None
    wifi: str
    wifi_password: str
    gl: bool
    cjk: bool
    video: bool
    kernel: str
    update_ca: Path | None
    bundle_key: Path | None
    bundle_cert: Path | None
    mirror: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Build an image.

    Returns:
        0 for success, 1 for a fault.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        options = _parsed(words)
        _build(options, words)
    except BuildError as exc:
        print(f"error: {exc.message}", file=sys.stderr)
        if exc.hint:
            print(f"hint: {exc.hint}", file=sys.stderr)
        return 1
    return 0


def _parsed(words: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="build-image", description="Build the image of a screen's SD card from Debian's packages."
    )
    add = parser.add_argument
    add(
        "--arch", choices=("arm64", "amd64"), default="arm64", help="arm64 for Raspberry Pis (default); amd64 for tests"
    )
    add("--output", type=Path, default=Path("dist"), metavar="DIR", help="where the image goes (default: dist)")
    add("--settings", type=Path, metavar="FILE", help="the displayd.yaml to put on the card")
    add("--hub", default="", metavar="URL", help="address of the hub, into the card's displayd.yaml")
    add("--ca", type=Path, metavar="FILE", help="certificate (PEM) of the company's CA, onto the card")
    add("--wifi", default="", metavar="NAME", help="name of the Wi-Fi, into the card's displayd.yaml")
    add("--wifi-password", default="", metavar="TEXT", help="its password; left out: an open network")
    add("--version", default="", metavar="V", help="version of the image (default: that of the screen's package)")
    add("--gl", action="store_true", help="with OpenGL (Mesa): 180 MB more, and the GPU shows the picture")
    add("--video", action="store_true", help="with ffmpeg, which plays films: 145 MB more; see docs/data/pictures.md")
    add("--cjk", action="store_true", help="with Noto Sans CJK: 40 MB more; see docs/languages.md")
    kernels = ("stable", "backports")
    add("--kernel", choices=kernels, default="stable", help="Debian's own (default), or its backports' for a Pi 5")
    add("--update-ca", type=Path, metavar="FILE", help="certificate (PEM) of whoever may sign updates")
    add(
        "--bundle-key", type=Path, metavar="FILE", help="key (PEM) to sign an update bundle with; made beside the image"
    )
    add("--bundle-cert", type=Path, metavar="FILE", help="certificate (PEM) of that key")
    add("--compress", choices=("xz", "zst", "none"), default="xz", help="how the image is compressed (default: xz)")
    add("--deb", type=Path, metavar="FILE", help="the package of the screen (default: built from this checkout)")
    add("--mirror", default="", metavar="URL", help="archive of Debian (default: the one that apt uses here)")
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    add("--cache", type=Path, default=caches / "displayd", metavar="DIR", help="where root file systems are kept")
    options = Options(**vars(parser.parse_args(words)))
    if (options.bundle_key is None) != (options.bundle_cert is None):
        raise BuildError(
            "an update bundle is signed with a key and its certificate", "give both --bundle-key and --bundle-cert"
        )
    return options


def _build(options: Options, words: Sequence[str]) -> None:
    is_foreign = options.arch != host_architecture()
    is_signed = options.bundle_key is not None and options.bundle_cert is not None
    check_tools(missing_packages(is_foreign=is_foreign, compression=options.compress, is_signed=is_signed))
    # First, as a mistake in it should not be told after minutes.
    settings = card_files(options.settings, options.hub, options.ca, options.wifi, options.wifi_password)
    options.output.mkdir(parents=True, exist_ok=True)
    with Progress() as progress:
        deb = options.deb or _built_deb(progress)
        fields = _fields(deb)
        mirrors = debian_mirrors(options.mirror)
        make_runnable(options.arch, mirrors, options.cache)
        more = (EAST_ASIAN_FONTS if options.cjk else ()) + (FILM_PLAYER if options.video else ())
        recipe = recipe_for(options.arch, (*_depends(fields), *more), options.kernel)
        with progress.step(f"Root file system of Debian, {options.arch}") as step:
            tar = root_tar(recipe, mirrors, options.cache, step)
        if os.geteuid() != 0:
            # Owners and modes in the image are then what they should be, though this user may not set them.
            again = [sys.executable, str(PROVISIONING / "build-image"), *words, "--deb", str(deb)]
            run(["fakeroot", "--", *again], on_line=lambda line: print(line, file=sys.stderr))
            return
        with tempfile.TemporaryDirectory(dir=options.cache, prefix="image-") as name:
            _assemble(options, progress, deb, fields, tar, settings, Path(name))


def _assemble(
    options: Options,
    progress: Progress,
    deb: Path,
    fields: dict[str, str],
    tar: Path,
    settings: dict[str, bytes],
    folder: Path,
) -> None:
    """From the root file system in `tar` to the files in the output folder."""
    version = options.version or fields["Version"]
    name = f"displayd-{options.arch}-{version}"
    root, image = folder / "root", options.output / f"{name}.img"
    with progress.step("Product"):
        unpack(tar, root)
        packages = [*inventory.installed(inventory.status_of(root)), inventory.package_in(fields)]
        install_product(root, deb, options.arch, version, has_graphics=options.gl, update_ca=options.update_ca)
        boot_files(root, folder / "fat", options.arch, version, settings)
    with progress.step("Disk"):
        kernel, ramdisk = kernel_files(root)
        shutil.copyfile(kernel, options.output / "vmlinuz")
        shutil.copyfile(ramdisk, options.output / "initrd.img")
        write_root(root, folder / "root.ext4", LAYOUT.root)
        write_disk(folder / "fat", folder / "root.ext4", image, options.arch, folder)
        (options.output / f"{name}.packages.txt").write_text(inventory.package_list(packages))
        (options.output / f"{name}.sbom.json").write_text(inventory.sbom(packages, name, version))
    made = [image]
    if options.bundle_key is not None and options.bundle_cert is not None:
        with progress.step("Update bundle"):
            made.append(options.output / f"{name}.raucb")
            script = PROVISIONING / "make-bundle"
            keys: list[str | Path] = ["--key", options.bundle_key, "--cert", options.bundle_cert]
            about = ["--compatible", f"displayd-{options.arch}", "--version", version]
            run([script, *keys, *about, folder / "root.ext4", made[-1]])
    if options.compress != "none":
        with progress.step("Compression"):
            made.append(_compressed(image, options.compress))
    sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in made)
    (options.output / f"{name}.sha256").write_text(sums)
    for path in made:
        print(f"{path} ({path.stat().st_blocks * 512 / 1e6:.0f} MB)")


def _built_deb(progress: Progress) -> Path:
    with progress.step("Package displayd"):
        run([PROVISIONING / "build-deb"])
    found = sorted((PROVISIONING.parent / "dist").glob("displayd_*_all.deb"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise BuildError("provisioning/build-deb made no package")
    return found[-1]


def _fields(deb: Path) -> dict[str, str]:
    if not deb.is_file():
        raise BuildError(f"there is no package {deb}")
    lines = output_of(["dpkg-deb", "-f", deb]).splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line and not line[0].isspace())


def _depends(fields: dict[str, str]) -> tuple[str, ...]:
    """Names of the packages that a package with `fields` needs; of alternatives the first."""
    groups = fields.get("Depends", "").split(",")
    names = (re.split(r"[\s(|:]", group.strip(), maxsplit=1)[0] for group in groups)
    return tuple(sorted({name for name in names if name}))


def _compressed(image: Path, kind: str) -> Path:
    target = image.with_name(f"{image.name}.{kind}")
    tool = ["xz", "-6"] if kind == "xz" else ["zstd", "-15", "-q"]
    run([*tool, "-T0", "--keep", "--force", image])
    return target


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
