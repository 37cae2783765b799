"""Keys with which values are pushed: which there are, what each may write, and when it was used last.

Those of `displayd hub key create` are in a file of the state folder, as hashes; the hub follows it, so that one that is
revoked holds no longer from the next request on. Those of `hub.yaml` are handed in.
"""

from __future__ import annotations

import contextlib
import fcntl
import fnmatch
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from displayd.atomic_files import hand_over, make_folder, store_error, write_atomically
from displayd.document.model import Name
from displayd.errors import DisplaydError, StoreError
from displayd.hub.settings import IngestKey
from displayd.protocol.updates import Sha256
from displayd.validation.faults import suggestion

__all__ = ["KeyFile", "PushKey", "PushKeys", "may_write", "new_key"]

FILE_NAME = "keys.json"
USES_NAME = "keys-used.json"

# Every one is looked at for every push.
MAX_KEYS = 500
MAX_FILE_BYTES = 1_000_000

SCOPE_PREFIX = "ingest:"


class PushKey(Struct, frozen=True, kw_only=True):
    """One key, as the file has it."""

    name: Name
    sha256: Sha256
    scopes: list[str]
    """Each a `Scope`; one that a later version knows lets nobody write anything."""

    created_at: float | None = None
    """Unix time; None for one of `hub.yaml`."""


class _Content(Struct, frozen=True, kw_only=True):
    format: Literal[1] = 1
    keys: list[PushKey] = []


def new_key() -> tuple[str, str]:
    """A new key, and its SHA-256. The key itself is written nowhere."""
    key = secrets.token_urlsafe(32)
    return key, hashlib.sha256(key.encode("ascii")).hexdigest()


def may_write(key: PushKey, name: str) -> bool:
    """Whether one of the key's scopes covers what is called `name`: a metric, a dataset, a widget or a job."""
    return any(
        fnmatch.fnmatchcase(name, scope.removeprefix(SCOPE_PREFIX))
        for scope in key.scopes
        if scope.startswith(SCOPE_PREFIX)
    )


