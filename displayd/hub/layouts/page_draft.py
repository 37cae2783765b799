"""One page of a layout as its author wrote it: checked and typed, with the places where metrics belong."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from msgspec import Struct

from displayd.document.model import Page, area_faults
from displayd.document.written_widget import kind_meant, written_texts
from displayd.hub.layouts.mentions import metrics_named
from displayd.hub.layouts.slots import Slots, opened
from displayd.text.time_zones import canonical_timezone
from displayd.tile.roles import fields_of
from displayd.validation.faults import Fault, check, suggestion
from displayd.validation.file_names import composed, file_suggestion
from displayd.validation.names import unit_faults, written_timezone_faults

__all__ = ["PageDraft", "drafted", "picture_name"]


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

    @functools.cached_property
    def metrics_by_day(self) -> frozenset[str]:
        """Ids of those whose values are shown by days."""
        return frozenset(metric for slots in self.slots.values() if slots.is_by_day for metric in slots.metrics)


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
    faults += area_faults(plain, found)
    faults += _name_faults(widgets, pictures)
    if faults or drawn is None:
        return None, faults
    return PageDraft(drawn, slots, drawn.seconds if "seconds" in page else None), []


def picture_name(source: str) -> str:
    """The name of the picture that a widget means; `pictures/` in front may be there or not."""
    return composed(source.removeprefix("pictures/"))


def _opened(name: str, widget: object, slots: dict[str, Slots]) -> object:
    """`widget` without metrics; its places for them go into `slots`."""
    kind = kind_meant(widget)
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


def _metric_faults(page: Mapping[str, object], metrics: Collection[str]) -> Iterator[Fault]:
    for path, metric in metrics_named(page.get("widgets"), ("widgets",)):
        if metric not in metrics:
            hint = suggestion(metric, sorted(metrics)) or "define it in metrics.yaml"
            yield Fault(path, f"unknown metric `{metric}`", hint)


def _name_faults(widgets: object, pictures: Collection[str]) -> Iterator[Fault]:
    """Units, time zones and pictures that nobody knows; what is no widget is somebody else's to find."""
    for name, widget in widgets.items() if isinstance(widgets, Mapping) else ():
        for inside, meaning, text in written_texts(widget):
            path = ("widgets", name, *inside)
            if meaning == "unit":
                yield from unit_faults(path, text)
            elif meaning == "timezone" and text:
                yield from written_timezone_faults(path, text)
            elif meaning == "picture" and picture_name(text) not in pictures:
                hint = file_suggestion(picture_name(text), sorted(pictures)) or "put the file into pictures/"
                yield Fault(path, f"there is no picture `{text}`", hint)
