"""`displayd run`: puts the parts of one screen together, picture first, network second."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from displayd import __version__
from displayd.compose.claim_page import ClaimFacts
from displayd.device.config import Config, load, parse, read_file
from displayd.device.display.opening import screen_opener
from displayd.device.display.screen import Screen
from displayd.device.edition import Edition, edition_of
from displayd.device.frame_shown import FrameShown
from displayd.device.loop import RenderLoop
from displayd.device.mailbox import Mailbox
from displayd.device.mistake_words import fault_told, mistakes_told
from displayd.device.settings import Settings
from displayd.device.settings_file import settings_told
from displayd.device.state.document_cache import DocumentCache, Saved, remembered_by
from displayd.device.state.identity import Identity, load_or_lend
from displayd.device.system import hub_clock
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.device.system.page_shown import PageShownMark, runtime_folder
from displayd.device.system.systemd import QuietService, Service, configure_logging, find_service
from displayd.device.trouble import told_address
from displayd.errors import ConfigError, DocumentError
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts
from displayd.text.language import language_of, word

if TYPE_CHECKING:
    from displayd.device.network.hub_link import HubLink

__all__ = ["Options", "ScreenProcess", "run"]

logger = logging.getLogger(__name__)

# How often a wrong configuration is read anew; the TV shows the mistake meanwhile.
CONFIG_RETRY_SECONDS = 3.0

# How often a screen whose identity cannot be kept looks whether it can by now: somebody has made room, or a card that
# stumbled at the start is well.
IDENTITY_RETRY_SECONDS = 30.0


class Options(NamedTuple):
    """What the command line says of a screen."""

    config: Path
    """The Pi's own settings."""
    state: Path
    """Folder for the secret and the cache."""
    hub: str | None = None
    """Address of the hub, instead of the one in the configuration."""
    endpoint: str | None = None
    """Address of a screen document, likewise."""
    screen: str = "television"
    """`television`, `window`, `memory` or `file:PATH.png`."""
    size: tuple[int, int] | None = None
    """Of a window, of memory or of the file, px."""
    flip_log: Path | None = None
    """File to which every flip is appended as a JSON line."""

    def read_config(self) -> Config:
        """The configuration, with what the command line says put over it.

        Raises:
            ConfigError: what cannot be, every mistake with its line.
        """
        if not self.hub and not self.endpoint:
            return load(self.config)
        told = {"hub": self.hub} if self.hub else {"endpoint": self.endpoint}
        parsed = parse("the command line", msgspec.json.encode(told).decode())
        if not self.config.exists():
            return parsed
        return msgspec.structs.replace(load(self.config), hub=self.hub, endpoint=self.endpoint)


class _Origin(NamedTuple):
    """Where documents come from, once the configuration says so."""

    config: Config
    identity: Identity
    cache: DocumentCache
    remembered: Edition | None
    """The document from before the restart."""
    identity_fault: str
    """Why the identity is not kept; empty when it is."""


