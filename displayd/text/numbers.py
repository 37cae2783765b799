"""Figures as text: scaled, rounded to what one reads at a glance, with the unit around them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from displayd.text.digits import MINUS, decimals_of, exact, grouped, power_of_ten, rounded
from displayd.text.direction import RIGHT_TO_LEFT_MARK, is_right_to_left, isolated
from displayd.text.locales import Locale
from displayd.text.unit import SPACE, Step, Unit
from displayd.text.units import WITHOUT_CENTS, YEAR, unit_of

__all__ = ["NOTHING", "Quantity", "change_text", "column_of", "quantity_of", "tick_texts"]

NOTHING = "–"

# Counts stay whole below this: 1,284 is as quickly read as 1.28k, and truer.
_ABBREVIATED_FROM = Decimal(10_000)

# What is longer than five digits on its largest step, and what has four zeros after the mark, is only said to be more,
# or less, than the last figure that can be read from a seat: nobody reads a power of ten on an office wall.
_LARGEST = Decimal(99_999)
_SMALLEST = Decimal("1e-4")

# Percentages beyond these say no more than "many times as much".
_LARGEST_PERCENT = Decimal(9_999)
_LARGEST_CHANGE = Decimal(999)

# Digits after the mark of a tick, at most.
_TICK_DIGITS = 12

# Whoever counts in days says "600 days" and "3 years".
_YEARS_FROM = 2

# Next to nothing before is as good as nothing before: nobody reads a percentage of this size.
_MOST_PERCENT = Decimal(10**9)

# More than a number has that came as a float.
_ALL_DIGITS = 20

_MINUTE, _DAY = 60, 86400

# A percentage between this and 100 is neither worth its digits nor to be shown as 100.
_NEARLY_ALL = Decimal("99.9999")

# Of a number that came as a float, so much may be wrong.
_FLOAT_SLACK = Decimal("1e-12")

_ONE = Step("", Decimal(1))

# Figures under each other are on one scale while none is more than so many times another.
_IN_COLUMNS, _NEAR, _MOST_COLUMN_DECIMALS = ("count", "money", "percent", "scaled", "plain"), 100, 2

# What is written alone as it is among others.
_ONE_BY_ONE = ("words", "duration", "clock", "stopwatch", "hexadecimal", "power")


class Quantity(NamedTuple):
    """A figure in parts, so that a widget can set what is around the number smaller."""

    prefix: str
    """A currency sign and the like, with its space; mostly empty. Before it `>` or `<`, where `number` is a bound."""
    number: str
    """For example `48.3`, with the locale's marks and U+2212 for minus; U+2013 alone when there is no value."""
    suffix: str
    """For example `k`, `%` or ` ms`, with its space."""

    @property
    def text(self) -> str:
        """All in one line; the minus goes before a currency sign, and on the left of the digits in every script."""
        number = f"{self.lead}{self.digits}"
        return f"{isolated(number) if self.lead and is_right_to_left(self.suffix) else number}{self.suffix}"

    @property
    def lead(self) -> str:
        """What stands before the digits: bound, minus and currency sign, in this order."""
        bound = self.prefix[:1] if self.prefix.startswith((">", "<")) else ""
        return f"{bound}{MINUS if self.is_negative else ''}{self.prefix.removeprefix(bound)}"

    @property
    def digits(self) -> str:
        """`number` without its minus."""
        return self.number.removeprefix(MINUS)

    @property
    def is_negative(self) -> bool:
        """True with a minus."""
        return self.number.startswith(MINUS)


