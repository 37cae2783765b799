"""One layout file: a dashboard's pages as the admin drew them, checked against the metrics there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from displayd.document.model import Page, page_faults
from displayd.errors import Mistake
from displayd.hub.layouts.layout_file import LayoutFile
from displayd.hub.layouts.metric_binding import Answer, filled, metrics_named, widget_kinds
from displayd.hub.metrics.facts import Facts
from displayd.text.formatter import Formatter
from displayd.tile.roles import Kind, fields_of
from displayd.validation.faults import Fault, check, suggestion
from displayd.validation.names import timezone_faults, unit_faults
from displayd.validation.type_hints import item_hint, struct_in
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["Layout", "PageDraft", "checked_layout", "drawn_page", "picture_name"]


MAX_TITLE_LETTERS = 200
"""As of a `Label`: the name of a file can be longer, and stands in for a title that is left out."""


@dataclass(frozen=True)
class PageDraft:
    """One page of a layout, with metrics where numbers will be."""

    data: Mapping[str, Any]
    metrics: frozenset[str]
    """Ids of the metrics on it."""


@dataclass(frozen=True)
class Layout:
    """A layout that has been checked."""

    name: str
    title: str
    seconds: float | None
    pages: tuple[PageDraft, ...]
    reviewed: datetime.date | None = None
    """The day on which its team last went through it; None when the file does not say."""


def checked_layout(
    text: YamlText,
    name: str,
    facts: Mapping[str, Facts] | None,
    pictures: Mapping[str, str],
    today: datetime.date | None = None,
) -> tuple[Layout | None, list[Mistake]]:
    """The layout in `text`, or every mistake in it.

    Args:
        facts: what the definitions say about each metric, by id; None when they could not be read, and no metric
            is called unknown.
        pictures: source of each picture of the wall, by its name.
        today: in UTC; None when nobody knows, and no review is said to be in the future.
    """
    file, faults = check(text.data if text.data is not None else {}, LayoutFile)
    pages = text.data.get("pages") if isinstance(text.data, Mapping) else None
    for index, page in enumerate(pages if isinstance(pages, list) else ()):
        if isinstance(page, Mapping):
            faults += [
                Fault(("pages", index, *fault.path), fault.reason, fault.hint)
                for fault in _page_faults(page, facts, pictures)
            ]
    if today is not None and isinstance(text.data, Mapping):
        faults += _review_faults(check(text.data.get("reviewed"), datetime.date)[0], today)
    if not faults and file.title is None and len(name) > MAX_TITLE_LETTERS:
        faults = [Fault((), "the file's name is too long to be shown", "give the layout a `title`")]
    if faults:
        return None, [Mistake(text.where(fault.path), fault.reason, fault.hint) for fault in faults]
    drafts = [PageDraft(page, frozenset(metric for _, metric in metrics_named(page))) for page in file.pages]
    title = name if file.title is None else file.title
    return Layout(name, title, file.seconds, tuple(drafts), file.reviewed), []


def drawn_page(
    page: Mapping[str, Any],
    answer: Answer,
    pictures: Mapping[str, str],
    formatter: Formatter,
) -> dict[str, Any]:
    """`page` with metrics and pictures in their places, as plain data for a `document.Page`."""
    widgets = page.get("widgets")
    if not isinstance(widgets, Mapping):
        return dict(page)
    whole = {}
    for name, widget in widgets.items():
        if not isinstance(widget, Mapping):
            whole[name] = widget
            continue
        data = filled(widget, answer, formatter)
        for path, kind, source in _texts(data, _kind(data), ()):
            if kind == "picture" and source and len(path) == 1:
                data[str(path[0])] = pictures.get(picture_name(source), source)
        whole[name] = data
    return {**page, "widgets": whole}


def picture_name(source: str) -> str:
    """The name of the picture that a widget's `source` means; `pictures/` in front may be there or not."""
    return source.removeprefix("pictures/")


def _review_faults(reviewed: datetime.date | None, today: datetime.date) -> Iterator[Fault]:
    """A review that is still to come. Where the sun rises first, it is tomorrow already."""
    if reviewed is not None and reviewed > today + datetime.timedelta(days=1):
        hint = f"the day on which its team last went through it, for example `reviewed: {today}`"
        yield Fault(("reviewed",), f"{reviewed} is still to come", hint)


def _page_faults(
    page: Mapping[str, Any], facts: Mapping[str, Facts] | None, pictures: Mapping[str, str]
) -> Iterator[Fault]:
    """All that is wrong with one page, paths from the page."""
    if facts is not None:
        for path, metric in metrics_named(page.get("widgets"), ("widgets",)):
            if metric not in facts:
                hint = suggestion(metric, sorted(facts)) or "define it in metrics.yaml"
                yield Fault(path, f"unknown metric `{metric}`", hint)
    drawn, faults = check(drawn_page(page, (facts or {}).get, pictures, Formatter()), Page)
    yield from faults
    if drawn is not None:
        yield from page_faults(drawn)
    widgets = page.get("widgets")
    for name, widget in widgets.items() if isinstance(widgets, Mapping) else ():
        for path, kind, value in _texts(widget, _kind(widget), ("widgets", name)):
            if kind == "unit":
                yield from unit_faults(path, value)
            elif kind == "timezone":
                yield from timezone_faults(path, value or None)
            elif kind == "picture" and picture_name(value) not in pictures:
                hint = suggestion(picture_name(value), sorted(pictures)) or "put the file into pictures/"
                yield Fault(path, f"there is no picture `{value}`", hint)


def _kind(widget: Any) -> type[Struct] | None:
    return widget_kinds().get(str(widget.get("type"))) if isinstance(widget, Mapping) else None


def _texts(data: Any, struct: type[Struct] | None, path: Path) -> Iterator[tuple[Path, Kind, str]]:
    """Place, meaning and value of every text in `data`, which a `struct` will be made of."""
    if struct is None or not isinstance(data, Mapping):
        return
    for field in fields_of(struct):
        value = data.get(field.name)
        if isinstance(value, str):
            yield (*path, field.name), field.role.kind, value
        elif field.role.kind == "parts" and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _texts(item, struct_in(item_hint(field.hint)), (*path, field.name, index))
