"""Writes `displayd/text/locales.json` from Babel's CLDR data: `python -m tests.make_locales`.

Run it after an upgrade of Babel when `test_locales.py` says that the table is behind, and read the difference. The
file is one JSON object with one locale a line, so that the device parses the line it wants and nothing else.
"""

from __future__ import annotations

import json
import pathlib
import re
import unicodedata
from typing import Any

from babel import Locale as BabelLocale
from msgspec.structs import fields

from displayd.text.locales import Locale

TABLE = pathlib.Path(__file__).parent.parent / "displayd" / "text" / "locales.json"

LANGUAGES = """
    af ar az be bg bn bs ca cs cy da de el en es et eu fi fil fo fr ga gd gl he hi hr hu hy id is it ja ka kk ko lb lt
    lv mk ms mt nb nl nn pl pt ro ru sk sl sq sr sv sw ta te th tr uk vi zh
"""

VARIANTS = """
    de-AT de-CH de-LI en-AU en-CA en-GB en-HK en-IE en-IN en-NZ en-SG en-US en-ZA es-419 es-AR es-MX es-US
    fr-BE fr-CA fr-CH fr-LU it-CH nl-BE pt-PT sr-Latn sv-FI zh-Hant zh-HK
"""

# Names that are in use and mean another line.
ALIASES = {"no": "nb", "zh-MO": "zh-HK", "zh-TW": "zh-Hant"}

# Parents that are not the language.
LIKE = {"es-AR": "es-419", "es-MX": "es-419", "es-US": "es-419", "zh-HK": "zh-Hant"}

# CLDR's minimumGroupingDigits is 2 here, which Babel leaves out; ICU 78 (CLDR 48) writes 1284 without a mark.
GROUPED_FROM_FIVE_DIGITS = "be bg es et hu hy it it-CH ka lv pl pt-PT sl sq"

CURRENCIES = """
    AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR ISK JPY KRW MXN MYR NOK NZD PHP PLN RON
    RSD RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR
"""

# A thousand, a million ... must stay short beside a figure; longer ones are left to k, M, B and T.
MAX_COMPACT = 6

# What a number of days may be called before the abbreviation is better.
MAX_DAYS = 7

RIGHT_TO_LEFT = {"ar", "fa", "he"}


