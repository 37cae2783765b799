"""A document and what is known of its arrival: one value, from the server's answer or the cache to the glass."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from displayd.document.known_part import KnownPart, decode_known
from displayd.document.model import Document, decode
from displayd.errors import Mistake

__all__ = ["NOTHING_KNOWN", "Edition", "Validators", "digest_of", "edition_of", "told_left_out"]


class Validators(NamedTuple):
    """What a server needs to tell whether its answer has changed, exactly as it sent it; empty for none."""

    etag: str = ""
    """Entity tag, quotes included."""
    last_modified: str = ""


NOTHING_KNOWN = Validators()


class Edition(Struct, frozen=True, eq=False):
    """A good document that came at one moment. Two are the same only if they are one object: the same may come twice.

    Sent to the drawing thread when it differs from the one before.
    """

    document: Document
    revision: str
    """The document's own, or the first 16 hexadecimal digits of `digest`."""
    digest: str = ""
    """SHA-256 of its bytes, hexadecimal."""
    validators: Validators = NOTHING_KNOWN
    received_at: float | None = None
    """When it arrived, by `hub_clock.monotonic`; None for one from the cache."""
    hub_time: float | None = None
    """The same by the hub, unix time; None when nobody knows."""
    left_out: tuple[Mistake, ...] = ()
    """What its hub wrote and this version does not know; not in `document`."""

    @property
    def effective_at(self) -> float:
        """Unix time from which it counts; 0 for at once."""
        return self.document.mirror.effective_at if self.document.mirror else 0.0

    def arrived_at(self, unix_time: float, monotonic: float) -> float | None:
        """Unix time at which it arrived, seen from the same moment on two clocks; None when nobody knows."""
        return self.hub_time if self.received_at is None else unix_time - (monotonic - self.received_at)


def told_left_out(left_out: Sequence[Mistake]) -> str:
    """What a document holds that this version does not know, in a line; empty for nothing."""
    if not left_out:
        return ""
    more = f" (and {len(left_out) - 1} more)" if len(left_out) > 1 else ""
    return f"this screen is older than its hub and leaves out {left_out[0].where}: {left_out[0].reason}{more}"


def digest_of(body: bytes) -> str:
    """SHA-256 of a document's bytes, hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def edition_of(
    body: bytes,
    name: str,
    validators: Validators = NOTHING_KNOWN,
    *,
    is_from_hub: bool = False,
    digest: str = "",
    received_at: float | None = None,
    hub_time: float | None = None,
) -> Edition:
    """The bytes of a document as an edition.

    Args:
        name: what to call it in messages about mistakes.
        is_from_hub: True to take of it what this version knows. A hub has checked what it sends, so what is unknown
            comes from a later version; in a file of somebody's own it is a typing mistake.
        digest: of `body`, where it is known already.

    Raises:
        DocumentError: `body` is not a document.
    """
    known = decode_known(body, name) if is_from_hub else KnownPart(decode(body, name), ())
    document = known.document
    digest = digest or digest_of(body)
    revision = document.revision or digest[:16]
    return Edition(document, revision, digest, validators, received_at, hub_time, known.left_out)
