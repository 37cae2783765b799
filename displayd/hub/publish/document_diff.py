"""What is different between two documents of one screen, in words for the admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from displayd.document.model import Page
from displayd.document.settings import SETTINGS

__all__ = ["TOLD", "document_changes"]

Plain = Mapping[str, Any]
"""A document, page or widget as JSON has it."""

TOLD = ("title", *SETTINGS)
"""What is compared of a document besides its pages."""

# What a page is told apart by, and what is on it, are compared by themselves.
_PAGE_SETTINGS = tuple(name for name in Page.__struct_fields__ if name not in ("title", "dashboard", "widgets"))


def document_changes(before: Plain, after: Plain) -> list[str]:
    """One line for each thing that is different, the larger things first."""
    return [
        # A hub of an earlier version says nothing of newer settings.
        *_changed(before, after, [name for name in TOLD if name in before and name in after]),
        *_theme_changes(before, after),
        *_mirror_changes(before.get("mirror"), after.get("mirror")),
        *_loop_changes(before["pages"], after["pages"]),
    ]


def _theme_changes(before: Plain, after: Plain) -> Iterator[str]:
    """What changes inside a theme of the wall's own that is in use before and after; and its logo."""
    old, new = before.get("palette"), after.get("palette")
    if old and new and before.get("theme") == after.get("theme"):
        yield from (f"theme `{after['theme']}`: {line}" for line in _changed(old, new, new))
    if before.get("logo") != after.get("logo"):
        has_any = after.get("logo")
        yield "has no logo any more" if not has_any else "has another logo" if before.get("logo") else "gets a logo"


def _mirror_changes(before: Plain | None, after: Plain | None) -> Iterator[str]:
    old, new = (mirror["group"] if mirror else None for mirror in (before, after))
    if old != new and old is not None:
        yield f"leaves the mirror group `{old}`"
    if old != new and new is not None:
        yield f"joins the mirror group `{new}`"


def _loop_changes(before: list[Plain], after: list[Plain]) -> Iterator[str]:
    old, new = _by_name(before), _by_name(after)
    yield from (f"page {_said(name)} goes" for name in old if name not in new)
    yield from (f"page {_said(name)} comes" for name in new if name not in old)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield "pages come in another order"
    for name in old:
        if name in new:
            yield from (f"page {_said(name)}: {line}" for line in _page_changes(old[name], new[name]))


def _by_name(pages: list[Plain]) -> dict[str, Plain]:
    """The pages by dashboard and title; those that have both in common with an earlier one are numbered."""
    named: dict[str, Plain] = {}
    for page in pages:
        name = " / ".join(filter(None, (page.get("dashboard"), page.get("title")))) or "without a title"
        count = sum(1 for other in named if other == name or other.startswith(f"{name} ("))
        named[f"{name} ({count + 1})" if count else name] = page
    return named


def _page_changes(before: Plain, after: Plain) -> Iterator[str]:
    yield from _changed(before, after, _PAGE_SETTINGS)
    old, new = before["widgets"], after["widgets"]
    yield from (f"widget `{name}` goes" for name in old if name not in new)
    yield from (f"widget `{name}` ({new[name]['type']}) comes" for name in new if name not in old)
    for name in old:
        if name not in new:
            continue
        if old[name]["type"] != new[name]["type"]:
            yield f"widget `{name}` becomes a {new[name]['type']} (was a {old[name]['type']})"
            continue
        fields = sorted({*old[name], *new[name]})
        yield from (f"widget `{name}`: {line}" for line in _changed(old[name], new[name], fields))


def _changed(before: Plain, after: Plain, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if before.get(name) != after.get(name):
            yield f"{name} {_said(before.get(name))} -> {_said(after.get(name))}"


def _said(value: object) -> str:
    """`value`, short enough for a line."""
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    text = value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
    return f"`{text[:57]}...`" if len(text) > 60 else f"`{text}`"