class ScreenProcess:
    """The screen of this machine.

    `start` and `wait` belong to one thread, which draws; `stop` may be called from others and from signal handlers.

    Args:
        service: who supervises us; found out when left open.
        set_log_level: called with `debug`, `info`, `warning` or `error` when the configuration is known.

    Raises:
        StoreError: the flip log cannot be written.
    """

    def __init__(
        self,
        options: Options,
        service: Service | None = None,
        set_log_level: Callable[[str], object] = configure_logging,
    ) -> None:
        self._options = options
        self._service = service or find_service()
        self._set_log_level = set_log_level
        self._mailbox = Mailbox()
        self._clock = HubClock()
        self._shelf = PictureShelf()
        self._flip_log = FlipLog(options.flip_log)
        self._page_shown = PageShownMark(runtime_folder())
        self._loop: RenderLoop | None = None
        self._settings: Settings | None = None
        self._origin: _Origin | None = None
        """None while the configuration is wrong."""
        self._config_due_at = self._identity_due_at = float("-inf")
        self._link: HubLink | None = None
        self._is_stopping = False

    def start(self) -> None:
        """Bring the first picture to the glass if there is a display, and begin to ask for documents.

        Raises:
            ConfigError: the configuration is wrong, and nobody supervises us: whoever started us reads it.
            StoreError, DisplaydError: what has to be mended before there can be a picture.
        """
        try:
            self._settings = self._configured(self._options.read_config())
        except ConfigError as exc:
            if isinstance(self._service, QuietService):
                raise
            # Nobody reads what a service prints: the TV says it.
            self._set_log_level("info")
            self._settings = self._misconfigured(exc)
        self._loop = RenderLoop(
            self._settings, self._mailbox, self._clock, self._service, self._shelf, self._flip_log, self._observe
        )
        if self._origin is not None:
            self._loop.films.place_of = self._origin.cache.film_place
        if not self._is_stopping:
            self._loop.step()

    def wait(self) -> None:
        """Be the screen until `stop` is called or the viewer closes the window."""
        assert self._loop is not None, "start first"
        try:
            if not self._is_stopping:
                self._loop.run()
        finally:
            if self._link is not None:
                self._link.stop()
            if self._origin is not None:
                self._origin.cache.note.cross_out()
            self._loop.close()
            logger.info("displayd ends")

    def stop(self) -> None:
        """Let `wait` return within a moment."""
        self._is_stopping = True
        if self._loop is not None:
            self._loop.stop()

    def _configured(self, config: Config) -> Settings:
        """Everything that follows from a good configuration, up to the network."""
        self._set_log_level(config.log_level)
        origin = self._begin_as(config, *load_or_lend(self._options.state))
        remembered = origin.remembered
        fonts = PangoFonts(remembered.document.locale if remembered else config.locale)
        return Settings(
            self._opener(config, fonts),
            fonts,
            self._introduction(origin),
            config.rotate,
            config.edges,
            identity_fault=origin.identity_fault,
        )

    def _begin_as(self, config: Config, identity: Identity, fault: str) -> _Origin:
        """Be the screen that `identity` says, with what it remembers."""
        where = told_address(config.document_url) or "of the hub that is found"
        logger.info("displayd starts, fingerprint %s, document %s", identity.fingerprint, where)
        cache = remembered_by(self._options.state, config.document_url, identity.fingerprint)
        self._shelf.load = cache.picture_file
        if self._loop is not None:
            self._loop.films.place_of = cache.film_place
        remembered = _remembered(cache.load(), where, config.is_hub)
        if remembered is not None:
            self._mailbox.put(remembered)
        if fault:
            logger.error("Who this screen is cannot be kept over a restart: %s", fault)
            self._identity_due_at = hub_clock.monotonic() + IDENTITY_RETRY_SECONDS
        self._origin = _Origin(config, identity, cache, remembered, fault)
        return self._origin

    def _introduction(self, origin: _Origin) -> ClaimFacts:
        """What the screen says of itself before there is a document."""
        config, identity, fault = origin.config, origin.identity, origin.identity_fault
        server = told_address(config.hub or config.endpoint or "")
        language = language_of(config.locale)
        nowhere = language.say("displayd.yaml names none, so it is looked for in the network.")
        warning = (
            language.say("After a restart the code is another one: {fault}", fault=fault_told(fault, language))
            if fault
            else ""
        )
        return ClaimFacts(
            identity.fingerprint,
            server,
            os.uname().nodename,
            "",
            language.say("Connecting") if server else language.say("Looking for the hub"),
            language.say("Asking {server}.", server=server) if server else nowhere,
            name=config.name or "",
            machine=(
                (word("Settings"), settings_told(self._options.config, language=language)),
                (word("Version"), __version__),
            ),
            warning=warning,
            locale=config.locale,
        )

    def _misconfigured(self, exc: ConfigError) -> Settings:
        """What shows the mistakes until somebody has mended them."""
        self._config_due_at = hub_clock.monotonic() + CONFIG_RETRY_SECONDS
        fault = "; ".join(map(str, exc.mistakes))
        before = self._settings
        if before is not None and before.fault == fault:
            return before
        logger.error("The configuration is wrong: %s", fault)
        is_unreadable = any(mistake.reason.startswith("cannot be read") for mistake in exc.mistakes)
        right = read_file(self._options.config).config
        say, name = language_of(right.locale).say, self._options.config.name
        told = mistakes_told(exc.mistakes, language_of(right.locale))
        heading = say("Cannot read {file}", file=name) if is_unreadable else say("Mistake in {file}", file=name)
        introduction = ClaimFacts("", "", os.uname().nodename, "", heading, told, level="red", locale=right.locale)
        if before is not None:
            return msgspec.structs.replace(before, introduction=introduction, fault=fault)
        fonts = PangoFonts(right.locale)
        return Settings(self._opener(right, fonts), fonts, introduction, right.rotate, right.edges, fault)

    def _opener(self, config: Config, fonts: PangoFonts) -> Callable[[], Screen]:
        painter = Painter(fonts, self._shelf)
        open_screen = screen_opener(self._options.screen, self._options.size, config.screen, painter)

        def opened() -> Screen:
            screen = open_screen()
            # What follows brings the remembered document to the glass, if it can be brought there.
            if self._origin is not None and self._origin.remembered is not None:
                self._origin.cache.note.begin(self._origin.remembered.digest)
            return screen

        return opened

    def _observe(self, frame: FrameShown) -> None:
        """See to what does not concern the glass, once there is something on it."""
        self._page_shown.observe(frame)
        if self._origin is not None and frame.view.edition is not None:
            self._origin.cache.note.cross_out(frame.view.edition.digest)
        if self._origin is None:
            self._read_config_again()
        elif self._link is None:
            # The first picture comes before the network: `import requests` alone takes as long as it.
            self._start_network(self._origin)
        else:
            self._link.observe(frame)
            self._keep_identity(self._origin)

    def _keep_identity(self, origin: _Origin) -> None:
        """Look whether an identity that was lent can be kept by now, or whether the one before can be read again."""
        if not origin.identity_fault or hub_clock.monotonic() < self._identity_due_at:
            return
        self._identity_due_at = hub_clock.monotonic() + IDENTITY_RETRY_SECONDS
        identity, fault = load_or_lend(self._options.state, origin.identity.secret)
        if fault == origin.identity_fault:
            return
        if identity.secret == origin.identity.secret:
            logger.info("Who this screen is %s", f"cannot be kept: {fault}" if fault else "is kept from now on")
            origin = self._origin = origin._replace(identity_fault=fault)
        else:
            logger.info("Who this screen is can be read again: it is %s", identity.fingerprint)
            if self._link is not None:
                self._link.stop()
            self._link = None
            origin = self._begin_as(origin.config, identity, fault)
        assert self._settings is not None  # it has been shown
        self._settings = msgspec.structs.replace(
            self._settings, introduction=self._introduction(origin), identity_fault=fault
        )
        self._mailbox.put(self._settings)

    def _read_config_again(self) -> None:
        """Look whether a wrong configuration has been mended, now and then."""
        if hub_clock.monotonic() < self._config_due_at:
            return
        before = self._settings
        try:
            config = self._options.read_config()
        except ConfigError as exc:
            self._settings = self._misconfigured(exc)
        else:
            # First, as this may have to be said of what comes next: a log level that hides it, or a folder in the way.
            logger.info("The configuration is mended")
            self._settings = self._configured(config)
        if self._settings is not before:
            self._mailbox.put(self._settings)

    def _start_network(self, origin: _Origin) -> None:
        """Begin to talk to the hub, or to look for it."""
        from displayd.device.network.hub_link import HubLink

        config, identity, cache, remembered, _ = origin
        self._link = HubLink(
            config, identity, self._mailbox, cache, remembered, self._options.state, self._clock, self._flip_log
        )
        self._link.start()


def run(options: Options) -> int:
    """Be the screen of this machine until SIGTERM, SIGINT or the window's close button.

    Raises:
        ConfigError, StoreError: what has to be mended before there can be a picture.
    """
    process = ScreenProcess(options)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: process.stop())
    process.start()
    process.wait()
    return 0


def _remembered(saved: Saved | None, name: str, is_from_hub: bool) -> Edition | None:
    """The document from before the restart, if it is one that this version still takes."""
    if saved is None:
        return None
    try:
        return edition_of(saved.body, name, saved.validators, is_from_hub=is_from_hub, hub_time=saved.saved_at)
    except DocumentError as exc:
        logger.warning("The remembered document is not used: %s", exc)
        return None
