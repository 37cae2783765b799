"""Something that people are told, for a while."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.protocol.vocabulary import Label
from displayd.tile.fields import PictureSource, TimezoneName
from displayd.tile.roles import role
from displayd.tile.span import Moment, Span, span_faults, span_of
from displayd.tile.widget import Widget

__all__ = ["AnnouncementTile"]


class AnnouncementTile(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="announcement"):
    """A headline, a few words and a picture, from one moment until another; without others on its page, large."""

    PACKAGE: ClassVar[str] = "displayd.widgets.announcement"
    HAS_FIGURES: ClassVar[bool] = False

    headline: Annotated[Label, role("text", "What it is about, in a few words: `Summer party on Friday`.")] = ""

    text: Annotated[
        str,
        Meta(max_length=1000),
        role("text", "What more there is to say; an empty line begins a new paragraph.", fills="text"),
    ] = ""

    source: Annotated[
        PictureSource, role("picture", "A picture beside or above the words, for example `party.jpg`; empty for none.")
    ] = ""

    covers: Annotated[
        bool, role("look", "True to fill the room of the picture and cut what stands over, False to show all of it.")
    ] = True

    importance: Annotated[
        Literal["normal", "good", "warning", "urgent"],
        role("look", "Its colour: `good` for good news, `warning` and `urgent` for what must not be missed."),
    ] = "normal"

    starts: Annotated[
        Moment,
        role(
            "moment",
            "From when it is on show: a date and time such as `2026-12-18 09:00`, a date, or unix time (seconds); null "
            "for at once.",
        ),
    ] = None

    ends: Annotated[
        Moment,
        role(
            "moment",
            "Until when it is on show: as `starts`, or unix time (seconds); a date alone is its last day. Null for no "
            "end.",
        ),
    ] = None

    timezone: Annotated[
        TimezoneName,
        Meta(description="IANA name of the time zone of `starts` and `ends`; the screen's own when empty."),
    ] = ""

    def __post_init__(self) -> None:
        span_faults(self.starts, self.ends)

    def is_empty(self) -> bool:
        """True without words and picture."""
        return not (self.headline.strip() or self.text.strip() or self.source)

    def takes_whole_cell(self) -> bool:
        """Always: with a title too, which few announcements have, as the headline says it."""
        return True

    def on_show(self, timezone: str) -> Span:
        """Between `starts` and `ends`."""
        return span_of(self.starts, self.ends, self.timezone or timezone)
