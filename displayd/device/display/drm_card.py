"""A graphics card with its sockets for TVs, and the memory that it shows.

Imports little, as the splash at boot does without everything else. What a card refuses is an `OSError`.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
from typing import Any, NamedTuple

from displayd.device.display.drm_device import (
    ConnectorInfo,
    CreateDumb,
    CrtcState,
    CursorState,
    Device,
    DirtyRects,
    DriverVersion,
    EncoderInfo,
    FlipOrder,
    FramebufferInfo,
    MapDumb,
    ModeInfo,
    Number,
    Rectangle,
    Resources,
    SequenceInfo,
)
from displayd.device.display.drm_modes import Mode, mode_of

__all__ = ["Buffer", "Card", "Socket", "card_paths"]

# Kernel: drm_connector.c, drm_connector_enum_list.
_KINDS = {1: "VGA", 2: "DVI-I", 3: "DVI-D", 4: "DVI-A", 5: "Composite", 7: "LVDS", 10: "DP", 11: "HDMI-A", 12: "HDMI-B"}
_KINDS |= {13: "TV", 14: "eDP", 15: "Virtual", 16: "DSI", 17: "DPI", 19: "SPI", 20: "USB"}

# drm_mode.h: DRM_MODE_CONNECTED of the kernel's enum drm_connector_status, and DRM_MODE_PAGE_FLIP_EVENT.
_CONNECTED = 1
_FLIP_EVENT = 1

# drm_mode.h: DRM_MODE_FB_DIRTY_MAX_CLIPS.
_MOST_RECTANGLES = 256

BITS = 32
DEPTH = 24


class Socket(NamedTuple):
    """A connector of a card."""

    number: int
    name: str
    """As in /sys/class/drm without the card, for example `HDMI-A-1`."""
    is_connected: bool
    modes: tuple[Mode, ...]
    """What the TV on it offers, the best first; empty when it tells nothing."""
    crtc: int
    """What can send pictures to it; 0 when nothing can."""


class Buffer:
    """A picture's worth of the card's memory, black at first. Written, never read: reading it is very slow."""

    def __init__(self, framebuffer: int, handle: int, stride: int, memory: Any) -> None:
        self.framebuffer = framebuffer
        self.handle = handle
        self.stride = stride
        """Bytes from one row to the next."""
        self.memory = memory


class Card:
    """A card that can show pictures."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._buffers: list[Buffer] = []

    def driver(self) -> str:
        """Name of the kernel's driver, for example `vc4`."""
        name = ctypes.create_string_buffer(64)
        self._device.ask("VERSION", DriverVersion(name_len=len(name)), name_ptr=name)
        return name.value.decode(errors="replace")

    def is_master(self) -> bool:
        """True when we may set modes: nobody else did when the card was opened."""
        try:
            self._device.ask("AUTH_MAGIC", Number())
        except OSError as exc:
            # The number is never valid, but only a master is told so.
            return exc.errno != errno.EACCES
        return True

    def drop_master(self) -> None:
        """Let another program set modes. Our picture stays until it does, or the card is closed."""
        self._device.ask("DROP_MASTER")

    def take_master(self) -> None:
        """Set modes again, after `drop_master`.

        Raises:
            OSError: another program does.
        """
        self._device.ask("SET_MASTER")

    def sockets(self) -> list[Socket]:
        """All connectors by name; TVs are asked for their modes anew, which takes some ms, if we are the master.

        Raises:
            OSError: the card shows no pictures at all, such as one that only calculates.
        """
        crtcs, connectors = self._resources()
        found, taken = [], set[int]()
        for number in connectors:
            info, modes, encoders = self._connector(number)
            is_connected = info.connection == _CONNECTED
            crtc = self._crtc_for(info, encoders, crtcs, taken)
            if is_connected:
                taken.add(crtc)
            name = f"{_KINDS.get(info.connector_type, 'Unknown')}-{info.connector_type_id}"
            found.append(Socket(number, name, is_connected, modes, crtc))
        return sorted(found, key=lambda socket: socket.name)

    def _resources(self) -> tuple[list[int], list[int]]:
        """The numbers of all CRTCs and connectors."""
        counts = Resources()
        self._device.ask("MODE_GETRESOURCES", counts)
        crtcs, connectors = _numbers(counts.count_crtcs), _numbers(counts.count_connectors)
        wanted = Resources(count_crtcs=len(crtcs), count_connectors=len(connectors))
        self._device.ask("MODE_GETRESOURCES", wanted, crtc_id_ptr=crtcs, connector_id_ptr=connectors)
        return list(crtcs)[: wanted.count_crtcs], list(connectors)[: wanted.count_connectors]

    def _connector(self, number: int) -> tuple[ConnectorInfo, tuple[Mode, ...], list[int]]:
        while True:
            # Asked for no modes, the kernel looks what is connected.
            counts = ConnectorInfo(connector_id=number)
            self._device.ask("MODE_GETCONNECTOR", counts)
            modes, encoders = (ModeInfo * max(1, counts.count_modes))(), _numbers(counts.count_encoders)
            info = ConnectorInfo(connector_id=number, count_modes=len(modes), count_encoders=len(encoders))
            self._device.ask("MODE_GETCONNECTOR", info, modes_ptr=modes, encoders_ptr=encoders)
            if info.count_modes <= len(modes):
                found = tuple(mode_of(one) for one in list(modes)[: info.count_modes])
                return info, found, list(encoders)[: info.count_encoders]

    def _crtc_for(self, info: ConnectorInfo, encoders: list[int], crtcs: list[int], taken: set[int]) -> int:
        """The CRTC that a connector has, or the first that it can have and no other TV has; 0 for none."""
        possible = []
        for number in encoders:
            encoder = EncoderInfo(encoder_id=number)
            self._device.ask("MODE_GETENCODER", encoder)
            if number == info.encoder_id and encoder.crtc_id:
                return int(encoder.crtc_id)
            possible += [crtc for place, crtc in enumerate(crtcs) if encoder.possible_crtcs >> place & 1]
        return next((crtc for crtc in possible if crtc not in taken), 0)

    def make_buffer(self, width: int, height: int) -> Buffer:
        """Memory for a picture, rows of 32-bit BGRX."""
        made = CreateDumb(width=width, height=height, bpp=BITS)
        self._device.ask("MODE_CREATE_DUMB", made)
        info = FramebufferInfo(width=width, height=height, pitch=made.pitch, bpp=BITS, depth=DEPTH, handle=made.handle)
        self._device.ask("MODE_ADDFB", info)
        place = MapDumb(handle=made.handle)
        self._device.ask("MODE_MAP_DUMB", place)
        buffer = Buffer(info.fb_id, made.handle, made.pitch, self._device.map(place.offset, made.size))
        self._buffers.append(buffer)
        return buffer

    def set_mode(self, socket: Socket, mode: Mode, framebuffer: int) -> None:
        """Show a framebuffer; the picture is there when this returns."""
        connectors = _numbers(1)
        connectors[0] = socket.number
        state = CrtcState(crtc_id=socket.crtc, fb_id=framebuffer, count_connectors=1, mode_valid=1)
        state.mode = ModeInfo.from_buffer_copy(mode.info)
        self._device.ask("MODE_SETCRTC", state, set_connectors_ptr=connectors)

    def switch_off(self, crtc: int) -> None:
        """Send nothing any more: a TV says that it has no signal."""
        self._device.ask("MODE_SETCRTC", CrtcState(crtc_id=crtc))

    def hide_cursor(self, crtc: int) -> None:
        """Take away the pointer of whoever was here before; many cards have none."""
        with contextlib.suppress(OSError):
            self._device.ask("MODE_CURSOR", CursorState(flags=1, crtc_id=crtc))

    def framebuffer_on(self, crtc: int) -> int:
        """The number of what a CRTC shows, ours or another program's; 0 for nothing."""
        state = CrtcState(crtc_id=crtc)
        self._device.ask("MODE_GETCRTC", state)
        return int(state.fb_id)

    def has_vblank(self, crtc: int) -> bool:
        """True when the card sends lines to a glass itself and tells the time of it.

        One that copies pictures to somewhere else (a virtual machine's, one behind USB) does not.
        """
        try:
            self._device.ask("CRTC_GET_SEQUENCE", SequenceInfo(crtc_id=crtc))
        except OSError:
            return False
        return True

    def flip(self, crtc: int, framebuffer: int) -> None:
        """Show another framebuffer from the next picture on; `flips_done` tells when."""
        order = FlipOrder(crtc_id=crtc, fb_id=framebuffer, flags=_FLIP_EVENT, user_data=framebuffer)
        self._device.ask("MODE_PAGE_FLIP", order)

    def flips_done(self, seconds: float) -> list[tuple[float, int]]:
        """Time (monotonic clock, seconds) and framebuffer of each flip since the last call; waits for the first."""
        return [(done.seconds, done.user_data) for done in self._device.flips_done(seconds)]

    def tell_changed(self, framebuffer: int, rects: list[tuple[int, int, int, int]]) -> None:
        """Let the driver copy what has changed, for those that copy.

        Args:
            rects: left, top, right and bottom, px; the latter two not included.
        """
        for start in range(0, len(rects), _MOST_RECTANGLES):
            some = rects[start : start + _MOST_RECTANGLES]
            array = (Rectangle * len(some))(*(Rectangle(*rect) for rect in some))
            self._device.ask("MODE_DIRTYFB", DirtyRects(fb_id=framebuffer, num_clips=len(some)), clips_ptr=array)

    def close(self) -> None:
        """Give all back; the glass is the console's then, or black."""
        for buffer in self._buffers:
            # A mapped memory keeps the card open.
            buffer.memory.close()
            with contextlib.suppress(OSError):
                self._device.ask("MODE_RMFB", Number(buffer.framebuffer))
            with contextlib.suppress(OSError):
                self._device.ask("MODE_DESTROY_DUMB", Number(buffer.handle))
        self._buffers.clear()
        self._device.close()


def card_paths(folder: str = "/dev/dri") -> list[str]:
    """Every card of this machine in the kernel's order.

    A Raspberry Pi has two: one that calculates, and one with the sockets, in either order.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return []
    numbers = sorted(int(name[4:]) for name in names if name.startswith("card") and name[4:].isdecimal())
    return [f"{folder}/card{number}" for number in numbers]


def _numbers(count: int) -> Any:
    return (ctypes.c_uint32 * max(1, count))()
