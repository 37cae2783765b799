"""Which tiles are new: those whose definition a layout did not have when the hub saw it last.

What a tile says about itself (its type, title, definition, unit, thresholds and metrics) is its definition; values
are not. A layout that is seen for the first time has nothing new. Where a tile stands, and what it is called in the
templates, does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from displayd.hub.layouts.layout import Layout, drawn_page
from displayd.hub.layouts.metric_binding import Answer, metrics_named, widget_kinds
from displayd.hub.metrics.facts import definition_facts
from displayd.hub.metrics.live import CLOCK_SLACK_SECONDS
from displayd.hub.wall.loader import Wall
from displayd.protocol.limits import NEW_SECONDS
from displayd.text.formatter import Formatter
from displayd.tile.roles import DEFINITION, field_of

__all__ = ["NO_MARKS", "Definitions", "Known", "Marks", "definitions_of", "known_with", "marks_of"]

Definitions = Mapping[str, Sequence[Mapping[str, str]]]
"""By layout, page by page, the definition (as a digest) of each widget."""

Known = Mapping[str, Mapping[str, float]]
"""By layout, the definitions that it has (as digests), and the unix time at which each came; 0 for from the start."""

Marks = Mapping[tuple[str, int], Mapping[str, float]]
"""By layout and number of the page, the widgets that are new, and since when (unix time)."""

NO_MARKS: Marks = {}


def definitions_of(wall: Wall) -> Definitions:
    """What all tiles of `wall` say about themselves."""
    defined = definition_facts(wall.metrics).get
    return {name: _layout_definitions(layout, defined) for name, layout in wall.layouts.items()}


def known_with(before: Known, definitions: Definitions, unix_time: float) -> Known:
    """`before`, and what there is now. Layouts that are not there now are kept as they were.

    Args:
        definitions: of the wall that is served from now on.
        unix_time: when definitions came that are new.
    """
    known = dict(before)
    for name, pages in definitions.items():
        old = before.get(name)
        digests = {digest for page in pages for digest in page.values()}
        known[name] = {digest: 0.0 if old is None else old.get(digest, unix_time) for digest in sorted(digests)}
    return known


def marks_of(known: Known, definitions: Definitions, unix_time: float) -> Marks:
    """The tiles that are new at `unix_time`.

    Args:
        known: as of `known_with` for these very definitions.
    """
    marks = {}
    for name, pages in definitions.items():
        for number, page in enumerate(pages):
            since = {widget: known[name][digest] for widget, digest in page.items()}
            # What is from the future was noted by a clock that was wrong.
            marks[name, number] = {
                widget: at for widget, at in since.items() if -CLOCK_SLACK_SECONDS <= unix_time - at < NEW_SECONDS
            }
    return {place: widgets for place, widgets in marks.items() if widgets}


def _layout_definitions(layout: Layout, defined: Answer) -> list[dict[str, str]]:
    pages = []
    for draft in layout.pages:
        # Without values: what is left is what layout and metrics.yaml say.
        whole = drawn_page(draft.data, defined, {}, Formatter())["widgets"]
        pages.append({name: _digest(whole[name], draft.data["widgets"][name]) for name in whole})
    return pages


def _digest(fields: Mapping[str, Any], written: Mapping[str, Any]) -> str:
    """Short name of a definition.

    Args:
        fields: the widget with what its metrics define.
        written: the widget as the layout has it.
    """
    kind = widget_kinds()[fields["type"]]
    defining = [field_of(kind, meaning) for meaning in DEFINITION]
    said = [fields["type"], *(fields.get(field.name) if field else None for field in defining)]
    own = [float(value) if isinstance(value, int) else value for value in said]
    metrics = sorted({metric for _, metric in metrics_named(written)})
    return hashlib.sha256(msgspec.json.encode([own, metrics])).hexdigest()[:16]
