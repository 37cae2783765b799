"""The threads that talk to the hub of a screen: one asks, one reports, and one searches where no hub is named."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec

from displayd.device.config import Config
from displayd.device.edition import Edition
from displayd.device.frame_shown import FrameShown
from displayd.device.mailbox import LinkState, Mailbox
from displayd.device.network.hub_client import HubClient, client_for
from displayd.device.network.hub_error import HubError
from displayd.device.network.hub_search import HubSearch
from displayd.device.network.network_watch import NetworkWatch
from displayd.device.network.poller import Poller
from displayd.device.network.proxies import DIRECT
from displayd.device.network.reporter import Reporter
from displayd.device.network.rhythm import Rhythm
from displayd.device.network.status_probe import StatusProbe
from displayd.device.network.timekeeper import Timekeeper
from displayd.device.network.transport import Patience
from displayd.device.state.document_cache import DocumentCache
from displayd.device.state.found_hub import FoundHub, forget_hub, kept_hub
from displayd.device.state.identity import Identity
from displayd.device.state.secure_hubs import SecureHubs
from displayd.device.system import hub_clock
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.device.trouble import TroubleFacts, message_for
from displayd.text.language import word

__all__ = ["HubLink", "asked"]

logger = logging.getLogger(__name__)

# A hub in the same network says at once that it is one.
_PROBING = Patience(connect=2.0, silence=2.0, whole=4.0)

# Trouble that a hub itself tells of: it is where it was.
_AT_HOME = ("connecting", "ok", "not-claimed", "refused-document", "unauthorized", "too-large", "server-error")


class HubLink:
    """All that goes between a screen and its hub. Belongs to the drawing thread.

    Args:
        cache: of what the hub sends.
        remembered: the document from before the restart.
        state: folder where the hub that was found is remembered.
    """

    def __init__(
        self,
        config: Config,
        identity: Identity,
        mailbox: Mailbox,
        cache: DocumentCache,
        remembered: Edition | None,
        state: Path,
        clock: HubClock,
        flip_log: FlipLog,
    ) -> None:
        self._config = config
        self._identity = identity
        self._mailbox = mailbox
        self._cache = cache
        self._remembered = remembered
        self._state = state
        self._clock = clock
        self._flip_log = flip_log
        self._secure = SecureHubs(state)
        self._search: HubSearch | None = None
        self._url = ""
        """Address of the hub that is talked to, whether it was found or named."""
        self._poller: Poller | None = None
        self._timekeeper: Timekeeper | None = None
        self._reporter: Reporter | None = None
        self._probe: StatusProbe | None = None

    def start(self) -> None:
        """Begin to talk, or to look for somebody to talk to; returns at once."""
        if self._config.allow_plain:
            self._secure.forget()
        if self._config.document_url:
            forget_hub(self._state)
            self._start_named(self._config.hub or "")
            return
        before = kept_hub(self._state)
        if before is not None and self._refuses(before.url, is_found=True):
            forget_hub(self._state)
        self._search = HubSearch(self._mailbox, self._state, self._asked, network=self._network())
        self._search.start()
        self._follow(self._search)

    def observe(self, frame: FrameShown) -> None:
        """See to what does not concern the glass, once there is something on it."""
        if self._search is not None:
            self._follow(self._search)
        if self._poller is not None:
            if self._url and self._poller.state.kind == "ok":
                self._secure.note(self._url)
            self._poller.lead.painting_seconds = frame.painting_seconds
        if self._probe is not None:
            self._probe.observe(frame)

    def stop(self) -> None:
        """End everything, within a moment."""
        if self._search is not None:
            self._search.stop()
        self._hang_up()

    def _start_named(self, hub: str) -> None:
        """Talk to the hub that the settings name, or to their plain web server, unless it has lost its TLS."""
        if hub and self._refuses(hub, is_found=False):
            message = message_for("tls-dropped", hub)
            logger.error("%s %s", message.sentence, message.advice)
            self._mailbox.put(self._network().facts())
            self._mailbox.put(LinkState("tls-dropped", *message, hub_clock.monotonic(), facts=TroubleFacts(hub)))
            return
        self._url = hub
        self._talk(self._config)

    def _refuses(self, url: str, *, is_found: bool) -> bool:
        has_ca = self._config.ca is not None
        return not self._config.allow_plain and self._secure.refuses(url, is_found=is_found, has_ca=has_ca)

    def _asked(self, hub: FoundHub) -> HubError | None:
        """What is wrong with a hub that somebody tells of; None for nothing."""
        if self._refuses(hub.url, is_found=True):
            return HubError(hub.url, "tls-dropped", "is without HTTPS")
        return asked(hub, self._config.ca or "")

    def _follow(self, search: HubSearch) -> None:
        """Talk to the hub that was found, and look for it when it is away."""
        found = search.found
        if found is None:
            return
        if found.url != self._url:
            self._hang_up()
            self._url = found.url
            self._talk(msgspec.structs.replace(self._config, hub=found.url, proxy=DIRECT), _told(found, search.others))
            # Only the first time: later it is on the glass already, or older than what is.
            self._remembered = None
            return
        assert self._poller is not None
        state: LinkState = self._poller.state
        if state.kind == "ok":
            search.keep()
        elif state.kind not in _AT_HOME:
            search.look_again(hub_clock.monotonic() - state.since)

    def _talk(self, config: Config, about_hub: tuple[tuple[str, str], ...] = ()) -> None:
        """Start polling and, with a hub, keeping its time and reporting."""
        timekeeper = Timekeeper(client_for(config, self._identity), self._mailbox)
        self._poller = Poller(
            client_for(config, self._identity),
            self._mailbox,
            self._cache,
            rhythm=Rhythm(config.wait_seconds, config.poll_seconds),
            shown=self._remembered,
            network=self._network(about_hub),
            heard=timekeeper.hear,
        )
        self._poller.start()
        if config.is_hub:
            self._timekeeper = timekeeper
            timekeeper.start()
            self._reporter = Reporter(client_for(config, self._identity), config.picture_seconds)
            self._probe = StatusProbe(self._reporter, self._clock, self._flip_log)
            self._reporter.start()

    def _network(self, about_hub: tuple[tuple[str, str], ...] = ()) -> NetworkWatch:
        """One for each thread: it belongs to one."""
        wifi = self._config.wifi
        return NetworkWatch(about_hub=about_hub, wanted_wifi=wifi.name if wifi else "")

    def _hang_up(self) -> None:
        for thread in (self._poller, self._timekeeper, self._reporter):
            if thread is not None:
                thread.stop()
        self._poller = self._timekeeper = self._reporter = self._probe = None


def asked(hub: FoundHub, ca: str) -> HubError | None:
    """What is wrong with a hub; None when it answers. It is told neither the secret nor who asks.

    Args:
        ca: see `HubClient`.
    """
    client = HubClient(f"{hub.url}/v1/screen", ca=ca, proxy=DIRECT, patience=_PROBING)
    try:
        client.measure_time()
    except HubError as exc:
        logger.debug("No hub at %s: %s", hub.url, exc)
        return exc
    finally:
        client.close()
    return None


def _told(hub: FoundHub, others: tuple[FoundHub, ...]) -> tuple[tuple[str, str], ...]:
    """Which hub was found, for the TV."""
    more = ", ".join(f"{one.name} ({one.url.partition('//')[2]})" for one in others)
    return (word("Hub"), f"{hub.url} · {hub.name}"), *([(word("Also found"), more)] if more else [])
