"""A metric fills in what a layout left open: from plain data with `metric:` in it to plain data without.

The rule is one and knows no widget by name: wherever a `metric:` stands, the fields of the struct that belongs there,
as far as the layout does not give them itself, are taken from the metric of that id. Where a plain amount belongs,
`{metric: id}` is the metric's value.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Union

import msgspec

from displayd.units import Formatter
from displayd.widgets import WIDGETS
from displayd.widgets.status import LEVELS
from displayd.yamltext import Path

__all__ = ["Answer", "Facts", "filled", "metrics_named", "widget_kinds"]

Facts = Mapping[str, Any]
"""What a metric knows, by field name; see `Metrics.facts`."""

Answer = Callable[[str], Facts | None]
"""Gives the facts of a metric id."""

# What a field may also be called.
_ALIASES = {"title": ("title", "label", "name")}

# A widget whose numbers are all inside takes these from the metrics there, when they agree.
_SHARED = ("unit", "direction", "decimals", "amber", "red")

_STATES = {level: state for state, level in LEVELS.items()}


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
    inside: list[Facts] = []

    def asked(metric: str) -> Facts | None:
        facts = answer(metric)
        if facts is not None:
            inside.append(facts)
        return facts

    fields = _fields(kind)
    whole = {
        name: _value(value, fields.get(name), asked, formatter) for name, value in widget.items() if name != "metric"
    }
    own = answer(widget["metric"]) if isinstance(widget.get("metric"), str) else None
    if own is not None:
        for name, value in _offers(own, kind, formatter):
            whole.setdefault(name, value)
        if failure := own.get("failure"):
            whole.setdefault("error", _reason(own, formatter, failure))
    if inside:
        for name, value in _summary(inside, formatter).items():
            if name in fields:
                whole.setdefault(name, value)
    return whole


def _without_metrics(
    data: Mapping[str, Any], fields: Mapping[str, Any], answer: Answer, formatter: Formatter
) -> dict[str, Any]:
    """`data` without its own `metric:`, and with those further inside in their places."""
    return {
        name: _value(value, fields.get(name), answer, formatter) for name, value in data.items() if name != "metric"
    }


def _value(value: Any, hint: Any, answer: Answer, formatter: Formatter) -> Any:
    """`value`, for a field of type `hint`, with the metrics in it."""
    if isinstance(value, list):
        inner = _item_hint(hint)
        return [_value(item, inner, answer, formatter) for item in value]
    if not isinstance(value, Mapping):
        return value
    kind = _struct(hint)
    metric = value.get("metric")
    if kind is None:
        if set(value) == {"metric"} and isinstance(metric, str):
            return _if_there(answer(metric) or {}).get("value")
        return value
    fields = _fields(kind)
    whole = {
        name: _value(part, fields.get(name), answer, formatter) for name, part in value.items() if name != "metric"
    }
    if isinstance(metric, str) and (facts := answer(metric)) is not None:
        for name, part in _offers(_if_there(facts), kind, formatter):
            whole.setdefault(name, part)
        if "detail" in fields and (failure := facts.get("failure")):
            whole.setdefault("detail", _reason({}, formatter, failure))
    return whole


def _if_there(facts: Facts) -> Facts:
    """`facts` without values where the source fails: one empty place among others says more than an old number."""
    if "failure" not in facts:
        return facts
    gone = ("value", "level", "points", "history", "items", "rows", "previous")
    return {name: fact for name, fact in facts.items() if name not in gone}


def _offers(facts: Facts, kind: type[msgspec.Struct], formatter: Formatter) -> Iterator[tuple[str, Any]]:
    """What a metric has for the fields of `kind`."""
    fields = _fields(kind)
    for name, fact in facts.items():
        if name == "items":
            field = getattr(kind, "ITEMS_FIELD", "items")
            item_kind = _struct(_item_hint(fields[field])) if field in fields else None
            if item_kind is not None:
                yield field, [dict(_offers(_item_facts(item, facts), item_kind, formatter)) for item in fact]
            continue
        for alias in _ALIASES.get(name, (name,)):
            if alias in fields:
                yield alias, fact
    if "state" in fields and "state" not in facts and "level" in facts:
        yield "state", _STATES[facts["level"]]
    # A widget with words and no room for a value has the value in words.
    if "detail" in fields and "value" not in fields and "value" in facts and "detail" not in facts:
        yield "detail", formatter.text(facts["value"], facts.get("unit") or "short", facts.get("decimals"))


def _item_facts(item: msgspec.Struct, facts: Facts) -> Facts:
    """What one of the metric's items knows."""
    own = {name: value for name, value in msgspec.structs.asdict(item).items() if value is not None}
    own["title"] = own.pop("label")
    if "state" in own:
        own.setdefault("level", LEVELS[own["state"]])
    return own | {name: facts[name] for name in ("unit", "decimals") if name in facts}


def _summary(inside: list[Facts], formatter: Formatter) -> dict[str, Any]:
    """What metrics inside a widget say about the widget as a whole."""
    summary: dict[str, Any] = {}
    for name in _SHARED:
        values = {facts.get(name) for facts in inside}
        if len(values) == 1 and (value := values.pop()) is not None:
            summary[name] = value
    if any(facts.get("sample") for facts in inside):
        summary["sample"] = True
    failures = [(facts, facts["failure"]) for facts in inside if "failure" in facts]
    if len(failures) == len(inside):
        summary["error"] = _reason(failures[0][0], formatter, failures[0][1])
    # As old as the one that expires first; where none expires, as old as the oldest.
    dated = [facts for facts in inside if "as_of" in facts]
    expiring = [facts for facts in dated if "expire_after" in facts]
    if expiring:
        first = min(expiring, key=lambda facts: float(facts["as_of"] + facts["expire_after"]))
        summary |= {"as_of": first["as_of"], "expire_after": first["expire_after"]}
    elif dated:
        summary["as_of"] = min(facts["as_of"] for facts in dated)
    return summary


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
