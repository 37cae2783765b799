"""One film in one place."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.device.film.films import Films
from displayd.device.film.player import Player, Spot
from displayd.film import decoder
from displayd.film.decoder import DAMAGED, NO_FFMPEG, FilmPlace
from displayd.scene.geometry import Rect
from displayd.scene.operations import Cell, Film, Scene
from tests.support.clips import FRAMES_PER_SECOND, clip, digest_of, needs_ffmpeg, number_in, place_in

# A decoder that is started on a busy machine has its first frame by then.
PATIENCE_SECONDS = 60.0


class Clock:
    """Goes when it is told to."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def eventually(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.01)
    return is_so()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def players() -> Iterator[list[Player]]:
    made: list[Player] = []
    yield made
    for one in made:
        one.close()


def player(
    players: list[Player], place: FilmPlace, clock: Clock, since: float = 1000.0, size: tuple[int, int] = (64, 48)
) -> Player:
    made = Player(Spot("d", *size, False, since), place, clock, lambda: None)
    players.append(made)
    return made


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "webm"])
def test_the_frame_follows_from_the_clock(ending: str, tmp_path: Path, players: list[Player]) -> None:
    clock = Clock()
    one = player(players, place_in(tmp_path, clip(ending=ending)), clock)

    seen = []
    for number in (0, 5, 12, 38):
        clock.now = 1000.0 + (number + 0.5) / FRAMES_PER_SECOND
        assert eventually(lambda: one.frame_at(clock.now) == number), (number, one.frame_at(clock.now), one.fault)  # noqa: B023
        surface = one.surface()
        assert surface is not None
        seen.append(number_in(surface))

    assert seen == pytest.approx([0, 5, 12, 38], abs=0.6)


def test_two_screens_that_begin_at_other_times_show_the_same_frame(tmp_path: Path, players: list[Player]) -> None:
    place, clock = place_in(tmp_path, clip()), Clock()
    first = player(players, place, clock)
    assert eventually(lambda: first.frame_at(clock.now) == 0)
    clock.now = 1002.13
    second = player(players, place, clock)

    # 2.13 s after the beginning is the 22nd frame, which is the next to come for whoever starts there.
    clock.now = 1002.25
    assert eventually(lambda: first.frame_at(clock.now) == second.frame_at(clock.now) == 22)

    surfaces = [one.surface() for one in (first, second)]
    assert [number_in(surface) for surface in surfaces if surface] == pytest.approx([22, 22], abs=0.6)


def test_it_begins_again_at_its_end(tmp_path: Path, players: list[Player]) -> None:
    clock = Clock(1000.0 + 4 * 1000 + 3.85)
    one = player(players, place_in(tmp_path, clip()), clock)

    clock.now += 0.1
    assert eventually(lambda: one.frame_at(clock.now) == 40_039)
    clock.now += 0.3
    assert eventually(lambda: one.frame_at(clock.now) == 40_042)

    surface = one.surface()
    assert surface is not None
    assert number_in(surface) == pytest.approx(2, abs=0.6)


def test_the_process_ends_with_the_player(tmp_path: Path, players: list[Player]) -> None:
    one = player(players, place_in(tmp_path, clip()), Clock())
    assert eventually(lambda: one.pid is not None)
    pid = one.pid
    assert pid is not None
    assert is_running(pid)

    one.close()

    assert eventually(lambda: not is_running(pid))


def test_a_process_that_is_killed_is_started_again(tmp_path: Path, players: list[Player]) -> None:
    clock = Clock()
    one = player(players, place_in(tmp_path, clip(20.0)), clock)
    assert eventually(lambda: one.frame_at(clock.now) == 0)
    pid = one.pid
    assert pid is not None

    os.kill(pid, 9)
    clock.now = 1025.0

    assert eventually(lambda: one.frame_at(clock.now) >= 200), one.fault
    assert one.pid != pid


