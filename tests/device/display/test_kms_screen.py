"""Pictures through the kernel alone, on cards that answer as recorded ones did (`tests/support/drm_recordings.py`)."""

from __future__ import annotations

import copy
import errno
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.device.display.drm_device import ConnectorInfo, CrtcState, DirtyRects
from displayd.device.display.kms_screen import Cards, KmsScreen
from displayd.errors import ScreenError
from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Kind
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Cell, Scene
from tests.support.drm_recordings import RecordedDevice, Recording, write_facts

CONNECTED = Recording("virtio_connected")
DISCONNECTED = Recording("virtio_disconnected")
BACK_WITHOUT_EDID = Recording("virtio_back_without_edid")
TWO = Recording("virtio_two")
NO_EDID = Recording("bochs_without_edid")


FONTS = PangoFonts()
SMALL = (640, 480)


class Machine:
    """A machine with recorded cards, and a clock that stands still."""

    def __init__(self, folder: Path, *recordings: Recording, has_vblank: bool = False) -> None:
        self.now = 1000.0
        self.facts = folder / "facts"
        self.devices = [RecordedDevice(recording) for recording in recordings]
        self._folder = folder / "dri"
        self._folder.mkdir()
        for number, device in enumerate(self.devices):
            (self._folder / f"card{number}").touch()
            device.has_vblank = has_vblank
            write_facts(device.recording, self.facts)
        (self._folder / "renderD128").touch()

    def cards(self) -> Cards:
        return Cards(str(self._folder), self.facts, lambda path: self.devices[int(path[-1])])

    def opened(self, wanted: tuple[int, int] | None = SMALL) -> KmsScreen:
        return KmsScreen(Painter(FONTS), wanted, cards=self.cards(), monotonic=lambda: self.now)

    def happens(self, recording: Recording) -> None:
        self.devices[0].become(recording)
        write_facts(recording, self.facts)

    def outdated_within(self, screen: KmsScreen, seconds: float) -> bool:
        """Let time pass; whether the screen has to be opened anew."""
        for _ in range(round(seconds * 2)):
            self.now += 0.5
            if screen.is_outdated():
                return True
        return False


def scene(size: tuple[int, int], *colors: str) -> Scene:
    """Tiles beside each other."""
    width = size[0] // len(colors)
    cells = [
        Cell(f"c{at}", Rect(at * width, 0, width, size[1]), "#000000", (Box(at * width + 8, 8, 32, 16, color),))
        for at, color in enumerate(colors)
    ]
    return Scene(*size, "#101010", tuple(cells))


def shown(screen: KmsScreen, *colors: str, kind: Kind = "cut") -> None:
    screen.back.draw(scene(screen.size, *colors))
    screen.flip(kind)


def pixels(screen: KmsScreen) -> bytes:
    return bytes(screen.front.pixels.data)  # type: ignore[attr-defined]


def test_picture_is_shown_in_the_mode_that_the_tv_prefers(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)
    screen = machine.opened(None)
    device = machine.devices[0]
    before = list(device.asked)
    shown(screen, "#ff0000", "#00ff00")

    assert (screen.size, screen.mode, screen.driver, screen.fault) == ((1920, 1080), "1920x1080@75", "kms", "")
    # Until the first picture is there, whatever was on the glass stays: a splash, say.
    assert "MODE_SETCRTC" not in before
    assert bytes(device.memory[0]) == pixels(screen)
    assert device.asked.count("MODE_SETCRTC") == 1


