"""The screen that was asked for, by the word for it on the command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from displayd.device.config import DisplaySettings
from displayd.device.display.screen import FileScreen, MemoryScreen, Screen
from displayd.errors import DisplaydError
from displayd.paint.painter import Painter

__all__ = ["screen_opener"]

SIZE_IN_MEMORY = (1920, 1080)


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
    return lambda: _television(kind == "window", size, wanted, painter)


def _television(is_window: bool, size: tuple[int, int] | None, wanted: DisplaySettings, painter: Painter) -> Screen:
    # Here, so that screens without glass do without pygame.
    from displayd.device.display.sdl_screen import Television

    if wanted.driver != "auto":
        os.environ["SDL_VIDEODRIVER"] = wanted.driver
    if size is None and wanted.width is not None and wanted.height is not None:
        size = (wanted.width, wanted.height)
    return Television(painter, size, is_window=is_window)