def test_little_is_decoded_ahead(tmp_path: Path, players: list[Player]) -> None:
    one = player(players, place_in(tmp_path, clip(20.0)), Clock(), size=(1920, 1080))

    assert eventually(lambda: one.frame_at(1000.0) == 0 and len(one._ready) >= 5)

    # Of 200 frames, 6 MB each.
    assert sum(frame.surface.get_height() * frame.surface.get_stride() for frame in one._ready) <= 40_000_000


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (lambda data: data[:16] + bytes(len(data) - 16), DAMAGED),
        (lambda data: data[:600], DAMAGED),
        (lambda data: b"\x1a\x45\xdf\xa3" + b"garbage" * 500, DAMAGED),
    ],
    ids=["zeros", "cut off in its index", "garbage"],
)
def test_what_is_no_film_is_said_to_be_damaged(
    broken: Callable[[bytes], bytes], fault: str, tmp_path: Path, players: list[Player]
) -> None:
    one = player(players, place_in(tmp_path, broken(clip())), Clock())

    assert eventually(lambda: bool(one.fault))
    assert one.fault == fault
    assert one.pid is None


def test_a_film_that_is_cut_off_is_played_as_far_as_it_goes(tmp_path: Path, players: list[Player]) -> None:
    data, clock = clip(), Clock()
    one = player(players, place_in(tmp_path, data[: len(data) // 2]), clock)

    assert eventually(lambda: one.frame_at(clock.now) == 0), one.fault
    clock.now = 1003.95
    assert eventually(lambda: one.frame_at(clock.now) > 5), one.fault

    assert one.fault == ""


@pytest.mark.parametrize(("size", "fault"), [("4400x2300", "It has too many pixels"), ("64x48", "")])
def test_a_film_with_too_many_pixels_is_not_tried(size: str, fault: str, tmp_path: Path, players: list[Player]) -> None:
    one = player(players, place_in(tmp_path, clip(0.4, size, source=f"testsrc=s={size}:r=5:d=0.4")), Clock())

    assert eventually(lambda: bool(one.fault) or one.frame_at(1000.0) == 0)
    assert one.fault == fault


def test_a_still_is_no_film(tmp_path: Path, players: list[Player]) -> None:
    one = player(players, place_in(tmp_path, clip(0.1)), Clock())

    assert eventually(lambda: bool(one.fault))
    assert one.fault == "It is too short or too long"


def test_without_ffmpeg_that_is_said(tmp_path: Path, players: list[Player], monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_in(tmp_path, clip())
    monkeypatch.setenv("PATH", str(tmp_path))

    one = player(players, place, Clock())

    assert eventually(lambda: bool(one.fault))
    assert one.fault == NO_FFMPEG


def test_a_decoder_has_bounds(tmp_path: Path, players: list[Player]) -> None:
    needs_ffmpeg()
    one = player(players, place_in(tmp_path, clip()), Clock())
    assert eventually(lambda: one.frame_at(1000.0) == 0)

    limits = Path(f"/proc/{one.pid}/limits").read_text()

    assert any(line.startswith("Max address space") and "1500000000" in line for line in limits.splitlines())
    assert any(line.startswith("Max file size") and " 0 " in line for line in limits.splitlines())
    assert Path(f"/proc/{one.pid}/oom_score_adj").read_text().strip() == "1000"


FAKE = """#!/bin/sh
# Stands before the real ffmpeg as one with the decoder of a Pi, which does as the test says.
case " $* " in
*" -decoders "*)
    echo " V..... h264 H.264"
    {listed}
    exit 0;;
*" h264_v4l2m2m "*)
    : > {asked}/$$
    {does};;
esac
exec {real} "$@"
"""

# What the decoder of the Pi may do; where it works, it is the software that decodes.
DOES = {
    "works": 'exec {real} $(echo "$*" | sed "s/-c:v h264_v4l2m2m//")',
    "is not there after all": "exit 1",
    "hangs": "exec sleep 600",
    "breaks off after a second": 'exec {real} $(echo "$*" | sed "s/-c:v h264_v4l2m2m//; s/ -map / -t 1 -map /")',
}


def pi(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str, *, is_listed: bool = True, device: int = 10) -> Path:
    """A machine like a Pi; the folder that has a file for each process that was asked to use its decoder.

    It writes none, as no decoder may.
    """
    needs_ffmpeg()
    programs, asked = folder / "programs", folder / "asked"
    programs.mkdir()
    asked.mkdir()
    real = str(shutil.which("ffmpeg"))
    listed = "echo ' V..... h264_v4l2m2m V4L2'" if is_listed else ":"
    text = FAKE.format(real=real, asked=asked, listed=listed, does=DOES[does].format(real=real))
    (programs / "ffmpeg").write_text(text)
    (programs / "ffmpeg").chmod(0o755)
    (folder / f"video{device}").touch()
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(decoder, "HARDWARE", tuple(folder / f"video{number}" for number in (10, 11, 12)))
    return asked


@pytest.mark.parametrize("device", [10, 11, 12])
def test_the_decoder_of_a_pi_plays_where_there_is_one(
    device: int, tmp_path: Path, players: list[Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, place = Clock(), place_in(tmp_path, clip())
    asked = pi(tmp_path, monkeypatch, "works", device=device)
    one = player(players, place, clock)
    clock.now = 1000.55

    assert eventually(lambda: one.frame_at(clock.now) == 5), one.fault
    assert len(list(asked.iterdir())) == 1
    assert not one.has_hardware_failed


@pytest.mark.parametrize("does", ["is not there after all", "hangs"])
@pytest.mark.expects_log
def test_a_decoder_of_a_pi_that_gives_nothing_is_left_alone_within_seconds(
    does: str, tmp_path: Path, players: list[Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_in(tmp_path, clip())
    asked = pi(tmp_path, monkeypatch, does)
    monkeypatch.setattr(decoder, "HARDWARE_PATIENCE_SECONDS", 0.5)
    clock = Clock(1001.05)
    one = player(players, place, clock)

    assert eventually(lambda: one.frame_at(clock.now) == 10), one.fault
    assert one.has_hardware_failed
    assert not one.fault
    assert len(list(asked.iterdir())) == 1


@pytest.mark.expects_log
def test_a_film_goes_on_where_the_decoder_of_a_pi_breaks_off(
    tmp_path: Path, players: list[Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_in(tmp_path, clip())
    pi(tmp_path, monkeypatch, "breaks off after a second")
    clock = Clock()
    one = player(players, place, clock)
    for number in range(5, 21):
        clock.now = 1000.05 + number / FRAMES_PER_SECOND
        assert eventually(lambda: one.frame_at(clock.now) == number), (number, one.number, one.fault)  # noqa: B023
    assert one.has_hardware_failed
    surface = one.surface()
    assert surface is not None
    assert number_in(surface) == pytest.approx(20, abs=0.6)


def test_a_decoder_that_ffmpeg_does_not_list_is_not_tried(
    tmp_path: Path, players: list[Player], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_in(tmp_path, clip())
    asked = pi(tmp_path, monkeypatch, "works", is_listed=False)
    clock = Clock(1000.55)
    one = player(players, place, clock)

    assert eventually(lambda: one.frame_at(clock.now) == 5), one.fault
    assert not list(asked.iterdir())


@pytest.mark.expects_log
def test_other_films_do_not_try_a_decoder_that_has_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = clip()
    place = place_in(tmp_path, data)
    asked = pi(tmp_path, monkeypatch, "is not there after all")
    now = 1000.0
    films = Films(lambda: now)
    films.place_of = lambda digest: place
    films.begin(lambda: 1000.55, lambda: None)

    def shows(width: int) -> bool:
        scene = film_scene(digest_of(data), width)
        films.look()
        return films.stamped(scene, 1000.0, 1000.55).cells[0].ops[0].frame == 5  # type: ignore[union-attr]

    try:
        assert eventually(lambda: shows(64))
        assert eventually(lambda: shows(32))
        assert len(list(asked.iterdir())) == 1
        now += 601
        assert eventually(lambda: shows(48))
        assert len(list(asked.iterdir())) == 2
    finally:
        films.close()


def film_scene(digest: str, width: int) -> Scene:
    area = Rect(0, 0, 64, 48)
    film = Film(0, 0, width, 48, digest)
    return Scene(64, 48, "#000000", (Cell("film", area, "#000000", (film,)),))
