"""Waiting for an emulated machine on a computer that does other things as well."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["eventually", "slowness"]

T = TypeVar("T")

# Iterations of the work that is timed, and how long it takes on an idle core of the machine the limits were set on.
WORK_ROUNDS = 120_000
WORK_SECONDS = 0.03

# The work is timed again so often, as neighbours come and go.
LOOK_SECONDS = 10.0

PAUSE_SECONDS = 0.5


def slowness() -> float:
    """How many times slower this computer is now than the one on which limits were set; at least 1."""
    begin = time.monotonic()
    hashlib.pbkdf2_hmac("sha256", b"displayd", b"salt", WORK_ROUNDS)
    return max(1.0, (time.monotonic() - begin) / WORK_SECONDS)


def eventually(claim: Callable[[], T], seconds: float, what: str | Callable[[], str]) -> T:
    """What `claim` returns as soon as that is true.

    Args:
        seconds: the limit on an idle computer; the slower this one is, the longer it waits.
        what: what is waited for, for the message; or what makes the message, called only when it is needed.

    Raises:
        AssertionError: it does not become true in time.
    """
    spent, looked_at, factor = 0.0, float("-inf"), 1.0
    while True:
        begin = time.monotonic()
        if begin - looked_at > LOOK_SECONDS:
            looked_at, factor = begin, slowness()
        if answer := claim():
            return answer
        if spent >= seconds:
            raise AssertionError(f"not in {seconds:g} s: {what if isinstance(what, str) else what()}")
        time.sleep(PAUSE_SECONDS)
        spent += (time.monotonic() - begin) / factor
