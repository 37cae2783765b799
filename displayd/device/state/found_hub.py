"""The hub that this screen has found by itself, remembered over restarts."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from displayd.atomic_files import make_folder, store_error, write_atomically

__all__ = ["FoundHub", "forget_hub", "keep_hub", "kept_hub"]

logger = logging.getLogger(__name__)

_FILE = "found-hub.json"


class FoundHub(Struct, frozen=True):
    """A hub that somebody says is there."""

    url: str
    """Its address, as `hub` in the configuration would have it."""
    name: str
    """What it calls itself."""
    key: str = ""
    """Its own, the same wherever it is found; empty when it does not say."""

    def is_same(self, other: FoundHub) -> bool:
        """Whether both are one hub, as far as their word goes."""
        return self.key == other.key if self.key and other.key else self.url == other.url


def kept_hub(folder: Path) -> FoundHub | None:
    """The hub that is remembered in `folder`; None when there is none."""
    path = folder / _FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=FoundHub)
    except FileNotFoundError:
        return None
    except OSError as exc:
        logger.warning("Cannot read which hub was found: %s", store_error(path, exc))
    except msgspec.DecodeError:
        logger.warning("%s is damaged, looking for the hub again", path)
    return None


def keep_hub(folder: Path, hub: FoundHub) -> None:
    """Remember `hub` in `folder`.

    Raises:
        StoreError: disk full, read-only, or no permission.
    """
    make_folder(folder)
    write_atomically(folder / _FILE, msgspec.json.encode(hub))


def forget_hub(folder: Path) -> None:
    """Remember no hub: the configuration names the server now."""
    try:
        (folder / _FILE).unlink(missing_ok=True)
    except OSError as exc:
        logger.warning("Cannot forget which hub was found: %s", store_error(folder / _FILE, exc))
