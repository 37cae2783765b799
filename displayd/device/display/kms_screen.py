"""The display of this machine without OpenGL: pictures painted in ordinary memory, copied to what the kernel shows.

It needs nothing but the kernel and the group `video`, so it is there where SDL's way through EGL and Mesa is not.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from displayd.device.display.connector_watch import ConnectorWatch
from displayd.device.display.drm import DRM_FOLDER, Connector, connectors, edid_of
from displayd.device.display.drm_card import Card, Socket, card_paths
from displayd.device.display.drm_device import Device, KernelDevice
from displayd.device.display.drm_modes import FALLBACK_SIZES, best_mode
from displayd.device.display.hotplug_news import HotplugNews
from displayd.device.display.scanout import Scanout, scanout_for
from displayd.device.display.screen import Flipped, Smoothness, play
from displayd.errors import ScreenError
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.transition import Kind, transition_of
from displayd.scene.geometry import Rect

__all__ = ["MACHINE", "Cards", "Glass", "KmsScreen", "find_glass"]

logger = logging.getLogger(__name__)

# The splash, and whoever else hands the display over, holds it for a moment only.
MASTER_TRIES = 10
MASTER_RETRY_SECONDS = 0.1

# A TV that does not describe itself is asked again for so long: some take their time after they were switched on.
DOUBT_SECONDS = 60.0


class Cards(NamedTuple):
    """Where this machine's graphics cards are."""

    devices: str = "/dev/dri"
    facts: Path = DRM_FOLDER
    open_device: Callable[[str], Device] = KernelDevice


MACHINE = Cards()


class Glass(NamedTuple):
    """A TV, and the card that it is on."""

    card: Card
    path: str
    """Of the card, for example `/dev/dri/card1`."""
    sockets: list[Socket]
    """All those of the card."""
    socket: Socket
    """The one that the TV is on: the first by name, where there are several."""


def find_glass(cards: Cards) -> Glass:
    """The first TV by card and connector. The caller closes the card.

    Raises:
        ScreenError: there is none, or none that may be used.
    """
    refused: list[str] = []
    sockets: list[Socket] = []
    for path in card_paths(cards.devices):
        try:
            card = _opened(path, cards)
        except OSError as exc:
            refused.append(f"{path}: {exc.strerror}")
            continue
        try:
            found = card.sockets()
        except OSError:
            # A card that calculates and shows nothing.
            found = []
        if (socket := _first_usable(found)) is not None:
            return Glass(card, path, found, socket)
        sockets += found
        card.close()
    if any(socket.is_connected for socket in sockets):
        raise ScreenError("a TV is connected but does not tell its modes", "another cable or HDMI port often helps")
    if sockets:
        raise ScreenError("no TV is connected", "plug it in, or switch it on at the mains")
    if refused:
        raise ScreenError(
            f"no card can be used ({'; '.join(refused)})", "it takes the group video, and no other program on the TV"
        )
    raise ScreenError("this machine has no connector for a TV", "the kernel's driver for it is missing")


def _opened(path: str, cards: Cards) -> Card:
    """The card, and with it the right to set modes.

    Raises:
        OSError: it may not be opened, or another program shows pictures on it.
    """
    for _ in range(MASTER_TRIES):
        card = Card(cards.open_device(path))
        if card.is_master():
            return card
        card.close()
        time.sleep(MASTER_RETRY_SECONDS)
    raise OSError(errno.EBUSY, "another program shows pictures on it")


