"""What is done to the machine for an update, with RAUC and systemd."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from displayd.device.display.drm import DRM_FOLDER, connected_modes
from displayd.errors import DisplaydError

__all__ = ["InstallError", "Machine", "SystemMachine"]

logger = logging.getLogger(__name__)

COMMAND_SECONDS = 120.0

_PERCENT = re.compile(r"^\s*(\d{1,3})%")


class InstallError(DisplaydError):
    """A bundle is not installed; the message is RAUC's."""


class Machine(Protocol):
    """What an update asks of the machine it runs on."""

    def install(self, bundle: Path, progress: Callable[[int], object]) -> None:
        """Write `bundle` to the slot that does not run, and let the machine start from it next time.

        Args:
            progress: called with 0 to 100, more than once with the same.

        Raises:
            InstallError: the signature is not good, the bundle is for another machine, or the card is worn out.
        """

    def mark_good(self) -> None:
        """Tell the boot loader that the slot that runs is good.

        Raises:
            InstallError: it could not be told.
        """

    def keep_running_slot(self) -> None:
        """Let the machine start from the slot that runs, and not from the one that was installed.

        Raises:
            InstallError: the boot loader could not be told.
        """

    def restart(self) -> None:
        """Start the machine anew, in an orderly way; returns before that."""

    def end_deadline(self) -> None:
        """The slot is good: nobody needs to look any more."""

    def is_drawing(self) -> bool:
        """Whether the service of the screen runs: it draws, or waits for a TV."""

    def has_tv(self) -> bool:
        """False when the machine has connectors and no TV is on them."""


class SystemMachine:
    """This machine."""

    def install(self, bundle: Path, progress: Callable[[int], object]) -> None:
        """By `rauc install`, which checks the signature against the image's certificates first."""
        lines: list[str] = []
        command = ["rauc", "install", str(bundle)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if found := _PERCENT.match(line):
                    progress(min(100, int(found[1])))
                elif line.strip():
                    lines.append(line.strip())
        if process.returncode != 0:
            said = next((line for line in reversed(lines) if "LastError" in line), lines[-1] if lines else "no reason")
            raise InstallError(said.removeprefix("LastError: ")[:400])

    def mark_good(self) -> None:
        """By RAUC, which sets the slot's counter of tries back."""
        _run(["rauc", "status", "mark-good"])

    def keep_running_slot(self) -> None:
        """By RAUC, which puts the slot that runs first."""
        _run(["rauc", "status", "mark-active", "booted"])

    def restart(self) -> None:
        """By systemd."""
        _run(["systemctl", "--no-block", "reboot"])

    def end_deadline(self) -> None:
        """By stopping its timer; a fault in that does no harm."""
        try:
            _run(["systemctl", "--no-block", "stop", "displayd-deadline.timer"])
        except InstallError as exc:
            logger.warning("The deadline of the update goes on: %s", exc)

    def is_drawing(self) -> bool:
        """By the state of displayd.service, which is `active` once it has said that it is ready."""
        command = ["systemctl", "is-active", "--quiet", "displayd.service"]
        return subprocess.run(command, check=False, timeout=COMMAND_SECONDS).returncode == 0

    def has_tv(self) -> bool:
        """By the kernel's connectors; where there are none, a driver is missing, which a new image may have lost."""
        return bool(connected_modes()) or not any(DRM_FOLDER.glob("card*-*/status"))


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise InstallError(f"{command[0]}: {exc}") from exc
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip() or f"status {done.returncode}").splitlines()[-1]
        raise InstallError(f"{' '.join(command)}: {said}")
