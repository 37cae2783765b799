"""One layout file: a dashboard's pages as the admin drew them, checked against the metrics there are."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from displayd.document.model import Page
from displayd.errors import Mistake
from displayd.hub.layouts.figure_columns import has_figures
from displayd.hub.layouts.layout_file import LayoutFile
from displayd.hub.layouts.page_draft import PageDraft, drafted
from displayd.validation.as_meant import as_meant
from displayd.validation.faults import Fault, check
from displayd.validation.yaml_source import YamlText

__all__ = ["Layout", "checked_layout"]

MAX_TITLE_LETTERS = 200
"""As of a `Label`: the name of a file can be longer, and stands in for a title that is left out."""


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
    metrics: Collection[str] | None,
    pictures: Collection[str],
    today: datetime.date | None = None,
) -> tuple[Layout | None, list[Mistake]]:
    """The layout in `text`, or every mistake in it.

    Args:
        metrics: ids of those that are defined; None when they could not be read, and no metric is called unknown.
        pictures: names of the wall's.
        today: in UTC; None when nobody knows, and no review is said to be in the future.
    """
    data = {} if text.data is None else as_meant(text, LayoutFile)
    file, faults = check(data, LayoutFile)
    fields = data if isinstance(data, Mapping) else {}
    title = fields["title"] if isinstance(fields.get("title"), str) else name
    pages = as_meant(text, list[Page], ("pages",), ("metric",), has_figures) if "pages" in fields else None
    drafts: list[PageDraft | None] = []
    for index, page in enumerate(pages if isinstance(pages, list) else ()):
        if isinstance(page, Mapping):
            draft, found = drafted(page, title[:MAX_TITLE_LETTERS], metrics, pictures)
            drafts.append(draft)
            faults += [fault.under("pages", index) for fault in found]
    if today is not None:
        faults += _review_faults(check(fields.get("reviewed"), datetime.date)[0], today)
    if not faults and file.title is None and len(name) > MAX_TITLE_LETTERS:
        faults = [Fault((), "the file's name is too long to be shown", "give the layout a `title`")]
    if faults:
        return None, [fault.in_file(text) for fault in faults]
    checked = tuple(draft for draft in drafts if draft is not None)
    return Layout(name, title, file.seconds, checked, file.reviewed), []


def _review_faults(reviewed: datetime.date | None, today: datetime.date) -> Iterator[Fault]:
    """A review that is still to come. Where the sun rises first, it is tomorrow already."""
    if reviewed is not None and reviewed > today + datetime.timedelta(days=1):
        hint = f"the day on which its team last went through it, for example `reviewed: {today}`"
        yield Fault(("reviewed",), f"{reviewed} is still to come", hint)
