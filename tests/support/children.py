"""Processes that a test started, by way of what it tests."""

from __future__ import annotations

import psutil

__all__ = ["has_ended", "running_children"]


def running_children(word: str) -> list[psutil.Process]:
    """The children of this process that run and have `word` in their command line.

    One that an earlier test has ended may wait to be collected, and has no command line any more.
    """
    running = [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in running if word in " ".join(one.cmdline())]


def has_ended(pid: int) -> bool:
    """True when the process is gone, or waits to be collected by whoever does that in its namespace."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
