"""A graphics card of the kernel, asked in its own words: the requests of DRM that a picture without OpenGL takes.

Imports little, as the splash at boot does without everything else.

Source: the kernel's user-space API, include/uapi/drm/drm.h and drm_mode.h. The name there stands at each structure.
"""

from __future__ import annotations

import ctypes
import fcntl
import mmap
import os
import select
from typing import Any, ClassVar, NamedTuple, Protocol

__all__ = [
    "ConnectorInfo",
    "CreateDumb",
    "CrtcState",
    "CursorState",
    "Device",
    "DirtyRects",
    "DriverVersion",
    "EncoderInfo",
    "FlipDone",
    "FlipOrder",
    "FramebufferInfo",
    "KernelDevice",
    "MapDumb",
    "ModeInfo",
    "Number",
    "Rectangle",
    "Request",
    "Resources",
    "SequenceInfo",
    "request_of",
]

_U16, _U32, _U64 = ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint64
_I32, _I64 = ctypes.c_int32, ctypes.c_int64


class ModeInfo(ctypes.Structure):
    """`struct drm_mode_modeinfo`: a size and all times of its signal."""

    _fields_: ClassVar = [
        ("clock", _U32),
        *((name, _U16) for name in ("hdisplay", "hsync_start", "hsync_end", "htotal", "hskew")),
        *((name, _U16) for name in ("vdisplay", "vsync_start", "vsync_end", "vtotal", "vscan")),
        ("vrefresh", _U32),
        ("flags", _U32),
        ("type", _U32),
        ("name", ctypes.c_char * 32),
    ]


class Resources(ctypes.Structure):
    """`struct drm_mode_card_res`: what a card has."""

    _fields_: ClassVar = [
        *((f"{name}_id_ptr", _U64) for name in ("fb", "crtc", "connector", "encoder")),
        *((f"count_{name}", _U32) for name in ("fbs", "crtcs", "connectors", "encoders")),
        *((name, _U32) for name in ("min_width", "max_width", "min_height", "max_height")),
    ]


class ConnectorInfo(ctypes.Structure):
    """`struct drm_mode_get_connector`: a socket, and what the TV on it tells."""

    _fields_: ClassVar = [
        *((f"{name}_ptr", _U64) for name in ("encoders", "modes", "props", "prop_values")),
        *((f"count_{name}", _U32) for name in ("modes", "props", "encoders")),
        *((name, _U32) for name in ("encoder_id", "connector_id", "connector_type", "connector_type_id")),
        *((name, _U32) for name in ("connection", "mm_width", "mm_height", "subpixel", "pad")),
    ]


class EncoderInfo(ctypes.Structure):
    """`struct drm_mode_get_encoder`: what leads from a CRTC to a connector."""

    _fields_: ClassVar = [
        (name, _U32) for name in ("encoder_id", "encoder_type", "crtc_id", "possible_crtcs", "possible_clones")
    ]


class CrtcState(ctypes.Structure):
    """`struct drm_mode_crtc`: which framebuffer is scanned out, in which mode, to which connectors."""

    _fields_: ClassVar = [
        ("set_connectors_ptr", _U64),
        *((name, _U32) for name in ("count_connectors", "crtc_id", "fb_id", "x", "y", "gamma_size", "mode_valid")),
        ("mode", ModeInfo),
    ]


class CursorState(ctypes.Structure):
    """`struct drm_mode_cursor`: the pointer's picture; none with a handle of 0."""

    _fields_: ClassVar = [
        ("flags", _U32),
        ("crtc_id", _U32),
        ("x", _I32),
        ("y", _I32),
        *((name, _U32) for name in ("width", "height", "handle")),
    ]


class FramebufferInfo(ctypes.Structure):
    """`struct drm_mode_fb_cmd`: memory as a picture."""

    _fields_: ClassVar = [(name, _U32) for name in ("fb_id", "width", "height", "pitch", "bpp", "depth", "handle")]


class FlipOrder(ctypes.Structure):
    """`struct drm_mode_crtc_page_flip`: another framebuffer from the next picture on."""

    _fields_: ClassVar = [*((name, _U32) for name in ("crtc_id", "fb_id", "flags", "reserved")), ("user_data", _U64)]


class DirtyRects(ctypes.Structure):
    """`struct drm_mode_fb_dirty_cmd`: parts of a framebuffer that have changed."""

    _fields_: ClassVar = [*((name, _U32) for name in ("fb_id", "flags", "color", "num_clips")), ("clips_ptr", _U64)]


class Rectangle(ctypes.Structure):
    """`struct drm_clip_rect`: px, the right and lower edge not included."""

    _fields_: ClassVar = [(name, _U16) for name in ("x1", "y1", "x2", "y2")]


class CreateDumb(ctypes.Structure):
    """`struct drm_mode_create_dumb`: memory that a card can scan out and a processor can write."""

    _fields_: ClassVar = [
        *((name, _U32) for name in ("height", "width", "bpp", "flags", "handle", "pitch")),
        ("size", _U64),
    ]


class MapDumb(ctypes.Structure):
    """`struct drm_mode_map_dumb`: where to find that memory."""

    _fields_: ClassVar = [("handle", _U32), ("pad", _U32), ("offset", _U64)]


class Number(ctypes.Structure):
    """A number alone: of a framebuffer, of memory (`struct drm_mode_destroy_dumb`) or `struct drm_auth`."""

    _fields_: ClassVar = [("value", _U32)]