def quantity_of(value: float | None, unit_name: str, decimals: int | None, locale: Locale) -> Quantity:
    """`value` in a unit; see `formatter.Formatter.quantity`."""
    if value is None or not math.isfinite(value):
        return Quantity("", NOTHING, "")
    unit = unit_of(unit_name)
    if unit.kind == "words":
        return Quantity("", unit.words[value != 0], "")
    number = exact(value) * unit.times
    if unit.kind == "clock" or (unit.kind == "stopwatch" and abs(number) >= _MINUTE):
        return Quantity("", _clock(number, unit, locale), "")
    if unit.kind == "hexadecimal":
        return Quantity(unit.prefix, _hexadecimal(number), "")
    if unit.kind == "power":
        return _power(number, decimals, locale)
    if unit.is_exact:
        decimals = max(0, decimals_of(number, _ALL_DIGITS))
    if unit.kind == "duration" and 1 <= abs(number) < _YEARS_FROM * YEAR:
        return Quantity("", _duration(number, locale), "")
    if unit.kind == "percent" and decimals is None and _NEARLY_ALL < abs(number) < 100:
        number = _NEARLY_ALL.copy_sign(number)
    step, places, largest = *_fitting(number, unit, locale, decimals), _LARGEST
    if unit.kind == "percent" and abs(number) >= _ABBREVIATED_FROM:
        step, places, largest = _ONE, 0, _LARGEST_PERCENT
    scaled = number / step.factor
    if unit.kind != "plain" and abs(rounded(scaled, places)) > largest:
        return _bounded(largest.copy_sign(number), ">" if number > 0 else "<", 0, step, unit, locale)
    if decimals is None and 0 < abs(scaled) < _SMALLEST:
        return _bounded(_SMALLEST.copy_sign(number), "<" if number > 0 else ">", 4, step, unit, locale)
    return _dressed(scaled, places if number else 0, step, unit, locale)


def _bounded(scaled: Decimal, bound: str, places: int, step: Step, unit: Unit, locale: Locale) -> Quantity:
    """`scaled` as what a figure is more (`>`) or less (`<`) than."""
    quantity = _dressed(scaled, places, step, unit, locale)
    return quantity._replace(prefix=bound + quantity.prefix)


def column_of(values: Sequence[float | None], unit_name: str, decimals: int | None, locale: Locale) -> list[Quantity]:
    """Figures that stand under each other; see `formatter.Formatter.column`."""
    alone = [quantity_of(value, unit_name, decimals, locale) for value in values]
    unit = unit_of(unit_name)
    if unit.kind not in _IN_COLUMNS or any(one.prefix.startswith((">", "<")) for one in alone):
        return alone
    numbers = [exact(value) * unit.times for value in values if value is not None and math.isfinite(value)]
    known = [number for number in numbers if number]
    sizes = [_fitting(number, unit, locale, decimals) for number in known]
    step = max((size[0] for size in sizes), key=lambda one: one.factor, default=_ONE)
    is_near = unit.kind in ("count", "money") and bool(known) and max(map(abs, known)) <= _NEAR * min(map(abs, known))
    if not is_near and any(size[0] != step for size in sizes):
        return alone
    most = max((_places(number / step.factor, step, unit) for number in known), default=0)
    places = min(most, _MOST_COLUMN_DECIMALS) if decimals is None else decimals
    if any(rounded(number / step.factor, places) == 0 for number in known):
        return alone
    return [
        one if not value or one.number == NOTHING
        else _dressed(exact(value) * unit.times / step.factor, places, step, unit, locale)
        for value, one in zip(values, alone, strict=True)
    ]  # fmt: skip


def tick_texts(values: Sequence[float], unit_name: str, locale: Locale) -> list[str]:
    """The ticks of an axis; see `formatter.Formatter.ticks`."""
    unit = unit_of(unit_name)
    numbers = [exact(value) * unit.times for value in values]
    largest = max((abs(number) for number in numbers), default=Decimal(0))
    even = _even_step(numbers, largest, unit)
    step = even or _fitting(largest, unit, locale, None)[0]
    if unit.kind in _ONE_BY_ONE or unit.is_exact:
        return [quantity_of(value, unit_name, None, locale).text for value in values]
    scaled = [number / step.factor for number in numbers]
    places = 0 if even else _tick_decimals(scaled, largest / step.factor)
    return [_dressed(number, places, step, unit, locale).text for number in scaled]


def _even_step(numbers: Sequence[Decimal], largest: Decimal, unit: Unit) -> Step | None:
    """The largest step of time of which all `numbers` are whole: 0, 30, 60, 90 s rather than 0.5 and 1.5 min."""
    is_time = bool(unit.steps) and unit.steps[0].symbol == "ns"
    even = [one for one in unit.steps if is_time and one.factor <= largest and _are_whole(numbers, one.factor)]
    return even[-1] if even else None


def _tick_decimals(scaled: Sequence[Decimal], largest: Decimal) -> int:
    """As many decimals as tell neighbours apart, and no more than the ticks have."""
    gaps = [abs(after - before) for before, after in itertools.pairwise(scaled) if after != before]
    enough = decimals_of(min(gaps, default=largest))
    most = max((decimals_of(number, _TICK_DIGITS) for number in scaled), default=0)
    return min(enough, most, _TICK_DIGITS)


