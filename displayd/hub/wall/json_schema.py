"""JSON Schemas of the wall folder's files, so that an editor completes and checks them while they are written."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import types
from typing import Any

import msgspec

from displayd.document import model
from displayd.document.model import Page
from displayd.hub.layouts.layout_file import LayoutFile
from displayd.hub.layouts.page_draft import widget_kinds
from displayd.hub.metrics.definition import MetricId
from displayd.hub.settings import HubSettings
from displayd.hub.sources.metric_entry import entry_type
from displayd.hub.wall.screens_file import screens_file
from displayd.hub.wall.themes import ThemeFile

__all__ = ["schemas"]

_METRIC = {
    "type": "string",
    "description": "Id of a metric of metrics.yaml or metrics/; it fills in what is left open here.",
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file: `screens`, `hub`, `metrics`, `layout` and `theme`."""
    return {
        "screens": _schema(screens_file()),
        "hub": _schema(HubSettings),
        "metrics": _schema(types.GenericAlias(dict, (MetricId, entry_type()))),
        "layout": _layout_schema(),
        "theme": _schema(ThemeFile),
    }


def _schema(kind: Any) -> dict[str, Any]:
    schema = msgspec.json.schema(kind)
    _describe(schema.get("$defs", {}))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _layout_schema() -> dict[str, Any]:
    """As the document's page, with `metric` wherever a struct of a widget stands, or an amount or a list does."""
    schema = _schema(LayoutFile)
    (page, *_), definitions = msgspec.json.schema_components([Page], ref_template="#/$defs/{name}")
    _describe(definitions)
    for name, definition in definitions.items():
        if name != "Page" and definition.get("type") == "object":
            definition["properties"]["metric"] = _METRIC
            definition["properties"] = {key: _or_metric(value) for key, value in definition["properties"].items()}
            definition["required"] = [key for key in definition.get("required", []) if key == "type"]
    schema["$defs"] |= definitions
    schema["$defs"]["LayoutFile"]["properties"]["pages"]["items"] = page
    assert set(widget_kinds()) <= {
        option for one in definitions.values() for option in one.get("properties", {}).get("type", {}).get("enum", ())
    }
    return schema


def _or_metric(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or where it takes a number or nothing, or a list of other things than words, also `{metric: id}`."""
    only = {"type": "object", "properties": {"metric": _METRIC}, "required": ["metric"], "additionalProperties": False}
    options = schema.get("anyOf", [])
    if any(option.get("type") == "number" for option in options):
        return {**schema, "anyOf": [*options, only]}
    items = schema.get("items")
    if schema.get("type") != "array" or not isinstance(items, dict) or items.get("type") == "string":
        return schema
    about: dict[str, Any] = {name: schema[name] for name in ("description", "default") if name in schema}
    rest = {name: part for name, part in schema.items() if name not in about}
    return {**about, "anyOf": [{**rest, "items": _or_metric(items)}, only]}


def _describe(definitions: dict[str, Any]) -> None:
    """Put the text under each field of our structs into the schema as its description."""
    for kind in _structs():
        properties = definitions.get(kind.__name__, {}).get("properties", {})
        for name, text in _field_texts(kind).items():
            if name in properties:
                properties[name].setdefault("description", text)


def _structs() -> list[type[msgspec.Struct]]:
    """The structs of our files, of a page, and of the widgets with what is inside them."""
    modules = [model, *(sys.modules[kind.__module__] for kind in widget_kinds().values())]
    found = [one for module in modules for one in vars(module).values()]
    return [one for one in found if isinstance(one, type) and issubclass(one, msgspec.Struct)]


def _field_texts(kind: type[msgspec.Struct]) -> dict[str, str]:
    """The text under each field, from the source; fields of the base classes included. Empty without sources."""
    texts: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if not issubclass(base, msgspec.Struct) or base is msgspec.Struct:
            continue
        try:
            (tree,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        except (OSError, SyntaxError, ValueError):
            continue
        assert isinstance(tree, ast.ClassDef)
        for field, after in zip(tree.body, tree.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
                text = after.value.value if isinstance(after.value, ast.Constant) else None
                if isinstance(text, str):
                    texts[field.target.id] = " ".join(text.split())
    return texts
