"""One look at the hub's release: what is to be done about it now, step by step.

A step is only begun when the one before is remembered, so the power may go at any moment: the next look goes on. What
the memory says is compared with the version that runs, and that one decides.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from displayd.appliance.updates.download import SpoiledError, fetched
from displayd.appliance.updates.image import Image
from displayd.appliance.updates.machine import InstallError, Machine
from displayd.appliance.updates.memory import Memory, Pending, Remembered
from displayd.device.network.hub_error import HubError
from displayd.errors import StoreError
from displayd.protocol.updates import ReleaseOffer, UpdateReport, UpdateState

__all__ = ["Here", "Updater"]

logger = logging.getLogger(__name__)

MAX_TRIES = 3

# Longer than the timer takes to come round: whoever starts within this time waits for the minute itself.
RESTART_SOON_SECONDS = 400.0

REPORT_SECONDS = 5.0

# For what rounding does to a moment that is now.
CLOCK_SLACK_SECONDS = 1.0


class Here(Struct, frozen=True):
    """What is known of this start of the machine."""

    image: Image
    boot_id: str
    has_page: Callable[[], bool]
    """Whether a page has been on the glass."""


class _Hub(Protocol):
    def offer(self, image: Image) -> ReleaseOffer | None: ...
    def piece(self, offer: ReleaseOffer, start: int, end: int) -> bytes: ...
    def report(self, report: UpdateReport) -> None: ...


class Updater:
    """Brings the machine to the release that the hub offers.

    Args:
        sleep: called with seconds.
    """

    def __init__(
        self,
        hub: _Hub,
        machine: Machine,
        memory: Memory,
        here: Here,
        *,
        unix_time: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._hub = hub
        self._machine = machine
        self._memory = memory
        self._here = here
        self._unix_time = unix_time
        self._sleep = sleep
        self._reported: tuple[UpdateState, float] | None = None

    def look(self) -> None:
        """Do what can be done now, and tell the hub.

        Raises:
            HubError: the hub gave no usable answer; to be tried again.
            StoreError: the data partition cannot be used.
            InstallError: the boot loader could not be told which slot to start.
        """
        known = self._settled()
        pending = known.pending
        if pending is not None and pending.version == self._here.image.version:
            self._report("on-trial", pending.version)
            return
        offer = self._hub.offer(self._here.image)
        if pending is not None and not (offer is not None and pending.is_of(offer)):
            known = self._dropped(known)
        if offer is None:
            self._memory.keep_bundle("")
            self._report("current", "")
            return
        self._memory.keep_bundle(offer.sha256)
        failure = next((one for one in known.failures if one.is_of(offer)), None)
        if failure is not None:
            self._report(failure.state, failure.version, reason=failure.reason)
        else:
            self._follow(offer, known, self._unix_time() - offer.hub_time)

    def _settled(self) -> Remembered:
        """What is remembered, after seeing what became of what was begun."""
        known = self._memory.load()
        one = known.pending
        if one is None or one.phase != "installed" or one.version == self._here.image.version:
            return known
        if one.boot_id == self._here.boot_id:
            return known
        reason = self._memory.take_reason() or "it did not start"
        logger.warning("Version %s did not work, %s is back: %s", one.version, self._here.image.version, reason)
        self._machine.keep_running_slot()
        known = known.failed("rolled-back", reason)
        self._memory.save(known)
        return known

    def _dropped(self, known: Remembered) -> Remembered:
        """The same without what is pending, which the hub no longer offers."""
        assert known.pending is not None
        logger.info("Version %s is no longer for this screen", known.pending.version)
        if known.pending.phase != "fetching":
            self._machine.keep_running_slot()
        known = msgspec.structs.replace(known, pending=None)
        self._memory.save(known)
        return known

    def _follow(self, offer: ReleaseOffer, known: Remembered, ahead_seconds: float) -> None:
        """Take the next steps towards `offer`.

        Args:
            ahead_seconds: how far our clock is ahead of the hub's.
        """

        def now() -> float:
            return self._unix_time() - ahead_seconds

        one = known.pending or Pending(version=offer.version, sha256=offer.sha256, attempt=offer.attempt)
        if one.phase != "installed":
            if not offer.install_from - CLOCK_SLACK_SECONDS <= now() < offer.install_until:
                self._report("waiting", offer.version)
                return
            if not self._installed(offer, msgspec.structs.replace(known, pending=one)):
                return
        self._report("installed", offer.version)
        if 0 < offer.restart_at - now() <= RESTART_SOON_SECONDS:
            self._sleep(offer.restart_at - now())
        if offer.restart_at - CLOCK_SLACK_SECONDS <= now() < offer.install_until:
            logger.info("Starting version %s", offer.version)
            self._machine.restart()

    def _installed(self, offer: ReleaseOffer, known: Remembered) -> bool:
        """Bring `offer` into the other slot, and remember that; False when it does not come there."""
        one = known.pending
        assert one is not None
        if one.tries >= MAX_TRIES:
            self._fail(known, f"it broke off {MAX_TRIES} times")
            return False
        self._memory.save(known)
        try:
            bundle = self._fetch(offer)
            one = self._begun(known, one)
            logger.info("Installing version %s", offer.version)
            self._machine.install(bundle, functools.partial(self._progress, "installing", offer.version))
        except SpoiledError as exc:
            self._memory.save(msgspec.structs.replace(known, pending=msgspec.structs.replace(one, tries=one.tries + 1)))
            self._report("failed", offer.version, reason=exc.message)
            return False
        except InstallError as exc:
            self._fail(known, exc.message)
            return False
        one = msgspec.structs.replace(one, phase="installed", had_page=self._here.has_page())
        self._memory.save(msgspec.structs.replace(known, pending=one))
        return True

    def _fetch(self, offer: ReleaseOffer) -> Path:
        try:
            told = functools.partial(self._progress, "fetching", offer.version)
            return fetched(offer, self._hub, self._memory.folder, told)
        except SpoiledError:
            raise
        except StoreError as exc:
            # Not remembered as a failure: somebody may make room.
            self._report("failed", offer.version, reason=exc.message)
            raise

    def _begun(self, known: Remembered, one: Pending) -> Pending:
        """Remember that the other slot is being written, whatever becomes of that."""
        one = msgspec.structs.replace(
            one,
            phase="installing",
            tries=one.tries + 1,
            boot_id=self._here.boot_id,
            had_page=self._here.has_page(),
        )
        self._memory.save(msgspec.structs.replace(known, pending=one))
        return one

    def _fail(self, known: Remembered, reason: str) -> None:
        assert known.pending is not None
        logger.warning("Version %s could not be installed: %s", known.pending.version, reason)
        self._memory.save(known.failed("failed", reason))
        self._report("failed", known.pending.version, reason=reason)
        self._memory.keep_bundle("")
        self._machine.keep_running_slot()

    def _progress(self, state: UpdateState, release: str, percent: int) -> None:
        """Tell the hub, now and then."""
        last = self._reported
        if last is None or last[0] != state or self._unix_time() - last[1] > REPORT_SECONDS:
            self._report(state, release, percent=percent)

    def _report(self, state: UpdateState, release: str, *, percent: int | None = None, reason: str = "") -> None:
        image = self._here.image
        self._reported = (state, self._unix_time())
        report = UpdateReport(
            state=state,
            compatible=image.compatible,
            version=image.version,
            slot=image.slot,
            release=release,
            percent=percent,
            reason=reason,
        )
        try:
            self._hub.report(report)
        except HubError as exc:
            # The next report says it as well; an installation must not end for it.
            logger.debug("No report to the hub: %s", exc)
