"""A dashboard in schema v2, which Grafana saves since 13, in the manner of the classic one.

Source: "Dashboard JSON schema v2" of Grafana's documentation, as v2alpha1, v2beta1 and v2 have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from displayd.tools.grafana.fields import GRID_COLUMNS, Json, flag, listed, mapping, number, text

__all__ = ["classic_of", "is_schema_v2"]

# Rows of the grid that an automatic one gives its panels.
_AUTO_HEIGHTS = {"short": 5, "standard": 9, "tall": 14}
_AUTO_COLUMNS = 3

# Deeper than Grafana lets anybody put layouts into each other.
_MOST_DEPTH = 8

_VARIABLES = {
    "QueryVariable": "query",
    "CustomVariable": "custom",
    "ConstantVariable": "constant",
    "DatasourceVariable": "datasource",
    "IntervalVariable": "interval",
    "TextVariable": "textbox",
    "SwitchVariable": "textbox",
    "GroupByVariable": "groupby",
    "AdhocVariable": "adhoc",
}


class _Group(NamedTuple):
    """Panels that stand together."""

    title: str
    panels: list[Json]
    repeat: str


def is_schema_v2(spec: Json) -> bool:
    """True for the inside of a dashboard that has its panels in `elements`."""
    return isinstance(spec.get("elements"), dict)


def classic_of(spec: Json) -> Json:
    """`spec`, the inside of a dashboard in schema v2, as a classic one; each row and each tab is a closed row there."""
    elements = mapping(spec, "elements")
    groups = [group for group in _groups(mapping(spec, "layout"), elements, (), "", 0) if group.panels]
    if not groups and elements:
        # Nobody says where they stand.
        groups = [_Group("", _in_columns(list(elements), elements, _AUTO_COLUMNS, 9), "")]
    panels: list[Json] = []
    for number_, group in enumerate(groups):
        if group.title or group.repeat or number_:
            heading = {"type": "row", "title": group.title, "repeat": group.repeat, "panels": group.panels}
            panels.append({**heading, "gridPos": {"x": 0, "y": 1e6 + number_, "w": GRID_COLUMNS, "h": 1}})
        else:
            panels += group.panels
    return {
        "title": text(spec, "title"),
        "description": text(spec, "description"),
        "panels": panels,
        "templating": {"list": [_variable(one) for one in listed(spec, "variables")]},
        "time": {"from": text(spec, "timeSettings", "from"), "to": text(spec, "timeSettings", "to")},
        "__inputs": listed(spec, "__inputs"),
    }


def _groups(layout: Json, elements: Json, titles: tuple[str, ...], repeat: str, depth: int) -> Iterator[_Group]:
    """What stands together in `layout`, by the names of the tabs and rows around it."""
    spec = mapping(layout, "spec")
    inner = [*listed(spec, "tabs"), *listed(spec, "rows")]
    if inner and depth < _MOST_DEPTH:
        for one in inner:
            own = mapping(one, "spec")
            title = "" if flag(own, "hideHeader") else text(own, "title").strip()
            below = (*titles, title) if title else titles
            yield from _groups(mapping(own, "layout"), elements, below, _repeated(own) or repeat, depth + 1)
        return
    title = ": ".join(titles[-2:])
    if text(layout, "kind") == "AutoGridLayout":
        height = number(spec, "rowHeight")
        height = height / 36 if height else _AUTO_HEIGHTS.get(text(spec, "rowHeightMode"), 9)
        columns = min(max(int(number(spec, "maxColumnCount") or _AUTO_COLUMNS), 1), GRID_COLUMNS)
        names = [mapping(item, "spec") for item in listed(spec, "items")]
        yield _Group(title, _in_columns(names, elements, columns, height), repeat)
        return
    loose = [item for item in listed(spec, "items") if text(item, "kind") != "GridLayoutRow"]
    yield _Group(title, list(_in_grid(loose, elements)), repeat)
    for row in (item for item in listed(spec, "items") if text(item, "kind") == "GridLayoutRow"):
        own = mapping(row, "spec")
        named = ": ".join([*titles, text(own, "title").strip()][-2:])
        yield _Group(named, list(_in_grid(listed(own, "elements"), elements)), _repeated(own) or repeat)


def _in_grid(items: list[Json], elements: Json) -> Iterator[Json]:
    """The panels of items that say where they stand."""
    for item in items:
        own = mapping(item, "spec")
        place = {"x": own.get("x"), "y": own.get("y"), "w": own.get("width"), "h": own.get("height")}
        yield from _panel(text(own, "element", "name"), elements, place, _repeated(own))


def _in_columns(items: list[Any], elements: Json, columns: int, height: float) -> list[Json]:
    """The panels of `items`, names or what has them, side by side in rows."""
    columns = min(columns, len(items)) or 1
    width = GRID_COLUMNS / columns
    found: list[Json] = []
    for at, item in enumerate(items):
        name = item if isinstance(item, str) else text(item, "element", "name")
        place = {"x": at % columns * width, "y": at // columns * height, "w": width, "h": height}
        found += _panel(name, elements, place, "" if isinstance(item, str) else _repeated(item))
    return found


def _panel(name: str, elements: Json, place: Json, repeat: str) -> Iterator[Json]:
    """The panel of this name; nothing where there is none."""
    element = mapping(elements, name)
    spec = mapping(element, "spec")
    if not spec:
        return
    panel: dict[str, Any] = {"title": text(spec, "title"), "gridPos": place, "repeat": repeat}
    if text(element, "kind") == "LibraryPanel":
        yield {**panel, "type": "library-panel", "libraryPanel": mapping(spec, "libraryPanel")}
        return
    how = mapping(spec, "vizConfig")
    data = mapping(spec, "data", "spec")
    yield {
        **panel,
        "description": text(spec, "description"),
        # In v2alpha1 the kind of panel is the kind of the object.
        "type": text(how, "group") or text(how, "kind"),
        "options": mapping(how, "spec", "options"),
        "fieldConfig": mapping(how, "spec", "fieldConfig"),
        "targets": [_target(mapping(one, "spec")) for one in listed(data, "queries")],
        "transformations": [_transformation(one) for one in listed(data, "transformations")],
        "interval": text(data, "queryOptions", "interval"),
        "timeFrom": text(data, "queryOptions", "timeFrom"),
    }


def _target(spec: Json) -> Json:
    query = mapping(spec, "query")
    kind = text(query, "group") or text(query, "kind")
    source = mapping(query, "datasource") or mapping(spec, "datasource")
    return {
        **mapping(query, "spec"),
        "refId": text(spec, "refId"),
        "hide": flag(spec, "hidden"),
        "datasource": {
            "type": text(source, "type") or ("" if kind == "DataQuery" else kind),
            "uid": text(source, "name") or text(source, "uid"),
        },
    }


def _transformation(found: Json) -> Json:
    spec = mapping(found, "spec")
    name = text(spec, "id") or text(found, "group") or text(found, "kind")
    return {"id": name, "options": mapping(spec, "options"), "disabled": flag(spec, "disabled")}


def _variable(found: Json) -> Json:
    spec = mapping(found, "spec")
    kind = text(found, "kind")
    current = spec.get("current")
    variable = {**spec, "type": _VARIABLES.get(kind, kind)}
    if isinstance(current, str):
        variable["current"] = {"text": current, "value": current}
    if kind == "DatasourceVariable":
        variable["query"] = text(spec, "pluginId")
    return variable


def _repeated(spec: Json) -> str:
    """Variable for each of whose values Grafana shows it again."""
    return text(spec, "repeat", "value")
