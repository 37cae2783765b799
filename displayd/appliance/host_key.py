"""The key by which those who log in know the machine again."""

from __future__ import annotations

import logging
import shutil
import subprocess
from pathlib import Path

from displayd.errors import StoreError

__all__ = ["make_host_key"]

logger = logging.getLogger(__name__)

NAME = "ssh_host_ed25519_key"


def make_host_key(kept: Path, used: Path) -> None:
    """Put the machine's key into the folder `used`: the one in the folder `kept`, made there when there is none.

    Where `kept` cannot be written, as the card has no room or is worn out, the key is for this start only.

    Raises:
        StoreError: there can be no key at all.
    """
    used.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_key(kept / NAME):
        try:
            kept.mkdir(mode=0o700, exist_ok=True)
            _generate(kept)
        except (OSError, StoreError) as exc:
            logger.warning("The machine's key cannot be kept in %s, and will be another next time: %s", kept, exc)
            _generate(used)
            return
    shutil.copyfile(kept / NAME, used / NAME)
    (used / NAME).chmod(0o600)


def _is_key(path: Path) -> bool:
    """True when `path` is a whole key: a power cut may have left half of one."""
    done = subprocess.run(
        ["/usr/bin/ssh-keygen", "-y", "-P", "", "-f", str(path)],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode == 0


def _generate(folder: Path) -> None:
    fresh = folder / f"{NAME}.new"
    fresh.unlink(missing_ok=True)
    done = subprocess.run(
        ["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "displayd", "-f", str(fresh)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StoreError(f"no key can be made in {folder}: {done.stderr.strip() or done.stdout.strip()}")
    fresh.with_name(f"{fresh.name}.pub").unlink(missing_ok=True)
    fresh.chmod(0o600)
    fresh.replace(folder / NAME)
