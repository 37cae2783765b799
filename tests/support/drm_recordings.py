"""What real cards answered, written down and given again.

`python3 -m tests.support.drm_recordings NOTE > FILE` on a machine whose display nobody uses asks its first card all
that a screen asks, shows a picture for a moment, and writes down every answer, and what /sys/class/drm said.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from displayd.device.display.drm import DRM_FOLDER
from displayd.device.display.drm_card import Card, card_paths
from displayd.device.display.drm_device import CreateDumb, CrtcState, FlipDone, FramebufferInfo, KernelDevice, MapDumb

__all__ = ["RecordedDevice", "Recording", "write_facts"]

FOLDER = Path(__file__).parent.parent / "device" / "display" / "recorded"

POINTERS = ("_ptr",)


def without_pointers(argument: ctypes.Structure | None) -> str:
    """The bytes of a structure, hexadecimal; addresses, which differ each time, are 0."""
    if argument is None:
        return ""
    copy = type(argument).from_buffer_copy(argument)
    for name, *_ in copy._fields_:
        if name.endswith(POINTERS):
            setattr(copy, name, 0)
    return bytes(copy).hex()


class RecordingDevice(KernelDevice):
    """A card of this machine, and all that was said to it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.exchanges: list[dict[str, Any]] = []

    def ask(self, name: str, argument: ctypes.Structure | None = None, **arrays: Any) -> None:
        """Ask, and write it down."""
        exchange: dict[str, Any] = {"request": name, "asked": without_pointers(argument)}
        self.exchanges.append(exchange)
        try:
            super().ask(name, argument, **arrays)
        except OSError as exc:
            exchange["refused"] = errno.errorcode[exc.errno or 0]
            raise
        exchange["answer"] = without_pointers(argument)
        exchange["arrays"] = {field: bytes(array).hex() for field, array in arrays.items()}


class Recording:
    """What a card answered once.

    Args:
        name: of a file in `tests/device/display/recorded/`, without `.json`.
    """

    def __init__(self, name: str) -> None:
        told = json.loads((FOLDER / f"{name}.json").read_text())
        self.note: str = told["note"]
        self.exchanges: list[dict[str, Any]] = told["exchanges"]
        self.facts: dict[str, dict[str, str]] = told["facts"]


class RecordedDevice:
    """A card that answers as another one did; memory is ordinary memory, and flips are done at once."""

    def __init__(self, recording: Recording) -> None:
        self.recording = self._first = recording
        self.asked: list[str] = []
        """The requests in their order."""
        self.arguments: list[ctypes.Structure | None] = []
        """With each of them, as it was asked."""
        self.refuses: dict[str, int] = {}
        """Requests that fail from now on, with the number of the error."""
        self.has_vblank = False
        """True to be a card that tells when its pictures are sent, as that of a Raspberry Pi is."""
        self.covered_by = 0
        """The framebuffer of another program, once it shows one."""
        self.memory: list[Memory] = []
        self.answers_flips = True
        self.is_closed = False
        self._flips: list[FlipDone] = []
        self._given: dict[tuple[str, str], int] = {}

    def ask(self, name: str, argument: ctypes.Structure | None = None, **arrays: Any) -> None:
        """Answer as recorded; a request that was never made is refused."""
        self.asked.append(name)
        self.arguments.append(type(argument).from_buffer_copy(argument) if argument is not None else None)
        if name in self.refuses:
            raise OSError(self.refuses[name], os.strerror(self.refuses[name]))
        if (name == "CRTC_GET_SEQUENCE" and self.has_vblank) or self._is_made(argument):
            return
        if name == "MODE_PAGE_FLIP" and argument is not None and self.answers_flips:
            self._flips.append(FlipDone(time.monotonic(), argument.user_data))
        exchange = self._exchange(name, without_pointers(argument))
        if "refused" in exchange:
            number = getattr(errno, exchange["refused"])
            raise OSError(number, os.strerror(number))
        if name in OF_NO_MATTER:
            return
        if argument is not None:
            ctypes.memmove(ctypes.addressof(argument), bytes.fromhex(exchange["answer"]), ctypes.sizeof(argument))
        for field, array in arrays.items():
            told = bytes.fromhex(exchange["arrays"][field])
            ctypes.memmove(ctypes.addressof(array), told, min(len(told), ctypes.sizeof(array)))

    def _exchange(self, name: str, asked: str) -> dict[str, Any]:
        """The recorded answer to what was asked; of several the next, and the last one ever after."""
        same = [one for one in self.recording.exchanges if one["request"] == name]
        exact = [one for one in same if one["asked"] == asked or name in (*OF_NO_MATTER, "CRTC_GET_SEQUENCE")]
        if not exact:
            raise AssertionError(f"{name} was never recorded with {asked}")
        place = self._given.get((name, asked), 0)
        self._given[name, asked] = place + 1
        return exact[min(place, len(exact) - 1)]

    def _is_made(self, argument: ctypes.Structure | None) -> bool:
        """Memory and pictures of any size, as the recordings have those of one size only."""
        match argument:
            case CreateDumb():
                argument.handle, argument.pitch = len(self.memory) + 1, argument.width * 4
                argument.size = argument.pitch * argument.height
            case FramebufferInfo():
                argument.fb_id = FIRST_FRAMEBUFFER + argument.handle - 1
            case MapDumb():
                argument.offset = argument.handle << 12
            case CrtcState() if self.asked[-1] == "MODE_GETCRTC":
                argument.fb_id = self.covered_by or FIRST_FRAMEBUFFER + self.memory.index(self.glass())
            case _:
                return self.asked[-1] in ("SET_MASTER", "DROP_MASTER")
        return True

    def become(self, recording: Recording) -> None:
        """Answer from now on as another recording does: something has happened to the TV."""
        self.recording = recording
        # What cannot be asked without a TV is answered as before.
        known = {one["request"] for one in recording.exchanges}
        recording.exchanges += [one for one in self._first.exchanges if one["request"] not in known]
        self._given.clear()

    def map(self, offset: int, size: int) -> Memory:
        """Ordinary memory."""
        self.memory.append(Memory(size))
        return self.memory[-1]

    def flips_done(self, seconds: float) -> list[FlipDone]:
        """All that were ordered, unless `answers_flips` is False."""
        done, self._flips = self._flips, []
        return done

    def close(self) -> None:
        """Note it."""
        self.is_closed = True

    def glass(self) -> Memory:
        """The memory that was last set or flipped to."""
        pairs = zip(self.asked, self.arguments, strict=True)
        orders = [argument for name, argument in pairs if name in ("MODE_SETCRTC", "MODE_PAGE_FLIP")]
        return self.memory[getattr(orders[-1], "fb_id", 0) - FIRST_FRAMEBUFFER]