def test_changed_tile_is_copied_and_told_and_nothing_else(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)
    screen = machine.opened()
    shown(screen, "#ff0000", "#00ff00")
    device = machine.devices[0]
    device.memory[0][:] = bytes(len(device.memory[0]))
    rects = screen.front.draw(scene(screen.size, "#ff0000", "#0000ff"))
    screen.update(rects)

    row = 640 * 4
    assert rects == [Rect(320, 0, 320, 480)]
    assert all(not any(device.memory[0][y * row : y * row + row // 2]) for y in range(480))
    assert device.memory[0][row // 2 : row] == pixels(screen)[row // 2 : row]
    assert isinstance(told := device.arguments[-1], DirtyRects)
    assert (device.asked[-1], told.num_clips) == ("MODE_DIRTYFB", 1)


@pytest.mark.expects_log
def test_card_that_looks_itself_is_told_once_only(tmp_path: Path) -> None:
    machine = Machine(tmp_path, NO_EDID)
    screen = machine.opened()
    shown(screen, "#ff0000")
    for color in ("#00ff00", "#0000ff"):
        screen.update(screen.front.draw(scene(screen.size, color)))

    assert machine.devices[0].asked.count("MODE_DIRTYFB") == 1
    assert bytes(machine.devices[0].memory[0]) == pixels(screen)


COLORS = st.sampled_from(["#ff0000", "#00ff00", "#0000ff", "#ffffff"])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["update", "cut"]), st.lists(st.integers(0, 3), min_size=4, max_size=4)),
        min_size=1,
        max_size=6,
    ),
    answers_flips=st.booleans(),
)
@pytest.mark.expects_log
def test_what_a_card_with_a_glass_shows_is_the_picture_whatever_came_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, list[str]]], answers_flips: bool
) -> None:
    machine = Machine(tmp_path_factory.mktemp("m"), CONNECTED, has_vblank=True)
    device = machine.devices[0]
    device.answers_flips = answers_flips
    screen = machine.opened()
    for kind, colors in steps:
        new = scene(screen.size, *colors)
        if kind == "update":
            screen.update(screen.front.draw(new))
        else:
            screen.back.draw(new)
            screen.flip(kind)

        assert bytes(device.glass()) == pixels(screen)


def test_flip_is_timed_by_the_card(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED, has_vblank=True)
    screen = machine.opened()
    shown(screen, "#ff0000")
    screen.back.draw(scene(screen.size, "#00ff00"))
    flipped = screen.flip("fade")

    # A frame in which nothing changes is left out.
    assert 1 < machine.devices[0].asked.count("MODE_PAGE_FLIP") <= flipped.frames
    assert flipped.wait_seconds < 5
    assert bytes(machine.devices[0].glass()) == pixels(screen)


@pytest.mark.expects_log
def test_card_that_never_says_when_a_picture_is_shown_sets_each_as_a_mode(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    machine = Machine(tmp_path, CONNECTED, has_vblank=True)
    device = machine.devices[0]
    device.answers_flips = False
    screen = machine.opened()
    for color in ("#ff0000", "#00ff00", "#0000ff", "#ffffff"):
        shown(screen, color)

    assert device.asked.count("MODE_PAGE_FLIP") == 1
    assert device.asked.count("MODE_SETCRTC") == 3
    assert caplog.text.count("does not say when a picture is shown") == 1


@pytest.mark.expects_log
def test_tv_that_is_asked_for_a_mode_that_it_lacks_shows_its_own_and_says_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)

    assert machine.opened(wanted=(1280, 1024)).mode.startswith("1280x1024@")
    with_fault = machine.opened(wanted=(1234, 567))
    assert with_fault.size == (1920, 1080)
    assert "no mode 1234x567" in with_fault.fault


@pytest.mark.expects_log
def test_tv_that_does_not_describe_itself_is_shown_in_the_fallback_and_asked_again(tmp_path: Path) -> None:
    machine = Machine(tmp_path, NO_EDID)
    screen = machine.opened(None)

    assert screen.size == (1024, 768)
    assert "does not say what it can show" in screen.fault
    # Nothing but the modes changes, and the kernel has no word of it: only asking tells.
    machine.devices[0].become(CONNECTED)
    write_facts(CONNECTED, machine.facts)
    assert machine.outdated_within(screen, 10)


def with_modes(recording: Recording, count: int) -> Recording:
    """The same with fewer modes: no card here could be made to answer so."""
    changed = copy.deepcopy(recording)
    for exchange in changed.exchanges:
        if exchange["request"] == "MODE_GETCONNECTOR" and "answer" in exchange:
            info = ConnectorInfo.from_buffer_copy(bytes.fromhex(exchange["answer"]))
            if info.count_modes:
                info.count_modes = count
            exchange["answer"] = bytes(info).hex()
            asked = ConnectorInfo.from_buffer_copy(bytes.fromhex(exchange["asked"]))
            asked.count_modes = max(1, count) if asked.count_modes else 0
            exchange["asked"] = bytes(asked).hex()
    return changed


