"""What is up and what is down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.drawing.figure.figure import CAP_HEIGHT
from displayd.drawing.rows.rows import MORE_LINE
from displayd.protocol.vocabulary import MAX_POINTS, Amount, Direction, Label, Level, UnixTime, level_of, worst
from displayd.scene.operations import Op, Text, Weight
from displayd.text.dates import until_age_changes
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget
from displayd.widgets.status.grid import Grid, grid_for
from displayd.widgets.status.mosaic import mosaic, state_mark
from displayd.widgets.status.rows import LINE, ShownService, service_rows

__all__ = ["Service", "State", "Status"]

State = Literal["up", "degraded", "down", "unknown"]

WORST_FIRST: tuple[State, ...] = ("down", "degraded", "unknown", "up")

LEVELS: Mapping[State, Level] = {"up": "good", "degraded": "amber", "down": "red", "unknown": "none"}

# So many times more services than rows, and their marks say more than the first names.
CROWD = 2.5

# Least height of the marks of a crowd, and from which height on they are counted, in lines of text.
MOSAIC_LINES, COUNTED_FROM = 2, 4


class Service(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One thing that can be up or down."""

    label: Label = ""
    state: State = "unknown"
    detail: Label = ""
    """A few words on the state, where there is room."""

    since: UnixTime | None = None
    """When the state began."""

    history: Annotated[list[State | Amount | None], Meta(max_length=MAX_POINTS)] = []
    """States at equal distances, the newest last, drawn as a strip of blocks; or amounts, which `amber` and `red`
    make states of."""

    direction: Direction = "none"
    """Which way is good for the amounts in `history`."""
    amber: Amount | None = None
    """Where good ends for the amounts in `history`."""
    red: Amount | None = None
    """Where amber ends for the amounts in `history`."""

    def levels(self) -> list[Level]:
        """The history as levels; empty when nothing is known of it."""
        found: list[Level] = [
            LEVELS[one] if isinstance(one, str) else level_of(one, self.direction, self.amber, self.red)
            for one in self.history
        ]
        return found if any(level != "none" for level in found) else []


