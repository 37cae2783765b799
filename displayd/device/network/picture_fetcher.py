"""The pictures that the document on show names: from the cache at once, from the server when due."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Collection

from msgspec import Struct

from displayd.device.edition import NOTHING_KNOWN, Validators
from displayd.device.mailbox import Mailbox, NewPicture
from displayd.device.network.begun_download import BegunDownload
from displayd.device.network.hub_client import Fetched, HubClient
from displayd.device.network.hub_error import HubError
from displayd.device.state.document_cache import DocumentCache
from displayd.device.system import hub_clock
from displayd.device.trouble import told_address
from displayd.errors import StoreError
from displayd.film.kind import film_kind, is_film_source

__all__ = ["PictureFetcher"]

logger = logging.getLogger(__name__)

# A picture on a plain web server may be replaced under its name; nobody waits for a new logo.
RECHECK_SECONDS = 600.0

# First pause after a failure; doubles up to RECHECK_SECONDS.
RETRY_SECONDS = 15.0

# What comes is fetched for so long at a time; in between the document is asked for.
PORTION_SECONDS = 2.0

# A larger file that the cache has is read when it is drawn: a hundred slides have no room in memory.
SMALL_BYTES = 250_000

# The server is not there, or not any more: what has come of a film is the beginning of what will.
_AWAY = ("no-network", "dns", "refused", "timeout", "silent", "cut-off")

_ADDRESSED_BY_CONTENT = re.compile(r"(?:^|/)([0-9a-f]{64})(?:\.[a-z0-9]{1,4})?$")


class _Wanted(Struct):
    digest: str = ""
    """Of the picture handed on last; empty while there is none."""
    validators: Validators = NOTHING_KNOWN
    due_at: float = 0.0
    failures: int = 0
    begun: BegunDownload | None = None
    """Of a film that broke off."""


class PictureFetcher:
    """Keeps pictures current for one polling thread."""

    def __init__(
        self,
        client: HubClient,
        cache: DocumentCache,
        mailbox: Mailbox,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        self._client = client
        self._cache = cache
        self._mailbox = mailbox
        self._monotonic = monotonic
        self._wanted: dict[str, _Wanted] = {}
        self._store_fault = ""
        self.is_behind = False
        """True while more is due than there was time for."""

    def want(self, sources: Collection[str]) -> None:
        """Care for these pictures from now on, and hand on what the cache has of the new ones."""
        before = self._wanted
        self._wanted = {source: before.get(source) or self._remembered(source) for source in sources}

    def refresh(self) -> None:
        """Fetch what is due, within a portion of time. Failures are logged when they begin and end, and tried again."""
        self.is_behind = False
        until = float("inf")
        for source, wanted in self._wanted.items():
            if self._monotonic() < wanted.due_at:
                continue
            if self._monotonic() > until:
                self.is_behind = True
                return
            until = min(until, self._monotonic() + PORTION_SECONDS)
            if wanted.begun is None and is_film_source(source):
                wanted.begun = BegunDownload()
            had = len(wanted.begun or ())
            try:
                self._fetch(source, wanted)
            except HubError as exc:
                is_away = exc.kind in _AWAY
                if not is_away:
                    wanted.begun = None
                goes_on = len(wanted.begun or ()) > had
                self._failed(source, wanted, exc, goes_on=goes_on)
                if is_away:
                    # The others would only wait as long; asking for the document will tell when the server is back.
                    return

    def _remembered(self, source: str) -> _Wanted:
        saved = self._cache.load_picture(source)
        if saved is None or not _is_what_it_says(source, saved.digest):
            return _Wanted()
        data = saved.data if len(saved.data) <= SMALL_BYTES else b""
        self._mailbox.put(NewPicture(source, saved.digest, data, is_on_disk=True))
        return _Wanted(saved.digest, saved.validators, _never_again(source))

    def _fetch(self, source: str, wanted: _Wanted) -> None:
        answer = self._client.fetch_picture(source, wanted.validators, wanted.begun)
        wanted.begun = None
        if isinstance(answer, Fetched):
            digest = hashlib.sha256(answer.body).hexdigest()
            if not _is_what_it_says(source, digest):
                raise HubError(
                    self._client.url, "bad-answer", f"the picture {told_address(source)} is not what its name says"
                )
            if digest != wanted.digest:
                is_saved = self._save(source, answer)
                # A film is read from the card alone.
                data = b"" if is_saved and film_kind(answer.body) else answer.body
                self._mailbox.put(NewPicture(source, digest, data, is_on_disk=is_saved))
            wanted.digest, wanted.validators = digest, answer.validators
        if wanted.failures:
            logger.info("Picture %s is here again", told_address(source))
        wanted.failures = 0
        wanted.due_at = _never_again(source) or self._monotonic() + RECHECK_SECONDS

    def _failed(self, source: str, wanted: _Wanted, exc: HubError, *, goes_on: bool = False) -> None:
        level = logging.DEBUG if wanted.failures else logging.WARNING
        logger.log(level, "No picture %s: %s", told_address(source), exc)
        wanted.failures += 1
        # What has come further than the time before need not wait longer for the next time.
        doubled = 0 if goes_on else min(wanted.failures - 1, 10)
        wanted.due_at = self._monotonic() + min(RECHECK_SECONDS, RETRY_SECONDS * 2**doubled)

    def _save(self, source: str, answer: Fetched) -> bool:
        """Remember a picture; whether that was possible."""
        try:
            self._cache.save_picture(source, answer.body, answer.validators, self._wanted)
            fault = ""
        except StoreError as exc:
            fault = str(exc)
        if fault and not self._store_fault:
            logger.warning("Pictures are not remembered over a restart: %s", fault)
        self._store_fault = fault
        return not fault


def _is_what_it_says(source: str, digest: str) -> bool:
    """False when `source` names its content by hash and this is another."""
    match = _ADDRESSED_BY_CONTENT.search(source)
    return match is None or match[1] == digest


def _never_again(source: str) -> float:
    """Infinity for a picture that cannot change under its name, 0 for others."""
    return float("inf") if _ADDRESSED_BY_CONTENT.search(source) else 0.0
