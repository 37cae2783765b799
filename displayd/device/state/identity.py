"""Who this screen is: a secret that never leaves the Pi except to its hub, and the secret's public name."""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from displayd.atomic_files import clear_leftovers, make_folder, store_error, write_atomically
from displayd.errors import StoreError
from displayd.protocol.fingerprint import fingerprint_of

__all__ = ["Identity", "Lent", "existing", "load_or_create", "load_or_lend"]

logger = logging.getLogger(__name__)

SECRET_BYTES = 32

_SECRET = re.compile(r"[0-9a-f]{64}")


class Identity(Struct, frozen=True):
    """A screen's secret and its fingerprint."""

    secret: str
    """256 random bits in 64 hexadecimal digits; the hub gets it as a bearer token."""

    fingerprint: str
    """What people read from the TV and write into `screens.yaml`."""

    def __repr__(self) -> str:
        return f"Identity(secret=***, fingerprint={self.fingerprint})"


class Lent(NamedTuple):
    """An identity, and whether it outlasts this process."""

    identity: Identity
    fault: str
    """Why it is not kept, and what to do; empty when it is."""


def load_or_lend(folder: Path, spare: str = "") -> Lent:
    """The identity kept in `folder`, or one for as long as this process lives: a TV without a disk has one, too.

    Args:
        spare: secret of the one that was lent before, kept now if that has become possible; empty for a new one.
    """
    spare = spare or secrets.token_hex(SECRET_BYTES)
    try:
        return Lent(load_or_create(folder, spare), "")
    except StoreError as exc:
        fault = f"{exc.message} ({exc.hint})" if exc.hint else exc.message
        return Lent(Identity(spare, fingerprint_of(spare)), fault)


def load_or_create(folder: Path, spare: str = "") -> Identity:
    """The identity kept in `folder`; a new one at the first start, or when the old one is beyond use.

    A screen with a new identity must be claimed again, so a file that is merely untidy (blanks, capitals, a loose
    mode) is used, and one that cannot be read for other reasons is left alone.

    Args:
        spare: secret of a new identity; empty to make one.

    Raises:
        StoreError: the folder cannot be read or written.
    """
    make_folder(folder)
    clear_leftovers(folder)
    path = folder / "secret"
    secret = _read(path)
    if secret is None:
        secret = spare or secrets.token_hex(SECRET_BYTES)
        write_atomically(path, f"{secret}\n".encode("ascii"))
        logger.info("Made a new identity for this screen: %s", fingerprint_of(secret))
    return Identity(secret, fingerprint_of(secret))


def existing(folder: Path) -> Identity | None:
    """The identity kept in `folder`, None when there is none; nothing is made or changed.

    Raises:
        StoreError: the folder cannot be read.
    """
    secret = _read(folder / "secret")
    return Identity(secret, fingerprint_of(secret)) if secret else None


def _read(path: Path) -> str | None:
    """The secret in `path`, or None when there is none."""
    try:
        data = path.read_bytes()
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise store_error(path, exc) from exc
    if mode & 0o077:
        logger.warning("Others could read %s (mode %04o), making it private", path, mode)
        with contextlib.suppress(OSError):
            path.chmod(0o600)
    text = data.decode("ascii", "replace").strip().lower()
    if _SECRET.fullmatch(text):
        return text
    logger.warning(
        "%s is damaged (%d bytes): this screen gets a new identity and must be claimed again", path, len(data)
    )
    return None
