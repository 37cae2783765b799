"""Whether the version that runs is kept: told to the boot loader once it has shown what it is to show."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from displayd.appliance.updates.image import Image
from displayd.appliance.updates.machine import InstallError, Machine
from displayd.appliance.updates.memory import Memory, Pending
from displayd.device.system import hub_clock
from displayd.errors import StoreError

__all__ = ["Trial"]

logger = logging.getLogger(__name__)

# A program that shows one page and then crashes is not good: so long the page has to stay.
SETTLED_SECONDS = 30.0

# Several times what the slowest board takes from the first look to a page, with a hub that answers late.
TRIAL_SECONDS = 600.0


class Trial:
    """The version that runs, until it is known whether it is kept.

    Args:
        runtime: a folder of our own that is empty after each start of the machine.
        page_mark: the file that the screen makes when a page of a document has been on the glass.
        uptime: seconds since the machine started.
        sleep: called with seconds.
    """

    def __init__(
        self,
        machine: Machine,
        memory: Memory,
        image: Image,
        runtime: Path,
        page_mark: Path,
        *,
        trial_seconds: float = TRIAL_SECONDS,
        uptime: Callable[[], float] = hub_clock.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._machine = machine
        self._memory = memory
        self._image = image
        self._good_mark = runtime / "good"
        self._since = runtime / "waiting-since"
        self._page_mark = page_mark
        self._trial_seconds = trial_seconds
        self._uptime = uptime
        self._sleep = sleep

    def keep(self) -> bool:
        """Tell the boot loader that this version is good, if it is.

        A version on trial is good when a page has stayed on the glass. Any other, and one that follows a version that
        had no page either (nobody has claimed the screen, the hub has been away since the start), when its program
        runs: those must not use up the boot loader's tries by being switched off every evening.

        Returns:
            Whether it is.

        Raises:
            InstallError: it is, and the boot loader could not be told.
        """
        if self._good_mark.exists():
            return True
        pending = self._on_trial()
        if not self._has_proved_itself(pending):
            return False
        self._machine.mark_good()
        self._good_mark.touch()
        if pending is not None:
            logger.info("Version %s has proved itself and stays", self._image.version)
            self._forget()
        self._machine.end_deadline()
        return True

    def look(self) -> bool:
        """Keep this version if it is good, else see how long it has had.

        Returns:
            False when the machine is to start anew, for the boot loader to count down and go back in the end.
        """
        try:
            if self.keep():
                return True
        except InstallError as exc:
            # There is a picture, and starting anew would not mend the boot loader.
            logger.error("The boot loader cannot be told that this version is good: %s", exc)  # noqa: TRY400
            return True
        is_drawing = self._machine.is_drawing()
        if is_drawing and (not self._machine.has_tv() or not self._memory.is_there()):
            # Nobody could see a page; the time counts from when somebody can. Without memory nothing is on trial.
            self._since.unlink(missing_ok=True)
            return True
        waited = self._uptime() - self._waiting_since()
        if waited < self._trial_seconds:
            return True
        what = "it showed no page" if is_drawing else "its program did not stay up"
        reason = f"{what} within {max(1, round(self._trial_seconds / 60))} min"
        logger.error("Version %s: %s; starting anew", self._image.version, reason)
        try:
            self._memory.give_reason(reason)
        except StoreError as exc:
            logger.warning("The reason cannot be kept: %s", exc)
        return False

    def _on_trial(self) -> Pending | None:
        """What this version is remembered as, while it has to prove itself; None for one that has."""
        known = self._memory.load()
        one = known.pending
        if one is None or one.version != self._image.version or one.phase == "fetching":
            return None
        if one.phase == "installing":
            # The power went after the last byte was written: it counts as installed, so that going back counts too.
            one = msgspec.structs.replace(one, phase="installed")
            try:
                self._memory.save(msgspec.structs.replace(known, pending=one))
            except StoreError as exc:
                logger.warning("That version %s runs cannot be remembered: %s", one.version, exc)
        return one

    def _has_proved_itself(self, pending: Pending | None) -> bool:
        mark = self._inode()
        if pending is None:
            return mark is not None or (self._memory.is_there() and self._machine.is_drawing())
        if mark is None:
            return not pending.had_page and self._machine.is_drawing()
        self._sleep(SETTLED_SECONDS)
        # The mark goes with the program, and comes back with its next start.
        return self._inode() == mark and self._machine.is_drawing()

    def _forget(self) -> None:
        try:
            self._memory.save(msgspec.structs.replace(self._memory.load(), pending=None))
        except StoreError as exc:
            logger.warning("That this version is good cannot be remembered: %s", exc)
        self._memory.take_reason()
        self._memory.keep_bundle("")

    def _inode(self) -> int | None:
        try:
            return self._page_mark.stat().st_ino
        except OSError:
            return None

    def _waiting_since(self) -> float:
        """Uptime from which a page could have been seen."""
        try:
            return float(self._since.read_text())
        except (OSError, ValueError):
            self._since.write_text(f"{self._uptime():.1f}")
            return self._uptime()
