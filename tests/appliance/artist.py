"""Drawing on this computer with the fonts of the image, in a process of its own.

The image has later releases of fonts than this computer may have: figures are wider, a comma is another. With its fonts
only edges differ, by what other releases of cairo and Pango make of them.
"""

from __future__ import annotations

import io
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image as Pillow

from tests.appliance.image import Image, command

__all__ = ["drawn"]

FONTS = "/usr/share/fonts"

CONFIGURATION = """<?xml version="1.0"?>
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
</fontconfig>
"""

_POOLS: dict[Path, ProcessPoolExecutor] = {}


def drawn(image: Image, draw: Callable[..., bytes], *arguments: object) -> Pillow.Image:
    """The picture whose PNG `draw(*arguments)` returns, with the fonts of `image`."""
    if image.file not in _POOLS:
        # Fontconfig reads its environment once, so the process has to begin with it.
        started = multiprocessing.get_context("spawn")
        _POOLS[image.file] = ProcessPoolExecutor(1, started, _use_fonts, (str(_fonts_of(image)),))
    return Pillow.open(io.BytesIO(_POOLS[image.file].submit(draw, *arguments).result())).convert("RGB")


def _fonts_of(image: Image) -> Path:
    """A configuration of fontconfig with the fonts of `image` alone."""
    folder = image.folder / f"fonts-{image.file.stem}-{image.file.stat().st_mtime_ns}"
    configuration = folder / "fonts.conf"
    if not configuration.exists():
        folder.mkdir(exist_ok=True)
        root = image.partitions["root-a"]
        command("debugfs", "-R", f"rdump {FONTS} {folder}", f"{image.file}?offset={root.start}")
        configuration.write_text(CONFIGURATION.format(folder=folder))
    return configuration


def _use_fonts(configuration: str) -> None:
    os.environ["FONTCONFIG_FILE"] = configuration
