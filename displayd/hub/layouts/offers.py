"""What a metric has for the fields that it fills: values as they are, and in words where words belong."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from displayd.errors import FailureKind
from displayd.hub.layouts.captions import caption_in_words
from displayd.hub.layouts.slots import takes
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.reading import ColumnManner, Date, Item
from displayd.protocol.vocabulary import LEVEL_OF_STATE, Combine, Level, State, level_of
from displayd.text.formatter import Formatter
from displayd.text.language import word
from displayd.tile.roles import Fact, Field, fields_of
from displayd.validation.type_hints import longest

__all__ = ["by_day", "extremes_offered", "if_there", "offered", "parts_offered", "reason_of", "rows_in_words"]

_EXTREMES: tuple[Fact, ...] = ("lowest", "highest")

# By what kind of failure; each may stand before "since 14:07".
_OF_KIND: Mapping[FailureKind, str] = {
    "silent": word("no answer", "of a source"),
    "refused": word("access refused", "of a source"),
    "nothing": word("nothing received", "of a source"),
    "unusable": word("unusable answer", "of a source"),
}

# Partners that are no server of somebody's, and have a name of ours.
_OWN_PARTNERS = frozenset({word("Wall folder"), word("Data folder")})

_STATE_OF_LEVEL: Mapping[Level, State] = {level: state for state, level in LEVEL_OF_STATE.items()}


def offered(facts: Facts, kind: type[Struct], fields: Iterable[Field], formatter: Formatter) -> dict[str, object]:
    """What there is for `fields`, which are of `kind`, by their names; fields for which there is nothing are absent."""
    fields = tuple(fields)
    found = {field.name: _fact(facts, kind, field, formatter) for field in fields}
    has_lines = any(found[field.name] and field.part is not None and takes(field.part, "points") for field in fields)
    has_points = any(found[field.name] for field in fields if field.role.fact == "points")
    # The lowest and highest are said of the metric's own line alone.
    left_out: tuple[Fact, ...] = ("history",) if has_points else _EXTREMES
    if has_lines:
        # The lines of the items are all there is: that of the metric itself would be one of them again.
        left_out = ("points", "history", *_EXTREMES)
    names = [field.name for field in fields if field.role.fact not in left_out]
    return {name: found[name] for name in names if found[name] is not None}


def extremes_offered(facts: Facts, fields: Iterable[Field]) -> dict[str, object]:
    """The lowest and the highest value, for those of `fields` that take them."""
    return {
        field.name: value
        for field in fields
        if field.role.fact in _EXTREMES and (value := _of_metric(facts, field.role.fact)) is not None
    }


def by_day(facts: Facts, how: Combine, formatter: Formatter) -> Facts:
    """`facts` with a point for each day in the time zone of `formatter`, where the hub knows those.

    The other points are means of stretches that are no days, in which no peak shows.
    """
    days = facts.days.get(formatter.timezone)
    return facts if days is None else structs.replace(facts, points=[(day.at, day.combined(how)) for day in days])


def parts_offered(facts: Facts, part: type[Struct], formatter: Formatter) -> list[dict[str, object]]:
    """The metric's items as plain data for structs `part`."""
    fields = [field for field in fields_of(part) if field.role.fact is not None]
    return [_item_offered(item, facts, part, fields, formatter) for item in facts.items or ()]


def if_there(facts: Facts) -> Facts:
    """`facts` without values where the source fails: one empty place among others says more than an old number."""
    if facts.failure is None:
        return facts
    return structs.replace(
        facts,
        value=None,
        level=None,
        points=None,
        lowest=None,
        highest=None,
        history=None,
        history_seconds=None,
        items=None,
        lines=None,
        rows=None,
        columns=None,
        text=None,
        weather_now=None,
        weather_days=None,
        source=None,
        poster=None,
        previous=None,
        before=None,
        expected=None,
    )


def rows_in_words(facts: Facts, formatter: Formatter) -> list[list[str | float | None]]:
    """The metric's table, dates as the screen's place writes them."""
    now = facts.as_of or 0.0
    return [
        [formatter.day(cell.date, now) if isinstance(cell, Date) else cell for cell in row] for row in facts.rows or ()
    ]


def reason_of(facts: Facts, formatter: Formatter, title: str | None = None) -> str | None:
    """Why a source has no answer, and since when; None if it has one.

    Args:
        title: what is said to be without an answer.
    """
    failure = facts.failure
    if failure is None:
        return None
    since = f"{formatter.date(failure.since, 'short')} {formatter.time(failure.since)}"
    who = formatter.say(failure.who) if failure.who in _OWN_PARTNERS else failure.who or title
    # What sources say is English, for whoever mends it. In other languages the glass has a word for the kind of it.
    what = failure.reason[:180] if formatter.is_english else formatter.say_as("of a source", _OF_KIND[failure.kind])
    return formatter.say("{failure} since {moment}", failure=f"{who}: {what}" if who else what, moment=since)


