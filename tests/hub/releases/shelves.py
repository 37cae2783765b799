"""Releases on the shelf of a hub, without bundles in them: a hub only reads what its file of JSON says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from displayd.hub.releases.shelf import Release, Shelf
from displayd.hub.wall.screens_file import Ring
from tests.hub.walls import NOON

__all__ = ["shelve"]


def shelve(
    state: Path,
    version: str,
    *,
    ring: Ring = "everyone",
    compatible: str = "displayd-arm64",
    content: bytes | None = None,
    added_at: float = NOON,
) -> Release:
    """Put a release into the state folder of a hub."""
    data = content if content is not None else f"{version} for {compatible}".encode()
    release = Release(
        version=version,
        compatible=compatible,
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        ring=ring,
        added_at=added_at,
    )
    shelf = Shelf(state)
    shelf.folder.mkdir(parents=True, exist_ok=True)
    shelf.file_of(release).write_bytes(data)
    (shelf.folder / f"{release.sha256}.json").write_bytes(msgspec.json.encode(release))
    return release
