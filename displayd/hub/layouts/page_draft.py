"""One page of a layout as its author wrote it: checked and typed, with the places where metrics belong."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from msgspec import Struct

from displayd.document.model import Page, page_faults
from displayd.hub.layouts.mentions import metrics_named
from displayd.hub.layouts.slots import Slots, opened
from displayd.tile.roles import Kind, fields_of
from displayd.validation.faults import Fault, check, suggestion
from displayd.validation.file_names import composed, file_suggestion
from displayd.validation.names import unit_faults, written_timezone_faults
from displayd.validation.yaml_source import Path
from displayd.validation.zone_names import canonical_timezone
from displayd.widgets import WIDGETS

__all__ = ["PageDraft", "drafted", "picture_name", "widget_kinds"]


@dataclass(frozen=True)
class PageDraft:
    """One page of a layout, without what metrics bring to it."""

    page: Page
    slots: Mapping[str, Slots]
    """Where metrics belong in each of its widgets, by the widget's name."""
    seconds: float | None
    """How long it stays, seconds; None where the page does not say."""

    @functools.cached_property
    def metrics(self) -> frozenset[str]:
        """Ids of the metrics on it."""
        return frozenset(metric for slots in self.slots.values() for metric in slots.metrics)


@functools.cache
def widget_kinds() -> Mapping[str, type[Struct]]:
    """The widgets by the word that `type:` has for them."""
    return {str(kind.__struct_config__.tag): kind for kind in WIDGETS}


def drafted(
    page: Mapping[str, object], title: str, metrics: Collection[str] | None, pictures: Collection[str]
) -> tuple[PageDraft | None, list[Fault]]:
    """The page in `page`, or every mistake in it, paths from the page.

    Args:
        title: of the dashboard, for a page that names none.
        metrics: ids of those that are defined; None when nobody knows, and no metric is called unknown.
        pictures: names of the wall's.
    """
    faults = [] if metrics is None else list(_metric_faults(page, metrics))
    widgets = page.get("widgets")
    slots: dict[str, Slots] = {}
    plain: dict[str, object] = {"dashboard": title, **page}
    if isinstance(widgets, Mapping):
        plain["widgets"] = {name: _opened(name, widget, slots) for name, widget in widgets.items()}
    drawn, found = check(plain, Page)
    faults += found
    faults += _area_faults(plain, found)
    faults += _name_faults(widgets, pictures)
    if faults or drawn is None:
        return None, faults
    return PageDraft(drawn, slots, drawn.seconds if "seconds" in page else None), []


def picture_name(source: str) -> str:
    """The name of the picture that a widget means; `pictures/` in front may be there or not."""
    return composed(source.removeprefix("pictures/"))


def _area_faults(page: Mapping[str, object], found: Collection[Fault]) -> list[Fault]:
    """What is wrong with the areas of `page`, whatever is wrong with its widgets and other fields.

    Args:
        found: the faults of its fields and widgets, which are told already.
    """
    widgets = page.get("widgets")
    wrong = {fault.path[0] for fault in found if fault.path}
    fields = {name: value for name, value in page.items() if name not in wrong}
    bare, _ = check({**fields, "widgets": {"any": {"type": "number"}}}, Page)
    return list(page_faults(bare, list(widgets))) if bare is not None and isinstance(widgets, Mapping) else []


def _opened(name: str, widget: object, slots: dict[str, Slots]) -> object:
    """`widget` without metrics; its places for them go into `slots`."""
    kind = _kind(widget)
    if not isinstance(widget, Mapping):
        return widget
    if kind is None:
        return {field: value for field, value in widget.items() if field != "metric"}
    plain, slots[name] = opened(_with_zones_of_today(widget, kind), kind)
    return plain


def _with_zones_of_today(data: Mapping[str, object], kind: type[Struct]) -> Mapping[str, object]:
    """`data`, from which a `kind` is to be made, with the time zones in it by their names of today."""
    changed: dict[str, object] = {}
    for field in fields_of(kind):
        value = data.get(field.name)
        if field.role.kind == "timezone" and isinstance(value, str):
            changed[field.name] = canonical_timezone(value)
        elif field.part is not None and isinstance(value, list):
            part = field.part
            changed[field.name] = [
                _with_zones_of_today(item, part) if isinstance(item, Mapping) else item for item in value
            ]
    return {**data, **changed}


def _kind(widget: object) -> type[Struct] | None:
    return widget_kinds().get(str(widget.get("type"))) if isinstance(widget, Mapping) else None


def _metric_faults(page: Mapping[str, object], metrics: Collection[str]) -> Iterator[Fault]:
    for path, metric in metrics_named(page.get("widgets"), ("widgets",)):
        if metric not in metrics:
            hint = suggestion(metric, sorted(metrics)) or "define it in metrics.yaml"
            yield Fault(path, f"unknown metric `{metric}`", hint)


def _name_faults(widgets: object, pictures: Collection[str]) -> Iterator[Fault]:
    """Units, time zones and pictures that nobody knows; what is no widget is somebody else's to find."""
    for name, widget in widgets.items() if isinstance(widgets, Mapping) else ():
        for path, meaning, text in _texts(widget, _kind(widget), ("widgets", name)):
            if meaning == "unit":
                yield from unit_faults(path, text)
            elif meaning == "timezone" and text:
                yield from written_timezone_faults(path, text)
            elif meaning == "picture" and picture_name(text) not in pictures:
                hint = file_suggestion(picture_name(text), sorted(pictures)) or "put the file into pictures/"
                yield Fault(path, f"there is no picture `{text}`", hint)


def _texts(data: object, kind: type[Struct] | None, path: Path) -> Iterator[tuple[Path, Kind, str]]:
    """Place, meaning and value of every text in `data`, from which a `kind` is to be made."""
    if kind is None or not isinstance(data, Mapping):
        return
    for field in fields_of(kind):
        value = data.get(field.name)
        if isinstance(value, str):
            yield (*path, field.name), field.role.kind, value
        elif field.part is not None and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _texts(item, field.part, (*path, field.name, index))
