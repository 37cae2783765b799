"""What is said to the kernel has the numbers and sizes of its own headers."""

from __future__ import annotations

import ctypes

import pytest

from displayd.device.display import drm_device
from displayd.device.display.drm_device import (
    ConnectorInfo,
    CreateDumb,
    CrtcState,
    CursorState,
    DirtyRects,
    DriverVersion,
    EncoderInfo,
    FlipOrder,
    FramebufferInfo,
    MapDumb,
    Number,
    Resources,
    SequenceInfo,
    request_of,
)

# As a C program printed them that was compiled with drm.h of libdrm 2.4.114 on x86_64. The numbers hold the sizes of
# the structures; those of arm64 are the same.
NUMBERS = {
    "VERSION": (0xC0406400, DriverVersion),
    "AUTH_MAGIC": (0x40046411, Number),
    "CRTC_GET_SEQUENCE": (0xC018643B, SequenceInfo),
    "MODE_GETRESOURCES": (0xC04064A0, Resources),
    "MODE_GETCRTC": (0xC06864A1, CrtcState),
    "MODE_SETCRTC": (0xC06864A2, CrtcState),
    "MODE_CURSOR": (0xC01C64A3, CursorState),
    "MODE_GETENCODER": (0xC01464A6, EncoderInfo),
    "MODE_GETCONNECTOR": (0xC05064A7, ConnectorInfo),
    "MODE_ADDFB": (0xC01C64AE, FramebufferInfo),
    "MODE_RMFB": (0xC00464AF, Number),
    "MODE_PAGE_FLIP": (0xC01864B0, FlipOrder),
    "MODE_DIRTYFB": (0xC01864B1, DirtyRects),
    "MODE_CREATE_DUMB": (0xC02064B2, CreateDumb),
    "MODE_MAP_DUMB": (0xC01064B3, MapDumb),
    "MODE_DESTROY_DUMB": (0xC00464B4, Number),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_request_has_the_number_of_the_kernel(name: str) -> None:
    number, structure = NUMBERS[name]

    assert request_of(name, ctypes.sizeof(structure)) == number


def test_request_without_a_structure_has_the_number_of_the_kernel() -> None:
    assert [request_of(name, 0) for name in ("SET_MASTER", "DROP_MASTER")] == [0x641E, 0x641F]


def test_every_request_is_compared() -> None:
    assert NUMBERS.keys() | {"SET_MASTER", "DROP_MASTER"} == drm_device.REQUESTS.keys()
