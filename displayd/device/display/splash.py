"""A quiet picture from the first seconds after power-on until the screen's own first one: `displayd-splash.service`.

It shows a mark in the middle of black, the same whichever way the TV hangs, and holds it until another program shows
something. Nothing that it meets is an error: without a TV there is nothing to do, and the screen comes in any case.

Imports little and draws with rectangles, so that it is there in a fraction of a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from displayd.device.display.drm_card import Buffer, Card, Socket, card_paths
from displayd.device.display.drm_device import Device, KernelDevice
from displayd.device.display.drm_modes import Mode, best_mode

__all__ = ["draw_mark", "main", "mark"]

# The kernel finds its cards while the first services start, on a slow machine long after us.
LONGEST_WAIT_SECONDS = 180.0
RETRY_SECONDS = 0.25

# A TV is known soon after its card. Asking longer might be in the way of the screen, which waits for one itself.
TV_SECONDS = 2.0

# How often to look whether the screen is there: often while it starts, seldom should it never come.
LOOK_SECONDS = 0.25
SELDOM_SECONDS = 2.0
START_SECONDS = 120.0

# Colours of the dark theme: cards, and one that is on.
CARD = (0x23, 0x2B, 0x3A)
LIGHT = (0x5A, 0xA9, 0xFF)

# In thousandths of the TV's shorter side.
TILE = 44
GAP = 12
CORNER = 8


def main(
    folder: str = "/dev/dri", open_device: Callable[[str], Device] = KernelDevice, screen: str = "/run/displayd"
) -> int:
    """Show the mark until the screen shows something.

    Args:
        screen: a folder that is there once the screen is being started.

    Returns:
        0, always: a TV without a splash is not a machine with a fault.
    """
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        for path in card_paths(folder):
            try:
                if _is_shown_on(open_device(path), screen):
                    return 0
            except OSError:
                # Not there yet, or one that shows no pictures.
                continue
            deadline = min(deadline, time.monotonic() + TV_SECONDS)
        time.sleep(RETRY_SECONDS)
    return 0


def _is_shown_on(device: Device, folder: str) -> bool:
    """Show the mark on a card, until it is covered; False when there is no TV on it."""
    card = Card(device)
    try:
        if not card.is_master():
            # The screen was first.
            return True
        socket = next((one for one in card.sockets() if one.is_connected and one.modes and one.crtc), None)
        if socket is None:
            return False
        mode = best_mode(socket.modes)
        assert mode is not None  # it has modes
        buffer = card.make_buffer(*mode.size)
        draw_mark(buffer, mode)
        card.set_mode(socket, mode, buffer.framebuffer)
        card.hide_cursor(socket.crtc)
        _wait_for_screen(folder)
        # From now on the screen may take over; until it has, the picture stays as long as we hold the card.
        card.drop_master()
        while not _is_covered(card, socket, mode, buffer):
            time.sleep(LOOK_SECONDS)
    finally:
        card.close()
    return True


def _wait_for_screen(folder: str) -> None:
    """Until the screen is being started: before that the console would come over the picture if we let it."""
    begin = time.monotonic()
    while not os.access(folder, os.F_OK):
        time.sleep(LOOK_SECONDS if time.monotonic() - begin < START_SECONDS else SELDOM_SECONDS)


def _is_covered(card: Card, socket: Socket, mode: Mode, buffer: Buffer) -> bool:
    """Whether the screen shows something; the console, should it come instead, is covered again."""
    if card.framebuffer_on(socket.crtc) == buffer.framebuffer:
        return False
    try:
        card.take_master()
    except OSError:
        return True
    card.set_mode(socket, mode, buffer.framebuffer)
    card.drop_master()
    return False


def mark(width: int, height: int) -> Iterator[tuple[int, int, int, bytes]]:
    """The rows of the mark: left, top and right edge, px, and the colour in three bytes (blue, green, red).

    Four tiles like those of a dashboard, one of them lit; the same turned by 90 degrees but for the one.
    """
    unit = min(width, height) / 1000
    tile, gap, corner = round(TILE * unit), round(GAP * unit), round(CORNER * unit)
    left, top = (width - 2 * tile - gap) // 2, (height - 2 * tile - gap) // 2
    for number in range(4):
        x, y = left + number % 2 * (tile + gap), top + number // 2 * (tile + gap)
        color = bytes(reversed(LIGHT if number == 0 else CARD))
        for row in range(tile):
            # How far a row of a round corner is drawn in.
            beyond = max(0, corner - row, corner - (tile - 1 - row))
            inset = corner - int((corner * corner - beyond * beyond) ** 0.5) if beyond else 0
            yield x + inset, y + row, x + tile - inset, color


def draw_mark(buffer: Buffer, mode: Mode) -> None:
    """Draw the mark into memory that is black."""
    with memoryview(buffer.memory) as memory:
        for left, row, right, color in mark(*mode.size):
            start = row * buffer.stride + left * 4
            memory[start : start + (right - left) * 4] = (color + b"\0") * (right - left)


if __name__ == "__main__":
    raise SystemExit(main())
