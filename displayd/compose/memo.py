"""Cells made before, to be used again: between two pictures of a page most of it stays as it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Generic, NamedTuple, Protocol, TypeVar

from msgspec import structs

from displayd.compose.context import PageContext, nothing_spent
from displayd.compose.definitions import DEFINITION_CELL
from displayd.compose.group_fit import Planned
from displayd.document.model import Document, Page
from displayd.scene.geometry import Rect
from displayd.scene.operations import Cell, Fonts

__all__ = ["TRY_AGAIN_SECONDS", "CellKey", "Memo"]

TRY_AGAIN_SECONDS = (5.0, 60.0, 600.0)
"""What there was no time for is tried again after so long; then not before its content changes. The first pages after a
start wait for fonts and code to be loaded, which takes a slow board seconds, and what was measured is remembered."""


class CellKey(NamedTuple):
    """Which cell of a document."""

    page: int
    """Number of the page, from 0."""

    name: str
    """Name of the widget, empty for the page's header."""

    is_before: bool = False
    """True for the tile as it was before the figures came that it is moving to."""


T = TypeVar("T")


class _Kept(NamedTuple, Generic[T]):
    content: object
    made: T


class _Passing(Protocol):
    """What time alone may change, and what there may have been no time for."""

    @property
    def until(self) -> float:
        """Unix time until which it holds."""

    @property
    def is_cut_short(self) -> bool:
        """True where it is not what it would be with more time."""


K = TypeVar("K")
P = TypeVar("P", bound=_Passing)


class _KeptForNow(NamedTuple, Generic[P]):
    content: object
    made_at: float
    """Unix time of the picture that it was made for; it may not hold before."""
    made: P
    tries: int
    """How often there was no time for it, one time after the other."""


class Memo:
    """Cells and areas made before; what it answers is what `make` would."""

    def __init__(self) -> None:
        self._context: PageContext | None = None
        self._cells: dict[CellKey, _KeptForNow[Cell]] = {}
        self._areas: dict[int, _Kept[Mapping[str, Rect]]] = {}
        self._plans: dict[int, _KeptForNow[Planned]] = {}
        self._told: dict[int, _Kept[Page]] = {}

    def context_of(
        self,
        document: Document,
        size: tuple[int, int],
        fonts: Fonts,
        pictures: Mapping[str, str],
        has_time: bool,
        cpu_seconds: Callable[[], float] = nothing_spent,
        film_faults: Mapping[str, str] = MappingProxyType({}),
    ) -> PageContext:
        """The context of these; the last one that was begun, while they are the same.

        Args:
            cpu_seconds: always the same one for one memo.
        """
        last = self._context
        if (
            last is not None
            and last.document is document
            and last.size == size
            and last.fonts is fonts
            and last.pictures is pictures
            and last.film_faults == film_faults
            and last.has_time == has_time
        ):
            return last
        return PageContext(document, size, fonts, pictures, has_time, cpu_seconds, film_faults)

    def begin(self, context: PageContext) -> None:
        """Forget everything when what all cells are drawn with has changed, and what the document no longer has."""
        last, self._context = self._context, context
        if last is context:
            return
        if last is None or context.drawn_with != last.drawn_with:
            self._cells.clear()
            self._areas.clear()
            self._plans.clear()
            self._told.clear()
        if last is None or context.document is not last.document:
            pages = context.document.pages
            known = {CellKey(number, name) for number, page in enumerate(pages) for name in _names(page)}
            self._cells = {key: kept for key, kept in self._cells.items() if key in known}
            self._areas = {number: kept for number, kept in self._areas.items() if number < len(pages)}
            self._plans = {number: kept for number, kept in self._plans.items() if number < len(pages)}
            self._told = {number: kept for number, kept in self._told.items() if number < len(pages)}

    def cell(self, key: CellKey, content: object, unix_time: float, make: Callable[[], Cell]) -> Cell:
        """The cell `key` with this very `content`: a new one, or the last if time has not changed it since."""
        return _kept_for_now(
            self._cells, key, content, unix_time, make, lambda made, until: structs.replace(made, until=until)
        )

    def faults(self) -> list[str]:
        """What of the document is not drawn as it should be, as far as it was made: tile, page and reason."""
        faulty = [(key, kept.made.fault) for key, kept in self._cells.items() if kept.made.fault and not key.is_before]
        return [f"{key.name} on page {key.page + 1}: {fault}" for key, fault in sorted(faulty)]

    def areas(self, page: int, content: object, make: Callable[[], Mapping[str, Rect]]) -> Mapping[str, Rect]:
        """The areas of the page of this number, which depend on `content`."""
        return _kept(self._areas, page, content, make)

    def plans(self, page: int, content: object, unix_time: float, make: Callable[[], Planned]) -> Planned:
        """How the tiles of the page of this number go together, which depends on `content` and seldom on time."""
        return _kept_for_now(
            self._plans, page, content, unix_time, make, lambda made, until: made._replace(until=until)
        )

    def told(self, number: int, content: object, make: Callable[[], Page]) -> Page:
        """The page of this number with the definitions that its tiles tell, which depends on `content`."""
        return _kept(self._told, number, content, make)


def _again_at(unix_time: float, tries: int) -> float:
    """When that is tried again for which there was no time so often; never, in the end."""
    return unix_time + TRY_AGAIN_SECONDS[tries - 1] if tries <= len(TRY_AGAIN_SECONDS) else math.inf


def _kept_for_now(
    known: dict[K, _KeptForNow[P]],
    key: K,
    content: object,
    unix_time: float,
    make: Callable[[], P],
    lasting: Callable[[P, float], P],
) -> P:
    """What was made for `key` before, if of the same `content` and while time has not changed it.

    Args:
        lasting: the same until another unix time.
    """
    kept = known.get(key)
    before = kept if kept is not None and kept.content == content else None
    if before is not None and before.made_at <= unix_time < before.made.until:
        return before.made
    made, tries = make(), 0
    if made.is_cut_short:
        tries = before.tries + 1 if before is not None else 1
        made = lasting(made, _again_at(unix_time, tries))
    known[key] = _KeptForNow(content, unix_time, made, tries)
    return made


def _kept(known: dict[int, _Kept[T]], number: int, content: object, make: Callable[[], T]) -> T:
    """What was made for this number before, if of the same `content`."""
    kept = known.get(number)
    if kept is None or kept.content != content:
        kept = known[number] = _Kept(content, make())
    return kept.made


def _names(page: Page) -> tuple[str, ...]:
    """Of all cells that `page` may have."""
    return ("", DEFINITION_CELL, *page.widgets)
