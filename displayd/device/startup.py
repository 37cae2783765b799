"""`displayd run`: puts the parts of one screen together, picture first, network second."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import msgspec

from displayd.compose.pairing_page import ClaimFacts, claim_scene
from displayd.device.config import Config, load, parse
from displayd.device.display.screen import FileScreen, MemoryScreen, Screen
from displayd.device.edition import Edition, edition_of
from displayd.device.loop import RenderLoop
from displayd.device.mailbox import Mailbox
from displayd.device.state.document_cache import DocumentCache, Saved
from displayd.device.state.identity import Identity, load_or_create
from displayd.device.system import health
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.device.system.systemd import QuietService, Service, configure_logging, find_service
from displayd.device.timeline import Timeline
from displayd.device.trouble import told_address
from displayd.errors import ConfigError, DisplaydError, DocumentError, ScreenError
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts

__all__ = ["run"]

logger = logging.getLogger(__name__)

# How often a display is looked for while there is none: a TV that is switched on has its picture within ten seconds.
DISPLAY_RETRY_SECONDS = 4.0

SIZE_IN_MEMORY = (1920, 1080)

# How often a wrong configuration is read anew; the TV shows the mistake meanwhile.
CONFIG_RETRY_SECONDS = 3.0


class _Stopped(Exception):  # noqa: N818 - no error
    """SIGTERM came before there was a display."""


def run(arguments: Namespace, state: Path) -> int:
    """Be the screen of this machine until SIGTERM, SIGINT or the window's close button.

    Args:
        arguments: of the command line, see `cli.py`.
        state: folder for the secret and the cache.

    Raises:
        ConfigError, StoreError: what has to be mended before there can be a picture.
    """
    service = find_service()
    stopping = [False]
    mailbox = Mailbox()
    loops: list[RenderLoop] = []

    def stop(number: int, frame: object) -> None:
        stopping[0] = True
        mailbox.wake()
        for loop in loops:
            loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        config = _config(arguments)
    except ConfigError as exc:
        if isinstance(service, QuietService):
            raise
        # Nobody reads what a service prints: the TV says it.
        configure_logging("info")
        try:
            config = _mended_config(arguments, service, exc, lambda: stopping[0])
        except _Stopped:
            return 0
    if stopping[0]:
        return 0
    configure_logging(config.log_level)
    identity = load_or_create(state)
    flip_log = FlipLog(arguments.flip_log)
    clock = HubClock()
    where = told_address(config.document_url)
    logger.info("displayd starts, fingerprint %s, document %s", identity.fingerprint, where)
    cache = DocumentCache(state / "cache", f"{config.document_url} {identity.fingerprint}")
    saved = cache.load()
    remembered = _remembered(saved, config)
    fonts = PangoFonts(remembered.document.locale if remembered else "en")
    shelf = PictureShelf()
    painter = Painter(fonts, shelf)

    def open_screen() -> Screen:
        return _open_screen(arguments, config, painter, service, lambda: stopping[0])

    def reopened(screen: Screen) -> Screen:
        screen.close()
        return _open_screen(arguments, config, painter, service, lambda: stopping[0], loop.take_messages)

    try:
        screen = open_screen()
    except _Stopped:
        return 0
    timeline = Timeline(screen.size, fonts, config.rotate, tuple(config.edges))
    if remembered is not None:
        timeline.take(remembered)
    loop = RenderLoop(screen, timeline, mailbox, clock, service, shelf, flip_log, reopened=reopened)
    loop.facts = lambda: _facts(loop, config, identity)
    loops.append(loop)
    if stopping[0]:
        screen.close()
        return 0
    # The first picture is on the glass before the network is touched: `import requests` alone takes as long as it.
    loop.step()
    service.status(f"showing on {screen.driver} {screen.mode}")
    threads = _start_network(loop, config, identity, cache, mailbox, remembered)
    try:
        with contextlib.suppress(_Stopped):
            loop.run()
    finally:
        for end in threads:
            end()
        loop.screen.close()
        logger.info("displayd ends")
    return 0


def _config(arguments: Namespace) -> Config:
    """The configuration, with what the command line says put over it."""
    if arguments.hub or arguments.endpoint:
        told = {"hub": arguments.hub} if arguments.hub else {"endpoint": arguments.endpoint}
        parse("the command line", msgspec.json.encode(told).decode())
        if not arguments.config.exists():
            return Config(**told)
        base = load(arguments.config)
        return msgspec.structs.replace(base, hub=arguments.hub, endpoint=arguments.endpoint)
    return load(arguments.config)


def _mended_config(arguments: Namespace, service: Service, error: ConfigError, must_stop: Callable[[], bool]) -> Config:
    """The configuration, once somebody has mended it; until then the TV shows what is wrong with it."""
    default = Config(hub="http://unknown")
    screen: Screen | None = None
    complaint = ""
    while not must_stop():
        said = "; ".join(map(str, error.mistakes))
        if said != complaint:
            complaint = said
            logger.error("The configuration is wrong: %s", said)
        fonts = PangoFonts()
        if screen is None:
            screen = _open_screen(arguments, default, Painter(fonts), service, must_stop)
        heading = f"Mistake in {arguments.config.name}"
        facts = ClaimFacts("", "", os.uname().nodename, health.own_address(), heading, said, level="red")
        screen.update(screen.front.draw(claim_scene(facts, screen.size, fonts)))
        screen.pump()
        service.ready()
        service.status(said)
        service.alive()
        time.sleep(CONFIG_RETRY_SECONDS)
        try:
            config = _config(arguments)
        except ConfigError as exc:
            error = exc
            continue
        screen.close()
        logger.info("The configuration is mended")
        return config
    return default


def _remembered(saved: Saved | None, config: Config) -> Edition | None:
    """The document from before the restart, if it is one that this version still takes."""
    if saved is None:
        return None
    try:
        return edition_of(saved.body, told_address(config.document_url), saved.validators, hub_time=saved.saved_at)
    except DocumentError as exc:
        logger.warning("The remembered document is not used: %s", exc)
        return None


def _open_screen(
    arguments: Namespace,
    config: Config,
    painter: Painter,
    service: Service,
    must_stop: Callable[[], bool],
    meanwhile: Callable[[], None] = lambda: None,
) -> Screen:
    """The screen asked for; a television that is not there is waited for.

    Raises:
        DisplaydError: the command line asks for a screen that does not exist.
        _Stopped: told to stop while waiting.
    """
    kind, _, path = str(arguments.screen).partition(":")
    size = arguments.size
    if kind == "memory":
        return MemoryScreen(painter, size or SIZE_IN_MEMORY)
    if kind == "file" and path:
        return FileScreen(painter, Path(path), size or SIZE_IN_MEMORY)
    if kind not in ("television", "window"):
        raise DisplaydError(f"no screen `{arguments.screen}`", "known: television, window, memory, file:PATH.png")
    wanted = size
    if wanted is None and config.screen.width is not None and config.screen.height is not None:
        wanted = (config.screen.width, config.screen.height)
    if config.screen.driver != "auto":
        os.environ["SDL_VIDEODRIVER"] = config.screen.driver
    # Here, so that screens without glass do without pygame.
    from displayd.device.display.sdl_screen import Television

    complaint = ""
    while not must_stop():
        try:
            screen = Television(painter, wanted, is_window=kind == "window")
        except ScreenError as exc:
            text = f"{exc.message} ({exc.hint})" if exc.hint else exc.message
            if text != complaint:
                complaint = text
                logger.warning("No picture, trying every %g s: %s", DISPLAY_RETRY_SECONDS, text)
            # Waiting for a TV is healthy: systemd must not restart us for it.
            service.ready()
            service.status(f"waiting for a display: {exc.message}")
            service.alive()
            retry_at = time.monotonic() + DISPLAY_RETRY_SECONDS
            while time.monotonic() < retry_at and not must_stop():
                # Not on the mailbox: its messages are seen to here, and would wake us for ever.
                time.sleep(0.2)
                meanwhile()
            continue
        if complaint:
            logger.info("There is a picture now")
        return screen
    raise _Stopped


def _start_network(
    loop: RenderLoop,
    config: Config,
    identity: Identity,
    cache: DocumentCache,
    mailbox: Mailbox,
    remembered: Edition | None,
) -> list[Callable[[], None]]:
    """Start polling and reporting.

    Returns:
        What ends them, each within a moment.
    """
    from displayd.device.network.hub_client import client_for
    from displayd.device.network.poller import Poller

    poller = Poller(
        client_for(config, identity),
        mailbox,
        cache,
        wait_seconds=config.wait_seconds,
        poll_seconds=config.poll_seconds,
        shown=remembered,
    )
    poller.start()
    if not config.is_hub:
        return [poller.stop]
    from displayd.device.network.reporter import Reporter
    from displayd.device.network.status_probe import StatusProbe

    reporter = Reporter(client_for(config, identity), config.picture_seconds)
    loop.told = StatusProbe(reporter)
    reporter.start()
    return [poller.stop, reporter.stop]


def _facts(loop: RenderLoop, config: Config, identity: Identity) -> ClaimFacts:
    hub = loop.hub
    address = health.own_address()
    where = told_address(config.hub or config.endpoint or "")
    facts = ClaimFacts(identity.fingerprint, where, os.uname().nodename, address, "Connecting", f"Asking {where}.")
    if hub is None:
        return facts
    is_claim = hub.kind == "not-claimed"
    # The heading says already that it is not claimed.
    advice = hub.advice if is_claim else f"{hub.sentence} {hub.advice}".strip()
    level = "red" if hub.is_trouble and not is_claim else "amber"
    return facts._replace(heading=hub.heading, advice=advice, hub_says=hub.hub_says, level=level)
