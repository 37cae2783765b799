"""Who this screen is: a secret that never leaves the Pi except to its hub, and the secret's public name."""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
from pathlib import Path

from msgspec import Struct

from displayd.atomic_files import clear_leftovers, make_folder, store_error, write_atomically
from displayd.protocol.fingerprint import fingerprint_of

__all__ = ["Identity", "existing", "load_or_create"]

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


def load_or_create(folder: Path) -> Identity:
    """The identity kept in `folder`; a new one at the first start, or when the old one is beyond use.

    A screen with a new identity must be claimed again, so a file that is merely untidy (blanks, capitals, a loose
    mode) is used, and one that cannot be read for other reasons is left alone.

    Raises:
        StoreError: the folder cannot be read or written.
    """
    make_folder(folder)
    clear_leftovers(folder)
    path = folder / "secret"
    secret = _read(path)
    if secret is None:
        secret = secrets.token_hex(SECRET_BYTES)
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
