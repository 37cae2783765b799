"""What is up and what is down."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.calendar_text import until_age_changes
from displayd.scene import Box, Circle, Op, Text
from displayd.theme import mixed
from displayd.widgets.base import Frame, Label, Level, UnixTime, Widget, fitted_size, worst
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.marks import level_mark

__all__ = ["Service", "State", "Status"]

State = Literal["up", "degraded", "down", "unknown"]

LEVELS: Mapping[State, Level] = {"up": "good", "degraded": "amber", "down": "red", "unknown": "none"}


class Service(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One thing that can be up or down."""

    label: Label = ""
    state: State = "unknown"
    detail: Label = ""
    """A few words on the state, where there is room."""

    since: UnixTime | None = None
    """When the state began."""


class Status(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="status"):
    """Services and the like with their state, marked by shape as well as colour."""

    ITEMS_FIELD: ClassVar[str] = "items"

    items: Annotated[list[Service], Meta(max_length=200)] = []

    worst_first: bool = True
    """False to keep the order of `items`."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Services",
            "items": [
                {"label": "Shop", "state": "up"},
                {"label": "Search", "state": "degraded", "detail": "slow", "since": 1_795_288_000},
                {"label": "Payments", "state": "up"},
                {"label": "E-mail", "state": "down", "detail": "no answer", "since": 1_795_291_000},
                {"label": "Reports", "state": "unknown"},
            ],
        },
        "many": {
            "title": "Hosts",
            "items": [
                {"label": f"host-{number:02}", "state": "down" if number == 17 else "up"} for number in range(1, 61)
            ],
        },
        "awkward": {
            "title": "Long words",
            "items": [
                {
                    "label": "A name that is much too long for the tile that it was given",
                    "state": "down",
                    "detail": "and a reason that is longer than the name, which was too long already",
                    "since": 1_700_000_000,
                },
                {"label": "", "state": "up"},
            ],
        },
        "all up": {
            "title": "Sites",
            "items": [{"label": name, "state": "up"} for name in ("Galway", "Lisbon", "Oslo")],
        },
    }

    def is_empty(self) -> bool:
        """True without items."""
        return not self.items

    def level(self) -> Level:
        """Of the worst item."""
        return worst(LEVELS[item.state] for item in self.items)

    def draw(self, frame: Frame) -> list[Op]:
        """One row for each; without room for that a grid of names."""
        area, unit = frame.area, frame.unit
        items = list(self.items)
        if self.worst_first:
            items.sort(key=lambda item: _WORST_FIRST.index(item.state))
        fitting = max(1, int(area.height / (frame.label * 1.35)))
        widest = max(frame.fonts.width(item.label, frame.small) for item in items)
        columns, count = 1, min(len(items), fitting)
        foot = 0.0
        if fitting < len(items):
            fitting = max(1, int(area.height / (frame.small * 1.5)))
            most = max(1, int(area.width / (min(widest, area.width * 0.45) + 84 * unit)))
            columns = min(most, math.ceil(len(items) / fitting))
            if columns * fitting < len(items):
                foot = frame.small * 1.5 if fitting > 1 else 0.0
                fitting = max(1, int((area.height - foot) / (frame.small * 1.5)))
            count = min(len(items), columns * fitting)
        rows = math.ceil(count / columns)
        pitch = min((area.height - foot) / rows, frame.label * 1.9)
        space = 36 * unit
        width = (area.width - (columns - 1) * space) / columns
        size = min(frame.label, pitch / 1.25)
        if columns > 1:
            size = max(frame.small, fitted_size(frame, [item.label for item in items[:count]], size, width - 60 * unit))
        ops: list[Op] = []
        for number, item in enumerate(items[:count]):
            x = area.x + (number // rows) * (width + space)
            ops += self._item(frame, item, x, area.y + (number % rows) * pitch, width, pitch, size, columns == 1)
        return ops + (self._rest(frame, items[count:]) if foot else [])

    def _item(
        self, frame: Frame, item: Service, x: float, top: float, width: float, pitch: float, size: float, is_row: bool
    ) -> list[Op]:
        unit, theme = frame.unit, frame.theme
        middle = top + pitch / 2
        baseline = middle + size * CAP_HEIGHT / 2
        level = LEVELS[item.state]
        ops: list[Op] = []
        if level in ("amber", "red"):
            tint = mixed(theme.card, theme.level_color(level), 0.16)
            high = min(pitch - 6 * unit, size * 1.6)
            ops.append(Box(x - 14 * unit, middle - high / 2, width + 28 * unit, high, tint, 12 * unit))
        mark = size * 0.66
        if item.state == "unknown":
            ops += [
                Circle(x + mark / 2, middle, mark * 0.42, theme.dim),
                Circle(x + mark / 2, middle, mark * 0.24, theme.card),
            ]
        ops += level_mark(level, x + mark / 2, middle, mark, theme)
        left = x + mark + size * 0.5
        room = x + width - left
        note = self._note(frame, item) if is_row else ""
        label_width = min(frame.fonts.width(item.label, size, "medium"), room)
        if note and label_width > room * 0.6:
            label_width = room * 0.6
        note_room = room - label_width - 2 * frame.gap
        has_note = bool(note) and note_room > frame.small * 3
        if item.label and room > size:
            label_room = label_width + 1 if has_note else room
            ops.append(Text(left, baseline, item.label, size, theme.text, "left", "medium", label_room))
        if has_note:
            ops.append(Text(x + width, baseline, note, frame.small, theme.dim, "right", "regular", note_room))
        return ops

    def _note(self, frame: Frame, item: Service) -> str:
        """The detail, and since how long it is so."""
        words = [item.detail or ("" if item.state == "up" else item.state)]
        if item.since is not None:
            age = max(0.0, frame.unix_time - item.since)
            words.append(frame.format.age(age))
            frame.changes_at(frame.unix_time + until_age_changes(frame.unix_time - item.since))
        return " · ".join(filter(None, words))

    def _rest(self, frame: Frame, rest: list[Service]) -> list[Op]:
        """How many are left over, and that they are well when they are."""
        states = {item.state for item in rest}
        text = f"+{len(rest)} more" + (", all up" if states == {"up"} else "")
        area = frame.area
        return [
            Text(area.x, area.bottom - frame.small * 0.26, text, frame.small, frame.theme.dim, max_width=area.width)
        ]


_WORST_FIRST: tuple[State, ...] = ("down", "degraded", "unknown", "up")
