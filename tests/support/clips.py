"""Short films made by ffmpeg, whose frames say by their brightness which they are."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from displayd.film.decoder import FilmPlace
from displayd.film.kind import film_kind

__all__ = ["FRAMES_PER_SECOND", "STEP", "clip", "digest_of", "needs_ffmpeg", "number_in", "place_in"]

FRAMES_PER_SECOND = 10
STEP = 5
"""Levels of grey from one frame to the next."""


def needs_ffmpeg() -> None:
    """Skip the test where there is no ffmpeg; where everything is tested it has to be there."""
    if shutil.which("ffmpeg") is None:
        assert not os.environ.get("CI"), "ffmpeg is missing: apt install ffmpeg"
        pytest.skip("ffmpeg is missing")


@functools.cache
def clip(seconds: float = 4.0, size: str = "64x48", ending: str = "mp4", source: str = "") -> bytes:
    """A film; the frame of number N has the grey `16 + STEP * N`, or what `source` of ffmpeg's has."""
    needs_ffmpeg()
    grey = f"nullsrc=s={size}:r={FRAMES_PER_SECOND}:d={seconds},geq=lum='16+{STEP}*N':cb=128:cr=128"
    codec = ["-c:v", "libvpx"] if ending == "webm" else ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "4"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"clip.{ending}")
        command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source or grey, *codec, "-pix_fmt", "yuv420p"]
        # What a server sends is played from its beginning on: the index stands first.
        subprocess.run([*command, *(["-movflags", "faststart"] if ending == "mp4" else []), str(path)], check=True)
        return path.read_bytes()


def digest_of(data: bytes) -> str:
    """As the screen calls a file."""
    return hashlib.sha256(data).hexdigest()


def place_in(folder: Path, data: bytes, head: bytes = b"a label\n") -> FilmPlace:
    """`data` as a file of the cache, after a label."""
    path = folder / digest_of(data)
    path.write_bytes(head + data)
    return FilmPlace(str(path), len(head), len(data), film_kind(data) or "mov")


def number_in(surface: Any) -> float:
    """The number of the frame that is on a cairo surface, as far as its grey says it."""
    data, stride = surface.get_data(), surface.get_stride()
    level = data[stride * (surface.get_height() // 2) + 4 * (surface.get_width() // 2)]
    # ffmpeg makes the levels 16 to 235 of video 0 to 255.
    return float(level) * 219 / 255 / STEP
