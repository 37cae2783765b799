"""A metric fills in what a layout left open: from plain data with `metric:` in it to plain data without.

The rule is one and knows no widget by name: wherever a `metric:` stands, the fields of the struct that belongs there,
as far as the layout does not give them itself, are taken from the metric of that id. Where a plain amount belongs,
`{metric: id}` is the metric's value; where a list belongs, it is the metric's items, rows, points or recent values,
whichever fit there.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple, Union

import msgspec

from displayd.hub.metrics import facts as metric_facts
from displayd.hub.metrics.reading import Date
from displayd.protocol.vocabulary import LEVEL_OF_STATE, level_of
from displayd.text.formatter import Formatter
from displayd.tile.roles import fields_filled_by
from displayd.validation.yaml_source import Path
from displayd.widgets import WIDGETS

__all__ = ["Answer", "Facts", "filled", "metrics_named", "widget_kinds"]

Facts = Mapping[str, Any]
"""What a metric knows, by field name; see `metrics.facts.Facts.as_mapping`."""

Answer = Callable[[str], metric_facts.Facts | None]
"""Gives the facts of a metric id."""

# What a field may also be called.
_ALIASES = {"title": ("title", "label", "name"), "time": ("time", "due", "since")}

# A widget whose numbers are all inside takes these from the metrics there, when they agree.
_SHARED = ("unit", "direction", "decimals", "amber", "red")

# The same, when those agree that have one.
_LABELS = ("previous_label", "before_label")

_STATES = {level: state for state, level in LEVEL_OF_STATE.items()}


def metrics_named(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Place and id of every `metric:` in `data`."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "metric" and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from metrics_named(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from metrics_named(value, (*path, index))


@functools.cache
def widget_kinds() -> Mapping[str, type[msgspec.Struct]]:
    """The widgets by the word that `type:` has for them."""
    return {str(kind.__struct_config__.tag): kind for kind in WIDGETS}


def filled(widget: Mapping[str, Any], answer: Answer, formatter: Formatter) -> dict[str, Any]:
    """The fields of `widget` with every metric in its place.

    Nothing is checked here: what is wrong in `widget` is as wrong in the answer.

    Args:
        formatter: how values are written that become part of a text.
    """
    kind = widget_kinds().get(str(widget.get("type")))
    if kind is None:
        return {name: value for name, value in widget.items() if name != "metric"}
    inside = _Inside(answer, [], [], [])
    fields = _fields(kind)
    whole = {
        name: _value(name, value, fields.get(name), inside, formatter)
        for name, value in widget.items()
        if name != "metric"
    }
    known = answer(widget["metric"]) if isinstance(widget.get("metric"), str) else None
    own = None if known is None else known.as_mapping
    if own is not None:
        for name, value in _offers(own, kind, formatter):
            whole.setdefault(name, value)
        if failure := own.get("failure"):
            whole.setdefault("error", _reason(own, formatter, failure))
    for name, value in _summary(inside, own is not None, formatter).items():
        if name in fields:
            whole.setdefault(name, value)
    return whole


class _Inside(NamedTuple):
    """The metrics that a widget names further inside."""

    answer: Answer
    numbers: list[Facts]
    """Of those whose numbers the widget shows."""
    others: list[Facts]
    """Of those from which it takes other things, such as the events along a line."""
    right: list[Facts]
    """Those of `numbers` that are drawn on a right axis, which may have a unit of its own."""

    def facts(self, metric: str, has_numbers: bool = True) -> Facts | None:
        """What is known of `metric`, noted down."""
        known = self.answer(metric)
        if known is None:
            return None
        facts = known.as_mapping
        (self.numbers if has_numbers else self.others).append(facts)
        return facts


def _value(name: str, value: Any, hint: Any, inside: _Inside, formatter: Formatter) -> Any:
    """`value`, for the field `name` of type `hint`, with the metrics in it."""
    if isinstance(value, list):
        inner = _item_hint(hint)
        return [_value(name, item, inner, inside, formatter) for item in value]
    if not isinstance(value, Mapping):
        return value
    kind = _struct(hint)
    metric = value.get("metric")
    if kind is None:
        if set(value) != {"metric"} or not isinstance(metric, str):
            return value
        item = _item_hint(hint)
        item_kind = _struct(item)
        known = _if_there(inside.facts(metric, item_kind is None or _has_numbers(item_kind)) or {})
        return known.get("value") if item is None else _list(name, item, known, formatter)
    fields = _fields(kind)
    whole = {
        inner: _value(inner, part, fields.get(inner), inside, formatter)
        for inner, part in value.items()
        if inner != "metric"
    }
    if isinstance(metric, str) and (facts := inside.facts(metric, _has_numbers(kind))) is not None:
        if whole.get("axis") == "right":
            inside.right.append(facts)
        # By the metric's own thresholds, it would not be as good as the layout says.
        without = {"level"} if {"direction", "amber", "red"} & set(whole) else set()
        for inner, part in _offers(_if_there(facts), kind, formatter):
            if inner not in without:
                whole.setdefault(inner, part)
        if "detail" in fields and (failure := facts.get("failure")):
            whole.setdefault("detail", _reason({}, formatter, failure))
    return whole


def _list(name: str, item: Any, facts: Facts, formatter: Formatter) -> list[Any]:
    """What the metric has for the field `name`, a list of what `item` allows; empty if it has nothing of the kind."""
    kind = _struct(item)
    if kind is not None:
        return [dict(_offers(_item_facts(one, facts, kind), kind, formatter)) for one in facts.get("items", ())]
    origins = {typing.get_origin(option) for option in _options(item)}
    fact = "points" if tuple in origins else "rows" if list in origins else "history"
    return list(_plain(name if name in facts else fact, facts, formatter))


def _if_there(facts: Facts) -> Facts:
    """`facts` without values where the source fails: one empty place among others says more than an old number."""
    if "failure" not in facts:
        return facts
    gone = ("value", "level", "points", "history", "items", "rows", "previous", "before", "expected")
    return {name: fact for name, fact in facts.items() if name not in gone}


def _plain(name: str, facts: Facts, formatter: Formatter) -> Any:
    """The fact `name`, with dates in words where it is a table."""
    if name != "rows":
        return facts.get(name, [])
    now = facts.get("as_of", 0.0)
    return [
        [formatter.day(cell.date, now) if isinstance(cell, Date) else cell for cell in row]
        for row in facts.get("rows", ())
    ]


def _offers(facts: Facts, kind: type[msgspec.Struct], formatter: Formatter) -> Iterator[tuple[str, Any]]:
    """What a metric has for the fields of `kind`."""
    fields = _fields(kind)
    for name in facts:
        if name == "items":
            for field in fields_filled_by(kind, "items"):
                yield field.name, _list(field.name, _item_hint(field.hint), facts, formatter)
            continue
        # How good a metric's own value is says nothing of a series of its items.
        if name == "level" and "items" in facts and fields_filled_by(kind, "items"):
            continue
        for alias in _ALIASES.get(name, (name,)):
            if alias in fields:
                yield alias, _plain(name, facts, formatter)
    if "state" in fields and "state" not in facts and "level" in facts:
        yield "state", _STATES[facts["level"]]
    # A widget with words and no room for a value has the value in words.
    if "detail" in fields and "value" not in fields and "value" in facts and "detail" not in facts:
        yield "detail", formatter.text(facts["value"], facts.get("unit") or "short", facts.get("decimals"))


def _item_facts(item: msgspec.Struct, facts: Facts, kind: type[msgspec.Struct]) -> Facts:
    """What one of the metric's items knows, for a struct `kind`."""
    # No field of an item is itself a struct.
    own = {name: value for name, value in msgspec.structs.asdict(item).items() if value is not None}
    own["title"] = own.pop("label")
    if "state" in own:
        own.setdefault("level", LEVEL_OF_STATE[own["state"]])
    if "value" in own and "value" not in _fields(kind):
        # Where the number itself is not shown, nobody else can tell how good it is.
        level = level_of(own["value"], facts.get("direction", "none"), facts.get("amber"), facts.get("red"))
        if level != "none":
            own.setdefault("level", level)
    return own | {name: facts[name] for name in ("unit", "decimals") if name in facts}