def locale_fields(name: str) -> dict[str, Any]:
    """The fields of `displayd.text.locales.Locale` for one locale, as Babel has them."""
    babel = BabelLocale.parse(name, sep="-")
    symbols = babel.number_symbols["latn"]
    # Patterns with a `c` want the weekday as it stands alone: Finnish has "on Saturday" otherwise.
    weekdays = babel.days["stand-alone" if "c" in long_date(babel) else "format"]
    halves = babel.day_periods["format"]["abbreviated"]
    return {
        "decimal": plain(symbols["decimal"]),
        "group": plain(symbols["group"]),
        "minimum_grouping": 2 if name in GROUPED_FROM_FIVE_DIGITS.split() else 1,
        "secondary_group": babel.decimal_formats[None].grouping[1],
        "percent": affixes(babel.percent_formats[None].pattern),
        "currency": affixes(babel.currency_formats["standard"].pattern),
        "symbols": {
            code: plain(symbol)
            for code in CURRENCIES.split()
            if (symbol := babel.currency_symbols.get(code, code)) != code
        },
        "compact": compact_steps(babel),
        "time": pattern(babel.time_formats["short"].pattern),
        "time_seconds": pattern(babel.time_formats["medium"].pattern),
        "halves": [plain(halves["am"]), plain(halves["pm"])],
        "date_long": pattern(long_date(babel)),
        "date_short": pattern(babel.datetime_skeletons["MMMEd"].pattern),
        "day_month": pattern(babel.datetime_skeletons["MMMd"].pattern),
        "weekdays": [weekdays["wide"][day] for day in range(7)],
        "weekdays_short": [weekdays["abbreviated"][day] for day in range(7)],
        "months": [babel.months["format"]["wide"][month] for month in range(1, 13)],
        "months_short": [babel.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "units": unit_symbols(babel),
        **day_forms(babel),
    }


def table() -> dict[str, dict[str, Any]]:
    """All lines: what differs from English, or from the locale that a line says it is like."""
    defaults = json.loads(json.dumps({field.name: getattr(Locale(), field.name) for field in fields(Locale)}))
    whole = {name: json.loads(json.dumps(locale_fields(name))) for name in (*LANGUAGES.split(), *VARIANTS.split())}
    lines: dict[str, dict[str, Any]] = {}
    for name in sorted(whole):
        if name == "en-GB":
            lines[name] = difference(whole[name], defaults)
            continue
        parent = LIKE.get(name) or (name.split("-")[0] if "-" in name else None)
        if parent is None:
            lines[name] = difference(whole[name], defaults)
        else:
            lines[name] = {"like": parent, **difference(whole[name], whole[parent])}
    lines |= {alias: {"like": target} for alias, target in ALIASES.items()}
    return dict(sorted(lines.items()))


def written(lines: dict[str, dict[str, Any]]) -> str:
    """The text of `locales.json`."""
    rows = [f'"{name}":{json.dumps(line, ensure_ascii=False, separators=(",", ":"))}' for name, line in lines.items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def difference(fields: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """The fields that are not as in `base`."""
    return {key: value for key, value in fields.items() if value != base[key]}


def plain(text: str) -> str:
    """`text` without the invisible marks that steer the direction of text."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def affixes(number_pattern: str) -> list[str]:
    """What stands before and after the number in a CLDR pattern such as `#,##0.00 ¤`."""
    before, after = re.split(r"[#0][#0,.]*", plain(number_pattern.split(";")[0]))
    return [before, after]


def compact_steps(babel: BabelLocale) -> list[list[Any]]:
    """Powers of ten with the short words that follow a number counted in them.

    Latin scripts write a thousand as k: everybody knows it, and CLDR's own (`tn`, `tys.`) needs the reader's language.
    Right-to-left scripts keep k, M, B and T, because figures are set from the left in parts.
    """
    english = [[power, word] for power, word in Locale().compact]
    if babel.language in RIGHT_TO_LEFT:
        return english
    formats = babel.compact_decimal_formats["short"]
    by_size = {len(size) - 1: str(form.pattern) for size, form in formats["other"].items()}
    steps: dict[int, str] = {}
    for size in range(3, 15):
        text = plain(by_size.get(size, "0").split(";")[0]).replace("'", "")
        if re.match(r"0\s?[^\s0]", text):
            steps[size] = text[1:]
    if 4 not in steps:
        own = steps.get(3, "k")
        is_k = own.strip().lower() == "k"
        steps[3] = own.replace("K", "k") if is_k or not is_latin(own) else "k"
    else:
        steps.pop(3, None)
    if any(len(word.strip()) > MAX_COMPACT for word in steps.values()):
        return english
    return [[power, word] for power, word in sorted(steps.items())]


def long_date(babel: BabelLocale) -> str:
    """Weekday, day and month in full; Babel has the pattern itself for few locales."""
    own = babel.datetime_skeletons.get("MMMMEEEEd")
    return str(own.pattern) if own else without_year(babel.date_formats["full"].pattern)


def without_year(date_pattern: str) -> str:
    """A CLDR full date without its year and the words that go with it."""
    year = r"(?:,| 'del?')?\s?(?:G )?y+(?:\('e'\)'ko'|[年년]|\.?\s?'[^']*'\.?|\sթ\.|\.)?"
    return re.sub(year, "", date_pattern).strip(" ,")


def pattern(cldr: str) -> str:
    """A CLDR date or time pattern as a `str.format` pattern of `Locale`."""
    names = {
        "EEEE": "{W}", "cccc": "{W}", "E": "{w}", "EEE": "{w}", "ccc": "{w}", "MMMM": "{M}", "LLLL": "{M}",
        "MMM": "{m}", "LLL": "{m}", "MM": "{n:02}", "M": "{n}", "d": "{d}", "dd": "{d:02}",
        "H": "{H}", "HH": "{H:02}", "h": "{h}", "hh": "{h:02}", "K": "{h}", "mm": "{M:02}", "ss": "{S:02}",
        "a": "{a}", "B": "{a}",
    }  # fmt: skip
    found = re.findall(r"'[^']*'|[A-Za-z]+|[^A-Za-z']+", plain(cldr))
    parts = []
    for token in found:
        if token.startswith("'"):
            parts.append(token[1:-1] or "'")
        elif re.fullmatch(r"[A-Za-z]+", token):
            parts += [names[letters.group()] for letters in re.finditer(r"(.)\1*", token)]
        else:
            parts.append(token)
    return "".join(parts)


def unit_symbols(babel: BabelLocale) -> dict[str, str]:
    """Symbols of the parts of a second, minute and hour; none where the script is Latin and s, min and h will do."""
    symbols = {}
    for symbol, unit in (
        ("µs", "microsecond"),
        ("ms", "millisecond"),
        ("s", "second"),
        ("min", "minute"),
        ("h", "hour"),
    ):
        text = str(babel._data["unit_patterns"].get(f"duration-{unit}", {}).get("short", {}).get("other", ""))
        word = plain(text.replace("{0}", "")).strip()
        if word and not is_latin(word):
            symbols[symbol] = word
    return symbols


def day_forms(babel: BabelLocale) -> dict[str, Any]:
    """Patterns for numbers of days, and which number takes which."""
    units = babel._data["unit_patterns"].get("duration-day", {})
    long, short = (
        {key: plain(str(units[size][key])) for key in PLURALS if key in units.get(size, {})} for size in SIZES
    )
    is_short = "other" in long and all(len(word.replace("{0}", "").strip()) <= MAX_DAYS for word in long.values())
    words = long if is_short else short if "other" in short else {"other": "{0} d"}
    chosen = [(words.get(babel.plural_form(days)) or words["other"]).replace("{0}", "{}") for days in range(200)]
    forms = list(dict.fromkeys([*chosen[1:3], *chosen]))
    other = words["other"].replace("{0}", "{}")
    # The last form is the one for fractions.
    forms = [form for form in forms if form != other] + [other]
    if len(forms) == 1:
        return {"days": forms, "plural": ""}
    plural = "".join(str(forms.index(form)) for form in chosen)
    is_plain = len(forms) == 2 and plural[1:] == "0" + "1" * 198
    return {"days": forms, "plural": "" if is_plain else plural}


PLURALS = ("zero", "one", "two", "few", "many", "other")
SIZES = ("long", "short")


def is_latin(word: str) -> bool:
    """True when all letters of `word` are Latin (or the sign for a millionth)."""
    return all("LATIN" in unicodedata.name(letter) or letter in "µμ" for letter in word if letter.isalpha())


if __name__ == "__main__":
    TABLE.write_text(written(table()), encoding="utf-8")
