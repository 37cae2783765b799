"""How long it is until a moment."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label, Level, UnixTime
from displayd.tile.fields import TimezoneName
from displayd.tile.frame import Frame
from displayd.tile.roles import role
from displayd.tile.span import Moment, unix_of
from displayd.tile.widget import Widget

__all__ = ["Countdown"]


class Countdown(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="countdown"):
    """Days, hours and minutes until a moment; under an hour minutes and seconds."""

    PACKAGE: ClassVar[str] = "displayd.widgets.countdown"
    HAS_FIGURES: ClassVar[bool] = False
    IS_ONE_FIGURE: ClassVar[bool] = True

    until: Annotated[
        Moment,
        role("moment", "The moment: unix time (seconds), or a date and time such as `2026-12-18 17:00` in `timezone`."),
    ] = None

    timezone: Annotated[
        TimezoneName,
        Meta(description="IANA name of `until`'s time zone, such as `America/New_York`; the screen's own when empty."),
    ] = ""

    since: Annotated[
        UnixTime | None,
        role(
            "moment",
            "Unix time (seconds) at which the wait began: a bar shows how much of it is over. Null for no bar.",
        ),
    ] = None

    amber_seconds: Annotated[
        Annotated[float, Meta(ge=0, le=31_536_000)] | None,
        role("limit", "Amber when no more than so many seconds are left."),
    ] = None

    red_seconds: Annotated[
        Annotated[float, Meta(ge=0, le=31_536_000)] | None,
        role("limit", "Red when no more than so many seconds are left."),
    ] = None

    done: Annotated[Label, role("caption", "Shown once the moment has come; `Over` when empty.")] = ""

    def __post_init__(self) -> None:
        if isinstance(self.until, str) and self.until.strip():
            self.moment("UTC")

    def is_empty(self) -> bool:
        """True without a moment."""
        return self.until is None or (isinstance(self.until, str) and not self.until.strip())

    def level_at(self, frame: Frame) -> Level:
        """How urgent it is."""
        zone = self.timezone or frame.format.timezone
        return "none" if self.is_empty() or not frame.has_time else self.urgency(frame, self.moment(zone))

    def moment(self, timezone: str) -> float:
        """`until` as unix time.

        Raises:
            ValueError: not a date and time, or one that is out of reach.
        """
        return unix_of(self.until, timezone) or 0.0

    def urgency(self, frame: Frame, moment: float) -> Level:
        """How urgent it is; none once it is over, and asks to be drawn again when that changes."""
        left = moment - frame.unix_time
        limits = [limit for limit in (self.amber_seconds, self.red_seconds) if limit is not None]
        if left <= 0 or not limits:
            return "none"
        for limit in limits:
            if left > limit:
                frame.changes_at(moment - limit)
        if self.red_seconds is not None and left <= self.red_seconds:
            return "red"
        return "amber" if self.amber_seconds is not None and left <= self.amber_seconds else "good"
