"""A drawing loop on a screen in memory whose time stands still until it is moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from displayd.compose.claim_page import ClaimFacts
from displayd.device.display.screen import MemoryScreen
from displayd.device.edition import Edition
from displayd.device.frame_shown import FrameShown
from displayd.device.loop import RenderLoop
from displayd.device.mailbox import Mailbox
from displayd.device.settings import Settings
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.device.system.systemd import QuietService, Service
from displayd.device.system.time_sample import TimeSample
from displayd.device.view import View
from displayd.document.model import decode
from displayd.errors import ScreenError
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Scene, Text

__all__ = ["FACTS", "SIZE", "START", "RecordingService", "Rig", "exchange", "pages"]

START = 1_795_291_680.0
SIZE = (640, 360)
FACTS = ClaimFacts("K7QF-2MXD-6TBA-W3EN", "http://hub", "pi", "192.0.2.7", "Connecting", "Asking http://hub.")


class RecordingService:
    """Somebody who supervises us and writes down what is told."""

    watchdog_seconds = 30.0

    def __init__(self) -> None:
        self.told: list[str] = []

    def ready(self) -> None:
        """Noted."""
        self.told.append("ready")

    def alive(self) -> None:
        """Noted."""
        self.told.append("alive")

    def status(self, text: str) -> None:
        """Noted."""
        self.told.append(text)

    def stopping(self) -> None:
        """Noted."""
        self.told.append("stopping")


class Rig:
    """A loop, what it is made of, and the last frame that it showed.

    Args:
        screen: opened instead of a plain screen in memory.
        system_error: what NTP says of the system clock; None for a clock that is not set.
    """

    def __init__(
        self,
        fonts: PangoFonts,
        log: Path | None = None,
        system_error: float | None = 0.001,
        screen: Callable[[Rig], MemoryScreen] | None = None,
        service: Service | None = None,
        rotate: int | None = None,
        margins: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
    ) -> None:
        self.time = START
        self.clock = HubClock(self.monotonic, lambda: self.time, lambda: system_error)
        self.mailbox = Mailbox()
        self.shelf = PictureShelf()
        self.flip_log = FlipLog(log)
        self.screen = screen(self) if screen else MemoryScreen(Painter(fonts, self.shelf), SIZE)
        self.no_display = ""
        """Why no screen can be opened; empty when one can."""
        self.opened = 0
        """How often a screen was asked for."""
        self.settings = Settings(self.open_screen, fonts, FACTS, rotate, margins)
        self.frame: FrameShown | None = None
        self.watch: Callable[[FrameShown], None] | None = None
        self.loop = RenderLoop(
            self.settings,
            self.mailbox,
            self.clock,
            service or QuietService(),
            self.shelf,
            self.flip_log,
            self.observe,
            self.monotonic,
        )

    def open_screen(self) -> MemoryScreen:
        """The screen, if there is a display."""
        self.opened += 1
        if self.no_display:
            raise ScreenError(self.no_display)
        return self.screen

    def monotonic(self) -> float:
        """100 at the start."""
        return self.time - START + 100

    def observe(self, frame: FrameShown) -> None:
        """Keep the newest frame, and hand it on to whoever watches."""
        self.frame = frame
        if self.watch is not None:
            self.watch(frame)

    def send(self, **fields: Any) -> None:
        """Let a document arrive."""
        document = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": pages("A", "B"), **fields}))
        self.mailbox.put(Edition(document, document.revision or "r1", received_at=100.0))

    def run_until(self, unix_time: float, each: Callable[[float], None] = lambda deadline: None) -> int:
        """Step as the loop does, sleeping exactly until each deadline; how often it woke."""
        wakeups = 0
        while True:
            deadline = self.loop.step()
            each(deadline)
            assert deadline > self.time, "the loop would spin"
            if deadline > unix_time:
                self.time = unix_time
                return wakeups
            self.time = deadline
            wakeups += 1

    @property
    def shown(self) -> FrameShown:
        """The newest frame."""
        assert self.frame is not None, "nothing was shown"
        return self.frame

    @property
    def view(self) -> View:
        """What is on the glass."""
        return self.shown.view

    @property
    def scene(self) -> Scene:
        """Its picture."""
        return self.shown.scene

    @property
    def title(self) -> str:
        """Title of the page on the glass."""
        return self.view.showing.page.title if self.view.showing else self.view.kind

    def texts(self) -> list[str]:
        """Everything that can be read on the glass."""
        return [op.text for cell in self.scene.cells for op in cell.ops if isinstance(op, Text)]


def exchange(unix_time: float, monotonic: float, delay: float = 0.001) -> TimeSample:
    """The hub's word that it is `unix_time`, heard at `monotonic`, both ways equally long."""
    stamp = unix_time - delay / 2
    return TimeSample(monotonic - delay, stamp, stamp, monotonic)


def pages(*titles: str, seconds: float = 10.0, **widget: Any) -> list[dict[str, Any]]:
    """Pages with one figure each."""
    one = {"type": "number", "value": 1, **widget}
    return [{"title": title, "seconds": seconds, "widgets": {"one": one}} for title in titles]
