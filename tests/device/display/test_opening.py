"""Which screen is opened for which words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from displayd.device.config import DisplaySettings
from displayd.device.display import sdl_screen
from displayd.device.display.opening import SIZE_IN_MEMORY, screen_opener
from displayd.device.display.screen import FileScreen, MemoryScreen
from displayd.errors import DisplaydError
from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts


class Asked(NamedTuple):
    """What a display was asked for."""

    painter: Painter
    wanted: tuple[int, int] | None
    is_window: bool


@pytest.fixture
def painter(fonts: PangoFonts) -> Painter:
    return Painter(fonts)


@pytest.fixture
def no_glass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Displays are not opened but noted."""
    monkeypatch.setattr(sdl_screen, "Television", Asked)
    monkeypatch.setenv("SDL_VIDEODRIVER", "before")


def opened(asked: str, size: tuple[int, int] | None, painter: Painter, **wanted: Any) -> Any:
    return screen_opener(asked, size, DisplaySettings(**wanted), painter)()


def test_screens_without_glass_have_a_size_of_their_own(painter: Painter, tmp_path: Path) -> None:
    memory = opened("memory", None, painter, width=800, height=600)
    file = opened(f"file:{tmp_path / 'a:b.png'}", (320, 180), painter)

    assert isinstance(memory, MemoryScreen)
    assert memory.size == SIZE_IN_MEMORY
    assert isinstance(file, FileScreen)
    assert file.size == (320, 180)


@pytest.mark.usefixtures("no_glass")
def test_television_takes_the_size_of_the_command_line_before_that_of_the_configuration(painter: Painter) -> None:
    assert opened("television", None, painter) == (painter, None, False)
    assert opened("television", None, painter, width=1280, height=720) == (painter, (1280, 720), False)
    assert opened("television", (800, 600), painter, width=1280, height=720) == (painter, (800, 600), False)
    assert opened("television", None, painter, width=1280) == (painter, None, False)
    assert opened("window", (800, 600), painter) == (painter, (800, 600), True)


@pytest.mark.usefixtures("no_glass")
def test_driver_of_the_configuration_is_the_one_that_sdl_is_told(painter: Painter) -> None:
    opened("television", None, painter)
    untouched = os.environ["SDL_VIDEODRIVER"]
    opened("television", None, painter, driver="kmsdrm")

    assert (untouched, os.environ["SDL_VIDEODRIVER"]) == ("before", "kmsdrm")


@pytest.mark.parametrize("asked", ["cinema", "file:", "file", ""])
def test_screen_that_does_not_exist_is_refused_before_anything_is_opened(asked: str, painter: Painter) -> None:
    with pytest.raises(DisplaydError, match="no screen"):
        screen_opener(asked, None, DisplaySettings(), painter)
