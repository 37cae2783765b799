"""A machine with two slots, its boot loader and its hub, whose power can go between any two steps of an update.

The files are real, on a disk that keeps them; the slots, the boot loader's counters and the hub are of this module,
and do what `boot.cmd`, RAUC and the hub do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from displayd.appliance.updates.image import Image
from displayd.appliance.updates.machine import InstallError
from displayd.appliance.updates.memory import Memory, Remembered
from displayd.appliance.updates.trial import Trial
from displayd.appliance.updates.updater import Here, Updater
from displayd.protocol.updates import ReleaseOffer, UpdateReport

NIGHT = 1_795_000_000.0
TRIES = 3

Kind = Literal["good", "crashes", "shows no page", "does not start"]


class PowerCut(BaseException):
    """The plug is pulled."""


class Restart(BaseException):
    """The machine starts anew, as it was told to."""


class Version(NamedTuple):
    """What is in a slot."""

    name: str
    kind: Kind = "good"


class _SteppedMemory(Memory):
    """Writing a file is two steps: the power may go before it, and after."""

    def __init__(self, folder: Path, world: World) -> None:
        super().__init__(folder)
        self._world = world

    def save(self, remembered: Remembered) -> None:
        self._world.step()
        super().save(remembered)
        self._world.step()

    def give_reason(self, reason: str) -> None:
        self._world.step()
        super().give_reason(reason)
        self._world.step()


class World:
    """One screen on its wall, from the boot loader to the picture.

    Args:
        folder: the data partition.
        new: the release that the hub offers, from the start.
    """

    def __init__(self, folder: Path, new: Version | None = None) -> None:
        self.folder = folder
        self.memory: Memory = _SteppedMemory(folder / "updates", self)
        self.slots: dict[str, Version | None] = {"A": Version("1.0"), "B": None}
        self.order = "AB"
        self.left = {"A": TRIES, "B": TRIES}
        self.booted = ""
        self.boots = 0
        self.has_tv_on = True
        self.had_page = True
        self.is_drawing_now = False
        self.clock = NIGHT
        self.cuts: set[int] = set()
        """Numbers of the steps before which the power goes."""
        self.steps = 0
        self.reports: list[UpdateReport] = []
        self.installed: list[str] = []
        self.failing: InstallError | None = None
        self.marking: InstallError | None = None
        self.is_away = False
        self.content = b""
        self.release: Version | None = None
        self.attempt = 1
        self.restart_after_seconds = 0.0
        self.install_after_seconds = 0.0
        if new:
            self.publish(new)

    # The hub.

    def publish(self, version: Version) -> None:
        """Offer a release."""
        self.release = version
        self.content = f"{version.name} {version.kind} ".encode() * 400

    def offer(self, image: Image) -> ReleaseOffer | None:
        """As the hub offers it."""
        self.step()
        if self.release is None or self.release.name == image.version:
            return None
        return ReleaseOffer(
            version=self.release.name,
            sha256=hashlib.sha256(self.content).hexdigest(),
            size_bytes=len(self.content),
            path="releases/x",
            attempt=self.attempt,
            hub_time=self.clock,
            install_from=self.clock + self.install_after_seconds,
            restart_at=self.clock + self.restart_after_seconds,
            install_until=self.clock + 7200,
        )

    def piece(self, offer: ReleaseOffer, start: int, end: int) -> bytes:
        """Part of the file."""
        self.step()
        return self.content[start:end]

    def report(self, report: UpdateReport) -> None:
        """Take a report in."""
        self.step()
        self.reports.append(report)

    # The machine, as `SystemMachine` has it.

    def install(self, bundle: Path, progress: Callable[[int], object]) -> None:
        """As RAUC installs: the slot is bad before its first byte changes, and first in the order after its last."""
        assert bundle.read_bytes() == self.content
        assert self.release is not None
        if self.failing is not None:
            raise self.failing
        other = "B" if self.booted == "A" else "A"
        self.left[other] = 0
        self.step()
        for percent in (0, 50, 100):
            self.slots[other] = None
            progress(percent)
            self.pass_time(6)
            self.step()
        self.slots[other] = self.release
        self.step()
        self.order, self.left[other] = other + self.booted, TRIES
        self.installed.append(self.release.name)
        self.step()

    def mark_good(self) -> None:
        """As RAUC does it."""
        self.step()
        if self.marking is not None:
            raise self.marking
        self.left[self.booted] = TRIES

    def keep_running_slot(self) -> None:
        """As RAUC does it."""
        self.step()
        self.order = self.booted + ("B" if self.booted == "A" else "A")
        self.left[self.booted] = TRIES

    def restart(self) -> None:
        """At once."""
        self.step()
        raise Restart

    def end_deadline(self) -> None:
        """Nothing to end."""

    def is_drawing(self) -> bool:
        """Whether the program stays up."""
        return self.is_drawing_now

    def has_tv(self) -> bool:
        """Whether somebody could see a page."""
        return self.has_tv_on

    # Time and power.

    def step(self) -> None:
        """The power may go here."""
        self.steps += 1
        if self.steps in self.cuts:
            raise PowerCut

    def boot(self) -> None:
        """Start the machine: the boot loader counts a try, until a slot starts."""
        for _ in range(4 * TRIES):
            self.boots += 1
            slot = next((one for one in self.order if self.left[one] > 0), None)
            if slot is None:
                self.order, self.left = "AB", {"A": TRIES, "B": TRIES}
                slot = "A"
            self.left[slot] -= 1
            version = self.slots[slot]
            if version is not None and version.kind != "does not start":
                self.booted = slot
                self.is_drawing_now = version.kind != "crashes"
                for path in (self.runtime, self.page_mark):
                    if path.is_dir():
                        for inner in path.iterdir():
                            inner.unlink()
                    else:
                        path.unlink(missing_ok=True)
                if version.kind == "good" and self.has_tv_on and self.had_page:
                    self.page_mark.touch()
                return
        raise AssertionError("the machine does not start at all")

    @property
    def runtime(self) -> Path:
        """Emptied at each start."""
        return self.folder.parent / "run"

    @property
    def page_mark(self) -> Path:
        """As the screen makes it."""
        return self.folder.parent / "page-shown"

    @property
    def running(self) -> Version:
        """What runs."""
        version = self.slots[self.booted]
        assert version is not None
        return version

    @property
    def image(self) -> Image:
        """What runs, as its files say it."""
        return Image("displayd-arm64", self.running.name, self.booted)

    def here(self) -> Here:
        """This start of the machine."""
        return Here(self.image, f"boot {self.boots}", self.page_mark.exists)

    def updater(self) -> Updater:
        """What the timer starts."""
        return Updater(self, self, self.memory, self.here(), unix_time=lambda: self.clock, sleep=self.pass_time)

    def trial(self) -> Trial:
        """What watches over a new version."""
        self.runtime.mkdir(exist_ok=True)
        return Trial(
            self,
            self.memory,
            self.image,
            self.runtime,
            self.page_mark,
            uptime=lambda: self.clock,
            sleep=self.pass_time,
        )

    def pass_time(self, seconds: float) -> None:
        """Let time go by."""
        self.clock += seconds

    def live(self, rounds: int = 30) -> None:
        """Be switched on: each minute the deadline, each minute the update, and a start anew where one is due."""
        if not self.booted:
            self.boot()
        for _ in range(rounds):
            try:
                if not self.trial().look():
                    raise Restart
                self.updater().look()
            except (PowerCut, Restart):
                self.boot()
            self.pass_time(120)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A machine that runs 1.0, with no release on its hub."""
    return world_in(tmp_path)


def world_in(folder: Path) -> World:
    """The same, with everything of it in `folder`."""
    (folder / "data").mkdir(parents=True)
    return World(folder / "data")
