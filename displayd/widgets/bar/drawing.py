"""What a bar chart is to show, as columns or as rows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from msgspec.structs import replace as replace_fields

from displayd.drawing.chart.legend import Entry
from displayd.drawing.chart.plot import Ends
from displayd.drawing.figure.figure import figure_forms
from displayd.scene.operations import Op
from displayd.scene.theme import Theme, mixed
from displayd.tile.frame import Frame
from displayd.widgets.bar.columns import Columns, has_all_names
from displayd.widgets.bar.rows import BarRows
from displayd.widgets.bar.series import Bar, aligned
from displayd.widgets.bar.slots import ShownBar, Slot, grouped, shares, stacked
from displayd.widgets.bar.widget import NOW, BarChart, total_of

__all__ = ["draw", "wanted_height"]

Rows = list[tuple[str, list[Bar | None]]]
"""Each label with its bar of every series, as `aligned` has them."""

PALE = 0.6
"""How much of the card's colour is in the bars of the period before."""

PLOT_SHARE = 0.86
"""How much of the width is left beside the numbers of an axis, about."""

FADED = 0.5
"""How much of it is in the bars that do not stand out."""


def draw(widget: BarChart, frame: Frame) -> list[Op]:
    """Columns, or bars in rows; what their colours are stands above or beside them."""
    chart = _chart(widget, frame)
    if any(one.level != "none" for one in widget.all_series()) and not chart.names_all():
        # The mark of a level stands beside the name; a colour alone would say it to some only.
        return draw(replace_fields(widget, series=[replace_fields(one, level="none") for one in widget.series]), frame)
    return chart.ops()


def wanted_height(widget: BarChart, frame: Frame) -> float:
    """With a plot of almost half the tile, or all rows, and everything around it."""
    return _chart(widget, frame).wanted_height()


def _chart(widget: BarChart, frame: Frame) -> Columns | BarRows:
    is_piled = widget.arrangement != "grouped" and len(widget.all_series()) > 1
    slots, entries, notes = _slots(widget, frame), _entries(widget, frame.theme), _notes(widget, frame)
    content = (frame, slots, _ends(widget), widget.target, entries, notes, is_piled)
    if _lies(widget, frame) or (_lacks_names(widget, frame) and BarRows(*content).shows_all()):
        return BarRows(*content)
    # A tick lies across a column.
    lines = [note._replace(chip="line") if note.chip == "tick" else note for note in notes]
    return Columns(*content[:5], lines, is_piled)


def _is_share(widget: BarChart) -> bool:
    return widget.arrangement == "share" and len(widget.all_series()) > 1


def _ends(widget: BarChart) -> Ends:
    if _is_share(widget):
        return Ends("percentunit", 0.0, 1.0, None, None)
    return Ends(widget.unit, widget.minimum, widget.maximum, widget.amber, widget.red)


def _lies(widget: BarChart, frame: Frame) -> bool:
    if widget.horizontal is not None:
        return widget.horizontal
    count, widest = _labels(widget, frame)
    is_long = widest > frame.area.width / count and widest > 3 * frame.small
    # Of more rows than this, most would have no place.
    return is_long and count <= 2 + 2 * frame.area.height / (1.2 * frame.label)


def _lacks_names(widget: BarChart, frame: Frame) -> bool:
    """Whether some columns of a single series would go without a name, however short it is."""
    if widget.horizontal is not None or len(widget.all_series()) > 1:
        return False
    count, widest = _labels(widget, frame)
    slot_px = frame.area.width / count * PLOT_SHARE
    return not has_all_names(widest, slot_px, frame.small) and count * frame.label <= frame.area.height


def _labels(widget: BarChart, frame: Frame) -> tuple[int, float]:
    """How many labels there are, and the width of the longest, px."""
    labels = [label for label, _ in aligned(widget.all_series())]
    return len(labels), max(frame.fonts.width(label, frame.small) for label in labels)


def _colors(widget: BarChart, theme: Theme) -> list[str]:
    """Of each series: that of its level, else the next of the theme that is no level's."""
    series = widget.all_series()
    levels = {theme.level_color(one.level) for one in series if one.level != "none"}
    plain = itertools.cycle([color for color in theme.series if color not in levels] or theme.series)
    return [next(plain) if one.level == "none" else theme.level_color(one.level) for one in series]


def _entries(widget: BarChart, theme: Theme) -> list[Entry]:
    """The names of the series."""
    series = widget.all_series()
    if len(series) < 2:
        return []
    pairs = zip(series, _colors(widget, theme), strict=True)
    return [Entry(one.name, "", color, "box" if one.level == "none" else one.level) for one, color in pairs]


