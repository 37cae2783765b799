"""The screen that was asked for, by the word for it on the command line."""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from displayd.device.config import DisplaySettings
from displayd.device.display.screen import FileScreen, MemoryScreen, Screen
from displayd.errors import DisplaydError, ScreenError
from displayd.paint.painter import Painter

__all__ = ["is_console", "screen_opener"]

logger = logging.getLogger(__name__)

SIZE_IN_MEMORY = (1920, 1080)

# What SDL needs on a console besides itself. An image may come without it, and then need not load SDL either.
EGL = "libEGL.so.1"


def screen_opener(
    asked: str, size: tuple[int, int] | None, wanted: DisplaySettings, painter: Painter
) -> Callable[[], Screen]:
    """What opens the screen; each call is one attempt, and raises `ScreenError` while there is no display.

    Args:
        asked: `television`, `window`, `memory` or `file:PATH.png`.
        size: width and height in px that the command line asks for; None to go by `wanted`.
        wanted: which picture the configuration asks for.

    Raises:
        DisplaydError: there is no such screen.
    """
    kind, _, path = asked.partition(":")
    if kind == "memory":
        return lambda: MemoryScreen(painter, size or SIZE_IN_MEMORY)
    if kind == "file" and path:
        return lambda: FileScreen(painter, Path(path), size or SIZE_IN_MEMORY)
    if kind not in ("television", "window"):
        raise DisplaydError(f"no screen `{asked}`", "known: television, window, memory, file:PATH.png")
    if size is None and wanted.width is not None and wanted.height is not None:
        size = (wanted.width, wanted.height)
    if kind == "window":
        return lambda: _through_sdl(painter, size, wanted, is_window=True)
    if wanted.driver == "kms":
        return lambda: _through_kernel(painter, size, wanted)
    if wanted.driver == "auto" and is_console(os.environ):
        return _Console(painter, size, wanted)
    return lambda: _through_sdl(painter, size, wanted)


def is_console(environment: Mapping[str, str]) -> bool:
    """True when no window system is there to ask for a picture, and SDL is not told of one."""
    told = environment.get("SDL_VIDEODRIVER", "kmsdrm")
    return told == "kmsdrm" and not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY")


class _Console:
    """A TV on a console: through SDL and OpenGL ES where they work, through the kernel alone where they do not.

    What was found out holds for as long as the program runs: libraries do not come and go.
    """

    def __init__(self, painter: Painter, size: tuple[int, int] | None, wanted: DisplaySettings) -> None:
        self._painter, self._size, self._wanted = painter, size, wanted
        self._is_without_sdl = not _is_installed(EGL)
        if self._is_without_sdl:
            logger.info("Pictures go through the kernel alone (driver kms), as %s is not installed", EGL)

    def __call__(self) -> Screen:
        if self._is_without_sdl:
            return _through_kernel(self._painter, self._size, self._wanted)
        try:
            return _through_sdl(self._painter, self._size, self._wanted)
        except (ScreenError, ImportError) as exc:
            # SDL's words for a TV that is away are the same as for a library that is: the kernel tells them apart.
            screen = _through_kernel(self._painter, self._size, self._wanted)
            self._is_without_sdl = True
            logger.warning("Pictures go through the kernel alone (driver kms), as SDL does not work here: %s", exc)
            return screen


def _is_installed(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _through_sdl(
    painter: Painter, size: tuple[int, int] | None, wanted: DisplaySettings, is_window: bool = False
) -> Screen:
    # Here, so that screens without glass do without pygame.
    from displayd.device.display.sdl_screen import Television

    if wanted.driver != "auto":
        os.environ["SDL_VIDEODRIVER"] = wanted.driver
    return Television(painter, size, is_window=is_window)


def _through_kernel(painter: Painter, size: tuple[int, int] | None, wanted: DisplaySettings) -> Screen:
    from displayd.device.display.kms_screen import KmsScreen

    return KmsScreen(painter, size, wanted.refresh)
