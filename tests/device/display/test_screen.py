"""Transitions in time: the first frame at once, never longer than planned, whole at the end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from displayd.device.display.screen import FRAME_SECONDS, LONGEST_FRAME_SECONDS, MIN_FRAMES, Flipped, Smoothness, play
from displayd.paint.pixels import MemoryPixels
from displayd.paint.transition import Fade, Kind, transition_of
from displayd.scene.geometry import Rect

RECT = Rect(0, 0, 10, 10)


class Machine:
    """A transition on a machine whose frames take as long as told; time passes only there and in sleep."""

    seconds = 0.35

    def __init__(self, frame_seconds: Sequence[float]) -> None:
        self.time = 100.0
        self.shares: list[float] = []
        self.shown_at: list[float] = []
        self.rests = 0
        self._frame_seconds = frame_seconds

    def advance(self, share: float) -> list[Rect]:
        number = min(len(self.shares), len(self._frame_seconds) - 1)
        self.time += self._frame_seconds[number]
        self.shares.append(share)
        return [RECT]

    def rest(self) -> None:
        self.rests += 1

    def push(self, rects: Sequence[Rect]) -> None:
        self.shown_at.append(self.time - 100.0)

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def played(self) -> Flipped:
        return play(self, self.push, lambda: self.time, self.sleep)


def test_fast_machine_shows_sixty_frames_a_second() -> None:
    machine = Machine([0.002])
    flipped = machine.played()

    assert flipped.frames == 21
    assert flipped.is_smooth
    assert machine.shares == sorted(machine.shares)
    assert machine.shares[-1] == 1


def test_first_frame_comes_at_once_and_shows_something() -> None:
    machine = Machine([0.002])
    flipped = machine.played()

    assert flipped.wait_seconds == pytest.approx(0.002)
    assert machine.shares[0] == pytest.approx(FRAME_SECONDS / machine.seconds)


@pytest.mark.parametrize("frame_seconds", [0.001, 0.015, 0.03, 0.06])
def test_it_never_takes_longer_than_planned(frame_seconds: float) -> None:
    machine = Machine([frame_seconds])
    machine.played()

    assert machine.shown_at[-1] <= machine.seconds + frame_seconds


def test_slow_machine_leaves_frames_out() -> None:
    machine = Machine([0.06])
    flipped = machine.played()

    assert flipped.frames < MIN_FRAMES
    assert not flipped.is_smooth
    assert machine.shares[-1] == 1


def test_rest_is_left_out_after_a_frame_that_takes_too_long() -> None:
    machine = Machine([0.002, LONGEST_FRAME_SECONDS * 2, 0.002])
    flipped = machine.played()

    assert flipped.frames == 3
    assert machine.shares[-1] == 1


def test_cut_is_one_frame_however_long_it_takes() -> None:
    machine = Machine([3.0])
    machine.seconds = 0.0
    flipped = machine.played()

    assert (flipped.frames, flipped.is_smooth) == (1, True)


@pytest.mark.parametrize("kind", ["fade", "slide", "cut"])
def test_played_to_its_end_the_front_is_the_back(kind: Kind) -> None:
    front, back = MemoryPixels(64, 48), MemoryPixels(64, 48)
    back.data[:] = bytes(range(256)) * (len(back.data) // 256)
    pushed: list[Rect] = []
    play(transition_of(kind, front, back, 90), pushed.extend)

    assert all(front.data[part::4] == back.data[part::4] for part in range(3))
    assert all(rect.right <= 64 and rect.bottom <= 48 for rect in pushed)


def test_fade_of_equal_pages_pushes_nothing_after_its_first_frame() -> None:
    front, back = MemoryPixels(64, 48), MemoryPixels(64, 48)
    front.data[:] = back.data[:] = b"\x10\x20\x30\xff" * (64 * 48)
    pushed: list[Sequence[Rect]] = []
    play(Fade(front, back), pushed.append)

    assert pushed[0]
    assert not any(pushed[1:])


def test_screen_that_cannot_show_transitions_cuts_its_pages_from_the_third_on() -> None:
    smoothness = Smoothness()
    seen = []
    for is_smooth in (False, False, True, False, False, False, True, True):
        kind = smoothness.allowed("fade")
        seen.append(kind)
        smoothness.take(kind, Flipped(0.01, 30 if is_smooth else 2, is_smooth))

    assert seen == ["fade"] * 6 + ["cut"] * 2
