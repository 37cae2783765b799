"""What a panel says of one of its fields beside what it says of all: overrides, columns of tables, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from displayd.tools.grafana.fields import Json, listed, mapping, number, text

__all__ = ["columns_of", "field_names", "name_of", "overridden"]

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
    value = "Value" if is_only else f"Value #{ref}"
    named = [value, f"Value #{ref}", *([legend] if legend and "{{" not in legend else [])]
    return list(dict.fromkeys([*named, *(new for name in named if (new := _renamed(panel).get(name)))]))


def overridden(panel: Json, names: Sequence[str], ref: str) -> Json:
    """`panel` with what it says of the field of these names as if it said so of all."""
    told: dict[str, Any] = {}
    for matcher, properties in (*_overrides(panel), *_styles(panel)):
        if _is_meant(matcher, names, ref):
            told |= {name: value for name, value in properties.items() if name in _KEPT and value not in (None, "")}
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
        values: of each query, what Grafana calls its column of figures.
    """
    order: dict[str, float] = {}
    hidden: set[str] = set()
    for one in listed(panel, "transformations"):
        options = mapping(one, "options")
        hidden |= {name for name, is_hidden in mapping(options, "excludeByName").items() if is_hidden is True}
        places = mapping(options, "indexByName")
        order |= {name: at for name in places if (at := number(places, name)) is not None}
    for matcher, properties in (*_overrides(panel), *_styles(panel)):
        if properties.get("custom.hidden") is True:
            hidden |= {name for name in values if _is_meant(matcher, [name], "")}
    shown = [place for place, name in enumerate(values) if name not in hidden]
    return sorted(shown, key=lambda place: (order.get(values[place], 0.0), place))


def _renamed(panel: Json) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in listed(panel, "transformations"):
        names = mapping(one, "options", "renameByName")
        # Once grouped, a column is called `Value #A (lastNotNull)`.
        plain = {re.sub(r" \((first|last|mean|min|max|sum|count)\w*\)$", "", old): new for old, new in names.items()}
        found |= {old: new.strip() for old, new in plain.items() if isinstance(new, str) and new.strip()}
    return found


def _overrides(panel: Json) -> Iterator[tuple[Json, dict[str, Any]]]:
    for one in listed(panel, "fieldConfig", "overrides"):
        yield mapping(one, "matcher"), {text(each, "id"): each.get("value") for each in listed(one, "properties")}


def _styles(panel: Json) -> Iterator[tuple[Json, dict[str, Any]]]:
    """Those of a table before Grafana 7, as overrides."""
    # The first style that fits counts there, of overrides the last.
    for one in reversed(listed(panel, "styles")):
        pattern = text(one, "pattern")
        is_expression = len(pattern) > 1 and pattern.startswith("/")
        matcher = {"id": "byRegexp" if is_expression else "byName", "options": pattern}
        told = {"displayName": text(one, "alias"), "custom.hidden": text(one, "type") == "hidden"}
        if text(one, "type") == "number":
            told |= {"unit": text(one, "unit"), "decimals": one.get("decimals")}
        yield matcher, told


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