class KmsScreen:
    """The TV on this machine, through the kernel alone.

    Args:
        wanted: width and height in px, None for the TV's own.
        refresh: pictures a second, None for the TV's own.

    Raises:
        ScreenError: there is no TV that can be used.
    """

    driver = "kms"

    def __init__(
        self,
        painter: Painter,
        wanted: tuple[int, int] | None = None,
        refresh: int | None = None,
        cards: Cards = MACHINE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._painter = painter
        self._wanted, self._refresh = wanted, refresh
        self._cards = cards
        self._monotonic = monotonic
        # From before the TV is looked at, so that nothing is missed.
        self._news = HotplugNews()
        try:
            self._glass = find_glass(cards)
        except ScreenError:
            self._news.close()
            raise
        mode = best_mode(self._glass.socket.modes, wanted, refresh)
        assert mode is not None  # a usable one has modes
        self._mode = mode
        self.size, self.mode = mode.size, str(mode)
        self._take(_facts(self._glass.sockets, cards.facts), monotonic())
        self._front_pixels = MemoryPixels(*mode.size)
        self.front = Canvas(self._front_pixels, painter)
        self._back_pixels: MemoryPixels | None = None
        self._back: Canvas | None = None
        self._smoothness = Smoothness()
        try:
            self._scanout: Scanout = scanout_for(self._glass.card, self._glass.socket, mode)
            self._switch_others_off()
        except OSError as exc:
            self.close()
            raise self._lost(exc) from exc
        self._log()

    @property
    def back(self) -> Canvas:
        """The page to come; made when first needed, as a dashboard of one page does without."""
        if self._back is None:
            self._back_pixels = MemoryPixels(*self.size)
            self._back = Canvas(self._back_pixels, self._painter)
        return self._back

    def update(self, rects: Sequence[Rect]) -> None:
        """Copy changed parts of the front canvas to the glass."""
        if not rects:
            return
        try:
            self._scanout.show(self._front_pixels, rects)
        except OSError as exc:
            raise self._lost(exc) from exc

    def flip(self, kind: Kind = "cut", rotate: int = 0) -> Flipped:
        """Bring the back canvas to the glass, in step with its pictures where the card tells when they are sent."""
        back = self.back
        assert self._back_pixels is not None  # made with it
        kind = self._smoothness.allowed(kind)
        self.front.forget()
        begin, first = time.monotonic(), list[float]()

        def push(rects: Sequence[Rect]) -> None:
            if rects:
                self._scanout.show(self._front_pixels, rects)
            if not first:
                first.append(self._scanout.wait())

        try:
            transition = transition_of(kind, self._front_pixels, self._back_pixels, rotate)
            flipped = play(transition, push, sleep=self._scanout.pause)
            self._scanout.wait()
        except OSError as exc:
            raise self._lost(exc) from exc
        self.front.take_over(back)
        self._smoothness.take(kind, flipped)
        return flipped._replace(wait_seconds=max(0.0, first[0] - begin))

    def pump(self) -> bool:
        """There is no window, and keys do nothing."""
        return True

    def is_outdated(self) -> bool:
        """True when the TV now wants another mode; one that has only come back gets its picture again meanwhile."""
        now = self._monotonic()
        has_news = self._news.has_come()
        if not self._watch.is_look_due(now, has_news):
            return False
        try:
            # Asking a TV takes a while; what the kernel remembers tells when there is a reason to.
            if not has_news and self._is_as_it_was(now):
                return self._watch.is_anew(self._watch.last, now) and not self._is_set_again(now)
            facts = _facts(self._glass.card.sockets(), self._cards.facts)
            return self._watch.is_anew(facts, now) and not self._is_set_again(now)
        except OSError as exc:
            logger.warning("The card does not answer: %s", exc.strerror)
            return True

    def _is_as_it_was(self, now: float) -> bool:
        """Whether the kernel saw the same connectors with a TV on them as the last look, and that one was enough."""
        if self._is_doubtful and now - self._opened_at < DOUBT_SECONDS:
            return False
        seen = {one.name: one.is_connected for one in connectors(self._cards.facts)}
        return all(seen.get(one.name, one.is_connected) == one.is_connected for one in self._watch.last)

    def close(self) -> None:
        """Give the display back."""
        self._news.close()
        self._glass.card.close()

    def _is_set_again(self, now: float) -> bool:
        """Whether the same mode on the same connector was all that was needed."""
        sockets = self._glass.card.sockets()
        found = _first_usable(sockets)
        if found is None or found.number != self._glass.socket.number:
            return False
        if best_mode(found.modes, self._wanted, self._refresh) != self._mode:
            return False
        self._scanout.set_again()
        self._take(_facts(sockets, self._cards.facts), now)
        logger.info("The TV on %s is back, %s set again", found.name, self.mode)
        return True

    def _take(self, facts: tuple[Connector, ...], now: float) -> None:
        """What the TV told when its picture was set."""
        self._watch = ConnectorWatch(facts, now)
        self._opened_at = now
        has_edid = any(one.edid for one in facts if one.name == self._glass.socket.name)
        self._is_doubtful = self._mode.size in FALLBACK_SIZES and not has_edid
        self.fault = self._mode_fault()

    def _mode_fault(self) -> str:
        """What is not as it should be with the mode that we have, in words; empty when all is."""
        if self._wanted is not None and self._mode.size != self._wanted:
            return f"the TV has no mode {self._wanted[0]}x{self._wanted[1]}, so it shows {self.mode}"
        if self._is_doubtful:
            return f"the TV does not say what it can show, so it shows {self.mode}; another cable often helps"
        return ""

    def _switch_others_off(self) -> None:
        """What is on this card's other connectors is the console, which nobody should see."""
        for socket in self._glass.sockets:
            if socket.is_connected and socket.crtc and socket.crtc != self._glass.socket.crtc:
                self._glass.card.switch_off(socket.crtc)
                logger.info("Display: the TV on %s stays dark, one is enough", socket.name)

    def _log(self) -> None:
        card, socket = self._glass.card, self._glass.socket
        way = type(self._scanout).__name__
        logger.info("Display: %s on %s (%s, %s), mode %s", socket.name, self._glass.path, card.driver(), way, self.mode)
        if self.fault:
            logger.warning("Display: %s", self.fault)

    def _lost(self, exc: OSError) -> ScreenError:
        return ScreenError(f"the kernel does not show a picture in mode {self.mode}: {exc.strerror}")


def _facts(sockets: list[Socket], folder: Path) -> tuple[Connector, ...]:
    """What sockets tell, in the words of /sys/class/drm."""
    return tuple(
        Connector(one.name, one.is_connected, tuple(map(str, one.modes)), edid_of(one.name, folder)) for one in sockets
    )


def _first_usable(sockets: list[Socket]) -> Socket | None:
    """The first with a TV that tells its modes."""
    return next((one for one in sockets if one.is_connected and one.modes and one.crtc), None)