OF_NO_MATTER = ("MODE_SETCRTC", "MODE_CURSOR", "MODE_PAGE_FLIP", "MODE_DIRTYFB", "MODE_RMFB", "MODE_DESTROY_DUMB")
"""Requests whose answer says no more than whether they were granted."""

FIRST_FRAMEBUFFER = 50


class Memory(bytearray):
    """Memory that can be closed."""

    def close(self) -> None:
        """Nothing to give back."""


def write_facts(recording: Recording, folder: Path) -> None:
    """Make `folder` look as /sys/class/drm did."""
    for name, facts in recording.facts.items():
        place = folder / f"card0-{name}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "status").write_text(f"{facts['status']}\n")
        (place / "modes").write_text(facts["modes"])
        (place / "edid").write_bytes(bytes.fromhex(facts["edid"]))


def facts_of_machine() -> Iterator[tuple[str, dict[str, str]]]:
    """By connector, what /sys/class/drm says."""
    for status in sorted(DRM_FOLDER.glob("card0-*/status")):
        folder = status.parent
        modes, edid = (folder / "modes").read_text(), (folder / "edid").read_bytes().hex()
        yield (
            folder.name.split("-", 1)[1],
            {"status": status.read_text().strip(), "modes": modes, "edid": edid},
        )


def main() -> None:
    """Ask the first card everything, and print the answers."""
    device = RecordingDevice(card_paths()[0])
    card = Card(device)
    card.is_master()
    driver = card.driver()
    usable = [socket for socket in card.sockets() if socket.is_connected and socket.modes]
    for socket in usable[:1]:
        mode = socket.modes[0]
        card.has_vblank(socket.crtc)
        buffers = [card.make_buffer(*mode.size) for _ in range(2)]
        card.set_mode(socket, mode, buffers[0].framebuffer)
        card.hide_cursor(socket.crtc)
        with contextlib.suppress(OSError):
            card.tell_changed(buffers[0].framebuffer, [(0, 0, *mode.size)])
        with contextlib.suppress(OSError):
            card.flip(socket.crtc, buffers[1].framebuffer)
            card.flips_done(5)
        card.framebuffer_on(socket.crtc)
        card.switch_off(socket.crtc)
    facts = dict(facts_of_machine())
    card.close()
    note = f"{' '.join(sys.argv[1:])}; driver {driver}, Linux {os.uname().release}"
    print(json.dumps({"note": note, "facts": facts, "exchanges": device.exchanges}, indent=1))


if __name__ == "__main__":
    main()
