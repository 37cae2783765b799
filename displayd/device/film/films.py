"""All films of one screen: those on the glass, and those of the page that comes next."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import structs

from displayd.device.film.player import Player, Spot
from displayd.device.system import hub_clock
from displayd.film.decoder import FilmPlace
from displayd.scene.operations import Cell, Film, Scene
from displayd.text.language import word

__all__ = ["Films"]

logger = logging.getLogger(__name__)

NO_ROOM = word("There is no room for it on this screen")

# What cannot be played is tried again after so long: memory may be free again, ffmpeg installed.
RETRY_SECONDS = 600.0

# At once; a page may have more films, whose posters are then shown.
MOST_PLAYERS = 4


class Films:
    """Has players for what is to be seen, and ends the others. Belongs to the drawing thread."""

    def __init__(self, monotonic: Callable[[], float] = hub_clock.monotonic) -> None:
        self.place_of: Callable[[str], FilmPlace | None] = _nowhere
        """Where the film with this SHA-256 (hex) is."""
        self.faults: Mapping[str, str] = {}
        """By SHA-256 of the films that cannot be played: why, in English; replaced, never changed."""
        self._monotonic = monotonic
        self._retry_at: dict[str, float] = {}
        self._hardware_at = -math.inf
        """By `monotonic`: when the decoder of the Pi is tried again."""
        self._players: dict[Spot, Player] = {}
        self._front: frozenset[Spot] = frozenset()
        self._ahead: frozenset[Spot] = frozenset()
        self._now: Callable[[], float] = _zero
        self._wake: Callable[[], object] = _zero

    def begin(self, now: Callable[[], float], wake: Callable[[], object]) -> None:
        """Args: now: the hub's clock, unix time. wake: called by other threads when there is something to be seen."""
        self._now, self._wake = now, wake

    def look(self) -> None:
        """See to players that have ended, and to faults that may have passed."""
        faults = dict(self.faults)
        for player in self._players.values():
            if player.has_hardware_failed:
                self._hardware_at = self._monotonic() + RETRY_SECONDS
            if player.fault and player.spot.digest not in faults:
                self._refuse(player.spot.digest, player.fault, faults)
        for digest, retry_at in list(self._retry_at.items()):
            if self._monotonic() >= retry_at:
                del self._retry_at[digest]
                faults.pop(digest, None)
        if faults != self.faults:
            self.faults = faults

    def stamped(self, scene: Scene, since: float, unix_time: float, *, is_ahead: bool = False) -> Scene:
        """`scene` with the frames of its films that are to be seen at `unix_time`.

        Args:
            since: unix time at which its page came.
            is_ahead: True for the page that comes next; what is on the glass goes on.
        """
        spots = frozenset(_spots(scene, since))
        if is_ahead:
            self._ahead = spots
        else:
            self._front = spots
        self._keep()
        if not spots:
            return scene
        cells = tuple(self._with_frames(cell, since, unix_time) for cell in scene.cells)
        return structs.replace(scene, cells=cells)

    def flip(self) -> None:
        """What was ahead is on the glass."""
        self._front, self._ahead = self._ahead, frozenset()
        self._keep()

    def next_at(self, unix_time: float) -> float:
        """Unix time at which there is something new to be seen; infinity for never."""
        return min(
            (self._players[spot].next_at(unix_time) for spot in self._front if spot in self._players), default=math.inf
        )

    def surface(self, op: Film) -> Any | None:
        """The frame that `stamped` wrote into `op`, as a cairo surface."""
        found = [player for spot, player in self._players.items() if _is_at(spot, op)]
        # The page ahead may have the same film in the same place.
        exact = next((player for player in found if player.number == op.frame), found[0] if found else None)
        return None if exact is None else exact.surface()

    def close(self) -> None:
        """End all of them."""
        self._front = self._ahead = frozenset()
        self._keep()

    def pids(self) -> Sequence[int]:
        """Of the processes that decode now."""
        return [pid for player in self._players.values() if (pid := player.pid) is not None]

    def _with_frames(self, cell: Cell, since: float, unix_time: float) -> Cell:
        if not any(isinstance(op, Film) for op in cell.ops):
            return cell
        ops = []
        for op in cell.ops:
            player = self._players.get(_spot(op, since)) if isinstance(op, Film) else None
            ops.append(op if player is None else structs.replace(op, frame=player.frame_at(unix_time)))
        return structs.replace(cell, ops=tuple(ops))

    def _keep(self) -> None:
        """Have players for what is on the glass and what comes next, and for nothing else."""
        wanted = self._front | self._ahead
        for spot in self._players.keys() - wanted:
            self._players.pop(spot).close()
        for spot in wanted - self._players.keys():
            if len(self._players) >= MOST_PLAYERS or not spot.digest or spot.digest in self.faults:
                continue
            place = self.place_of(spot.digest)
            if place is None:
                faults = dict(self.faults)
                self._refuse(spot.digest, NO_ROOM, faults)
                self.faults = faults
            else:
                self._players[spot] = Player(
                    spot, place, self._now, self._wake, may_use_hardware=self._monotonic() >= self._hardware_at
                )

    def _refuse(self, digest: str, fault: str, faults: dict[str, str]) -> None:
        logger.warning("Film %s is not played: %s", digest[:16], fault)
        faults[digest] = fault
        self._retry_at[digest] = self._monotonic() + RETRY_SECONDS


def _spots(scene: Scene, since: float) -> Iterator[Spot]:
    for cell in scene.cells:
        for op in cell.ops:
            if isinstance(op, Film):
                yield _spot(op, since)


def _spot(op: Film, since: float) -> Spot:
    return Spot(op.digest, max(2, round(op.width)), max(2, round(op.height)), op.covers, since)


def _is_at(spot: Spot, op: Film) -> bool:
    return _spot(op, spot.since) == spot


def _nowhere(digest: str) -> FilmPlace | None:
    return None


def _zero() -> float:
    return 0.0
