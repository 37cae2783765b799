"""What commands have in common: how sizes, addresses and moments are written, and where files are by default."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from displayd.errors import DisplaydError, StoreError

__all__ = [
    "DEFAULT_CONFIG",
    "DEFAULT_WALL",
    "Commands",
    "add_hub_to_ask",
    "address",
    "key_to_ask_with",
    "moment",
    "size",
    "state_folder",
    "writing",
]

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name
"""What commands are added to."""

DEFAULT_CONFIG = Path("/etc/displayd/displayd.yaml")
DEFAULT_WALL = Path("/etc/displayd/wall")

MAX_SIDE_PX = 16_384

# The start of the year 9000: calendars end with 9999, and a clock looks ahead from its moment.
LAST_MOMENT = 221_845_392_000


def add_hub_to_ask(parser: argparse.ArgumentParser, why: str) -> None:
    """The options of a command that asks a hub: which one, with which key, and whose certificates to trust.

    Args:
        why: what its address is for, and what is done without one.
    """
    parser.add_argument("--hub", help=f"address of the hub {why}")
    parser.add_argument(
        "--key-file",
        type=Path,
        metavar="FILE",
        help="has a viewer's key, for a hub on another machine; default: $DISPLAYD_HUB_KEY is the key",
    )
    parser.add_argument("--ca", type=Path, metavar="FILE", help="certificates (PEM) to trust instead of the system's")


def size(text: str) -> tuple[int, int]:
    """The width and height in px that `text` gives as `WxH`.

    Raises:
        argparse.ArgumentTypeError: it does not.
    """
    sides = text.lower().split("x")
    if len(sides) != 2 or not all(side.isdecimal() and 0 < int(side) <= MAX_SIDE_PX for side in sides):
        raise argparse.ArgumentTypeError(f"`{text}` is not a size such as 1920x1080")
    return int(sides[0]), int(sides[1])


def address(text: str) -> str:
    """`text`, if it is an address `HOST:PORT`.

    Raises:
        argparse.ArgumentTypeError: it is not.
    """
    host, _, port = text.rpartition(":")
    if not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise argparse.ArgumentTypeError(f"`{text}` is not HOST:PORT, such as 127.0.0.1:8070")
    return text


def moment(text: str) -> float:
    """The unix time that `text` gives as such, or as ISO 8601.

    Raises:
        argparse.ArgumentTypeError: it gives none, or one that no calendar has.
    """
    try:
        unix_time = float(text)
    except ValueError:
        try:
            unix_time = datetime.datetime.fromisoformat(text).timestamp()
        except (ValueError, OverflowError) as exc:
            raise argparse.ArgumentTypeError(f"`{text}` is neither a unix time nor ISO 8601") from exc
    if not 0 <= unix_time <= LAST_MOMENT:
        raise argparse.ArgumentTypeError(f"`{text}` is not between the years 1970 and 9000")
    return unix_time


def state_folder(given: Path | None, name: str = "displayd") -> Path:
    """Where files of our own go: as told, as systemd says, or in the user's own state folder."""
    if given is not None:
        return given
    with contextlib.suppress(KeyError):
        return Path(os.environ["STATE_DIRECTORY"].split(":")[0])
    # What the service of this machine uses, for whoever looks after it by hand.
    with contextlib.suppress(OSError):
        if (Path("/var/lib") / name).is_dir():
            return Path("/var/lib") / name
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / name


def key_to_ask_with(file: Path | None) -> str:
    """A viewer's key; it is no argument, as those are for everybody on this machine to see."""
    try:
        key = os.environ.get("DISPLAYD_HUB_KEY", "") if file is None else file.read_text("utf-8")
    except (OSError, UnicodeError) as exc:
        raise DisplaydError(f"{file}: cannot be read: {getattr(exc, 'strerror', None) or 'not text'}") from exc
    key = key.strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise DisplaydError("a viewer's key has letters, digits, `-` and `_` alone", "see `displayd hub viewer`")
    return key


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Around the writing of what the user asked for at `path`.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as exc:
        where = exc.filename or path
        raise StoreError(f"cannot write {where}: {exc.strerror or exc}", "is its folder there, and yours?") from exc