def _are_whole(numbers: Sequence[Decimal], factor: Decimal) -> bool:
    """True when all `numbers` are multiples of `factor`, but for what a float cannot hold of a third of a day."""
    shares = [number / factor for number in numbers]
    return all(abs(share - share.to_integral_value()) <= abs(share) * _FLOAT_SLACK for share in shares)


def change_text(
    value: float | None,
    previous: float | None,
    unit_name: str,
    decimals: int | None,
    locale: Locale,
    percentage_points: Callable[[str], str] = lambda _: "points",
    is_in_unit: bool = False,
) -> str:
    """How much more or less `value` is than `previous`; see `formatter.Formatter.change`.

    Args:
        percentage_points: what stands behind so many of them, from their digits.
    """
    if value is None or previous is None or not math.isfinite(value) or not math.isfinite(previous):
        return ""
    unit = unit_of(unit_name)
    if unit.kind == "words":
        return "" if value == previous else quantity_of(value, unit_name, None, locale).text
    difference = exact(value) - exact(previous)
    if unit.kind == "moment":
        return _signed_quantity(quantity_of(float(difference), "dtdurationms", None, locale))
    if unit.kind == "percent":
        return _change(difference * unit.times, ("", ""), locale, percentage_points)
    share = difference / abs(exact(previous)) * 100 if previous and not is_in_unit else _MOST_PERCENT
    if abs(share) >= _MOST_PERCENT:
        return _signed_quantity(quantity_of(float(difference), unit_name, decimals, locale))
    return _change(share, locale.percent, locale)


def _change(
    amount: Decimal, around: tuple[str, str], locale: Locale, unit_of_digits: Callable[[str], str] | None = None
) -> str:
    """`amount` with its sign between the words `around` it; what is beyond all comparison as more than the most.

    Args:
        unit_of_digits: the word behind the amount, where its digits decide that.
    """
    places, bound = _change_decimals(amount), ""
    if abs(rounded(amount, places)) > _LARGEST_CHANGE:
        amount, places, bound = _LARGEST_CHANGE.copy_sign(amount), 0, ">" if amount > 0 else "<"
    digits = grouped(amount, places, locale)
    if unit_of_digits is not None:
        around = "", f"{SPACE}{unit_of_digits(digits.removeprefix(MINUS))}"
    sign = MINUS if digits.startswith(MINUS) else ""
    number = bound + _signed(f"{sign}{around[0]}{digits.removeprefix(MINUS)}")
    return f"{isolated(number) if is_right_to_left(around[1]) else number}{around[1]}"


def _fitting(number: Decimal, unit: Unit, locale: Locale, decimals: int | None) -> tuple[Step, int]:
    """The step on which `number` is neither long nor below 1 once it is rounded, and its decimals there."""
    if unit.kind == "plain":
        return _ONE, _places(number, _ONE, unit) if decimals is None else decimals
    steps = unit.steps or (_ONE, *(Step(symbol, Decimal(10) ** power) for power, symbol in locale.compact))
    if not number:
        own = unit.times if unit.kind == "scaled" else 1
        return [step for step in steps if step.factor <= own][-1], decimals or 0
    index = 0
    while True:
        step = steps[index]
        places = _places(number / step.factor, step, unit) if decimals is None else decimals
        if index + 1 == len(steps):
            return step, places
        following = steps[index + 1].factor * (_YEARS_FROM if steps[index + 1].factor == YEAR else 1)
        shown = abs(rounded(number / step.factor, places)) * step.factor
        if max(shown, abs(number)) < (following if unit.steps else max(following, _ABBREVIATED_FROM)):
            return step, places
        index += 1


def _places(scaled: Decimal, step: Step, unit: Unit) -> int:
    """Decimals for three significant digits, but cents for small money, and enough not to show 99.98% as 100%."""
    places = decimals_of(scaled)
    if step.factor == 1:
        size = abs(scaled)
        if unit.kind == "percent" and 90 < size < 100:
            return max(places, min(4, -(100 - size).adjusted()))
        has_cents = unit.kind == "money" and unit.code not in WITHOUT_CENTS
        if has_cents and places and Decimal("0.1") <= size < 100:
            return 2
    return places


