"""One exchange with a server that says what time it is."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TimeSample", "coarse_sample"]


class TimeSample(NamedTuple):
    """The four stamps of an exchange.

    Each way gives a bound of its own: nothing arrives before it was sent.

    Source: RFC 5905, section 8 (on-wire protocol).
    """

    sent: float
    """When the question left, our monotonic clock."""
    hub_received: float
    """When it arrived, unix time by the hub."""
    hub_sent: float
    """When the answer left, unix time by the hub."""
    received: float
    """When the answer arrived, our monotonic clock."""
    is_coarse: bool = False
    """True for a `Date` header, which counts whole seconds."""
    hub_error: float | None = None
    """How far the hub's own clock is off at most, seconds; None where it does not say or NTP does not discipline it."""

    @property
    def upper(self) -> float:
        """The hub's unix time minus our clock, when the question left, was at most this, seconds."""
        return self.hub_received - self.sent

    @property
    def lower(self) -> float:
        """The same when the answer arrived was at least this, seconds."""
        return self.hub_sent - self.received

    @property
    def offset(self) -> float:
        """The same if both ways took equally long, seconds."""
        return (self.upper + self.lower) / 2

    @property
    def delay(self) -> float:
        """The round trip without the time that the hub kept the question open, seconds."""
        return max(0.0, self.upper - self.lower)

    @property
    def hub_time(self) -> float:
        """Unix time by the hub when the answer arrived."""
        return self.offset + self.received


def coarse_sample(sent: float, hub_unix_time: float, received: float) -> TimeSample:
    """What a `Date` header says: stamped somewhere in the second that begins at `hub_unix_time`."""
    return TimeSample(sent, hub_unix_time + 1, hub_unix_time, received, is_coarse=True)