def _has_numbers(kind: type[msgspec.Struct]) -> bool:
    """Whether `kind` shows numbers of a metric."""
    return bool(fields_filled_by(kind, "items")) or bool({"value", "points", "history", "state"} & set(_fields(kind)))


def _summary(inside: _Inside, has_own: bool, formatter: Formatter) -> dict[str, Any]:
    """What metrics inside a widget say about the widget as a whole.

    Args:
        has_own: whether the widget has a metric of its own too, which says the rest.
    """
    summary: dict[str, Any] = {}
    if any(facts.get("sample") for facts in (*inside.numbers, *inside.others)):
        summary["sample"] = True
    for name in _LABELS:
        words = {facts[name] for facts in inside.numbers if name in facts}
        if len(words) == 1:
            summary[name] = words.pop()
    counted = inside.numbers or inside.others
    if has_own or not counted:
        return summary
    left = [facts for facts in counted if not any(facts is one for one in inside.right)]
    sides = [(name, name, left or counted) for name in _SHARED] + [("right_unit", "unit", inside.right)]
    for name, fact, shown in sides:
        values = {facts.get(fact) for facts in shown}
        if len(values) == 1 and (value := values.pop()) is not None:
            summary[name] = value
    failures = [(facts, facts["failure"]) for facts in counted if "failure" in facts]
    if len(failures) == len(counted):
        summary["error"] = _reason(failures[0][0], formatter, failures[0][1])
    return summary | _age(counted)


def _age(inside: list[Facts]) -> dict[str, Any]:
    """As old as the one that expires first; where none expires, as old as the oldest."""
    dated = [facts for facts in inside if "as_of" in facts]
    expiring = [facts for facts in dated if "expire_after" in facts]
    if expiring:
        first = min(expiring, key=lambda facts: float(facts["as_of"] + facts["expire_after"]))
        return {"as_of": first["as_of"], "expire_after": first["expire_after"]}
    return {"as_of": min(facts["as_of"] for facts in dated)} if dated else {}


def _reason(facts: Facts, formatter: Formatter, failure: Any) -> str:
    title = facts.get("title")
    since = f"{formatter.date(failure.since, 'short')} {formatter.time(failure.since)}"
    return f"{title + ': ' if title else ''}{failure.reason[:180]}, since {since}"


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """Name and type of every field of `kind`."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)}


def _options(hint: Any) -> tuple[Any, ...]:
    """The types that `hint` allows, without annotations."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return _options(typing.get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return tuple(option for part in typing.get_args(hint) for option in _options(part))
    return (hint,)


def _struct(hint: Any) -> type[msgspec.Struct] | None:
    """The struct that `hint` allows, if there is one."""
    for option in _options(hint):
        if isinstance(option, type) and issubclass(option, msgspec.Struct):
            return option
    return None


def _item_hint(hint: Any) -> Any:
    """Type of the items of the list or tuple that `hint` allows, None for neither."""
    for option in _options(hint):
        if typing.get_origin(option) in (list, tuple):
            return typing.get_args(option)[0]
    return None