class Status(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="status"):
    """Services and the like with their state, marked by shape as well as colour."""

    ITEMS_FIELD: ClassVar[str] = "items"

    items: Annotated[list[Service], Meta(max_length=200)] = []

    worst_first: bool = True
    """False to keep the order of `items`."""

    DROPS: ClassVar[tuple[str, ...]] = ("about", "since", "history", "detail", "names of what is up", "last rows")

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Services",
            "items": [
                {"label": "Shop", "state": "up", "since": 1_790_000_000},
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
        "a dozen": {
            "title": "Systems",
            "items": [
                {"label": name, "state": "degraded" if name == "VPN" else "up"}
                for name in (
                    *("Shop", "Search", "Payments", "E-mail", "Chat", "Phone", "VPN", "Wiki", "Builds"),
                    *("Backups", "DNS", "Print"),
                )
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
        "monitoring": {
            "title": "Last 24 hours",
            "items": [
                {
                    "label": name,
                    "state": "down" if name == "Payments" else "up",
                    "since": 1_795_291_683 - minutes * 60,
                    "history": [
                        "unknown" if hour < gaps else "down" if hour in down else "degraded" if hour in slow else "up"
                        for hour in range(24)
                    ],
                }
                for name, minutes, gaps, slow, down in (
                    ("Shop", 24_000, 0, (9, 10), ()),
                    ("Payments", 42, 0, (13, 22), (14, 23)),
                    ("Search", 700, 6, (), (12,)),
                )
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

    def wanted_height(self, frame: Frame) -> float:
        """One row for each."""
        return len(self.items) * frame.label * LINE

    def draw(self, frame: Frame) -> list[Op]:
        """One row for each; else a grid of names; for a crowd the names of those that are not up, and marks."""
        items = list(self.items)
        if self.worst_first:
            items.sort(key=lambda item: WORST_FIRST.index(item.state))
        fitting = int(frame.area.height / (frame.small * LINE) + 1e-6)
        if len(items) <= fitting:
            return service_rows(frame, [_shown(frame, item) for item in items])[0]
        if grid := grid_for(frame, [item.label for item in items]):
            return _names(frame, items, grid)
        if len(items) > fitting * CROWD and fitting > MOSAIC_LINES:
            return _crowd(frame, items)
        ops, count = service_rows(frame, [_shown(frame, item) for item in items], frame.small * MORE_LINE)
        # A single row has taken the height of the line about the others.
        return ops + (_rest(frame, items[count:]) if fitting > 1 else [])


def _shown(frame: Frame, item: Service) -> ShownService:
    return ShownService(item.label, LEVELS[item.state], _notes(frame, item), item.levels())


def _notes(frame: Frame, item: Service) -> list[str]:
    """Why and since how long it is so, then one of the two alone, for where both have no room."""
    age = ""
    if item.since is not None and frame.has_time:
        seconds = frame.unix_time - item.since
        frame.changes_at(frame.unix_time + until_age_changes(seconds))
        age = frame.format.age(max(0.0, seconds))
    if item.detail:
        return [f"{item.detail} · {age}", item.detail, age] if age else [item.detail]
    if age:
        return [f"{item.state} {age}", age]
    return [] if item.state == "up" else [item.state]


def _names(frame: Frame, items: list[Service], grid: Grid) -> list[Op]:
    ops: list[Op] = []
    size, theme = grid.size, frame.theme
    for item, spot in zip(items, grid.spots(frame), strict=False):
        middle = spot.top + spot.height / 2
        ops += state_mark(LEVELS[item.state], spot.x + size * 0.33, middle, size * 0.66, theme)
        left, baseline = spot.x + size * 1.1, middle + size * CAP_HEIGHT / 2
        color = theme.dim if item.state == "up" else theme.text
        weight: Weight = "regular" if item.state == "up" else "semibold"
        if item.label:
            ops.append(Text(left, baseline, item.label, size, color, "left", weight, spot.x + spot.width - left))
    return ops


def _crowd(frame: Frame, items: list[Service]) -> list[Op]:
    """Those that are not up by name, as many as leave room for a mark for each of the others."""
    area, line = frame.area, frame.small * LINE
    lines = int(area.height / line + 1e-6)
    bad = sorted((item for item in items if item.state != "up"), key=lambda item: WORST_FIRST.index(item.state))
    named = bad[: lines - MOSAIC_LINES - (lines >= COUNTED_FROM)]
    ops: list[Op] = []
    top = float(area.y)
    if named:
        rows = replace(frame, area=area._replace(height=round(line * len(named))))
        ops += service_rows(rows, [_shown(frame, item)._replace(history=()) for item in named])[0]
        frame.until = rows.until
        top += line * len(named)
    others = [item for item in items if item not in named]
    if lines >= COUNTED_FROM:
        ops += _counted(frame, others, top + line * 0.5 + frame.small * CAP_HEIGHT / 2)
        top += line
    return ops + mosaic(frame, [LEVELS[item.state] for item in others], top + frame.gap / 2, float(area.bottom))


def _counted(frame: Frame, items: list[Service], baseline: float) -> list[Op]:
    """How many there are of each state."""
    states = [item.state for item in items]
    counts = [f"{states.count(state)} {state}" for state in WORST_FIRST if state in states]
    area, size = frame.area, frame.small
    return [Text(area.x, baseline, ", ".join(counts), size, frame.theme.dim, max_width=area.width)]


def _rest(frame: Frame, rest: list[Service]) -> list[Op]:
    """How many are left over, and how they are."""
    states = [item.state for item in rest]
    worst_state = min(states, key=WORST_FIRST.index)
    count = states.count(worst_state)
    area, size = frame.area, frame.small
    how = f"{'all' if count == len(rest) else count} {worst_state}"
    forms = (f"+{len(rest)} more, {how}", f"+{len(rest)}, {how}", f"+{len(rest)} more", f"+{len(rest)}")
    more = next((form for form in forms if frame.fonts.width(form, size) <= area.width), forms[-1])
    return [Text(area.x, area.bottom - size * 0.26, more, size, frame.theme.dim, max_width=area.width)]