class SequenceInfo(ctypes.Structure):
    """`struct drm_crtc_get_sequence`: how many pictures a CRTC has sent."""

    _fields_: ClassVar = [("crtc_id", _U32), ("active", _U32), ("sequence", _U64), ("sequence_ns", _I64)]


class DriverVersion(ctypes.Structure):
    """`struct drm_version`: the driver's name among other things."""

    _fields_: ClassVar = [
        *((name, ctypes.c_int) for name in ("version_major", "version_minor", "version_patchlevel")),
        *((name, ctypes.c_size_t) for name in ("name_len", "name_ptr", "date_len", "date_ptr")),
        *((name, ctypes.c_size_t) for name in ("desc_len", "desc_ptr")),
    ]


class Request(NamedTuple):
    """What can be asked: its number in drm.h, and whether an answer is written back."""

    number: int
    is_answered: bool = True


REQUESTS = {
    "VERSION": Request(0x00),
    "AUTH_MAGIC": Request(0x11, is_answered=False),
    "SET_MASTER": Request(0x1E),
    "DROP_MASTER": Request(0x1F),
    "CRTC_GET_SEQUENCE": Request(0x3B),
    "MODE_GETRESOURCES": Request(0xA0),
    "MODE_GETCRTC": Request(0xA1),
    "MODE_SETCRTC": Request(0xA2),
    "MODE_CURSOR": Request(0xA3),
    "MODE_GETENCODER": Request(0xA6),
    "MODE_GETCONNECTOR": Request(0xA7),
    "MODE_ADDFB": Request(0xAE),
    "MODE_RMFB": Request(0xAF),
    "MODE_PAGE_FLIP": Request(0xB0),
    "MODE_DIRTYFB": Request(0xB1),
    "MODE_CREATE_DUMB": Request(0xB2),
    "MODE_MAP_DUMB": Request(0xB3),
    "MODE_DESTROY_DUMB": Request(0xB4),
}
"""By the names in drm.h, without `DRM_IOCTL_`."""


def request_of(name: str, size: int) -> int:
    """The number for `ioctl` of the request `name` with a structure of `size` bytes.

    Source: include/uapi/asm-generic/ioctl.h, `_IO`, `_IOW` and `_IOWR`; the letter of DRM is `d`.
    """
    number, is_answered = REQUESTS[name]
    direction = 0 if not size else 3 if is_answered else 1
    return direction << 30 | size << 16 | ord("d") << 8 | number


class FlipDone(NamedTuple):
    """A flip that is on the glass (`struct drm_event_vblank`)."""

    seconds: float
    """When the first line of it was sent, by the system's monotonic clock."""
    user_data: int
    """The number that was given with the order."""


class Device(Protocol):
    """A card that answers requests."""

    def ask(self, name: str, argument: ctypes.Structure | None = None, **arrays: Any) -> None:
        """Put the request `name` to the card, which writes its answer into `argument` and into `arrays`.

        Args:
            arrays: for pointers of the structure, by their names, what they lead to.

        Raises:
            OSError: it is refused.
        """

    def map(self, offset: int, size: int) -> Any:
        """`size` bytes of the card's memory, to be written and never read; closed with `close()`."""

    def flips_done(self, seconds: float) -> list[FlipDone]:
        """The flips that have come to the glass since the last call, waited for at most `seconds` if there are none."""

    def close(self) -> None:
        """Give the card back, and with it what was made on it."""


# drm.h: DRM_EVENT_FLIP_COMPLETE.
_FLIP_COMPLETE = 2


class _Event(ctypes.Structure):
    """`struct drm_event` and what follows it in `struct drm_event_vblank`."""

    _fields_: ClassVar = [
        ("type", _U32),
        ("length", _U32),
        ("user_data", _U64),
        *((name, _U32) for name in ("tv_sec", "tv_usec", "sequence", "crtc_id")),
    ]


class KernelDevice:
    """A card of this machine.

    Args:
        path: for example `/dev/dri/card0`.

    Raises:
        OSError: there is none, or it may not be opened.
    """

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)

    def ask(self, name: str, argument: ctypes.Structure | None = None, **arrays: Any) -> None:
        """Put the request `name` to the kernel."""
        for field, array in arrays.items():
            setattr(argument, field, ctypes.addressof(array))
        if argument is None:
            fcntl.ioctl(self._descriptor, request_of(name, 0))
        else:
            fcntl.ioctl(self._descriptor, request_of(name, ctypes.sizeof(argument)), argument)

    def map(self, offset: int, size: int) -> mmap.mmap:
        """The memory is write-combined on most cards: reading it takes ten times as long and more."""
        return mmap.mmap(self._descriptor, size, mmap.MAP_SHARED, mmap.PROT_WRITE, offset=offset)

    def flips_done(self, seconds: float) -> list[FlipDone]:
        """Read the kernel's events."""
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return []
        read, at, found = os.read(self._descriptor, 4096), 0, []
        while at + ctypes.sizeof(_Event) <= len(read):
            event = _Event.from_buffer_copy(read, at)
            if event.type == _FLIP_COMPLETE:
                found.append(FlipDone(event.tv_sec + event.tv_usec / 1e6, event.user_data))
            at += event.length
        return found

    def close(self) -> None:
        """Close it; whoever opens it next is its master."""
        os.close(self._descriptor)
