"""The polling thread: asks for the document, and tells the drawing thread what came of it.

One question after the other, each kept open by the hub while nothing changes. Trouble is met with patience: the screen
keeps what it shows, the pauses grow, and whatever comes back is noticed without a restart.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Literal

from displayd.device.edition import NOTHING_KNOWN, Edition, Validators, digest_of, edition_of, told_left_out
from displayd.device.mailbox import (
    CacheState,
    DocumentRefused,
    LinkState,
    MachineFacts,
    Mailbox,
    NewTimeSample,
)
from displayd.device.network.hub_client import Fetched, HubClient, NotModified
from displayd.device.network.hub_error import HubError
from displayd.device.network.lead_wanted import LeadWanted
from displayd.device.network.network_watch import STARTING, Diagnosis, NetworkWatch, is_only_starting
from displayd.device.network.picture_fetcher import PictureFetcher
from displayd.device.network.rhythm import MIN_POLL_SECONDS, Rhythm
from displayd.device.state.document_cache import DocumentCache
from displayd.device.system import hub_clock
from displayd.device.trouble import NETWORK_TROUBLES, Trouble, TroubleFacts, message_for
from displayd.document.layout_news import layout_news, layout_of
from displayd.document.pictures import picture_sources
from displayd.errors import DocumentError, Mistake, StoreError
from displayd.text.language import word

__all__ = ["Poller"]

logger = logging.getLogger(__name__)

# Figures change every few seconds, and cards wear out: 1440 writes a day at most. After a power cut without a hub the
# screen shows figures up to this much older than it had, with their age.
SAVE_SECONDS = 60.0

# What comes after a rest is written down at once, corrections that follow on its heels too.
SAVES_AT_ONCE = 3.0

# Files that are put in place with the time of another one (rsync -t, images of containers, reproducible builds) can
# have the validators of the one before. A plain web server is asked for the whole so often, whatever it said last.
WHOLE_SECONDS = 600.0

# A file that was met half written is whole soon: what is refused is asked for once more after this long.
HALF_WRITTEN_SECONDS = 2.0

# So many changes of a layout are told in one line of the log.
MAX_NEWS = 6

# How long `stop` waits for the thread; it is a daemon thread and need not end.
STOP_SECONDS = 0.15


class Poller:
    """Asks one server for one screen's document, for ever.

    Args:
        rhythm: how often; None for the usual.
        shown: the document on show from the cache; None when there is none.
        network: says what is wrong between this machine and its network; None to leave that open.
        heard: told when the hub is there again, and when the screen begins or ends to mirror another: whether it does.
    """

    def __init__(
        self,
        client: HubClient,
        mailbox: Mailbox,
        cache: DocumentCache,
        *,
        rhythm: Rhythm | None = None,
        shown: Edition | None = None,
        network: NetworkWatch | None = None,
        heard: Callable[[bool], object] = lambda is_mirror: None,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        self.lead = LeadWanted()
        self._client = client
        self._mailbox = mailbox
        self._cache = cache
        self._rhythm = rhythm or Rhythm()
        self._network = network
        self._heard = heard
        self._is_mirror = shown is not None and shown.document.mirror is not None
        self._facts: MachineFacts | None = None
        """As told last."""
        self._monotonic = monotonic
        self._began_at = monotonic()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="polling", daemon=True)
        self._pictures = PictureFetcher(client, cache, mailbox, monotonic)
        self._known = shown.validators if shown else NOTHING_KNOWN
        """What to ask with: of the document on show; a refused one, see `_refused_known`."""
        self._whole_at = monotonic()
        """When a plain web server last sent the whole document."""
        self._shown_digest = shown.digest if shown else ""
        self._shown = shown
        self._layout = layout_of(shown.document) if shown else None
        """Of the document on show; None when there is none."""
        self._refused_digest = ""
        self._left_out: tuple[Mistake, ...] = ()
        """Of the document that came last."""
        self._document_fault = ""
        """The first mistake of the document refused last."""
        self._failures = 0
        self._unsaved: tuple[bytes, Edition] | None = None
        """The newest body that is not in the cache yet, and its edition."""
        self._saves_left, self._saves_left_at = SAVES_AT_ONCE, monotonic()
        self._store_fault = ""
        self._state = LinkState(
            "connecting", word("Connecting"), f"Asking {client.name}.", "", monotonic(), facts=TroubleFacts(client.name)
        )

    def start(self) -> None:
        """Begin; returns at once."""
        self._mailbox.put(self._state)
        self._thread.start()

    def stop(self) -> None:
        """End; returns within `STOP_SECONDS`, even when the system's resolver hangs."""
        self._stopping.set()
        self._client.close()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    @property
    def state(self) -> LinkState:
        """How it gets on with its server, for any thread."""
        return self._state

    def step(self) -> float:
        """Ask once and see to what comes.

        Returns:
            Seconds to wait before the next time.
        """
        began = self._monotonic()
        # While something is amiss, a quick answer is worth more than a late one.
        is_well = self._state.kind in ("ok", "refused-document")
        known, refused_before = self._known_now(began), self._refused_digest
        wait = self._rhythm.wait_seconds if is_well and not self._pictures.is_behind else 0.0
        try:
            answer = self._client.fetch(known, wait, self.lead.seconds)
        except HubError as exc:
            return 0.0 if self._stopping.is_set() else self._failed(exc)
        was_mirror = self._is_mirror
        is_news = self._take(answer)
        if self._client.is_hub and (not is_well or self._is_mirror != was_mirror):
            self._heard(self._is_mirror)
        if is_well and answer.sample is not None and not answer.sample.is_coarse:
            self.lead.add(answer.sample.delay + max(0.0, self._monotonic() - answer.sample.received))
        self._pictures.refresh()
        self._save()
        if self._pictures.is_behind:
            return max(0.0, began + MIN_POLL_SECONDS - self._monotonic())
        is_whole_refused = isinstance(answer, Fetched) and bool(self._refused_digest) and known == NOTHING_KNOWN
        if answer.was_parked or (self._client.is_hub and (is_news or is_whole_refused or not is_well)):
            if is_news and is_well:
                return self._rhythm.news_pause(self._monotonic())
            return max(0.0, began + MIN_POLL_SECONDS - self._monotonic())
        is_just_refused = self._refused_digest not in ("", refused_before)
        return HALF_WRITTEN_SECONDS if is_just_refused else self._rhythm.poll_pause()

    def _known_now(self, now: float) -> Validators:
        """The validators to ask with at `now`, of the monotonic clock."""
        if not self._client.is_hub and now - self._whole_at >= WHOLE_SECONDS:
            return NOTHING_KNOWN
        return self._known

    def _run(self) -> None:
        if self._shown is not None:
            self._pictures.want(picture_sources(self._shown.document))
            self._shown = None
        while not self._stopping.is_set():
            try:
                pause = self.step()
            except Exception:
                # Fence: a mistake of ours here must not leave the screen deaf. The picture stays, and we ask again.
                logger.exception("Asking the hub went wrong, going on")
                self._failures += 1
                pause = self._rhythm.retry_pause(self._failures)
            if self._stopping.wait(pause):
                break
        self._save(is_last=True)

    def _take(self, answer: Fetched | NotModified) -> bool:
        """See to an answer; True when there is a new document in it."""
        self._failures = 0
        if self._network is not None:
            self._network.rest()
        if answer.sample is not None:
            self._mailbox.put(NewTimeSample(answer.sample))
        is_news = isinstance(answer, Fetched) and self._open(answer)
        if isinstance(answer, NotModified) and self._refused_digest:
            # The next question is for the whole: a refused body may have been half of a good one.
            self._known = NOTHING_KNOWN
        if self._refused_digest:
            # `_open` has said so, unless there was trouble of another kind in between.
            if self._state.kind != "refused-document":
                self._announce("refused-document", self._document_fault)
        else:
            self._announce("ok")
        return is_news

    def _open(self, answer: Fetched) -> bool:
        """See to a body; True when it is a good document that differs from the one on show."""
        self._known, self._whole_at = answer.validators, self._monotonic()
        digest = digest_of(answer.body)
        if digest == self._refused_digest:
            self._known = self._refused_known(answer)
            return False
        if digest == self._shown_digest:
            self._refused_digest = ""
            return False
        try:
            if digest in self._cache.note.deadly:
                hint = "change something in it; a later version of displayd tries it again"
                raise DocumentError(self._client.name, [Mistake("$", "it ends this screen whenever it is drawn", hint)])
            edition = edition_of(
                answer.body,
                self._client.name,
                answer.validators,
                is_from_hub=self._client.is_hub,
                digest=digest,
                received_at=self._monotonic(),
                hub_time=None if answer.sample is None else answer.sample.hub_time,
            )
        except DocumentError as exc:
            self._known = self._refused_known(answer)
            self._refuse(digest, exc)
            return False
        self._log_news(edition)
        if edition.left_out and edition.left_out != self._left_out:
            logger.warning("Not all of revision %s is shown: %s", edition.revision, told_left_out(edition.left_out))
        self._left_out = edition.left_out
        self._shown_digest, self._refused_digest = digest, ""
        self._is_mirror = edition.document.mirror is not None
        if self._may_save():
            # What is not saved is not noted either, or cards would wear out; the next process has both to spare.
            self._cache.note.begin(digest)
        self._mailbox.put(edition)
        self._pictures.want(picture_sources(edition.document))
        self._unsaved = answer.body, edition
        return True

    def _log_news(self, edition: Edition) -> None:
        """Say what `edition` brings: new pages to the person on site, new values to us."""
        before, self._layout = self._layout, layout_of(edition.document)
        screen, count = edition.document.screen, len(edition.document.pages)
        news = [] if before is None else layout_news(before, self._layout)
        if before is None:
            logger.info("Document %s for screen %s, %d pages", edition.revision, screen, count)
        elif news:
            more = f" and {len(news) - MAX_NEWS} more" if len(news) > MAX_NEWS else ""
            told = "; ".join(news[:MAX_NEWS]) + more
            logger.info("New pages for screen %s, %d now, revision %s: %s", screen, count, edition.revision, told)
        else:
            logger.debug("New values for screen %s, revision %s", screen, edition.revision)

    def _refused_known(self, answer: Fetched) -> Validators:
        """What to ask with after a refused body: nothing, as it may have been half of a file.

        With a hub, whose tags are made of the content, they serve for one question, which it keeps open until there is
        another document: a mended one is there at once.
        """
        return answer.validators if self._client.is_hub else NOTHING_KNOWN

    def _refuse(self, digest: str, exc: DocumentError) -> None:
        self._refused_digest = digest
        logger.warning("Document refused, the one on show stays: %s", exc.mistakes[0] if exc.mistakes else exc)
        for mistake in exc.mistakes[1:]:
            logger.info("Also in the refused document: %s", mistake)
        self._mailbox.put(DocumentRefused(exc.message, exc.mistakes))
        self._document_fault = exc.mistakes[0].reason if exc.mistakes else ""
        self._announce("refused-document", self._document_fault)

    def _failed(self, exc: HubError) -> float:
        """Say so, and tell how long to wait."""
        self._failures += 1
        found = self._network.diagnosis(exc.kind) if self._network is not None else None
        found = found or Diagnosis(exc.kind, exc.detail)
        self._announce(found.kind, found.detail, exc.hub_says, str(exc), found.wifi)
        self._tell_facts()
        self._save()
        pause = self._rhythm.retry_pause(self._failures, found.kind)
        return max(pause, exc.retry_after_seconds or 0.0)

    def _tell_facts(self) -> None:
        """Tell the drawing thread of the machine's network, if that has changed."""
        facts = self._network.facts() if self._network is not None else None
        if facts is not None and facts != self._facts:
            self._mailbox.put(facts)
        self._facts = facts

    def _announce(
        self, kind: Literal["ok"] | Trouble, detail: str = "", hub_says: str = "", reason: str = "", wifi: str = ""
    ) -> None:
        """Tell the drawing thread and the log how things stand, if that has changed."""
        old, now = self._state, self._monotonic()
        if kind == "ok":
            state = LinkState("ok", "Connected", f"Connected to {self._client.name}.", "", now)
        elif self._network is not None and is_only_starting(kind, now - self._began_at):
            state = STARTING
        else:
            facts = TroubleFacts(self._client.name, detail, time.time(), wifi)
            was_like_this = old.is_trouble and "refused-document" not in (old.kind, kind)
            since = old.since if was_like_this else now
            hub = self._client.name.removesuffix("/v1/screen") if kind == "not-claimed" else ""
            state = LinkState(kind, *message_for(kind, *facts), since, hub_says, hub, facts)
        if (old.kind, old.sentence, old.hub_says) == (state.kind, state.sentence, state.hub_says):
            return
        self._state = state
        self._mailbox.put(state)
        self._log_change(old, state, reason)

    def _log_change(self, old: LinkState, new: LinkState, reason: str) -> None:
        url = self._client.name
        if new.kind == "not-claimed":
            logger.info("Hub %s does not know this screen yet: %s", url, new.hub_says or "not claimed")
        elif new.kind == "connecting":
            logger.info("Waiting for the network")
        elif new.kind in NETWORK_TROUBLES:
            level = logging.INFO if old.is_trouble else logging.WARNING
            logger.log(level, "No network, the screen keeps what it shows: %s", new.sentence)
        elif new.kind not in ("ok", "refused-document"):
            level = logging.INFO if old.is_trouble else logging.WARNING
            logger.log(level, "Hub away, the screen keeps what it shows: %s", reason)
        elif old.kind == "not-claimed":
            logger.info("Hub %s knows this screen now", url)
        elif old.kind == "refused-document":
            logger.info("The document on show is the hub's current one again")
        elif old.is_trouble:
            logger.info("Hub %s reachable again after %d s", url, new.since - old.since)
        elif old.kind == "connecting":
            logger.info("Hub %s reachable", url)

    def _may_save(self) -> bool:
        """Whether it is time to write to the disk."""
        now = self._monotonic()
        self._saves_left = min(SAVES_AT_ONCE, self._saves_left + (now - self._saves_left_at) / SAVE_SECONDS)
        self._saves_left_at = now
        return self._saves_left >= 1

    def _save(self, is_last: bool = False) -> None:
        """Write down the newest document, unless some were written a moment ago."""
        if self._unsaved is None or not (self._may_save() or is_last):
            return
        self._saves_left -= 1
        try:
            body, edition = self._unsaved
            self._cache.save(body, edition.validators, edition.hub_time)
            self._unsaved = None
            fault = ""
        except StoreError as exc:
            fault = f"{exc.message} ({exc.hint})" if exc.hint else exc.message
        if bool(fault) != bool(self._store_fault):
            if fault:
                logger.warning("The document is not remembered over a restart: %s", fault)
            else:
                logger.info("The document is remembered over a restart again")
            self._mailbox.put(CacheState(fault))
        self._store_fault = fault
