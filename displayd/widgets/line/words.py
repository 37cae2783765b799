"""The words of a line chart, and where they find a place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from displayd.drawing.chart.end_labels import EndLabels, Parts, end_figure, end_labels, label_forms, part_of_end_labels
from displayd.drawing.chart.layout import LABEL_SPACE, MOST_RANK, ChartLayout, figure_sizes, headline
from displayd.drawing.chart.legend import Entry, Legend, cut_to_row, in_rows, legend, legend_forms, part_of_legend
from displayd.drawing.chart.plot import TEXT_ROW, Plot, least_height
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.scale import unit_suffix
from displayd.scene.operations import Color
from displayd.scene.theme import mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.widgets.line.events import event_row
from displayd.widgets.line.series import Band, Series, Side, newest
from displayd.widgets.line.spec import LineSpec
from displayd.widgets.line.stack import Stack
from displayd.widgets.line.zones import middle_of

__all__ = ["LineWords", "Told"]

# Labels at the ends of lines take no more than this share of the width, names alone a little more, one figure less.
WIDEST_LABELS, WIDEST_NAMES, WIDEST_FIGURE = 0.36, 0.42, 0.25

# A figure that needs more is at most so many labels large.
MODEST_FIGURE = 1.5

# In a tile in which nothing else has a place, the newest value takes this much.
WIDEST_ALONE = 0.7

# Where a chart is so many times wider than high, the figure of its line stands beside it, not above.
WIDE = 2.0

MOST_LEGEND_ROWS = 3

# Shares of its least height that a plot has where there would otherwise be no words, or no times.
LOWER, LOWEST = 0.65, 0.45

# What is said in words, and whether names may be cut: less and less.
WORDED: tuple[tuple[Parts, bool], ...] = (("all", False), ("all", True), ("names", False), ("names", True))


class Told(NamedTuple):
    """A line, or an amount to compare with, and what is said about it."""

    entry: Entry
    short: Entry
    """The same with the value in as few letters as it can be."""
    value: float
    """The amount that the words stand for."""
    side: Side
    between: tuple[Entry, ...] = ()
    """Forms shorter than `entry` and longer than `short`, the longest first."""


@dataclass(frozen=True)
class LineWords:
    """Names and newest values of the lines of a chart."""

    spec: LineSpec

    @cached_property
    def told(self) -> list[Told]:
        """The lines in the order of the document, then what they are compared with, and the total of a stack."""
        theme = self.spec.frame.theme
        told: list[Told] = []
        stacked = iter(zip(self.spec.stack.parts, self.spec.stack.middles, strict=True) if self.spec.stack else ())
        for line, color in zip(self.spec.lines, itertools.cycle(theme.series), strict=False):
            last = newest(line.points)
            value = last[1] if last else 0.0
            value, level = next(stacked, (value, value)) if line.axis == "left" else (value, value)
            one = self._tell(line.name, value, color, line.axis)._replace(value=level)
            is_filled = self.spec.shape_of(line) == "bars" or (self.spec.stack and line.axis == "left")
            told.append(self._with_statistics(line, _boxed(one) if is_filled else one))
        if self.spec.is_single and (said := self._statistics(self.spec.lines[0], self._beside_figure)):
            entry = Entry(said, "", theme.series[0], "line", is_quiet=True)
            counts = range(len(self._beside_figure) - 1, 0, -1)
            less = [
                entry._replace(name=self._statistics(self.spec.lines[0], self._beside_figure[:most])) for most in counts
            ]
            short = less[-1] if less else entry
            told.append(Told(entry, short, told[0].value, self.spec.lines[0].axis, tuple(less[:-1])))
        if self.spec.before and (now := self._before_now()) is not None:
            told.append(self._tell(self.spec.before.name, now, self.pale, "left", "line"))
        if self.spec.target is not None:
            told.append(self._tell(self.spec.limit_names["target"], self.spec.target, theme.text, "left", "dots"))
        for band, color in zip(self.spec.bands, self.band_colors, strict=False):
            entry = Entry(self.name_of(band), "", mixed(color, theme.card, 0.6), "box", is_quiet=True)
            told.append(Told(entry, entry, middle_of(band), "left"))
        if self.spec.stack:
            told.append(self._total(self.spec.stack))
        return told

    @property
    def _beside_figure(self) -> list[str]:
        """What is said of a single line besides its last value."""
        return [name for name in self.spec.statistics if name != "last"]

    def _with_statistics(self, line: Series, told: Told) -> Told:
        """`told` with what is to be said of `line`, for one of several; in short only the first of it."""
        names = self.spec.statistics
        if self.spec.is_single or list(names) == ["last"] or not names:
            return told
        texts = [told.entry.value if name == "last" else self._statistics(line, [name]) for name in names]
        long, *less = (
            told.entry._replace(value=" \N{MIDDLE DOT} ".join(texts[:most])) for most in range(len(texts), 0, -1)
        )
        return told._replace(entry=long, short=told.short._replace(value=texts[0]), between=tuple(less[:-1]))

    def _statistics(self, line: Series, names: Sequence[str]) -> str:
        """Some amounts of `line` in words, such as `max 31`."""
        words, unit = self.spec.frame.format, self.spec.ends[line.axis].unit
        decimals = self.spec.decimals if line.axis == "left" else None
        suffix = unit_suffix(unit) if line.axis == "left" and not self.spec.is_single else ""
        texts: list[str] = []
        for name in names:
            forms = figure_forms(self.spec.frame, self.spec.statistic(line, name), unit, decimals)
            value = forms[-1].text.removesuffix(suffix)
            match name:
                case "min":
                    texts.append(words.say_as("in a legend", "min {value}", value=value))
                case "max":
                    texts.append(words.say_as("in a legend", "max {value}", value=value))
                case _:
                    texts.append(words.say_as("in a legend", "mean {value}", value=value))
        return " \N{MIDDLE DOT} ".join(texts)

    def _total(self, stack: Stack) -> Told:
        """The sum of a stack, at its upper edge."""
        unit = self.spec.total_unit
        suffix = unit_suffix(unit) if self.spec.arrangement == "stacked" else ""
        forms = figure_forms(self.spec.frame, stack.total, unit, self.spec.decimals)
        long, short = (
            Entry(
                self.spec.frame.format.say_as("of a chart", "total"),
                forms[index].text.removesuffix(suffix),
                self.spec.frame.theme.text,
                "line",
            )
            for index in (0, -1)
        )
        return Told(long, short, stack.levels[-1][-1], "left")

    def _tell(self, name: str, value: float, color: Color, side: Side, chip: str = "") -> Told:
        unit = self.spec.ends[side].unit
        # The value of the only line says the unit, of several lines the axis does.
        suffix = unit_suffix(unit) if side == "left" and (not self.spec.is_single or chip) else ""
        decimals = self.spec.decimals if side == "left" else None
        if side == "left" and self.spec.stack and self.spec.arrangement == "share":
            decimals = 0
        forms = figure_forms(self.spec.frame, value, unit, decimals)
        if side == "right" and unit == self.spec.ends["left"].unit:
            name = f"{name} \N{RIGHTWARDS ARROW}"
        long, short = (
            Entry(
                name,
                forms[index].text.removesuffix(suffix),
                color,
                "dots" if chip == "dots" else "line",
                bool(chip),
            )
            for index in (0, -1)
        )
        return Told(long, short, value, side)

    def _before_now(self) -> float | None:
        """The value of the period before at the time of the newest point of this one."""
        assert self.spec.before is not None
        now = max(last[0] for line in self.spec.lines if (last := newest(line.points)))
        last = newest(self.spec.before.points, now + 1) or newest(self.spec.before.points)
        return last[1] if last else None

    @property
    def pale(self) -> Color:
        """Colour of the period before."""
        return mixed(self.spec.frame.theme.series[0], self.spec.frame.theme.card, 0.55)

    def name_of(self, band: Band) -> str:
        """What `band` is called."""
        return band.name or self.spec.frame.format.say_as("of a chart", "normal range")

    @property
    def band_colors(self) -> tuple[Color, Color]:
        """Of the first band and the second."""
        return self.spec.frame.theme.dim, self.spec.frame.theme.series[0]

    @property
    def _room(self) -> float:
        return self.spec.frame.area.width - LABEL_SPACE * self.spec.frame.unit

    def layouts(self) -> Iterator[ChartLayout]:
        """Ways to share the tile, the least important part left out first.

        The times, without which nobody knows what a line is of, are left out last.
        """
        row, margin = event_row(self.spec.frame), 12 * self.spec.frame.unit
        above = [row, 0.0] if self.spec.has_event_labels else [0.0]
        timed = [ChartLayout(None, None, self.spec.has_times, above=height, margin=margin) for height in above]
        bare = ChartLayout(None, None, has_texts=False, margin=margin)
        yield from self._with_all_words(timed)
        # Almost without height a line still goes up or down; without times nobody knows since when.
        yield from (_lower(one, LOWEST) for one in self._with_all_words(timed[-1:]))
        yield from self._with_all_words([bare])
        yield from (*timed, bare)

    def _with_all_words(self, bases: Sequence[ChartLayout]) -> Iterator[ChartLayout]:
        """`bases` with words, those with most of them first."""
        told = [one.entry for one in self.told]
        short = [one.short for one in self.told]
        steps = max(len(one.between) for one in self.told)
        between = [[one.between[step] if one.between else one.short for one in self.told] for step in range(steps)]
        for entries in (told, *between, short):
            for base in bases:
                yield from self._with_words(base, entries, "all", is_cut=False)
        if self.spec.is_single:
            yield from self._with_bare_figure(bases[-1], short)
            return
        # A total without its value says nothing.
        short = short[:-1] if self.spec.stack else short
        for parts, is_cut in WORDED[1:]:
            for base in bases:
                yield from self._with_words(base, short, parts, is_cut)
        # A plot a little lower, rather than lines that nobody can tell apart.
        for parts, is_cut in WORDED:
            yield from (_lower(one) for one in self._with_words(bases[-1], short, parts, is_cut))
        for base in bases:
            yield from self._with_some_names(base, short[: len(self.spec.lines)])

    def _with_words(self, base: ChartLayout, entries: list[Entry], parts: Parts, is_cut: bool) -> Iterator[ChartLayout]:
        """`base` with all the words, in the places that they can have."""
        count, base = len(self.spec.lines), base._replace(rank=MOST_RANK if parts == "all" else 2)
        room = self._room * (WIDEST_NAMES if parts == "names" else WIDEST_LABELS)
        if count == 1:
            yield from self._with_figure(base, entries)
        if self.spec.has_free_ends:
            # What is only compared with is seen without a word, if need be.
            for some in (entries, self._alone(entries)):
                if labels := self._end_labels(some, room, self._label_height(base), parts, is_cut):
                    yield base._replace(labels=labels)
        if count > 1 and parts != "values":
            for most, some in itertools.product(range(1, self._most_rows + 1), (entries, entries[:count])):
                if rows := self._legend(some, most, parts == "all", is_cut):
                    yield base._replace(head=rows)

    @property
    def _most_rows(self) -> int:
        """Of a legend: a row for each line where more is said of it than its last value."""
        return max(MOST_LEGEND_ROWS, len(self.told) if self._beside_figure else 0)

    def _alone(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those of the lines; of a single one without the name of its period, which is told beside another only."""
        some = list(entries[: len(self.spec.lines)])
        return [some[0]._replace(name="")] if self.spec.is_single and self.spec.before else some

    # The same words are tried with each plot that they may stand beside.

    def _end_labels(
        self, entries: Sequence[Entry], room: float, height: float, parts: Parts, is_cut: bool
    ) -> EndLabels | None:
        key = tuple(entries), room, parts, is_cut
        forms = self._known_labels.get(key)
        if forms is None:
            has_chips = not self.is_in_order
            forms = self._known_labels[key] = label_forms(self.spec.frame, entries, room, parts, is_cut, has_chips)
        return next((one for one in forms if one.width <= room and one.height <= height), None)

    def _legend(self, entries: Sequence[Entry], most_rows: int, has_values: bool, is_cut: bool) -> Legend | None:
        key = tuple(entries), has_values, is_cut
        forms = self._known_legends.get(key)
        if forms is None:
            # However many rows there are, names are cut to the width of one.
            cut = self._cut(key[0], has_values) if is_cut else None
            forms = self._known_legends[key] = legend_forms(self.spec.frame, entries, has_values, cut)
        return in_rows(forms, most_rows, self.spec.frame.small)

    def _cut(self, entries: tuple[Entry, ...], has_values: bool) -> list[Entry]:
        key = entries, has_values
        if key not in self._known_cuts:
            self._known_cuts[key] = cut_to_row(self.spec.frame, entries, has_values)
        return self._known_cuts[key]

    @cached_property
    def _known_labels(self) -> dict[tuple[tuple[Entry, ...], float, Parts, bool], tuple[EndLabels, EndLabels]]:
        return {}

    @cached_property
    def _known_cuts(self) -> dict[tuple[tuple[Entry, ...], bool], list[Entry]]:
        return {}

    @cached_property
    def _known_legends(self) -> dict[tuple[tuple[Entry, ...], bool, bool], list[Legend]]:
        return {}

    def _with_some_names(self, base: ChartLayout, entries: list[Entry]) -> Iterator[ChartLayout]:
        """`base` with the names of the first lines; where no two have room, with the values of all."""
        base = base._replace(rank=1)
        room, height = self._room * WIDEST_NAMES, self._label_height(base)
        if self.spec.has_free_ends:
            found = part_of_end_labels(self.spec.frame, entries, room, height, not self.is_in_order)
            if found is None and self.is_in_order:
                found = end_labels(self.spec.frame, entries, room, height, "values")
            if found:
                yield base._replace(labels=found)
        yield _lower(base._replace(head=part_of_legend(self.spec.frame, entries)))

    def _with_bare_figure(self, base: ChartLayout, entries: list[Entry]) -> Iterator[ChartLayout]:
        """`base` with nothing but the newest value, for tiles so small that the plot has to give way to it."""
        base = base._replace(rank=1)
        yield from (_lower(layout) for layout in self._with_figure(base, entries[:1]))
        room, height = self._room * WIDEST_ALONE, self._label_height(base)
        labels = end_labels(self.spec.frame, entries[:1], room, height, "values")
        if labels and self.spec.has_free_ends:
            yield base._replace(labels=labels)

    def _is_in_full(self, entries: Sequence[Entry]) -> bool:
        """True for `entries` of a single line with all that was asked for, of which there is a shorter form."""
        return bool(self._beside_figure) and entries[1:2] != [self.told[1].short]

    def _label_height(self, base: ChartLayout) -> float:
        """What the labels at the right may take, px."""
        top, bottom = self.label_room(base, base.plot(self.spec.frame))
        return bottom - top

    def label_room(self, layout: ChartLayout, field: Plot) -> tuple[float, float]:
        """Upper and lower end of the room for labels at the right, px: below the words of events, above the times."""
        half_text = self.spec.frame.small * CAP_HEIGHT / 2
        return field.top - half_text if layout.above else self.spec.frame.area.y, field.bottom + half_text

    def _with_figure(self, base: ChartLayout, entries: list[Entry]) -> Iterator[ChartLayout]:
        """`base` with the newest value of the only line, large: beside it in a wide chart, else above."""
        frame, line, only = self.spec.frame, self.spec.lines[0], self.told[0]
        forms = figure_forms(
            frame, only.value, self.spec.ends[line.axis].unit, self.spec.decimals if line.axis == "left" else None
        )
        quantity = forms[0 if entries[0] == only.entry else -1]
        has_name = line.name and (len(entries) > 1 or self.spec.before is None)
        notes = [Entry(line.name, "", only.entry.color, "line")] if has_name else []
        notes += entries[1:]
        if self.spec.has_free_ends and frame.area.width >= WIDE * frame.area.height:
            height = self._label_height(base)
            for share, size in itertools.product((WIDEST_FIGURE, WIDEST_LABELS), figure_sizes(frame)):
                if share == WIDEST_LABELS and size > MODEST_FIGURE * frame.label:
                    continue
                labels = end_figure(frame, quantity, size, notes, self._room * share, height)
                # A band without a name is a grey area, and what was asked for is told.
                has_all = not (self.spec.bands or self._beside_figure) or (labels and len(labels.labels) > len(notes))
                if labels and has_all:
                    yield base._replace(labels=labels)
        for size in figure_sizes(frame):
            head = headline(frame, quantity, size, notes)
            if head and (head.notes or not self._is_in_full(entries)):
                yield base._replace(head=head)

    @cached_property
    def is_in_order(self) -> bool:
        """True when the lines end from top to bottom in the order of the document: their names can stand there.

        Names that changed places with the lines could not be learned; then they stand as a legend does.
        """
        if self.spec.stack:
            # Areas never change places.
            return True
        sides: tuple[Side, Side] = ("left", "right")
        scales = {side: self.spec.scale(side, 2) for side in sides}
        heights = [scales[one.side].share(one.value) for one in self.told[: len(self.spec.lines)]]
        return all(upper >= lower for upper, lower in itertools.pairwise(heights))

    def wanted_height(self) -> float:
        """The least height, px, at which the plot is high enough with every word in its place."""
        frame = self.spec.frame
        above = event_row(frame) if self.spec.has_event_labels else frame.small * CAP_HEIGHT / 2
        around = frame.small * TEXT_ROW + above
        others = [one.entry for one in self.told]
        labels = end_labels(frame, others, self._room * WIDEST_LABELS, 1e9) if self.spec.has_free_ends else None
        if labels:
            return max(least_height(frame) + around, labels.height + frame.small * TEXT_ROW)
        rows = legend(frame, others, MOST_LEGEND_ROWS) if not self.spec.is_single else None
        head = rows.height if rows else frame.label
        return least_height(frame) + around + head + frame.gap


def _boxed(told: Told) -> Told:
    """`told` of an area or of bars."""
    return told._replace(entry=told.entry._replace(chip="box"), short=told.short._replace(chip="box"))


def _lower(layout: ChartLayout, needs: float = LOWER) -> ChartLayout:
    """`layout` where a lower plot is enough."""
    return layout._replace(needs=needs)
