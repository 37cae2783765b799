"""The quiet picture at boot: the same whichever way the TV hangs, there at once, gone when the screen is there."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from displayd.device.display import splash
from displayd.device.display.drm_device import CrtcState
from tests.support.drm_recordings import RecordedDevice, Recording

SIZES = [(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160), (640, 480)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A machine with one card, and a splash that is quick about everything."""
    (tmp_path / "card0").touch()
    for name in ("LOOK_SECONDS", "SELDOM_SECONDS", "RETRY_SECONDS"):
        monkeypatch.setattr(splash, name, 0.01)
    monkeypatch.setattr(splash, "LONGEST_WAIT_SECONDS", 0.3)
    monkeypatch.setattr(splash, "TV_SECONDS", 0.02)
    return str(tmp_path)


def device() -> RecordedDevice:
    return RecordedDevice(Recording("virtio_connected"))


@pytest.mark.parametrize("size", SIZES)
def test_mark_is_in_the_middle_and_turned_by_any_right_angle_it_is_the_same_shape(size: tuple[int, int]) -> None:
    width, height = size
    inside = {(x, y) for left, y, right, _ in splash.mark(*size) for x in range(left, right)}
    left, right = min(x for x, _ in inside), max(x for x, _ in inside)
    top, bottom = min(y for _, y in inside), max(y for _, y in inside)
    centred = {(x - left, y - top) for x, y in inside}
    side = right - left

    assert abs(left + right + 1 - width) <= 1
    assert abs(top + bottom + 1 - height) <= 1
    assert (side, min(size) // 12) < (bottom - top + 1, side)
    assert {(side - y, x) for x, y in centred} == centred


def test_mark_is_held_until_the_screen_shows_something(folder: str, tmp_path: Path) -> None:
    card = device()
    screen = tmp_path / "displayd"
    running = threading.Thread(target=splash.main, args=(folder, lambda path: card, str(screen)))
    running.start()
    running.join(0.3)
    before = list(card.asked)
    drawn = bytes(card.memory[0])
    screen.mkdir()
    running.join(0.3)
    is_held = running.is_alive() and not card.is_closed
    card.refuses["SET_MASTER"] = errno.EBUSY
    card.covered_by = 99
    running.join(10)

    assert bytes(reversed(splash.LIGHT)) in drawn
    # The console must not come over it, and the screen must be able to.
    assert "MODE_SETCRTC" in before
    assert "DROP_MASTER" not in before
    assert "DROP_MASTER" in card.asked
    assert is_held
    assert card.is_closed


def test_console_that_comes_instead_of_the_screen_is_covered_again(folder: str, tmp_path: Path) -> None:
    card = device()
    card.covered_by = 99
    running = threading.Thread(target=splash.main, args=(folder, lambda path: card, str(tmp_path)))
    running.start()
    running.join(0.3)
    is_held = running.is_alive()
    card.refuses["SET_MASTER"] = errno.EBUSY
    running.join(10)

    assert is_held
    assert card.asked.count("MODE_SETCRTC") > 1
    assert card.asked.count("MODE_SETCRTC") == card.asked.count("DROP_MASTER")


def test_screen_that_was_first_is_left_alone(folder: str) -> None:
    card = device()
    card.refuses["AUTH_MAGIC"] = errno.EACCES

    assert splash.main(folder, lambda path: card) == 0
    assert not [one for one in card.arguments if isinstance(one, CrtcState)]


@pytest.mark.parametrize("refused", ["MODE_GETRESOURCES", "MODE_SETCRTC", "MODE_CREATE_DUMB"])
def test_machine_on_which_nothing_can_be_shown_goes_on_without(folder: str, refused: str) -> None:
    def opened(path: str) -> RecordedDevice:
        card = device()
        card.refuses[refused] = errno.EOPNOTSUPP
        return card

    assert splash.main(folder, opened) == 0


def test_machine_without_a_card_or_a_tv_goes_on_without(folder: str, tmp_path: Path) -> None:
    assert splash.main(str(tmp_path / "none")) == 0
    assert splash.main(folder, lambda path: RecordedDevice(Recording("virtio_disconnected"))) == 0


def test_card_that_comes_late_has_the_mark(folder: str) -> None:
    cards = iter([None, None, device()])
    shown = []

    def opened(path: str) -> RecordedDevice:
        card = next(cards)
        if card is None:
            raise PermissionError(errno.EACCES, "udev has not been here yet")
        card.covered_by = 99
        card.refuses["SET_MASTER"] = errno.EBUSY
        shown.append(card)
        return card

    splash.main(folder, opened, folder)

    assert "DROP_MASTER" in shown[0].asked


def test_it_loads_next_to_nothing() -> None:
    script = "import sys, displayd.device.display.splash; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True, env={})
    loaded = set(done.stdout.split())

    assert "displayd.device.display.drm_card" in loaded
    assert loaded.isdisjoint(
        {"cairo", "gi", "pygame", "msgspec", "logging", "pathlib", "dataclasses", "displayd.errors"}
    )
