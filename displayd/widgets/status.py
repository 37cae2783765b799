"""What is up and what is down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.calendar_text import until_age_changes
from displayd.scene import Box, Circle, Op, Text
from displayd.theme import mixed
from displayd.widgets.base import Frame, Label, Level, UnixTime, Widget, worst
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.grid import Grid, Spot, grid_for
from displayd.widgets.marks import level_mark

__all__ = ["Service", "State", "Status"]

State = Literal["up", "degraded", "down", "unknown"]

WORST_FIRST: tuple[State, ...] = ("down", "degraded", "unknown", "up")

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
        items = list(self.items)
        if self.worst_first:
            items.sort(key=lambda item: WORST_FIRST.index(item.state))
        grid = grid_for(frame, [item.label for item in items])
        ops: list[Op] = []
        for item, spot in zip(items, grid.spots(frame), strict=False):
            ops += self._item(frame, item, spot, grid)
        return ops + (_rest(frame, items[grid.places :]) if grid.foot else [])

    def _item(self, frame: Frame, item: Service, spot: Spot, grid: Grid) -> list[Op]:
        """Mark and label, and in a list of one column what there is to say."""
        theme, size = frame.theme, grid.size
        level = LEVELS[item.state]
        middle = spot.top + spot.height / 2
        ops: list[Op] = []
        if level in ("amber", "red"):
            tint, reach = mixed(theme.card, theme.level_color(level), 0.16), 14 * frame.unit
            high = min(spot.height - 6 * frame.unit, size * 1.6)
            ops.append(Box(spot.x - reach, middle - high / 2, spot.width + 2 * reach, high, tint, 12 * frame.unit))
        mark = size * 0.66
        ops += level_mark(level, spot.x + mark / 2, middle, mark, theme)
        if item.state == "unknown":
            ops += [Circle(spot.x + mark / 2, middle, mark * share, color) for share, color in _ring(frame)]
        left = spot.x + mark + size * 0.5
        notes = self._notes(frame, item) if grid.columns == 1 else []
        baseline = middle + size * CAP_HEIGHT / 2
        return ops + _words(frame, item.label, notes, left, spot.x + spot.width, baseline, size)

    def _notes(self, frame: Frame, item: Service) -> list[str]:
        """The detail and since how long it is so; then the detail alone, for where both have no room."""
        detail = item.detail or ("" if item.state == "up" else item.state)
        if item.since is None:
            return [detail] if detail else []
        age = frame.unix_time - item.since
        frame.changes_at(frame.unix_time + until_age_changes(age))
        text = frame.format.age(max(0.0, age))
        return [f"{detail} · {text}", detail] if detail else [text]


def _ring(frame: Frame) -> tuple[tuple[float, str], tuple[float, str]]:
    """Shares of a mark's height and colours of the two discs that make a ring."""
    return (0.42, frame.theme.dim), (0.24, frame.theme.card)


def _words(
    frame: Frame, label: str, notes: list[str], left: float, right: float, baseline: float, size: float
) -> list[Op]:
    """The label on the left; on the right the first of `notes` that fits, or the last one cut."""
    room = right - left
    label_width = min(frame.fonts.width(label, size, "medium"), room)
    if notes:
        label_width = min(label_width, room * 0.6)
    note_room = room - label_width - 2 * frame.gap
    ops: list[Op] = []
    has_note = bool(notes) and note_room > frame.small * 3
    if has_note:
        note = next((one for one in notes if frame.fonts.width(one, frame.small) <= note_room), notes[-1])
        ops.append(Text(right, baseline, note, frame.small, frame.theme.dim, "right", "regular", note_room))
    if label and room > size:
        label_room = label_width + 1 if has_note else room
        ops.append(Text(left, baseline, label, size, frame.theme.text, "left", "medium", label_room))
    return ops


def _rest(frame: Frame, rest: list[Service]) -> list[Op]:
    """How many are left over, and how they are."""
    states = [item.state for item in rest]
    worst_state = min(states, key=WORST_FIRST.index)
    count = states.count(worst_state)
    more = f"+{len(rest)} more, {'all' if count == len(rest) else count} {worst_state}"
    area, size = frame.area, frame.small
    return [Text(area.x, area.bottom - size * 0.26, more, size, frame.theme.dim, max_width=area.width)]
