"""What keeps the hub itself from doing all that it is there for, as long as it lasts.

They stand on the wall page, in `/wall.json` and in `/healthz`, and the log has their beginning and their end.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Annotated

from msgspec import Meta, Struct

__all__ = ["Trouble", "Troubles"]

logger = logging.getLogger(__name__)

# One that comes and goes again and again, such as a limit that is just reached, is a line a minute at most.
LOG_SECONDS = 60.0


class Trouble(Struct, frozen=True):
    """One thing that the hub cannot do now."""

    kind: Annotated[
        str, Meta(description="Short name, the same in every version.", examples=["values-not-kept", "edits-refused"])
    ]
    text: Annotated[str, Meta(description="What is wrong, for people.")]
    hint: Annotated[str, Meta(description="What to do about it; may be empty.")] = ""
    since: Annotated[float, Meta(description="Unix time at which it began.")] = 0.0

    def __str__(self) -> str:
        return f"{self.text} ({self.hint})" if self.hint else self.text


class Troubles:
    """The troubles of a hub, one of each kind. Belongs to the event loop."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin without any.

        Args:
            clock: unix time, now.
        """
        self._clock = clock
        self._now: dict[str, Trouble] = {}
        self._logged_at: dict[str, float] = {}
        self._is_told: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._now)

    def now(self) -> list[Trouble]:
        """Those that last, the oldest first."""
        return sorted(self._now.values(), key=lambda one: one.since)

    def begin(self, kind: str, text: str, hint: str = "", *, is_logged: bool = True) -> None:
        """Note a trouble, or that one of this kind lasts; its words may change meanwhile.

        Args:
            kind: see `Trouble`.
            text: what is wrong, without a full stop.
            is_logged: False where the log has it already.
        """
        now, before = self._clock(), self._now.get(kind)
        self._now[kind] = Trouble(kind, text, hint, before.since if before else now)
        # Also after a clock that was put back.
        is_time = abs(now - self._logged_at.get(kind, now - LOG_SECONDS)) >= LOG_SECONDS
        if before is None and is_logged and is_time:
            self._logged_at[kind] = now
            self._is_told.add(kind)
            logger.warning("%s", self._now[kind])

    def end(self, kind: str, text: str = "") -> None:
        """Note that there is no trouble of this kind any more; nothing happens if there was none.

        Args:
            text: what is so again, for the log.
        """
        before = self._now.pop(kind, None)
        if before is not None and kind in self._is_told:
            self._is_told.discard(kind)
            said = text or f"No longer so: {before.text}"
            logger.info("%s, after %d s", said, max(0.0, self._clock() - before.since))
