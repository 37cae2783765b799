"""Which tiles are new: those whose definition a layout did not have when the hub saw it last.

What a tile says about itself (its type, title, definition, unit, thresholds and metrics) is its definition; values
are not. A layout that is seen for the first time has nothing new. Where a tile stands, and what it is called in the
templates, does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from displayd.hub.layouts.filling import Answer, said_of
from displayd.hub.layouts.layout import Layout
from displayd.hub.layouts.slots import Slots
from displayd.hub.metrics.facts import definition_facts
from displayd.hub.metrics.live import CLOCK_SLACK_SECONDS
from displayd.hub.wall.loader import Wall
from displayd.protocol.limits import NEW_SECONDS
from displayd.text.formatter import Formatter
from displayd.tile.roles import DEFINITION, field_of
from displayd.tile.widget import Widget

__all__ = ["NO_MARKS", "Definitions", "Known", "Marks", "definition_digest", "definitions_of", "known_with", "marks_of"]

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
    return [
        {name: definition_digest(widget, draft.slots[name], defined) for name, widget in draft.page.widgets.items()}
        for draft in layout.pages
    ]


def definition_digest(widget: Widget, slots: Slots, defined: Answer) -> str:
    """Short name of what `widget` says about itself.

    Args:
        defined: what metrics.yaml says of each metric: without values.
    """
    kind = type(widget)
    said = said_of(widget, slots, defined, Formatter())
    fields = [field_of(kind, meaning) for meaning in DEFINITION]
    own = [kind.__struct_config__.tag, *(said.get(field.name) if field else None for field in fields)]
    return hashlib.sha256(msgspec.json.encode([own, sorted(slots.metrics)])).hexdigest()[:16]
