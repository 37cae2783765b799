"""One film in one place on the glass, from when it is wanted until it is not."""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from displayd.film.decoder import (
    DAMAGED,
    Film,
    FilmError,
    FilmPlace,
    Frames,
    can_use_hardware,
    frames_of,
    probed,
)
from displayd.paint.pixels import frame_surface
from displayd.text.language import word

__all__ = ["Player", "Spot"]

logger = logging.getLogger(__name__)

TOO_SLOW = word("This screen is too slow for it")

# Decoded ahead: a third of a second at most, in so many bytes.
MOST_FRAMES, MOST_BYTES = 10, 40_000_000

# A decoder that is so far behind, having had so long to catch up, begins anew further on; so often for one film.
BEHIND_SECONDS, CATCH_UP_SECONDS, MOST_RESTARTS = 1.5, 4.0, 3


class Spot(NamedTuple):
    """What is played, where and since when: each has a player of its own."""

    digest: str
    width: int
    height: int
    """Of the place, px."""
    covers: bool
    since: float
    """Unix time at which the film began, or at any of its beginnings."""


class _Ready(NamedTuple):
    number: int
    """Counted from `Spot.since`, the film again and again."""
    due_at: float
    """Unix time."""
    surface: Any
    """Of cairo."""


class Player:
    """Decodes what is due a little ahead of its time, in a thread of its own.

    Mirrors show the same frame: which one is due follows from the hub's clock alone.

    Args:
        place: the file.
        now: the hub's clock, unix time.
        wake: called when there is something to be seen, or nothing ever will; for any thread.
        may_use_hardware: False where the decoder of the Pi has failed before.
    """

    def __init__(
        self,
        spot: Spot,
        place: FilmPlace,
        now: Callable[[], float],
        wake: Callable[[], object],
        *,
        may_use_hardware: bool = True,
    ) -> None:
        self.spot = spot
        self.fault = ""
        """Why it cannot be played, in English; empty when it can, as far as is known."""
        self.has_hardware_failed = False
        """Whether the decoder of the Pi was tried, and gave nothing that can be shown."""
        self._may_use_hardware = may_use_hardware
        self._place, self._now, self._wake = place, now, wake
        self._film: Film | None = None
        self._frames: Frames | None = None
        self._ready: deque[_Ready] = deque()
        self._shown: _Ready | None = None
        self._room = threading.Condition()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="film", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Of the process that decodes; None while there is none."""
        frames = self._frames
        return frames.pid if frames else None

    def frame_at(self, unix_time: float) -> int:
        """Number of the frame that is to be seen at `unix_time`, as far as it is there; -1 for none yet."""
        with self._room:
            while self._ready and self._ready[0].due_at <= unix_time:
                self._shown = self._ready.popleft()
            self._room.notify_all()
        return self.number

    @property
    def number(self) -> int:
        """That of the frame that `frame_at` told of last."""
        return self._shown.number if self._shown else -1

    def surface(self) -> Any | None:
        """The frame, a surface of cairo, that `frame_at` told of last."""
        return self._shown.surface if self._shown else None

    def next_at(self, unix_time: float) -> float:
        """Unix time at which the next frame is due; infinity when nothing is known of it."""
        if self._film is None or self.fault:
            return math.inf
        with self._room:
            if self._ready:
                return self._ready[0].due_at
        return unix_time + 1 / self._film.frames_per_second

    def close(self) -> None:
        """End the process, and the thread with it."""
        with self._room:
            self._is_closed = True
            frames = self._frames
            self._ready.clear()
            self._room.notify_all()
        if frames is not None:
            frames.end()

    def _run(self) -> None:
        # The fence around a film: whatever a file does to its decoder, the page goes on.
        try:
            self._film = probed(self._place)
            self._play(self._film)
        except FilmError as exc:
            self.fault = str(exc)
        except Exception:
            logger.exception("Film %s cannot be played", self.spot.digest[:16])
            self.fault = DAMAGED
        finally:
            self._end_frames()
        if not self._is_closed:
            self._wake()

    def _play(self, film: Film) -> None:
        """Decode run after run: from where it is due to the end of the film, then from its beginning.

        Raises:
            FilmError: there is nothing to be seen.
        """
        is_hardware, restarts, empty_runs = self._may_use_hardware and can_use_hardware(film), 0, 0
        number = self._due(film)
        while not self._is_closed:
            first = number
            number = self._run_from(film, number, is_hardware)
            if self._is_closed:
                return
            if is_hardware and self._has_failed(film, first, number):
                logger.warning("Film %s: the decoder of this machine fails, going on without it", self.spot.digest[:16])
                self.has_hardware_failed, is_hardware = True, False
                number = max(number, self._due(film))
                continue
            if number == first:
                # Nothing came out of it: a decoder that is not what it says, or a file that ends early.
                empty_runs += 1
                if empty_runs > MOST_RESTARTS:
                    raise FilmError(DAMAGED)
                number = self._end_of_round(film, first) if empty_runs > 1 and self._shown else first
                continue
            empty_runs = 0
            if number % film.frame_count:
                late = self._now() - self._time_of(film, number)
                if late > BEHIND_SECONDS:
                    restarts += 1
                    if restarts > MOST_RESTARTS:
                        raise FilmError(TOO_SLOW)
                    number = self._due(film)
                else:
                    # The file ends before its time: its last frame stays until it begins again.
                    number = self._end_of_round(film, number)

    def _run_from(self, film: Film, number: int, is_hardware: bool) -> int:
        """Decode from frame `number` on, to the end of the film at most; number of the frame after the last."""
        spot = self.spot
        size = film.size_in(spot.width, spot.height, spot.covers)
        crop = min(size[0], spot.width), min(size[1], spot.height)
        began, end = number, self._end_of_round(film, number)
        self._wait_until(self._time_of(film, number) - 1.0)
        frames = frames_of(film, number % film.frame_count, size, crop, is_hardware)
        with self._room:
            self._frames = frames
            if self._is_closed:
                return number
        most = max(2, min(MOST_FRAMES, MOST_BYTES // (crop[0] * crop[1] * 4)))
        try:
            while number < end and not self._is_closed:
                data = frames.next()
                if data is None:
                    return number
                due_at = self._time_of(film, number)
                surface = frame_surface(data, *crop)
                self._put(_Ready(number, due_at, surface), most)
                number += 1
                long = (number - began) / film.frames_per_second > CATCH_UP_SECONDS
                if long and self._now() - due_at > BEHIND_SECONDS:
                    return number
            return number
        finally:
            self._end_frames()

    def _put(self, frame: _Ready, most: int) -> None:
        with self._room:
            while len(self._ready) >= most and self._ready[0].due_at > self._now() and not self._is_closed:
                self._room.wait(0.5)
            if len(self._ready) >= most:
                # Nobody looks, or we are behind: the newest is what matters.
                self._shown = self._ready.popleft()
            if not self._is_closed:
                self._ready.append(frame)
        if self._shown is None:
            self._wake()

    def _wait_until(self, unix_time: float) -> None:
        with self._room:
            while not self._is_closed and (left := unix_time - self._now()) > 0:
                self._room.wait(min(left, 1.0))

    def _due(self, film: Film) -> int:
        """Number of the frame that is due now; 0 before the film begins."""
        return max(0, math.floor((self._now() - self.spot.since) * film.frames_per_second))

    def _time_of(self, film: Film, number: int) -> float:
        return self.spot.since + number / film.frames_per_second

    def _end_of_round(self, film: Film, number: int) -> int:
        return (number // film.frame_count + 1) * film.frame_count

    def _has_failed(self, film: Film, first: int, number: int) -> bool:
        """Whether a run from `first` to before `number` gave nothing, or ended a second early though in time."""
        left = (self._end_of_round(film, first) - number) / film.frames_per_second
        is_late = self._now() - self._time_of(film, number) > BEHIND_SECONDS
        return number == first or (left > 1.0 and not is_late)

    def _end_frames(self) -> None:
        with self._room:
            frames, self._frames = self._frames, None
        if frames is not None:
            frames.end()