class KeyFile:
    """The file of keys in one state folder. Commands change it, one at a time; the hub only reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._uses_path = folder / USES_NAME

    def keys(self) -> list[PushKey]:
        """Every key, the one created first first; none without a file.

        Raises:
            StoreError: the file cannot be read.
        """
        try:
            if self.path.stat().st_size > MAX_FILE_BYTES:
                raise StoreError(f"{self.path}: more than {MAX_FILE_BYTES:,} bytes", "revoke the keys that nobody uses")
            return msgspec.json.decode(self.path.read_bytes(), type=_Content).keys
        except FileNotFoundError:
            return []
        except OSError as exc:
            raise store_error(self.path, exc) from exc
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            hint = "bring it back from a backup, or delete it and create the keys anew"
            raise StoreError(f"{self.path} is damaged: {exc}", hint) from exc

    def mark(self) -> tuple[int, ...]:
        """What changes with every change of the file; empty without one.

        Raises:
            StoreError: the folder cannot be read.
        """
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return ()
        except OSError as exc:
            raise store_error(self.path, exc) from exc
        return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns

    def create(self, name: str, scopes: Sequence[str], unix_time: float) -> str:
        """Make a key and keep its hash; the key, which nobody can be told again.

        Raises:
            DisplaydError: there is one of this name, or there are too many.
            StoreError: the file cannot be read or written.
        """
        with self._changing():
            keys = self.keys()
            if any(one.name == name for one in keys):
                hint = f"give the new one another name, and `displayd hub key revoke {name}` when all have it"
                raise DisplaydError(f"there is a key `{name}` already", hint)
            if len(keys) >= MAX_KEYS:
                raise DisplaydError(f"there are {MAX_KEYS} keys already", "revoke those that nobody uses")
            key, sha256 = new_key()
            made = PushKey(name=name, sha256=sha256, scopes=list(scopes), created_at=unix_time)
            self._write([*keys, made])
        return key

    def revoke(self, name: str) -> PushKey:
        """Take the key `name` away.

        Raises:
            DisplaydError: there is none.
            StoreError: the file cannot be read or written.
        """
        with self._changing():
            keys = self.keys()
            found = next((one for one in keys if one.name == name), None)
            if found is None:
                hint = suggestion(name, [one.name for one in keys]) or "`displayd hub key list` has them"
                raise DisplaydError(f"there is no key `{name}` in {self.path}", hint)
            self._write([one for one in keys if one is not found])
        return found

    def uses(self) -> dict[str, float]:
        """When each key was used last, unix time by its SHA-256, as far as the hub has written it down."""
        try:
            return msgspec.json.decode(self._uses_path.read_bytes(), type=dict[str, float])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def write_uses(self, uses: Mapping[str, float]) -> None:
        """Write `uses` down.

        Raises:
            StoreError: they cannot be written.
        """
        write_atomically(self._uses_path, msgspec.json.encode(dict(uses)))

    def _write(self, keys: Sequence[PushKey]) -> None:
        write_atomically(self.path, msgspec.json.format(msgspec.json.encode(_Content(keys=list(keys)))) + b"\n")
        hand_over(self.path, self.path.parent)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        make_folder(self.path.parent)
        try:
            descriptor = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as exc:
            raise store_error(self.path.parent, exc) from exc
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


class PushKeys:
    """The keys of a running hub. Belongs to its event loop, but for `save_uses`.

    Args:
        folder: the hub's state folder; None for no keys but those of `hub.yaml`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = None if folder is None else KeyFile(folder)
        self._mark: tuple[int, ...] | None = None
        self._keys: list[PushKey] = []
        self._uses = {} if self._file is None else self._file.uses()
        self._has_new_uses = False
        self.fault: StoreError | None = None
        """Why the file cannot be read; the keys that it had before go on."""

    def all(self) -> Sequence[PushKey]:
        """The keys of the file as it is now; one look at its facts when it is the same as before."""
        if self._file is None:
            return ()
        try:
            mark = self._file.mark()
            if mark != self._mark:
                self._mark = mark
                self._keys, self.fault = self._file.keys(), None
        except StoreError as exc:
            self.fault = exc
        return self._keys

    def find(self, secret: str, of_yaml: Mapping[str, IngestKey]) -> PushKey | None:
        """The key that `secret` is; None if it is none. Takes as long for a wrong one as for a right one.

        Args:
            of_yaml: those of `hub.yaml`, by name.
        """
        digest = hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
        found: PushKey | None = None
        for key in self.all():
            if hmac.compare_digest(digest, key.sha256):
                found = key
        named = None
        for name, listed in of_yaml.items():
            if hmac.compare_digest(digest, listed.sha256):
                named = name
        return _of_yaml(named, of_yaml[named]) if named is not None else found

    def note_use(self, key: PushKey, unix_time: float) -> None:
        """Remember that `key` was used now; written down with the next `save_uses`."""
        self._uses[key.sha256] = unix_time
        self._has_new_uses = True

    def save_uses(self) -> None:
        """Write down when keys were used, if they were; blocks.

        Raises:
            StoreError: it cannot be written; it is tried again with the next.
        """
        if self._file is None or not self._has_new_uses:
            return
        self._has_new_uses = False
        try:
            self._file.write_uses(dict(self._uses))
        except StoreError:
            self._has_new_uses = True
            raise

    def forget_uses(self, of_yaml: Mapping[str, IngestKey]) -> None:
        """Forget when keys were used that are no longer there."""
        known = {key.sha256 for key in self.all()} | {key.sha256 for key in of_yaml.values()}
        if self.fault is None and not known.issuperset(self._uses):
            self._uses = {digest: at for digest, at in self._uses.items() if digest in known}
            self._has_new_uses = True


def _of_yaml(name: str, key: IngestKey) -> PushKey:
    patterns = [f"{SCOPE_PREFIX}{pattern}" for pattern in key.metrics]
    return PushKey(name=name, sha256=key.sha256, scopes=[*patterns, *key.scopes])
