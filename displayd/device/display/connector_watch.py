"""When a picture has to be set anew because of what has happened to the TV.

TVs are switched off for the night and on in the morning, lose their mode, tell their modes late, or are replaced. While
a TV is away the picture waits for it as it is.
"""

from __future__ import annotations

from displayd.device.display.drm import Connector

__all__ = ["ConnectorWatch"]

# How often the connectors are looked at without being told to: with what follows, a picture is back in ten seconds.
LOOK_SECONDS = 3.0

# A TV that comes on often goes and comes again within a second or two. The picture is set when it has been the same
# for so long, and for one that never settles after the longer time.
SETTLED_SECONDS = 1.0
LONGEST_SECONDS = 4.0


class ConnectorWatch:
    """What has become of the TV on which a picture was set.

    Args:
        connectors: as they were when it was.
        now: monotonic time, seconds, as everywhere here.
        sees_all: False when a look does not notice that another TV is there, so that the kernel's word has to do.
    """

    def __init__(self, connectors: tuple[Connector, ...], now: float, sees_all: bool = True) -> None:
        self._shown = connectors
        self._sees_all = sees_all
        self.last = connectors
        """What was seen last."""
        self._same_since = now
        self._changed_at: float | None = None
        """When the first change was seen that the picture has not followed yet."""
        self._was_away = False
        self._look_at = now + LOOK_SECONDS

    def is_look_due(self, now: float, has_news: bool) -> bool:
        """Whether to look at the connectors now.

        Args:
            has_news: the kernel says that something has happened to them.
        """
        if has_news and not self._sees_all:
            self._was_away = True
        return has_news or now >= self._look_at

    def is_anew(self, connectors: tuple[Connector, ...], now: float) -> bool:
        """Take note of a look; True when the picture has to be set anew for what was seen."""
        if connectors != self.last:
            self.last, self._same_since = connectors, now
        self._look_at = now + LOOK_SECONDS
        if not any(connector.modes for connector in connectors if connector.is_connected):
            self._was_away = True
            if now - self._same_since >= LONGEST_SECONDS:
                self._changed_at = None
            return False
        if connectors == self._shown and not self._was_away:
            self._changed_at = None
            return False
        if self._changed_at is None:
            self._changed_at = now
        is_settled = now - self._same_since >= SETTLED_SECONDS or now - self._changed_at >= LONGEST_SECONDS
        if not is_settled:
            self._look_at = now + SETTLED_SECONDS / 2
        return is_settled
