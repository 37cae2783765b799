"""Passwords and keys of those who may look at the wall, of which `hub.yaml` has hashes alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping

from displayd.hub.settings import Viewer

__all__ = ["hash_of_password", "is_secret_of", "proof_of", "viewer_of_key"]

# A quarter of a second of a small machine and 16 MiB of its memory for each try.
# Source: OWASP Password Storage Cheat Sheet, the row of scrypt with the least memory.
_COST_LOG, _BLOCKS, _PARALLEL = 14, 8, 5

_HASH = re.compile(r"\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)")


def hash_of_password(password: str) -> str:
    """The hash of `password` for `hub.yaml`, with a salt of its own; takes a while, as every guess does.

    Source: https://github.com/P-H-C/phc-string-format for the way it is written.
    """
    salt = secrets.token_bytes(16)
    digest = _scrypt(password, salt, _COST_LOG, _BLOCKS, _PARALLEL)
    return f"$scrypt$ln={_COST_LOG},r={_BLOCKS},p={_PARALLEL}${_base64(salt)}${_base64(digest)}"


def is_secret_of(viewer: Viewer | None, secret: str) -> bool:
    """Whether `secret` is the password or key of `viewer`.

    Takes as long for somebody unknown and for a key as for a wrong password, so that names cannot be tried. Blocks for
    that long.
    """
    known = viewer.password if viewer is not None and viewer.password is not None else None
    found = _HASH.fullmatch(known or _NOBODY)
    assert found is not None, "the pattern of the setting lets no other in"
    cost_log, blocks, parallel = (int(part) for part in found.groups()[:3])
    digest = _scrypt(secret, _bytes(found[4]), cost_log, blocks, parallel)
    is_password = hmac.compare_digest(digest, _bytes(found[5])) and known is not None
    return is_password or (viewer is not None and _is_key_of(viewer, secret))


def viewer_of_key(key: str, viewers: Mapping[str, Viewer]) -> str | None:
    """The name of the viewer whose key `key` is; None if it is nobody's. Passwords are none: they are slow to try."""
    found = None
    for name, viewer in viewers.items():
        if _is_key_of(viewer, key):
            found = name
    return found


def proof_of(viewer: Viewer) -> str:
    """What changes as soon as the password or key of `viewer` does; it lets nobody in."""
    return hashlib.sha256(f"{viewer.password} {viewer.sha256}".encode()).hexdigest()


def _is_key_of(viewer: Viewer, key: str) -> bool:
    digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
    return viewer.sha256 is not None and hmac.compare_digest(digest, viewer.sha256)


def _scrypt(password: str, salt: bytes, cost_log: int, blocks: int, parallel: int) -> bytes:
    memory = 128 * blocks * (2**cost_log + parallel + 2)
    return hashlib.scrypt(
        password.encode("utf-8", "surrogateescape"),
        salt=salt,
        n=2**cost_log,
        r=blocks,
        p=parallel,
        maxmem=memory + 1_000_000,
        dklen=32,
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


_NOBODY = f"$scrypt$ln={_COST_LOG},r={_BLOCKS},p={_PARALLEL}${_base64(bytes(16))}${_base64(bytes(32))}"