def _dressed(scaled: Decimal, places: int, step: Step, unit: Unit, locale: Locale) -> Quantity:
    """`scaled` as text with what stands before and after it."""
    number = grouped(scaled, places, locale, unit.is_grouped)
    if unit.steps:
        before, after = _around_steps(scaled, places, step, locale)
        return Quantity(before, number, after)
    # A zero on an axis of thousands is no thousand.
    amount = step.symbol if scaled else ""
    before, after = unit.prefix, unit.suffix
    if unit.kind == "percent":
        before, after = locale.percent
    elif unit.kind == "money":
        symbol = locale.symbols.get(unit.code, unit.code)
        if is_right_to_left(locale.weekdays[0]):
            # Source: the patterns of CLDR for Arabic and Hebrew, which have this mark before the sign.
            symbol = RIGHT_TO_LEFT_MARK + symbol
        before, after = (part.replace("¤", symbol) for part in locale.currency)
        if before and before[-1].isalpha():
            before += "\N{NO-BREAK SPACE}"
    return Quantity(before, number, amount + after)


def _around_steps(scaled: Decimal, places: int, step: Step, locale: Locale) -> tuple[str, str]:
    counted = {("d", Decimal(_DAY)): locale.day_pattern, ("y", YEAR): locale.year_pattern}.get(step)
    if counted is None:
        return "", f"{SPACE}{locale.units.get(step.symbol, step.symbol)}"
    pattern = counted(None if places else abs(int(rounded(scaled, 0))))
    before, _, after = (pattern if "{}" in pattern else counted(None)).partition("{}")
    return before, after


def _clock(seconds: Decimal, unit: Unit, locale: Locale) -> str:
    """`seconds` as a running clock; Grafana's dthms counts hours beyond a day, its dtdhms puts days before."""
    sign = MINUS if seconds <= -1 else ""
    whole = int(abs(seconds))
    days, rest = divmod(whole, _DAY) if unit.steps and unit.kind == "clock" else (0, whole)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{sign}{_part(Decimal(days), 'd', locale)} {clock}" if days else f"{sign}{clock}"


def _hexadecimal(number: Decimal) -> str:
    whole = int(rounded(number, 0))
    return f"{MINUS if whole < 0 else ''}{abs(whole):X}"


def _power(number: Decimal, decimals: int | None, locale: Locale) -> Quantity:
    """`number` from 1 to 10 with its power of ten, for whoever asks for that and nothing else."""
    if not number:
        return Quantity("", grouped(number, decimals or 0, locale), "")
    scaled, power = power_of_ten(number) if decimals is None else power_of_ten(number, decimals)
    places = decimals_of(scaled) if decimals is None else decimals
    return Quantity("", grouped(scaled, places, locale), "" if power == "×10⁰" else power)


def _duration(seconds: Decimal, locale: Locale) -> str:
    """`seconds` in their largest part and the one below: `2 d 3 h`, `4 min 10 s`."""
    sign = MINUS if seconds < 0 else ""
    whole = int(abs(seconds))
    parts = [(whole // 86400, "d"), (whole // 3600 % 24, "h"), (whole // 60 % 60, "min"), (whole % 60, "s")]
    first = next(index for index, (count, _) in enumerate(parts) if count)
    return sign + " ".join(_part(Decimal(count), symbol, locale) for count, symbol in parts[first : first + 2] if count)


def _part(count: Decimal, symbol: str, locale: Locale, decimals: int = 0) -> str:
    return f"{grouped(count, decimals, locale)}{SPACE}{locale.units.get(symbol, symbol)}"


def _change_decimals(number: Decimal) -> int:
    """Decimals of a change: one, none from 100 on, up to three while there would be nothing but zeros."""
    size = abs(number)
    if size >= 100:
        return 0
    places = min(3, decimals_of(number, 1)) if size < Decimal("0.1") else min(1, decimals_of(number))
    return places if rounded(number, places) else 0


def _signed(text: str) -> str:
    """`text` with a plus where it is more than zero, behind a bound."""
    if text.startswith((">", "<")):
        return text[0] + _signed(text[1:])
    is_plain = text.startswith(MINUS) or not any(digit in text for digit in "123456789")
    return text if is_plain else f"+{text}"


def _signed_quantity(quantity: Quantity) -> str:
    """`quantity` in one line with its sign, which stays with the digits beside words from the right."""
    if not is_right_to_left(quantity.suffix):
        return _signed(quantity.text)
    number = f"{quantity.lead}{quantity.digits}"
    signed = _signed(number)
    return quantity.text if signed == number else f"{isolated(signed)}{quantity.suffix}"
