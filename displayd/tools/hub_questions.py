"""Asking a running hub, as a viewer."""

from __future__ import annotations

import os
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import TypeVar

import msgspec

from displayd.errors import FetchError
from displayd.hub.wall.loader import Wall

__all__ = ["asked", "asked_own_hub", "own_ca"]

T = TypeVar("T")

MAX_ANSWER_BYTES = 50_000_000

OWN_HUB_SECONDS = 5
"""Patience with a hub that nobody named: it is on this machine, or not there."""


def asked(hub: str, path: str, kind: type[T], key: str, ca: Path | None, patience_seconds: float = 20) -> T:
    """What the hub at the address `hub` answers at `path`.

    Args:
        kind: of the answer.
        key: a viewer's, for a hub on another machine; empty for none.
        ca: file with the only certificates to trust; None for the system's.

    Raises:
        FetchError: it gave no usable answer.
    """
    address = f"{hub.rstrip('/')}{path}"
    if not address.startswith(("http://", "https://")):
        raise FetchError(f"{hub}: not an address", "for example http://hub.example:8070")
    question = urllib.request.Request(address)
    if key:
        # Left out where a redirect leads to somebody else.
        question.add_unredirected_header("Authorization", f"Bearer {key}")
    try:
        trusted = ssl.create_default_context(cafile=ca)
        with urllib.request.urlopen(question, timeout=patience_seconds, context=trusted) as answer:
            body = answer.read(MAX_ANSWER_BYTES)
        return msgspec.json.decode(body, type=kind)
    except urllib.error.HTTPError as exc:
        raise FetchError(f"{address}: {exc}", _HINTS.get(exc.code, "is this a displayd hub?")) from exc
    except (OSError, ValueError, msgspec.DecodeError) as exc:
        raise FetchError(f"{address}: {getattr(exc, 'reason', exc)}", "is the hub running?") from exc


def asked_own_hub(wall: Wall, path: str, kind: type[T], key: str, ca: Path | None) -> T | None:
    """What the hub at the wall's own `listen` answers at `path`; None if there is none."""
    host, _, port = wall.settings.listen.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - nothing is bound here
    scheme = "http" if wall.settings.tls is None else "https"
    try:
        return asked(f"{scheme}://{host}:{port}", path, kind, key, ca, OWN_HUB_SECONDS)
    except FetchError:
        return None


def own_ca(state: Path | None) -> Path | None:
    """The CA of the hub with this state folder, if it has one and we may read it."""
    path = None if state is None else state / "tls" / "ca.pem"
    return path if path is not None and os.access(path, os.R_OK) else None


_HINTS = {
    401: "make a key with `displayd hub viewer NAME`; give it with --key-file, or as DISPLAYD_HUB_KEY",
    421: "write the name in this address into `hosts` in the hub's hub.yaml, or use the hub's IP address",
    429: "too many wrong keys; try again in a minute",
    503: "the hub has no good wall folder yet",
}