def _now_words(widget: BarChart, frame: Frame) -> str:
    """What the document calls the bars of today, else our own word."""
    return frame.format.say("now") if widget.now_label == NOW else widget.now_label


def _notes(widget: BarChart, frame: Frame) -> list[Entry]:
    """What the bars are compared with."""
    theme, notes = frame.theme, list[Entry]()
    series = widget.all_series()
    if widget.previous_label and len(series) == 1 and any(bar.previous is not None for bar in series[0].bars):
        notes.append(Entry(_now_words(widget, frame), "", theme.series[0], is_quiet=True))
        notes.append(Entry(widget.previous_label, "", mixed(theme.series[0], theme.card, PALE), is_quiet=True))
    is_marked = len(series) == 1 or widget.arrangement == "grouped"
    if is_marked and any(bar.target is not None for one in series for bar in one.bars):
        notes.append(Entry(frame.format.say_as("what a mark is", "target"), "", theme.text, "tick", is_quiet=True))
    if widget.target is not None:
        unit = "percentunit" if _is_share(widget) else widget.unit
        notes.append(
            Entry(
                frame.format.say_as("what a mark is", "target"),
                frame.format.text(widget.target, unit, widget.decimals),
                theme.text,
                "dots",
                True,
            )
        )
    return notes


def _slots(widget: BarChart, frame: Frame) -> list[Slot]:
    """What stands at each label."""
    given = aligned(widget.all_series())
    labels = [label for label, _ in given]
    rows = _sorted(widget, given)
    last = given[-1]
    has_highlighted = bool(widget.highlight) and widget.highlight in labels
    colors = _colors(widget, frame.theme)
    worded = _worded(widget, frame, len(rows))
    slots = []
    for index, (label, bars) in enumerate(rows):
        stands_out = label == widget.highlight if has_highlighted else True
        if widget.highlight == "last":
            stands_out = bars is last[1]
        slots.append(_slot(widget, frame, label, bars, colors, stands_out, index < worded))
    return slots


def _sorted(widget: BarChart, rows: Rows) -> Rows:
    """`rows` in the order that is wanted."""
    if widget.sort == "given":
        return rows
    known = [(total, row) for row in rows if (total := total_of(row[1])) is not None]
    known.sort(key=lambda pair: pair[0], reverse=widget.sort == "falling")
    return [row for _, row in known] + [row for row in rows if total_of(row[1]) is None]


def _worded(widget: BarChart, frame: Frame, count: int) -> int:
    """How many of so many labels can have their values written: working out the others would be in vain."""
    if _lies(widget, frame):
        return math.ceil(frame.area.height / frame.small)
    return count if count * frame.small < frame.area.width * 1.5 else 0


def _slot(
    widget: BarChart,
    frame: Frame,
    label: str,
    bars: Sequence[Bar | None],
    colors: Sequence[str],
    stands_out: bool,
    has_words: bool,
) -> Slot:
    shown = [
        None if bar is None else _shown(widget, frame, bar, color, len(bars) == 1, stands_out, has_words)
        for bar, color in zip(bars, colors, strict=True)
    ]
    if len(bars) == 1 or widget.arrangement == "grouped":
        return grouped(label, stands_out, shown)
    if widget.arrangement == "share":
        no_shares = (frame.format.say("below zero"), "< 0")
        return shares(
            label, stands_out, shown, lambda share: frame.format.percent(share, 0) if has_words else "", no_shares
        )
    total = total_of(bars)
    return stacked(label, stands_out, shown, _texts(widget, frame, total, has_words), widget.level_of(total))


def _shown(
    widget: BarChart, frame: Frame, bar: Bar, color: str, is_single: bool, stands_out: bool, has_words: bool
) -> ShownBar:
    theme = frame.theme
    level = widget.level_of_item(bar) if is_single or widget.arrangement == "grouped" else bar.level
    # Only what somebody called good is green; the rest of the bars are what they are. A series keeps its colour.
    is_plain = level == "none" or (level == "good" and bar.level != "good")
    if is_single and not is_plain:
        color = theme.level_color(level)
    color = color if stands_out else mixed(color, theme.card, FADED)
    pale = mixed(theme.series[0], theme.card, PALE)
    # The sum of a stack is all that is written at it.
    texts = _texts(widget, frame, bar.value, has_words and (is_single or widget.arrangement == "grouped"))
    return ShownBar(bar.value, texts, bar.target, bar.previous, level, color, pale)


def _texts(widget: BarChart, frame: Frame, value: float | None, has_words: bool) -> tuple[str, ...]:
    if not has_words:
        return ()
    return tuple(form.text for form in figure_forms(frame, value, widget.unit, widget.decimals))
