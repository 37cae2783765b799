"""The display of this machine through SDL: the one home of pygame.

Apart from `screen.py` so that machines without pygame can still draw into memory and files.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from displayd.device.display.connector_watch import ConnectorWatch
from displayd.device.display.drm import DRM_FOLDER, connected_modes, connectors, display_fault
from displayd.device.display.hotplug_news import HotplugNews
from displayd.device.display.screen import Flipped, Smoothness, play
from displayd.device.system.import_filter import blocked_imports
from displayd.errors import ScreenError
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.transition import Kind, transition_of
from displayd.scene.geometry import Rect

__all__ = ["Television", "import_pygame"]

logger = logging.getLogger(__name__)

# The one renderer that shows pictures on a console: with its "opengl" all goes well, and the glass stays black.
RENDERER = "opengles2"

# What `import pygame` would load and a screen does not use.
_LEFT_OUT = (
    "numpy",
    "pkg_resources",
    *(
        f"pygame.{part}"
        for part in [
            "cursors",
            "draw",
            "fastevent",
            "font",
            "freetype",
            "_freetype",
            "ftfont",
            "imageext",
            "joystick",
            "mask",
            "mixer",
            "mixer_music",
            "pixelarray",
            "pixelcopy",
            "scrap",
            "sprite",
            "sysfont",
            "threads",
            "transform",
        ]
    ),
)


class _SurfacePixels:
    """Pixels of a pygame surface."""

    def __init__(self, surface: Any) -> None:
        self.surface = surface
        self.width, self.height = surface.get_size()
        self.stride = surface.get_pitch()

    @contextlib.contextmanager
    def locked(self) -> Iterator[Any]:
        """The surface's memory; the surface cannot be blitted while the context is open."""
        proxy = self.surface.get_buffer()
        try:
            yield proxy
        finally:
            del proxy


class Television:
    """The display of this machine, through SDL: `kmsdrm` on a console, `x11` or `wayland` in a window system."""

    def __init__(self, painter: Painter, wanted: tuple[int, int] | None = None, is_window: bool = False) -> None:
        """Open the display.

        Args:
            wanted: width and height in px, None for the display's own.
            is_window: True for a window with a frame, as the demo shows it.

        Raises:
            ScreenError: no display, no video driver that works, or a mode that nobody wanted.
        """
        self._pygame = pygame = import_pygame()
        self._painter = painter
        self._is_window = is_window
        self._modes = connected_modes()
        self._smoothness = Smoothness()
        self.fault = ""
        try:
            pygame.display.init()
            self.driver = pygame.display.get_driver()
            self._window = self._open_window(wanted)
        except pygame.error as exc:
            pygame.display.quit()
            raise ScreenError(f"SDL gives no picture: {exc}", self._hint()) from exc
        self.size = self._window.get_size()
        self.mode = f"{self.size[0]}x{self.size[1]}{_refresh_suffix()}"
        if fault := self._unusable(wanted):
            pygame.display.quit()
            raise ScreenError(fault, self._hint())
        self._news = HotplugNews()
        # What the kernel remembers of a TV is not asked anew by anybody while SDL has the display.
        self._watch = ConnectorWatch(connectors(), time.monotonic(), sees_all=False)
        pygame.mouse.set_visible(False)
        # Only these concern us; everything else would only fill the queue.
        pygame.event.set_allowed(None)
        pygame.event.set_allowed([pygame.QUIT, pygame.KEYDOWN, *_window_events(pygame)])
        self._front_pixels = _SurfacePixels(self._window)
        self._back_pixels: _SurfacePixels | None = None
        self._back: Canvas | None = None
        self.front = Canvas(self._front_pixels, painter)
        logger.info("Display: SDL driver %s, mode %s", self.driver, self.mode)

    @property
    def back(self) -> Canvas:
        """The page to come; made when first needed, as a dashboard of one page does without."""
        if self._back is None or self._back_pixels is None:
            self._back_pixels = _SurfacePixels(self._pygame.Surface(self.size, 0, self._window))
            self._back = Canvas(self._back_pixels, self._painter)
        return self._back

    def _unusable(self, wanted: tuple[int, int] | None) -> str:
        """Why the picture that we got will not do; empty when it will."""
        if self.driver in ("dummy", "offscreen"):
            return f"SDL fell back to its `{self.driver}` driver, which shows nothing"
        if self.driver == "KMSDRM" and (renderer := _renderer()) != RENDERER:
            return f"SDL draws with `{renderer or 'nothing'}`, which shows a black picture on a console"
        # A window system grants windows larger than its glass; KMS has only what the TV can show.
        has_desktop = self.driver != "KMSDRM" and not self._is_window
        size = self._pygame.display.get_desktop_sizes()[0] if has_desktop else self.size
        if wanted is not None and size != wanted:
            return f"the display gave {size[0]}x{size[1]} instead of {wanted[0]}x{wanted[1]}"
        masks = self._window.get_masks()[:3]
        if self._window.get_bitsize() != 32 or masks != (0xFF0000, 0xFF00, 0xFF):
            return f"the display has {self._window.get_bitsize()}-bit pixels in an order that we do not write"
        return display_fault(self._modes, self.size) if self.driver == "KMSDRM" else ""

    def _hint(self) -> str:
        if not self._modes and DRM_FOLDER.is_dir():
            return "no TV is connected, or it is switched off at the mains"
        return display_fault(self._modes, None) or (
            "on a console displayd needs the system's pygame (PyPI's has no KMSDRM) and the groups video and render"
        )

    def update(self, rects: Sequence[Rect]) -> None:
        """Push changed parts of the window."""
        if rects:
            self._pygame.display.update([tuple(rect) for rect in rects])

    def flip(self, kind: Kind = "cut", rotate: int = 0) -> Flipped:
        """Bring the back canvas to the glass; pages are cut on a machine that cannot show transitions as such."""
        back = self.back
        assert self._back_pixels is not None  # made with it
        kind = self._smoothness.allowed(kind)
        # Forgotten first: a flip that fails in the middle must be followed by a whole page.
        self.front.forget()
        flipped = play(transition_of(kind, self._front_pixels, self._back_pixels, rotate), self.update)
        self.front.take_over(back)
        self._smoothness.take(kind, flipped)
        return flipped

    def pump(self) -> bool:
        """Take SDL's events; a damaged window is pushed anew. False when the viewer closed the window.

        Escape and Q close a window as well. On a TV, keys do nothing: somebody will sit on the keyboard.
        """
        pygame = self._pygame
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return False
            if event.type == pygame.KEYDOWN:
                if self._is_window and event.key in (pygame.K_ESCAPE, pygame.K_q):
                    return False
            else:
                pygame.display.flip()
        return True

    def is_outdated(self) -> bool:
        """True when the TV has come back, or another TV or mode is there, since the display was opened."""
        now = time.monotonic()
        if self.driver != "KMSDRM" or not self._watch.is_look_due(now, self._news.has_come()):
            return False
        return self._watch.is_anew(connectors(), now)

    def close(self) -> None:
        """Give the display back."""
        self._news.close()
        self._pygame.display.quit()

    def _open_window(self, wanted: tuple[int, int] | None) -> Any:
        pygame = self._pygame
        if self._is_window:
            pygame.display.set_caption("displayd")
            return pygame.display.set_mode(wanted or (1280, 720))
        size = wanted or (0, 0)
        if self.driver == "x11":
            # FULLSCREEN on a bare X server costs 115 ms; a window without frame over all of it looks the same.
            desktop = pygame.display.get_desktop_sizes()[0]
            os.environ.setdefault("SDL_VIDEO_WINDOW_POS", "0,0")
            return pygame.display.set_mode(wanted or desktop, pygame.NOFRAME)
        return pygame.display.set_mode(size, pygame.FULLSCREEN)


