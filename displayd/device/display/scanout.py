"""How pixels in ordinary memory get into the memory that a card shows.

Only what has changed is copied, row by row. The card's memory is written and never read.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Protocol

from displayd.device.display.drm_card import Buffer, Card, Socket
from displayd.device.display.drm_modes import Mode
from displayd.paint.pixels import Pixels
from displayd.scene.geometry import Rect

__all__ = ["CopyingScanout", "FlippingScanout", "Scanout", "copy_rows", "scanout_for"]

logger = logging.getLogger(__name__)

# The slowest TV takes 42 ms for a picture.
LONGEST_FLIP_SECONDS = 0.25


class Scanout(Protocol):
    """A mode on a socket, and the memory for it. The mode is set with the first picture, so that nothing flashes."""

    def show(self, pixels: Pixels, rects: Sequence[Rect]) -> None:
        """Bring these parts of `pixels` to the glass, as soon as the card can."""

    def wait(self) -> float:
        """Wait until all of that is on the glass; when it came there, by the system's monotonic clock."""

    def pause(self, seconds: float) -> None:
        """Let time pass until the next picture of a transition: the glass's own time where it is known."""

    def set_again(self) -> None:
        """Begin the signal anew with the picture that is there, for a TV that has lost it."""


class _Glass:
    """What a socket is sent."""

    def __init__(self, card: Card, socket: Socket, mode: Mode) -> None:
        self._card, self._socket, self._mode = card, socket, mode
        self._whole = [Rect(0, 0, mode.width, mode.height)]
        self._is_set = False

    def set_mode(self, buffer: Buffer) -> None:
        """Show a picture."""
        self._card.set_mode(self._socket, self._mode, buffer.framebuffer)
        self._card.hide_cursor(self._socket.crtc)
        self._is_set = True

    def set_anew(self, buffer: Buffer) -> None:
        """Off and on: a mode that is the same is otherwise not sent anew."""
        self._card.switch_off(self._socket.crtc)
        self.set_mode(buffer)


class CopyingScanout(_Glass):
    """For cards that copy the picture to somewhere else, as those of virtual machines do: they are told what to copy.

    One picture's worth of memory is enough, as nobody looks at it while it is written.
    """

    def __init__(self, card: Card, socket: Socket, mode: Mode) -> None:
        super().__init__(card, socket, mode)
        self._buffer = card.make_buffer(mode.width, mode.height)
        self._is_told = True
        """False on a card that looks itself."""

    def show(self, pixels: Pixels, rects: Sequence[Rect]) -> None:
        """Copy, and say so."""
        copy_rows(pixels, self._buffer, rects if self._is_set else self._whole)
        if not self._is_set:
            self.set_mode(self._buffer)
        elif self._is_told:
            edges = [(rect.x, rect.y, rect.right, rect.bottom) for rect in rects]
            try:
                self._card.tell_changed(self._buffer.framebuffer, edges)
            except OSError as exc:
                logger.debug("The card looks itself for changes: %s", exc)
                self._is_told = False

    def wait(self) -> float:
        """The card has copied when it has been told."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep: there is no glass to keep step with."""
        time.sleep(max(0.0, seconds))

    def set_again(self) -> None:
        """Begin the signal anew."""
        self.set_anew(self._buffer)


class FlippingScanout(_Glass):
    """For cards that send lines to a glass: what is seen is never written to, and changes between two pictures."""

    def __init__(self, card: Card, socket: Socket, mode: Mode) -> None:
        super().__init__(card, socket, mode)
        self._shown, self._hidden = (card.make_buffer(mode.width, mode.height) for _ in range(2))
        self._missing = self._whole
        """What the hidden one lacks of the picture that is shown."""
        self._is_under_way = False
        self._can_flip = True
        self._shown_at = time.monotonic()

    def show(self, pixels: Pixels, rects: Sequence[Rect]) -> None:
        """Copy to the picture that nobody sees, and let it be seen from the next one on."""
        # Until then the hidden one is still the one on the glass.
        self.wait()
        missing = [rect for rect in self._missing if not any(_covers(other, rect) for other in rects)]
        copy_rows(pixels, self._hidden, [*missing, *rects])
        if self._is_set and self._can_flip:
            self._card.flip(self._socket.crtc, self._hidden.framebuffer)
            self._is_under_way = True
        else:
            self.set_mode(self._hidden)
            self._shown_at = time.monotonic()
        self._shown, self._hidden = self._hidden, self._shown
        self._missing = list(rects)

    def wait(self) -> float:
        """Until the flip that is under way is done."""
        deadline = time.monotonic() + LONGEST_FLIP_SECONDS
        while self._is_under_way:
            left = deadline - time.monotonic()
            for seconds, framebuffer in self._card.flips_done(max(0.0, left)):
                if framebuffer == self._shown.framebuffer:
                    self._is_under_way = False
                    self._shown_at = seconds
            if self._is_under_way and left <= 0:
                logger.warning("The card does not say when a picture is shown; going on without")
                self._is_under_way = self._can_flip = False
                self._shown_at = time.monotonic()
        return self._shown_at

    def pause(self, seconds: float) -> None:
        """Until the glass can take the next picture."""
        if self._is_under_way:
            self.wait()
        else:
            time.sleep(max(0.0, seconds))

    def set_again(self) -> None:
        """Begin the signal anew."""
        self.wait()
        self.set_anew(self._shown)


def scanout_for(card: Card, socket: Socket, mode: Mode) -> Scanout:
    """The way that suits a card.

    Raises:
        OSError: the card has no memory for it.
    """
    kind = FlippingScanout if card.has_vblank(socket.crtc) else CopyingScanout
    return kind(card, socket, mode)


def copy_rows(pixels: Pixels, buffer: Buffer, rects: Sequence[Rect]) -> None:
    """Copy these parts of `pixels`, whole rows at once where they are as wide as the picture."""
    with pixels.locked() as source, memoryview(source) as read, memoryview(buffer.memory) as written:
        for rect in rects:
            is_whole = rect.x == 0 and rect.width == pixels.width and pixels.stride == buffer.stride
            count, length = (1, pixels.stride * rect.height) if is_whole else (rect.height, rect.width * 4)
            start, target = rect.y * pixels.stride + rect.x * 4, rect.y * buffer.stride + rect.x * 4
            for _ in range(count):
                written[target : target + length] = read[start : start + length]
                start += pixels.stride
                target += buffer.stride


def _covers(outer: Rect, inner: Rect) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and inner.right <= outer.right and inner.bottom <= outer.bottom
