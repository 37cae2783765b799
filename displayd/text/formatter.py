"""Figures and moments as text for the people of one place, short enough to be read from across the room."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from displayd.text import dates, numbers
from displayd.text.language import ENGLISH, Language, language_of
from displayd.text.locales import Locale, locale_of
from displayd.text.moments import Present, figure_as_moment
from displayd.text.numbers import NOTHING, Quantity
from displayd.text.time_zones import time_zone
from displayd.text.unit import Unit
from displayd.text.units import UNITS, unit_of

__all__ = ["Formatter"]


@dataclass(frozen=True)
class Formatter:
    """Writes figures and moments by locale and time zone. Equal ones write alike."""

    locale: str = "en-GB"
    """For example `de-AT`; see `locales.locale_of` for one that is not in the table."""
    timezone: str = "UTC"
    """An IANA name such as `Europe/London`."""
    present: Present | None = field(default=None, compare=False)
    """Now, for figures that say how long ago something was; see `at`."""

    def at(self, present: Present | None) -> Formatter:
        """The same formatter, for what is read at one moment alone."""
        return replace(self, present=present)

    def quantity(self, value: float | None, unit: str = "short", decimals: int | None = None) -> Quantity:
        """`value` in `unit`, scaled and rounded to what one reads at a glance; the same wherever it stands.

        Args:
            unit: a name from `UNITS`, `currencyXXX` or one of `custom_units`; others are taken as `short`.
            decimals: digits after the decimal mark; None for as many as make three significant digits, fewer when
                the value has no more (48, 48.3k, 0.5).
        """
        how = unit_of(unit)
        if word := how.word_for(value):
            return Quantity("", word, "")
        if how.kind == "moment":
            return Quantity("", self._moment(value, how), "")
        quantity = numbers.quantity_of(value, unit, decimals, self._locale)
        return quantity if how.kind != "words" else quantity._replace(number=self._in_words(unit, quantity.number))

    def text(self, value: float | None, unit: str = "short", decimals: int | None = None) -> str:
        """`quantity` in one line."""
        return self.quantity(value, unit, decimals).text

    def column(
        self, values: Sequence[float | None], unit: str = "short", decimals: int | None = None
    ) -> list[Quantity]:
        """Figures that stand under each other: on one scale and with equally many decimals, so that these align.

        Where they are too far apart for one scale, and where their unit has none, each is as `quantity` has it.
        """
        how = unit_of(unit)
        if how.kind == "moment":
            return [self.quantity(value, unit, decimals) for value in values]
        if how.named:
            words = [how.word_for(value) for value in values]
            figures = [None if word else value for word, value in zip(words, values, strict=True)]
            column = numbers.column_of(figures, unit, decimals, self._locale)
            return [Quantity("", word, "") if word else one for word, one in zip(words, column, strict=True)]
        return numbers.column_of(values, unit, decimals, self._locale)

    def ticks(self, values: Sequence[float], unit: str = "short") -> list[str]:
        """The ticks of an axis, all on one scale and with as many decimals as the most demanding of them needs."""
        how = unit_of(unit)
        if how.kind == "moment":
            texts = [self._moment(value, how) for value in values]
        else:
            texts = numbers.tick_texts(values, unit, self._locale)
        # A word for a stretch would stand at each of its ticks.
        return [how.word_at(value) or text for value, text in zip(values, texts, strict=True)]

    def _moment(self, value: float | None, how: Unit) -> str:
        """`value`, a figure in a unit of moments."""
        return figure_as_moment(value, how, time_zone(self.timezone), self._locale, self.present) or NOTHING

    def change(
        self,
        value: float | None,
        previous: float | None,
        unit: str = "short",
        decimals: int | None = None,
        is_in_unit: bool = False,
    ) -> str:
        """How much more or less `value` is than `previous`, with its sign; no sign when nothing is to be seen of it.

        In percent of `previous`; in points for percentages; as a length of time for moments; in
        `unit` when `previous` is 0, or when that is wanted. Empty when one of the two is missing, or has a word of its
        own (`words:`), which says it already.

        Args:
            decimals: for a change in `unit`; the other two choose by size.
            is_in_unit: True for the difference itself, as scores have it.
        """
        how = unit_of(unit)
        if value is not None and previous is not None and (how.word_for(value) or how.word_for(previous)):
            return ""
        text = numbers.change_text(value, previous, unit, decimals, self._locale, self.points, is_in_unit)
        return self._in_words(unit, text) if text and how.kind == "words" else text

    def points(self, digits: str) -> str:
        """What percentages differ in, behind an amount that is written in `digits`: `1` point, `1.4` points."""
        # Broken numbers are several: languages that say otherwise have one word for all, or an abbreviation.
        count = int(digits) if digits.isdecimal() else 2
        return self.say_count_as("percentage points", "point", "points", count)

    def percent(self, ratio: float | None, decimals: int | None = None) -> str:
        """`ratio` as a percentage: 0.5 is `50%`."""
        return self.text(ratio, "percentunit", decimals)

    def time(self, unix_time: float, with_seconds: bool = False) -> str:
        """The time of day, in 12 or 24 hours as the locale has it."""
        return dates.clock_text(self._local(unix_time), self._locale, with_seconds)

    def date(self, unix_time: float, style: Literal["short", "long"] = "long") -> str:
        """The day: `Saturday 21 November` or `Sat 21 Nov`."""
        return dates.date_text(self._local(unix_time), self._locale, style)

    def weekdays(self) -> tuple[str, ...]:
        """The days of the week in short, Monday first."""
        return self._locale.weekdays_short

    def months(self) -> tuple[str, ...]:
        """The months in short, January first."""
        return self._locale.months_short

    def day(self, unix_time: float, now: float) -> str:
        """The day of something, past or to come: `21 Nov`, and `2024-11-21` from eleven months away on."""
        return dates.day_text(self._local(unix_time).date(), self._local(now).date(), self._locale)

    def month(self, unix_time: float) -> str:
        """The month of something long ago: `Nov 2025`, and `2025-11` where months have numbers."""
        return dates.month_text(self._local(unix_time).date(), self._locale)

    def moment(self, unix_time: float, now: float) -> str:
        """When something was: `14:07` today, `Fri 14:07` in the last week, `21 Nov` before that."""
        return dates.moment_text(self._local(unix_time), self._local(now), self._locale)

    def coming(self, unix_time: float, now: float) -> str:
        """When something will be: `14:07` today, `Mon 14:07` in the week that comes, `Mon 30 Nov` after it."""
        return dates.coming_text(self._local(unix_time), self._local(now), self._locale)

    def weekday(self, unix_time: float) -> str:
        """The short name of the day of the week: `Mon`."""
        return self._locale.weekdays_short[self._local(unix_time).weekday()]

    def days_until(self, unix_time: float, now: float) -> int:
        """How many midnights are between `now` and something, less than 0 for what was on a day before."""
        return (self._local(unix_time).date() - self._local(now).date()).days

    def midnight_after(self, unix_time: float) -> float:
        """Unix time at which the day of `unix_time` is over."""
        zone = time_zone(self.timezone)
        tomorrow = self._local(unix_time).date() + datetime.timedelta(days=1)
        return datetime.datetime.combine(tomorrow, datetime.time(), zone).timestamp()

    def age(self, seconds: float) -> str:
        """How old something is, never rounded up: `12 s`, `5 min`, `3 h`, `2 days`."""
        return dates.age_text(seconds, self._locale)

    def span(self, seconds: float) -> str:
        """How long something is, in round numbers: `15 min`, `24 h`, `90 days`, `1 year`."""
        return dates.span_text(seconds, self._locale)

    def say(self, text: str, /, **places: object) -> str:
        """What the product itself says, in the language of the locale: `text` is its English, with `{name}` to fill.

        For example `say("as of {moment}", moment=...)`. `text` stands in the code as it is, for the catalogue to be
        found: see `language`.
        """
        return self._language.say(text, **places)

    def say_as(self, context: str, text: str, /, **places: object) -> str:
        """The same for an English word with several meanings: `context` says which, in a word."""
        return self._language.say_as(context, text, **places)

    def say_count(self, one: str, many: str, count: int, /, **places: object) -> str:
        """The same for `count` things: `say_count("{count} row", "{count} rows", 3)`."""
        return self._language.say_count(one, many, count, **places)

    def say_count_as(self, context: str, one: str, many: str, count: int, /, **places: object) -> str:
        """The same for `count` things and words with several meanings."""
        return self._language.say_count_as(context, one, many, count, **places)

    @property
    def is_english(self) -> bool:
        """True where `say` says what stands in the code, as for a language without a catalogue."""
        return self._language is ENGLISH

    def _in_words(self, unit: str, text: str) -> str:
        """`text`, a word of `unit`, in the language of the locale if it is ours and not the document's."""
        return self.say_as("a claim", text) if unit in UNITS else text

    @property
    def _language(self) -> Language:
        return language_of(self.locale)

    @property
    def _locale(self) -> Locale:
        return locale_of(self.locale)

    def _local(self, unix_time: float) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(unix_time, time_zone(self.timezone))