def import_pygame() -> Any:
    """pygame without what a screen does not use.

    A plain `import pygame` also loads numpy, sound, fonts and sprites: 7 times slower and 7 times larger.
    pygame puts a stand-in for each part that cannot be imported.
    """
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    # Without this SDL swallows SIGTERM, and stopping hangs until systemd kills us.
    os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")
    has_windows = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if os.environ.get("SDL_VIDEODRIVER", "") == "kmsdrm" or not has_windows:
        os.environ.setdefault("SDL_RENDER_DRIVER", RENDERER)
    else:
        # Without a GPU, SDL's accelerated framebuffer makes a flip 75 times as dear.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
    with blocked_imports(*_LEFT_OUT):
        import pygame
        import pygame.display
        import pygame.event
        import pygame.mouse

        # Opening a window would load it, and with it pkg_resources.
        import pygame.pkgdata
    return pygame


def _window_events(pygame: Any) -> list[int]:
    names = ("WINDOWEXPOSED", "WINDOWSHOWN", "WINDOWRESTORED", "WINDOWFOCUSGAINED")
    return [getattr(pygame, name) for name in names if hasattr(pygame, name)]


_SDL = "libSDL2-2.0.so.0"


class _RendererInfo(ctypes.Structure):
    """Source: SDL_render.h, SDL_RendererInfo."""

    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("flags", ctypes.c_uint32),
        ("formats", ctypes.c_uint32 * 17),
        ("sizes", ctypes.c_int * 2),
    ]


# A window gets a new number each time that the display is opened.
_MOST_WINDOWS = 1000


def _renderer() -> str:
    """What SDL brings the window to the glass with, for example `opengles2`; empty when it cannot be found out.

    pygame does not tell it, the library that it has loaded does.
    """
    try:
        sdl = ctypes.CDLL(_SDL)
        sdl.SDL_GetWindowFromID.restype = sdl.SDL_GetRenderer.restype = ctypes.c_void_p
    except (OSError, AttributeError):
        return ""
    info = _RendererInfo()
    windows = (sdl.SDL_GetWindowFromID(number) for number in range(1, _MOST_WINDOWS))
    for window in filter(None, windows):
        renderer = sdl.SDL_GetRenderer(ctypes.c_void_p(window))
        if renderer and not sdl.SDL_GetRendererInfo(ctypes.c_void_p(renderer), ctypes.byref(info)):
            return bytes(info.name or b"").decode(errors="replace")
    return ""


class _DisplayMode(ctypes.Structure):
    """Source: SDL_video.h, SDL_DisplayMode."""

    _fields_: ClassVar = [
        ("format", ctypes.c_uint32),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("refresh_rate", ctypes.c_int),
        ("driver_data", ctypes.c_void_p),
    ]


def _refresh_suffix() -> str:
    """`@60` where SDL knows the refresh rate. pygame does not tell it, the library that it has loaded does."""
    mode = _DisplayMode()
    try:
        failed = ctypes.CDLL(_SDL).SDL_GetCurrentDisplayMode(0, ctypes.byref(mode))
    except (OSError, AttributeError):
        return ""
    return f"@{mode.refresh_rate}" if not failed and mode.refresh_rate > 0 else ""
