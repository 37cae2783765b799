"""systemd: readiness, signs of life, status and journal, with quiet stand-ins where it is absent.

Signs of life are given by the drawing loop itself, so that systemd restarts us when the picture stands still and not
only when the process is gone.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

__all__ = ["QuietService", "Service", "SystemdService", "configure_logging", "find_service"]

# Three signs of life in every window: one lost or late is survived.
SIGNS_PER_WINDOW = 3

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Service(Protocol):
    """What the daemon tells whoever started it."""

    @property
    def watchdog_seconds(self) -> float | None:
        """Silence after which we are restarted; None for never."""

    def ready(self) -> None:
        """The first picture is on the glass."""

    def alive(self) -> None:
        """The drawing loop has come round; cheap, to be called every time."""

    def status(self, text: str) -> None:
        """What we are doing, in a line for `systemctl status`."""

    def stopping(self) -> None:
        """We are on our way out."""


class QuietService:
    """For a process that nobody supervises."""

    @property
    def watchdog_seconds(self) -> float | None:
        """None: nobody waits for signs of life."""
        return None

    def ready(self) -> None:
        """Nobody to tell."""

    def alive(self) -> None:
        """Nobody to tell."""

    def status(self, text: str) -> None:
        """Nobody to tell."""

    def stopping(self) -> None:
        """Nobody to tell."""


class SystemdService:
    """Tells systemd.

    Args:
        notify: sends one message, for example `READY=1`; see sd_notify(3).
        watchdog_seconds: `WatchdogSec` of the unit, None without one.
    """

    def __init__(
        self,
        notify: Callable[[str], object],
        watchdog_seconds: float | None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._notify = notify
        self._watchdog_seconds = watchdog_seconds
        self._monotonic = monotonic
        self._is_ready = False
        self._alive_at = float("-inf")
        self._status = ""

    @property
    def watchdog_seconds(self) -> float | None:
        """Silence after which systemd restarts us."""
        return self._watchdog_seconds

    def ready(self) -> None:
        """Let the units that wait for us start."""
        self._is_ready = True
        self._notify("READY=1")

    def alive(self) -> None:
        """A sign of life, when the last one was a third of the window ago.

        Nothing before `ready`: the first one would start the watchdog's clock, and a first picture may take longer than
        its window. Until then the time that systemd gives to a start holds.
        """
        if not self._is_ready:
            return
        now = self._monotonic()
        if self._watchdog_seconds is not None and now - self._alive_at >= self._watchdog_seconds / SIGNS_PER_WINDOW:
            self._alive_at = now
            self._notify("WATCHDOG=1")

    def status(self, text: str) -> None:
        """Shown by `systemctl status`; repeated texts are not sent."""
        line = " ".join(text.split())
        if line != self._status:
            self._status = line
            self._notify(f"STATUS={line}")

    def stopping(self) -> None:
        """Tells systemd that this end is meant."""
        self._notify("STOPPING=1")


def find_service(environ: Mapping[str, str] = os.environ) -> Service:
    """systemd when it started us and its library is there, otherwise a quiet stand-in."""
    if not environ.get("NOTIFY_SOCKET"):
        return QuietService()
    try:
        import systemd.daemon
    except ImportError:
        # Without READY=1 systemd would stop us after a while: say why before that happens.
        logging.getLogger(__name__).warning("systemd waits for word from us, but its Python library is missing")
        return QuietService()
    return SystemdService(systemd.daemon.notify, _watchdog_seconds(environ))


def configure_logging(level: str, environ: Mapping[str, str] = os.environ) -> logging.Handler:
    """Send the log to the journal when our standard error ends there, otherwise to standard error.

    Args:
        level: `debug`, `info`, `warning` or `error`.
    """
    handler = _journal_handler() if _is_journal(environ) else None
    if handler is None:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("displayd").setLevel(level.upper())
    return handler


def _journal_handler() -> logging.Handler | None:
    try:
        import systemd.journal
    except ImportError:
        return None
    handler: Any = systemd.journal.JournalHandler(SYSLOG_IDENTIFIER="displayd")
    assert isinstance(handler, logging.Handler)
    return handler


def _is_journal(environ: Mapping[str, str]) -> bool:
    """Whether standard error is the journal's own stream.

    Source: systemd.exec(5), $JOURNAL_STREAM: device and inode number of the stream.
    """
    try:
        device, inode = map(int, environ.get("JOURNAL_STREAM", "").split(":"))
        stderr = os.fstat(sys.stderr.fileno())
    except (ValueError, OSError, AttributeError):
        return False
    return (stderr.st_dev, stderr.st_ino) == (device, inode)


def _watchdog_seconds(environ: Mapping[str, str]) -> float | None:
    """Source: sd_watchdog_enabled(3)."""
    try:
        microseconds = int(environ.get("WATCHDOG_USEC", ""))
        meant_for = int(environ.get("WATCHDOG_PID") or os.getpid())
    except ValueError:
        return None
    return microseconds / 1e6 if microseconds > 0 and meant_for == os.getpid() else None
