"""What a panel says of one of its fields beside what it says of all: overrides, columns of tables, and their names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from displayd.tools.grafana.fields import Json, flag, listed, mapping, number, steps_of, text
from displayd.tools.grafana.mapped_values import old_mappings

__all__ = ["columns_of", "field_names", "name_of", "overridden", "overrides_of", "told_columns", "value_column"]

# Properties that are figures' own, with the name they have in `defaults`.
_KEPT = (
    "unit", "decimals", "min", "max", "thresholds", "mappings", "noValue", "displayName", "color", "custom.cellOptions",
    "custom.displayMode",
)  # fmt: skip


def field_names(panel: Json, legend: str, ref: str, is_only: bool) -> list[str]:
    """What Grafana calls the field of a query: in its answer, and after columns were renamed.

    Args:
        is_only: True where the panel has no other query.
    """
    value = value_column(ref, is_only)
    # The last value of a line is called so.
    reduced = ["Last *"] if is_only else []
    named = [value, f"Value #{ref}", *reduced, *([legend] if legend and "{{" not in legend else [])]
    return list(dict.fromkeys([*named, *(new for name in named if (new := _renamed(panel).get(name)))]))


def value_column(ref: str, is_only: bool) -> str:
    """What Grafana calls the figures of the query `ref`, which may be the only one of its panel."""
    return "Value" if is_only else f"Value #{ref}"


def overridden(panel: Json, names: Sequence[str], ref: str) -> Json:
    """`panel` with what it says of the field of these names as if it said so of all."""
    told: dict[str, Any] = {}
    for matcher, properties in (*overrides_of(panel), *_styles(panel)):
        if _is_meant(matcher, names, ref):
            told |= {name: value for name, value in properties.items() if name in _KEPT and value not in (None, "", [])}
    if not told:
        return panel
    found = mapping(panel, "fieldConfig")
    return {**panel, "fieldConfig": {**found, "defaults": {**mapping(found, "defaults"), **told}}}


def name_of(panel: Json, names: Sequence[str], ref: str) -> str:
    """What the field is called where somebody gave it a name; `{{label}}` for a label in it, empty for none."""
    shown = text(overridden(panel, names, ref), "fieldConfig", "defaults", "displayName")
    shown = re.sub(r"\$\{__field\.labels(?:\.(\w+)|\[[\"']?(\w+)[\"']?\])\}", r"{{\1\2}}", shown).strip()
    if shown and "${__" not in shown:
        return shown
    return next((new for name in names if (new := _renamed(panel).get(name))), "")


def columns_of(panel: Json, values: Sequence[str]) -> list[int]:
    """Which of these columns a table shows, in its order.

    Args:
        values: what Grafana calls columns: of a query, its figures; of a label, its name.
    """
    renamed = _renamed(panel)
    order: dict[str, float] = {}
    hidden: set[str] = set()
    for one in steps_of(panel):
        options = mapping(one, "options")
        hidden |= {name for name, is_hidden in mapping(options, "excludeByName").items() if is_hidden is True}
        if (kept := _filtered(one)) is not None:
            hidden |= {name for name in values if not kept(name) and not kept(renamed.get(name, name))}
        places = mapping(options, "indexByName")
        order |= {name: at for name in places if (at := number(places, name)) is not None}
    for matcher, properties in (*overrides_of(panel), *_styles(panel)):
        if properties.get("custom.hidden") is True or flag(properties, "custom.hideFrom", "viz"):
            hidden |= {name for name in values if _is_meant(matcher, [name, renamed.get(name, name)], "")}
    shown = [place for place, name in enumerate(values) if not {name, f"{name} 1"} & hidden]
    return sorted(shown, key=lambda place: (order.get(values[place], math.inf), place))


def told_columns(panel: Json) -> list[str]:
    """The columns that a table is told something of by the name that they have in the answer."""
    found: list[str] = []
    for one in steps_of(panel):
        options = mapping(one, "options")
        if text(one, "id") in ("joinByField", "seriesToColumns"):
            found.append(text(options, "byField"))
        for field in ("indexByName", "renameByName", "excludeByName"):
            found += [re.sub(r" 1$", "", name) for name in mapping(options, field)]
        names = mapping(options, "include").get("names")
        found += [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
        found += mapping(options, "fields") if text(one, "id") == "groupBy" else []
    found += [text(one, "pattern") for one in listed(panel, "styles")]
    found += [text(matcher, "options") for matcher, _ in overrides_of(panel) if text(matcher, "id") == "byName"]
    # What others are called from then on is none of the answer.
    new = set(_renamed(panel).values()) - set(_renamed(panel))
    return [name for name in dict.fromkeys(found) if name not in new]


def _filtered(step: Json) -> Callable[[str], bool] | None:
    """Which columns a `filterFieldsByName` or a `groupBy` keeps; None for another step, or one that says nothing."""
    if text(step, "id") == "groupBy":
        grouped = {name for name, how in mapping(step, "options", "fields").items() if text(how, "operation")}
        return (lambda name: name in grouped) if grouped else None
    if text(step, "id") != "filterFieldsByName":
        return None
    names, pattern = mapping(step, "options", "include").get("names"), text(step, "options", "include", "pattern")
    known = {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()
    if not known and not pattern:
        return None
    return lambda name: name in known or bool(pattern and _is_found(pattern, name))


def _renamed(panel: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in steps_of(panel):
        names = mapping(one, "options", "renameByName")
        # Once grouped, a column is called `Value #A (lastNotNull)`.
        plain = {re.sub(r" \((first|last|mean|min|max|sum|count)\w*\)$", "", old): new for old, new in names.items()}
        found |= {old: new.strip() for old, new in plain.items() if isinstance(new, str) and new.strip()}
    # A label that several answers have is called `cluster 1`, `cluster 2` once they are joined.
    return {re.sub(r" 1$", "", old): new for old, new in found.items()} | found


def overrides_of(panel: Json) -> Iterator[tuple[Json, dict[str, Any]]]:
    """Of which fields `panel` says something of their own, and what, by the names of the properties."""
    for one in listed(panel, "fieldConfig", "overrides"):
        yield mapping(one, "matcher"), {text(each, "id"): each.get("value") for each in listed(one, "properties")}


def _styles(panel: Json) -> Iterator[tuple[Json, dict[str, Any]]]:
    """Those of a table before Grafana 7, as overrides."""
    # The first style that fits counts there, of overrides the last.
    for one in reversed(listed(panel, "styles")):
        pattern = text(one, "pattern")
        is_expression = len(pattern) > 1 and pattern.startswith("/")
        matcher = {"id": "byRegexp" if is_expression else "byName", "options": pattern}
        told: dict[str, Any] = {"displayName": text(one, "alias"), "custom.hidden": text(one, "type") == "hidden"}
        told["mappings"] = [*old_mappings(one)]
        if text(one, "type") == "number":
            told |= {"unit": text(one, "unit"), "decimals": one.get("decimals"), **_coloured(one)}
        yield matcher, told


def _coloured(style: Json) -> dict[str, Any]:
    """The thresholds of a style, where cells are drawn in their colours, as today's."""
    ends, colours = style.get("thresholds"), style.get("colors")
    if not text(style, "colorMode") or not isinstance(ends, list) or not isinstance(colours, list) or not ends:
        return {}
    steps = [{"value": end, "color": colour} for end, colour in zip([None, *ends], colours, strict=False)]
    return {"thresholds": {"mode": "absolute", "steps": steps}, "custom.cellOptions": {"type": "color-text"}}


def _is_meant(matcher: Json, names: Sequence[str], ref: str) -> bool:
    kind, options = text(matcher, "id"), matcher.get("options")
    if kind == "byFrameRefID":
        return bool(ref) and options == ref
    if kind == "byNames":
        listed_names = matcher["options"].get("names") if isinstance(options, dict) else None
        return isinstance(listed_names, list) and any(name in names for name in listed_names)
    if kind == "byType":
        return options == "number"
    if not isinstance(options, str) or not options:
        return False
    if kind == "byRegexp":
        return any(_is_found(options, name) for name in names)
    return kind == "byName" and options in names


def _is_found(expression: str, name: str) -> bool:
    """True where the expression of JavaScript is found in `name`; False for one that Python does not read."""
    written = re.fullmatch(r"/(.*)/([a-z]*)", expression, re.DOTALL)
    body, flags = (written[1], written[2]) if written else (expression, "")
    # What repeats a group can take longer than anybody waits.
    if len(body) > 200 or re.search(r"\)[*+{]", body):
        return False
    try:
        return bool(re.search(body, name, re.IGNORECASE if "i" in flags else 0))
    except (re.error, RecursionError):
        return False
