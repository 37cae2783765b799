"""Which screen is opened for which words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from displayd.device.config import DisplaySettings
from displayd.device.display import kms_screen, opening, sdl_screen
from displayd.device.display.opening import SIZE_IN_MEMORY, screen_opener
from displayd.device.display.screen import FileScreen, MemoryScreen
from displayd.errors import DisplaydError, ScreenError
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


class AskedOfKernel(NamedTuple):
    """What the kernel was asked for."""

    painter: Painter
    wanted: tuple[int, int] | None
    refresh: int | None


@pytest.fixture
def no_glass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Displays are not opened but noted; a desktop's variables are not there."""
    monkeypatch.setattr(sdl_screen, "Television", Asked)
    monkeypatch.setattr(kms_screen, "KmsScreen", AskedOfKernel)
    monkeypatch.setattr(opening, "EGL", "libc.so.6")
    monkeypatch.setenv("SDL_VIDEODRIVER", "kmsdrm")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


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
    opened("television", None, painter, driver="wayland")

    assert (untouched, os.environ["SDL_VIDEODRIVER"]) == ("kmsdrm", "wayland")


@pytest.mark.usefixtures("no_glass")
def test_kernel_alone_is_asked_when_the_configuration_says_so(painter: Painter) -> None:
    asked = opened("television", None, painter, driver="kms", width=1280, height=720, refresh=50)

    assert asked == AskedOfKernel(painter, (1280, 720), 50)
    assert isinstance(opened("window", None, painter, driver="kms"), Asked)


def broken(monkeypatch: pytest.MonkeyPatch, *faults: Exception | None) -> list[str]:
    """SDL fails with each of `faults` in turn; who was asked, in the order."""
    left, asked = list(faults), list[str]()

    def television(*_: object, **__: object) -> object:
        asked.append("SDL")
        fault = left.pop(0)
        if fault is not None:
            raise fault
        return "SDL's"

    def kernel(*_: object) -> object:
        asked.append("kernel")
        return "the kernel's"

    monkeypatch.setattr(sdl_screen, "Television", television)
    monkeypatch.setattr(kms_screen, "KmsScreen", kernel)
    return asked


@pytest.mark.usefixtures("no_glass")
@pytest.mark.expects_log
@pytest.mark.parametrize("fault", [ScreenError("SDL gives no picture: EGL"), ModuleNotFoundError("pygame")])
def test_kernel_alone_is_asked_from_the_first_time_on_that_sdl_fails(
    fault: Exception, painter: Painter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = broken(monkeypatch, fault)
    opener: Any = screen_opener("television", None, DisplaySettings(), painter)

    assert [opener() for _ in range(3)] == ["the kernel's"] * 3
    assert asked == ["SDL", "kernel", "kernel", "kernel"]
    assert [record.message for record in caplog.records] == [
        f"Pictures go through the kernel alone (driver kms), as SDL does not work here: {fault}"
    ]


@pytest.mark.usefixtures("no_glass")
def test_kernel_alone_is_asked_at_once_where_what_sdl_needs_is_not_installed(
    painter: Painter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(opening, "EGL", "libEGL-that-is-not-here.so.1")
    asked = broken(monkeypatch)
    opener: Any = screen_opener("television", None, DisplaySettings(), painter)

    assert [opener() for _ in range(2)] == ["the kernel's"] * 2
    assert asked == ["kernel", "kernel"]
    assert caplog.text.count("as libEGL-that-is-not-here.so.1 is not installed") == 1


@pytest.mark.usefixtures("no_glass")
def test_sdl_is_asked_again_when_it_was_the_tv_that_was_missing(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = broken(monkeypatch, ScreenError("SDL gives no picture: no displays"), None)
    monkeypatch.setattr(kms_screen, "KmsScreen", without_tv)
    opener: Any = screen_opener("television", None, DisplaySettings(), painter)

    with pytest.raises(ScreenError, match="no TV is connected"):
        opener()
    assert opener() == "SDL's"
    assert asked == ["SDL", "SDL"]


def without_tv(*_: object) -> object:
    raise ScreenError("no TV is connected")


@pytest.mark.usefixtures("no_glass")
@pytest.mark.parametrize(
    ("variables", "driver"), [({"DISPLAY": ":0"}, "auto"), ({"SDL_VIDEODRIVER": "x11"}, "auto"), ({}, "kmsdrm")]
)
def test_kernel_alone_is_not_asked_on_a_desktop_or_when_sdl_is_wanted(
    variables: dict[str, str], driver: Any, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = broken(monkeypatch, ScreenError("SDL gives no picture"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ScreenError, match="SDL gives no picture"):
        opened("television", None, painter, driver=driver)
    assert asked == ["SDL"]


@pytest.mark.parametrize("asked", ["cinema", "file:", "file", ""])
def test_screen_that_does_not_exist_is_refused_before_anything_is_opened(asked: str, painter: Painter) -> None:
    with pytest.raises(DisplaydError, match="no screen"):
        screen_opener(asked, None, DisplaySettings(), painter)
