"""How a locale writes numbers, money, dates and times: the part of CLDR that a dashboard needs.

Babel knows all of it, at 8 MB and 25 ms on the device. `locales.json` beside this file is an extract that
`tests/fixtures/make_locales.py` writes and `tests/text/test_locales.py` holds against Babel. Digits are Latin in every
locale: all these locales know them, and a wall of figures in two scripts would be read as two kinds of figures.

Source: Unicode CLDR (Unicode License v3), https://cldr.unicode.org
"""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

__all__ = ["LOCALE_PATTERN", "Locale", "locale_names", "locale_of"]

LOCALE_PATTERN = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"
"""Form of the name of a locale, wherever one is written: `de`, `de-AT`, `zh_TW`."""

_TABLE = pathlib.Path(__file__).with_name("locales.json")


class Locale(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one locale does differently. The defaults are English; spaces are no-break spaces."""

    decimal: str = "."
    group: str = ","
    minimum_grouping: int = 1
    """How many digits must stand before the first group mark: 2 leaves 1284 without one."""
    secondary_group: int = 3
    """Digits in the groups after the first: 2 in India (12,34,567)."""

    percent: tuple[str, str] = ("", "%")
    """What stands before and after a percentage."""
    currency: tuple[str, str] = ("¤", "")
    """What stands before and after an amount of money, with `¤` for the symbol."""
    symbols: dict[str, str] = {}
    """Symbols of the common currencies by ISO code; the code itself where there is none."""
    compact: tuple[tuple[int, str], ...] = ((3, "k"), (6, "M"), (9, "B"), (12, "T"))
    """Power of ten and what is written after a number counted in it, rising."""

    time: str = "{H:02}:{M:02}"
    """`str.format` pattern: H hour of 24, h hour of 12, M minute, S second, a half of the day."""
    time_seconds: str = "{H:02}:{M:02}:{S:02}"
    halves: tuple[str, str] = ("am", "pm")
    """Names of the halves of the day, for clocks of 12 hours."""

    date_long: str = "{W} {d} {M}"
    """`str.format` pattern: W weekday, w weekday in short, d day, M month, m month in short, n its number."""
    date_short: str = "{w} {d} {m}"
    day_month: str = "{d} {m}"
    weekdays: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    weekdays_short: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months: tuple[str, ...] = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip
    """As they stand beside a day, which in many languages is the genitive."""
    months_short: tuple[str, ...] = (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    )  # fmt: skip

    units: dict[str, str] = {}
    """Symbols of ns, µs, ms, s, min, h, d where the locale does not write the international ones."""
    days: tuple[str, ...] = ("{} day", "{} days")
    """Patterns for a number of days, one for each plural form, the one for fractions last."""
    plural: str = ""
    """The form (a digit) for 0 to 99, then for 100 to 199; empty when only 1 is different from the rest."""

    years: tuple[str, ...] = ("{} year", "{} years")
    """As `days`, for a number of years."""
    years_plural: str = ""

    def day_pattern(self, days: int | None) -> str:
        """The pattern for a number of days, `{}` for the number; None for a fraction.

        Some locales have a word for two days: then there is no `{}`.
        """
        return _pattern(self.days, self.plural, days)

    def year_pattern(self, years: int | None) -> str:
        """As `day_pattern`, for a number of years."""
        return _pattern(self.years, self.years_plural, years)


def _pattern(forms: tuple[str, ...], plural: str, count: int | None) -> str:
    if count is None or len(forms) == 1:
        return forms[-1]
    if plural:
        return forms[int(plural[count if count < 100 else 100 + count % 100])]
    return forms[0 if count == 1 else -1]


@functools.lru_cache(maxsize=4)
def locale_of(name: str) -> Locale:
    """The locale called `name` (`de-AT`, `de_AT`), or its language, or else English with 24 hours and no country.

    Only the lines asked for are parsed and kept; the table has one locale a line.
    """
    words = name.replace("_", "-").lower().split("-")
    for length in range(len(words), 0, -1):
        fields = _fields("-".join(words[:length]))
        if fields is not None:
            return msgspec.convert(fields, Locale)
    return Locale()


def locale_names() -> tuple[str, ...]:
    """The locales in the table."""
    with _TABLE.open(encoding="utf-8") as table:
        return tuple(line.split('"')[1] for line in table if line.startswith('"'))


def _fields(name: str) -> Mapping[str, object] | None:
    """The fields of the table's line `name` (in any case), with those of the locale that it is like underneath."""
    start = f'"{name}":'
    with _TABLE.open(encoding="utf-8") as table:
        line = next((line for line in table if line[: len(start)].lower() == start), None)
    if line is None:
        return None
    fields: dict[str, object] = msgspec.json.decode(line[len(start) :].rstrip().rstrip(","))
    parent = fields.pop("like", None)
    if isinstance(parent, str):
        return {**(_fields(parent.lower()) or {}), **fields}
    return fields