def _fact(facts: Facts, kind: type[Struct], field: Field, formatter: Formatter) -> object:
    """What there is for `field`; None for nothing."""
    match field.role.fact:
        case "items":
            if field.part is not None and takes(field.part, "points"):
                facts = structs.replace(facts, items=_lines(facts, longest(field.hint)))
            if facts.items is None or field.part is None:
                return None
            return parts_offered(facts, field.part, formatter)
        case "rows":
            return None if facts.rows is None else rows_in_words(facts, formatter)
        case "columns":
            return None if facts.columns is None else [_column(*one) for one in facts.columns]
        case "level":
            # How good a metric's own value is says nothing of a series of its items.
            return None if facts.items is not None and takes(kind, "items") else facts.level
        case "state":
            return None if facts.level is None else _STATE_OF_LEVEL[facts.level]
        case "text":
            return facts.text or _value_in_words(facts.value, facts, kind, formatter)
        case "detail":
            return reason_of(facts, formatter) or _value_in_words(facts.value, facts, kind, formatter)
        case "failure":
            return reason_of(facts, formatter, facts.title)
        case "previous_label" | "before_label" | "now_label" as fact:
            label = _of_metric(facts, fact)
            return caption_in_words(label, formatter) if isinstance(label, str) else None
        case fact:
            return _of_metric(facts, fact)


def _column(label: str, manner: ColumnManner) -> dict[str, object]:
    """A column of a table."""
    said = {name: value for name, value in structs.asdict(manner).items() if value is not None}
    return {"label": label, **said}


def _lines(facts: Facts, most: int | None) -> list[Item] | None:
    """The items that have a line; of too many, the ones that end highest."""
    items = facts.items if facts.lines is None else facts.lines
    if items is None:
        return None
    timed = [item for item in items if any(value is not None for _, value in item.points or ())]
    # Where nobody knows when any of the values were, the lines stand over no times.
    counted = [item for item in items if any(value is not None for value in item.history or ())]
    drawn = [structs.replace(item, history=None) for item in timed] or counted
    if most is None or len(drawn) <= most:
        return drawn
    highest = heapq.nlargest(most, range(len(drawn)), key=lambda number: _newest(drawn[number]))
    return [drawn[number] for number in sorted(highest)]


def _newest(item: Item) -> float:
    values = item.history if item.points is None else [value for _, value in item.points]
    return next(value for value in reversed(values or []) if value is not None)


def _of_metric(facts: Facts, fact: Fact | None) -> object:
    """The fact of that name; None for one that only items have."""
    return getattr(facts, fact, None) if fact is not None else None


def _item_offered(
    item: Item, facts: Facts, part: type[Struct], fields: Iterable[Field], formatter: Formatter
) -> dict[str, object]:
    """What one of the metric's items has for the fields of `part`."""
    found: dict[str, object] = {}
    level = _level_of_item(item, facts, part)
    for field in fields:
        value: object
        match field.role.fact:
            case "title":
                value = item.label
            case "unit":
                value = facts.unit
            case "decimals":
                value = facts.decimals
            case "level":
                value = level
            case "state":
                value = item.state or (None if level is None else _STATE_OF_LEVEL[level])
            case "detail" if item.detail is None:
                value = _value_in_words(item.value, facts, part, formatter)
            case fact:
                value = None if fact is None else getattr(item, fact, None)
        if value is not None:
            found[field.name] = value
    return found


def _level_of_item(item: Item, facts: Facts, part: type[Struct]) -> Level | None:
    """How good an item is; None where nobody says it, or where `part` shows the number and judges for itself."""
    if item.level is not None:
        return item.level
    if item.state is not None:
        return LEVEL_OF_STATE[item.state]
    if item.value is None or takes(part, "value"):
        return None
    owner = facts if item.amber is None and item.red is None else item
    level = level_of(item.value, item.direction or facts.direction or "none", owner.amber, owner.red)
    return None if level == "none" else level


def _value_in_words(value: float | None, facts: Facts, kind: type[Struct], formatter: Formatter) -> str | None:
    """The value for a struct that has words and no room for a number; None for others."""
    if value is None or takes(kind, "value"):
        return None
    return formatter.text(value, facts.unit or "short", facts.decimals)
