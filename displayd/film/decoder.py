"""ffmpeg and ffprobe as processes of their own: what is in a film is somebody else's, and may take all there is.

Each reads one file, told which kind it is, and nothing else; gives frames of one size through a pipe; has bounds on its
memory, its files and its time; and is the first that the kernel ends when memory runs out. Writing into a pipe that
nobody reads any more ends it, so none is left when displayd ends.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import select
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from displayd.film.kind import FilmKind
from displayd.protocol.limits import MAX_VIDEO_PIXELS
from displayd.text.language import word

__all__ = [
    "DAMAGED",
    "NO_FFMPEG",
    "Film",
    "FilmError",
    "FilmPlace",
    "Frames",
    "can_use_hardware",
    "frames_of",
    "probed",
    "still_of",
]

# A program that looks at a file has an answer within a moment; on a busy Pi it takes a second to start.
PROBE_SECONDS = 15.0

# ffmpeg has libraries of 100 MB in its address space before it reads anything, and a 4K film takes 500 MB.
MAX_MEMORY_BYTES = 1_500_000_000

MAX_OPEN_FILES = 64

# Where the kernel has the H.264 decoder of a Pi up to 4 (bcm2835-codec), which does up to Full HD.
HARDWARE = (Path("/dev/video10"), Path("/dev/video11"), Path("/dev/video12"))
HARDWARE_PIXELS = 1920 * 1088
HARDWARE_DECODER = "h264_v4l2m2m"

# A decoder of the Pi that has given no frame for so long, on an idle machine a tenth of a second, gives none.
HARDWARE_PATIENCE_SECONDS = 4.0

# More frames a second are halved until there are no more: a TV on a wall needs none.
MOST_FRAMES_PER_SECOND = 30.0

LEAST_SECONDS, MOST_SECONDS = 0.2, 4 * 3600.0

# What ffprobe is asked for.
ENTRIES = (
    "stream=codec_name,width,height,avg_frame_rate,r_frame_rate,sample_aspect_ratio,duration"
    ":stream_side_data=rotation:format=duration"
)

NO_FFMPEG = word("This screen has no ffmpeg")
DAMAGED = word("The file is damaged")
TOO_LARGE = word("It has too many pixels")
NO_LENGTH = word("It is too short or too long")


class FilmError(Exception):
    """A film that cannot be played; the message, in English and known to the catalogues, says why."""


class FilmPlace(NamedTuple):
    """Where the file of a film is."""

    path: str
    offset: int
    """Bytes of the file before those of the film."""
    size: int
    """Bytes of the film."""
    kind: FilmKind


class Film(NamedTuple):
    """What is known of a film."""

    place: FilmPlace
    width: int
    height: int
    """As it is to be seen, upright and with square pixels."""
    seconds: float
    frames_per_second: float
    codec: str

    @property
    def frame_count(self) -> int:
        """How many frames it has until it begins again."""
        return max(1, round(self.seconds * self.frames_per_second))

    def size_in(self, width: int, height: int, covers: bool) -> tuple[int, int]:
        """How large it is in a place of `width` by `height` px, of which it may stand over where it `covers`."""
        pick = max if covers else min
        scale = pick(width / self.width, height / self.height)
        return max(2, round(self.width * scale)), max(2, round(self.height * scale))


def probed(place: FilmPlace) -> Film:
    """What is in the file; takes a moment.

    Raises:
        FilmError: it cannot be played, and why.
    """
    command = [
        *_program("ffprobe"),
        *("-v", "error", "-select_streams", "v:0", "-of", "json", "-show_entries"),
        ENTRIES,
        *_input(place),
    ]
    process = _started(command)
    try:
        answer, _ = process.communicate(timeout=PROBE_SECONDS)
    except subprocess.TimeoutExpired:
        answer = b""
    finally:
        _end(process)
    try:
        told = msgspec.json.decode(answer or b"{}")
        return _film(place, told["streams"][0], told.get("format", {}))
    except (msgspec.DecodeError, LookupError, TypeError, ValueError, ZeroDivisionError) as exc:
        raise FilmError(DAMAGED) from exc


def frames_of(film: Film, first: int, size: tuple[int, int], crop: tuple[int, int], is_hardware: bool) -> Frames:
    """The frames of `film` from number `first` on.

    Args:
        size: to which they are scaled, px.
        crop: what of that is wanted, from its middle, px; no larger than it.
        is_hardware: True to try the decoder of the Pi.

    Raises:
        FilmError: there is no ffmpeg.
    """
    rate = film.frames_per_second
    decoder = ["-c:v", HARDWARE_DECODER] if is_hardware else ["-threads", "2"]
    filters = f"fps={rate:.6f},scale={size[0]}:{size[1]}:flags=bilinear,setsar=1,crop={crop[0]}:{crop[1]}"
    command = [
        *_program("ffmpeg"),
        *("-nostdin", "-hide_banner", "-loglevel", "error", "-max_pixels", str(MAX_VIDEO_PIXELS)),
        *decoder,
        *("-ss", f"{first / rate:.6f}"),
        *_input(film.place),
        *("-map", "0:v:0", "-an", "-sn", "-dn", "-vf", filters),
        *("-pix_fmt", "bgr0", "-f", "rawvideo", "pipe:1"),
    ]
    return Frames(command, crop, HARDWARE_PATIENCE_SECONDS if is_hardware else None)


def still_of(film: Film, most_px: int) -> bytes:
    """A picture of `film` that stands for it, as a JPEG of at most so many px a side; empty where there is none."""
    scale = min(1.0, most_px / max(film.width, film.height))
    size = f"scale={max(2, round(film.width * scale))}:{max(2, round(film.height * scale))},setsar=1"
    command = [
        *_program("ffmpeg"),
        *("-nostdin", "-hide_banner", "-loglevel", "error", "-max_pixels", str(MAX_VIDEO_PIXELS), "-threads", "2"),
        # Many begin in the dark.
        *("-ss", f"{min(1.0, film.seconds / 4):.3f}"),
        *_input(film.place),
        *("-map", "0:v:0", "-an", "-sn", "-dn", "-frames:v", "1", "-vf", size, "-q:v", "3", "-pix_fmt", "yuvj420p"),
        *("-c:v", "mjpeg", "-f", "image2pipe", "pipe:1"),
    ]
    process = _started(command)
    try:
        return process.communicate(timeout=PROBE_SECONDS)[0]
    except subprocess.TimeoutExpired:
        return b""
    finally:
        _end(process)


def can_use_hardware(film: Film) -> bool:
    """Whether the kernel has a decoder for `film`, and ffmpeg knows how to ask it."""
    if film.codec != "h264" or film.width * film.height > HARDWARE_PIXELS:
        return False
    return any(device.exists() for device in HARDWARE) and HARDWARE_DECODER in _decoders(*_program("ffmpeg"))


@functools.lru_cache(maxsize=4)
def _decoders(ffmpeg: str) -> frozenset[str]:
    """What the program `ffmpeg` calls its decoders."""
    process = _started([ffmpeg, "-hide_banner", "-loglevel", "error", "-decoders"])
    try:
        answer, _ = process.communicate(timeout=PROBE_SECONDS)
    except subprocess.TimeoutExpired:
        return frozenset()
    finally:
        _end(process)
    # Each on a line of its own, after a word of letters and dots that says what it can.
    lines = (line.split() for line in answer.decode("utf-8", "replace").splitlines())
    return frozenset(words[1] for words in lines if len(words) > 1)


class Frames:
    """Frames that come out of a running ffmpeg.

    Args:
        patience_seconds: how long to wait for any part of a frame; None for as long as it takes.
    """

    def __init__(self, command: list[str], size: tuple[int, int], patience_seconds: float | None = None) -> None:
        self.size = size
        self._patience_seconds = patience_seconds
        self._process = _started(command)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def next(self) -> bytearray | None:
        """One frame, rows of 32-bit BGRX; None when there are no more. Waits until it is there, or for its patience."""
        frame = bytearray(self.size[0] * self.size[1] * 4)
        pipe: IO[bytes] | None = self._process.stdout
        assert pipe is not None
        with memoryview(frame) as whole:
            done = 0
            while done < len(frame):
                try:
                    if self._patience_seconds is not None and not self._has_more(pipe.fileno()):
                        return None
                    count = os.readv(pipe.fileno(), [whole[done:]])
                except (OSError, ValueError):
                    return None
                if not count:
                    return None
                done += count
        return frame

    def _has_more(self, descriptor: int) -> bool:
        """Whether there is something to be read before patience ends; True as well where there never will be."""
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll((self._patience_seconds or 0.0) * 1000))

    def end(self) -> None:
        """End it, whatever it does; for any thread."""
        _end(self._process)


def _program(name: str) -> list[str]:
    path = shutil.which(name)
    if path is None:
        raise FilmError(NO_FFMPEG)
    return [path]


def _input(place: FilmPlace) -> tuple[str, ...]:
    # A part of a file, of the kind that it was seen to be: no playlist, and so no other file and no address.
    address = f"subfile,,start,{place.offset},end,{place.offset + place.size},,:{place.path}"
    return ("-protocol_whitelist", "subfile,file", "-f", place.kind, "-i", address)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
    except OSError as exc:
        raise FilmError(NO_FFMPEG) from exc
    # Where a service may not do one of these, the other bounds hold.
    bounds = {
        resource.RLIMIT_AS: MAX_MEMORY_BYTES,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for bound, most in bounds.items():
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(process.pid, bound, (most, most))
    with contextlib.suppress(OSError):
        Path(f"/proc/{process.pid}/oom_score_adj").write_text("1000")
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(2)
    if process.stdout is not None:
        process.stdout.close()


def _film(place: FilmPlace, stream: Any, whole: Any) -> Film:
    width, height = int(stream["width"]), int(stream["height"])
    if width < 1 or height < 1:
        raise FilmError(DAMAGED)
    if width * height > MAX_VIDEO_PIXELS:
        raise FilmError(TOO_LARGE)
    aspect = _fraction(stream.get("sample_aspect_ratio", "1:1").replace(":", "/"))
    if aspect:
        width = max(1, round(width * aspect))
    turned = [abs(int(float(one.get("rotation", 0)))) for one in stream.get("side_data_list", [])]
    if any(turn % 180 == 90 for turn in turned):
        width, height = height, width
    seconds = float(stream.get("duration") or whole.get("duration") or 0)
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise FilmError(NO_LENGTH)
    rate = float(_fraction(stream.get("avg_frame_rate", "0")) or _fraction(stream.get("r_frame_rate", "0")) or 25)
    while rate > MOST_FRAMES_PER_SECOND + 0.5:
        rate /= 2
    return Film(place, width, height, seconds, max(1.0, rate), str(stream.get("codec_name", "")))


def _fraction(text: str) -> Fraction:
    """The number that is written as `30000/1001`; 0 for none."""
    over, _, under = text.partition("/")
    return Fraction(int(over), int(under or 1)) if int(under or 1) else Fraction(0)