@pytest.mark.parametrize(
    ("recordings", "words"),
    [
        ([DISCONNECTED], "no TV is connected"),
        ([with_modes(CONNECTED, 0)], "does not tell its modes"),
        ([], "no connector for a TV"),
    ],
)
def test_machine_without_a_usable_tv_says_what_is_missing(
    tmp_path: Path, recordings: list[Recording], words: str
) -> None:
    machine = Machine(tmp_path, *recordings)

    with pytest.raises(ScreenError, match=words):
        machine.opened()
    assert all(device.is_closed for device in machine.devices)


def test_card_that_only_calculates_is_passed_over(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED, CONNECTED)
    machine.devices[0].refuses["MODE_GETRESOURCES"] = errno.EOPNOTSUPP
    screen = machine.opened()

    assert screen._glass.path.endswith("card1")
    assert machine.devices[0].is_closed


def test_card_on_which_another_program_shows_pictures_is_not_taken_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.device.display.kms_screen.MASTER_RETRY_SECONDS", 0.0)
    machine = Machine(tmp_path, CONNECTED)
    machine.devices[0].refuses["AUTH_MAGIC"] = errno.EACCES

    with pytest.raises(ScreenError, match="another program"):
        machine.opened()


def test_second_tv_stays_dark(tmp_path: Path) -> None:
    machine = Machine(tmp_path, TWO)
    screen = machine.opened(None)
    device = machine.devices[0]
    orders = [argument for argument in device.arguments if isinstance(argument, CrtcState)]

    assert screen._glass.socket.name == "Virtual-1"
    assert [(order.fb_id, order.mode_valid) for order in orders] == [(0, 0)]
    assert orders[0].crtc_id != screen._glass.socket.crtc


@pytest.mark.parametrize("request_", ["MODE_SETCRTC", "MODE_CREATE_DUMB", "MODE_ADDFB"])
def test_mode_that_the_kernel_refuses_is_said(tmp_path: Path, request_: str) -> None:
    machine = Machine(tmp_path, CONNECTED)
    machine.devices[0].refuses[request_] = errno.ENOSPC

    with pytest.raises(ScreenError, match="640x480@60: No space left"):
        shown(machine.opened(), "#ff0000")


@pytest.mark.expects_log
def test_card_that_stops_answering_is_opened_anew(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)
    screen = machine.opened()
    shown(screen, "#ff0000")
    machine.happens(DISCONNECTED)
    machine.devices[0].refuses["MODE_GETRESOURCES"] = errno.ENODEV

    assert machine.outdated_within(screen, 5)
    machine.devices[0].refuses["MODE_DIRTYFB"] = errno.EACCES
    screen.close()
    assert machine.devices[0].is_closed


def test_tv_that_comes_back_as_it_was_has_its_signal_begun_anew_with_the_picture(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)
    screen = machine.opened()
    shown(screen, "#ff0000", "#00ff00")
    machine.happens(DISCONNECTED)
    is_outdated = machine.outdated_within(screen, 60)
    # The picture goes on meanwhile, for the moment when the TV is there.
    screen.update(screen.front.draw(scene(screen.size, "#ff0000", "#0000ff")))
    machine.happens(CONNECTED)
    before = len(machine.devices[0].asked)
    is_outdated = machine.outdated_within(screen, 8) or is_outdated

    device = machine.devices[0]
    sets = [one for one in device.arguments[before:] if isinstance(one, CrtcState)]
    assert not is_outdated
    assert [(one.mode_valid, bool(one.fb_id)) for one in sets] == [(0, False), (1, True)]
    assert bytes(device.memory[0]) == pixels(screen)


def test_tv_that_comes_back_with_another_mode_is_opened_anew(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)
    screen = machine.opened(None)
    shown(screen, "#ff0000")
    machine.happens(DISCONNECTED)
    machine.outdated_within(screen, 60)
    machine.happens(BACK_WITHOUT_EDID)

    assert machine.outdated_within(screen, 8)
    assert machine.opened(None).mode == "1920x1080@60"


def test_tv_is_not_asked_while_nothing_happens(tmp_path: Path) -> None:
    machine = Machine(tmp_path, CONNECTED)
    screen = machine.opened()
    shown(screen, "#ff0000")
    before = len(machine.devices[0].asked)

    assert not machine.outdated_within(screen, 120)
    assert len(machine.devices[0].asked) == before
