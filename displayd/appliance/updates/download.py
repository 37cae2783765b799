"""The file of a release, fetched in pieces: what has arrived stays when the connection or the power goes."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from displayd.atomic_files import store_error
from displayd.errors import StoreError
from displayd.protocol.updates import ReleaseOffer

__all__ = ["SpoiledError", "fetched"]

# Small enough for two minutes over the poorest Wi-Fi, which is what one exchange with the hub may take.
PIECE_BYTES = 2_000_000

# What the screen itself needs: its documents and pictures are on the same partition.
RESERVE_BYTES = 60_000_000

_CHUNK_BYTES = 1 << 20


class SpoiledError(StoreError):
    """All of the file has arrived, and it is not what was offered."""


class _Source(Protocol):
    def piece(self, offer: ReleaseOffer, start: int, end: int) -> bytes: ...


def fetched(offer: ReleaseOffer, source: _Source, folder: Path, progress: Callable[[int], object]) -> Path:
    """The offered file, whole and checked, in `folder`.

    Args:
        progress: called with 0 to 100.

    Raises:
        SpoiledError: its SHA-256 is another; what has arrived is thrown away.
        StoreError: there is no room for it beside what the screen needs, or the card has errors.
        HubError: it did not arrive; what has arrived stays.
    """
    whole, part = (folder / f"{offer.sha256}{ending}" for ending in (".raucb", ".part"))
    try:
        if not whole.exists():
            _fetch(offer, source, part, progress)
            part.rename(whole)
        if _digest(whole) != offer.sha256:
            whole.unlink()
            raise SpoiledError(f"the file of {offer.version} is not what the hub says")
    except OSError as exc:
        raise store_error(whole, exc) from exc
    return whole


def _fetch(offer: ReleaseOffer, source: _Source, part: Path, progress: Callable[[int], object]) -> None:
    with part.open("ab") as file:
        start = file.tell()
        if start > offer.size_bytes:
            file.truncate(0)
            start = 0
        free = shutil.disk_usage(part.parent).free
        if free < offer.size_bytes - start + RESERVE_BYTES:
            needed = offer.size_bytes - start + RESERVE_BYTES
            raise StoreError(
                f"the data partition is too full: {free // 1_000_000} MB are free, {needed // 1_000_000} MB are needed",
                "use a larger card",
            )
        while start < offer.size_bytes:
            progress(start * 100 // offer.size_bytes)
            end = min(start + PIECE_BYTES, offer.size_bytes)
            file.write(source.piece(offer, start, end))
            file.flush()
            start = end
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
