"""Which hubs this screen has talked to over TLS, remembered over restarts: they are never talked to without again."""

from __future__ import annotations

import logging
import urllib.parse
from pathlib import Path

import msgspec

from displayd.atomic_files import make_folder, store_error, write_atomically
from displayd.errors import StoreError

__all__ = ["SecureHubs"]

logger = logging.getLogger(__name__)

_FILE = "secure-hubs.json"

# A screen has one hub, and another one now and then.
MAX_HOSTS = 20


class SecureHubs:
    """The names and addresses of hubs whose certificate this screen has trusted.

    Args:
        folder: has the file.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._hosts = _read(self._path)

    def refuses(self, url: str, *, is_found: bool, has_ca: bool) -> bool:
        """Whether the hub at `url` is not to be talked to, as it has no TLS.

        Args:
            is_found: True for one that nobody has named: somebody in the network says that it is the hub.
            has_ca: whether the settings say which certificates to trust.
        """
        if urllib.parse.urlsplit(url).scheme == "https":
            return False
        return (is_found and (has_ca or bool(self._hosts))) or _host(url) in self._hosts

    def note(self, url: str) -> None:
        """The hub at `url` has served a document; remembered if that was over TLS."""
        host = _host(url)
        if not url.startswith("https:") or host in self._hosts:
            return
        self._hosts = [*self._hosts, host][-MAX_HOSTS:]
        try:
            make_folder(self._path.parent)
            write_atomically(self._path, msgspec.json.encode(self._hosts))
        except StoreError as exc:
            logger.warning("That the hub speaks HTTPS is not remembered over a restart: %s", exc)

    def forget(self) -> None:
        """Remember none: the settings allow hubs without TLS."""
        self._hosts = []
        try:
            self._path.unlink(missing_ok=True)
        except OSError as exc:
            logger.warning("Cannot forget which hubs speak HTTPS: %s", store_error(self._path, exc))


def _host(url: str) -> str:
    return (urllib.parse.urlsplit(url).hostname or "").rstrip(".")


def _read(path: Path) -> list[str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[str])
    except FileNotFoundError:
        pass
    except OSError as exc:
        logger.warning("Cannot read which hubs speak HTTPS: %s", store_error(path, exc))
    except msgspec.DecodeError:
        logger.warning("%s is damaged, which hubs speak HTTPS is learnt again", path)
    return []
