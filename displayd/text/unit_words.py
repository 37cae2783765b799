"""What people write where the name of a unit belongs, and what they are told.

Whoever follows a hint must get a true figure: none names a unit of which a figure says something else, such as km/h for
mph, unless it says what that is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from displayd.text.units import CURRENCIES, UNITS, is_known_unit
from displayd.text.value_words import EXAMPLE, ValueWordsError, value_words

__all__ = ["unit_hint", "words_mistake"]

_SHARE = "`percent` for figures from 0 to 100, `percentunit` for figures from 0 to 1"

_SHORTENED = "`short`: large figures are shortened by themselves"

# Words and signs, in lower case where that says the same, by the unit that they mean.
_MEANT: Mapping[str, str] = {
    word: name
    for name, words in {
        "s": "sec secs second seconds sekunde sekunden",
        "ms": "msec msecs millis milli millisecond milliseconds millisekunden",
        "us": "usec usecs micros microsecond microseconds μs",
        "ns": "nsec nsecs nanos nanosecond nanoseconds",
        "m": "min mins minute minutes minuten",
        "h": "hr hrs hour hours std stunde stunden",
        "d": "day days tag tage",
        "celsius": "°c ℃ degc deg_c degreec degreesc centigrade grad",
        "fahrenheit": "°f ℉ degf deg_f degreef degreesf",
        "kelvin": "degk kelvins",
        "currencyUSD": "$ us$ dollar dollars",
        "currencyEUR": "€ euro euros",
        "currencyGBP": "£ pound pounds sterling",
        "currencyJPY": "yen",
        "currencyINR": "₹ rupee rupees",
        "currencyCHF": "fr. sfr franken",
        "short": "count counts number numbers int integer float figure figures amount n # num pcs",
        "bool": "boolean true/false",
        "bool_yes_no": "yes/no yesno",
        "bool_on_off": "on/off onoff",
        "velocitykmh": "km/h kmh kph kmph",
        "velocityms": "m/s",
        "velocitymph": "mph mi/h",
        "velocityknot": "kn kts knot knots",
        "accMS2": "m/s² m/s2 m/s^2",
        "degree": "deg degrees",
        "areaM2": "m² m2 m^2 sqm",
        "areaF2": "ft² ft2 ft^2 sqft",
        "hectares": "ha hectare",
        "lengthcm": "cm centimeter centimeters centimetre centimetres",
        "lengthft": "ft foot feet",
        "lengthmi": "mi mile miles",
        "lengthin": "inch inches",
        "masslb": "lb lbs",
        "massmg": "mg milligram milligrams",
        "gallons": "gal gallon",
        "mlitre": "ml milliliter milliliters millilitre millilitres",
        "pressurepsi": "psi",
        "pressurekpa": "kpa",
        "pressurembar": "mbar millibar",
        "conppb": "ppb",
        "candela": "cd",
        "lumens": "lm lumen",
        "Hs": "h/s",
        "dateTimeFromNow": "ago fromnow",
        "lengthm": "meter meters metre metres",
        "lengthkm": "km kilometer kilometers kilometre kilometres",
        "lengthmm": "millimeter millimeters millimetre millimetres",
        "masskg": "kg kilo kilos kilogram kilograms",
        "massg": "gram grams gramm",
        "masst": "tonne tonnes",
        "litre": "l liter liters litres",
        "m3": "m³ m^3 cbm",
        "pressurehpa": "hpa",
        "pressurepa": "pa pascal",
        "pressurebar": "bar bars",
        "humidity": "%h %rh rh",
        "dB": "db decibel decibels",
        "lux": "lx",
        "pixel": "px pixels",
        "hertz": "hz",
        "rotmhz": "mhz megahertz",
        "rotghz": "ghz gigahertz",
        "rotkhz": "khz kilohertz",
        "volt": "v volts",
        "amp": "a ampere amperes amps",
        "ohm": "ω Ω ohms",
        "joule": "j joules",
        "watt": "w watts",
        "kwatt": "kw kilowatt kilowatts",
        "watth": "wh",
        "kwatth": "kwh",
        "voltamp": "va",
        "kvoltamp": "kva",
        "reqps": "req/s request/s requests/s requestspersecond requests/sec",
        "ops": "op/s ops/s operations/s",
        "pps": "packets/s",
        "rotrpm": "u/min 1/min revolutions",
    }.items()
    for word in words.split()
}

# The same where capitals say how much it is.
_MEANT_AS_WRITTEN: Mapping[str, str] = {
    "KiB": "kbytes", "MiB": "mbytes", "GiB": "gbytes", "TiB": "tbytes", "PiB": "pbytes",
    "kB/s": "KBs", "KB/s": "KBs", "MB/s": "MBs", "GB/s": "GBs", "TB/s": "TBs", "B/s": "Bps",
    "KiB/s": "KiBs", "MiB/s": "MiBs", "GiB/s": "GiBs", "bit/s": "bps",
    "kbps": "Kbits", "Kbps": "Kbits", "mbps": "Mbits", "Mbps": "Mbits", "gbps": "Gbits", "Gbps": "Gbits",
    "tbps": "Tbits", "Tbps": "Tbits",
    "kbit/s": "Kbits", "Mbit/s": "Mbits", "Gbit/s": "Gbits", "Tbit/s": "Tbits",
    "mV": "mvolt", "kV": "kvolt", "mA": "mamp", "mW": "mwatt", "MW": "megwatt", "GW": "gwatt",
    "MWh": "mwatth", "M": "short", "MM": "short", "Mio": "short", "Mio.": "short", "Mrd": "short",
}  # fmt: skip

# What can mean two things, with what each is for.
_TOLD: Mapping[str, str] = {
    **dict.fromkeys(("%", "pct", "percentage", "percentages", "percents", "prozent", "per cent"), _SHARE),
    **dict.fromkeys(("ratio", "fraction", "share"), _SHARE),
    "k": f"{_SHORTENED}; for a temperature, `kelvin`",
    **dict.fromkeys(("thousand", "thousands", "million", "millions", "mn", "bn", "billion", "tsd"), _SHORTENED),
    "°": "`celsius` or `fahrenheit`; for an angle, `degree`",
    "c": "`celsius` for degrees",
    "f": "`fahrenheit` for degrees",
    "¥": "`currencyJPY` for yen, `currencyCNY` for yuan",
    "kr": "`currencySEK`, `currencyNOK` or `currencyDKK`, whichever it is",
    "kr.": "`currencySEK`, `currencyNOK` or `currencyDKK`, whichever it is",
    "b": "`bytes` for bytes, `bits` for bits",
    "byte": "`decbytes` in steps of 1000 (kB), `bytes` in steps of 1024 (KiB)",
    "bit": "`decbits` in steps of 1000, `bits` in steps of 1024",
    **{
        word: f"`dec{small}bytes` in steps of 1000 ({large}B), `{small}bytes` in steps of 1024 ({large.upper()}iB)"
        for small, large, name in (
            ("k", "k", "kilobyte"),
            ("m", "M", "megabyte"),
            ("g", "G", "gigabyte"),
            ("t", "T", "terabyte"),
            ("p", "P", "petabyte"),
        )
        for word in (f"{small}b", f"{small}byte", name, f"{name}s")
    },
}

# The part of a name that only says what is measured. What stands around it says in which unit: of that, nothing is
# guessed.
_STEMS = ("velocity", "pressure", "length", "mass", "currency", "bytes", "watth", "watt", "voltamp", "volt",
          "percentunit", "percent", "celsius", "fahrenheit", "kelvin", "humidity", "locale", "short", "hertz", "joule",
          "pixel", "reqps", "dtdurations", "dtdurationms", "bool_yes_no", "bool_on_off", "litre")  # fmt: skip


def unit_hint(text: str) -> str:
    """What to write in place of `text`, which is the name of no unit."""
    word = text.strip()
    bare = word.lower().rstrip(".")
    meant = _MEANT_AS_WRITTEN.get(word) or _MEANT.get(word.lower()) or _MEANT.get(bare)
    if meant is None and word.endswith(".") and is_known_unit(word.rstrip(".")):
        meant = word.rstrip(".")
    if meant is not None:
        return f"write `{meant}`"
    if told := _TOLD.get(word.lower()) or _TOLD.get(bare):
        return f"write {told}"
    if match := re.fullmatch(r"(?:word|words|values?|map|mappings?|enum|states?)\s*:\s*(\S.*=.*)", word):
        return f"write `words:{match[1]}`"
    if word.upper() in CURRENCIES:
        return f"write `currency{word.upper()}`"
    alike = sorted(set(_in_other_letters(word)))
    misspelt = set(_misspelt(word))
    if not alike and len(misspelt) == 1:
        alike = [*misspelt]
    if alike:
        return f"did you mean {' or '.join(f'`{name}`' for name in alike)}?"
    if not word:
        return "leave it out, or name one, for example `percentunit`"
    if word.lower().startswith("currency"):
        return "after `currency` stands the code of the money in three capitals, as in ISO 4217"
    return _sign_hint(word if len(word) <= 20 and ":" not in word else "")


def words_mistake(name: str) -> tuple[str, str]:
    """What is wrong with `name`, which begins with `words:` and is no unit, and what to do."""
    text = name.removeprefix("words:").strip()
    if not text:
        return "there are no words behind `words:`", f"for example `{EXAMPLE}`"
    try:
        unit = value_words(text).unit
    except ValueWordsError as exc:
        return str(exc), exc.hint
    if is_known_unit(unit):
        return f"`{unit}` has words of its own", "leave it out: its words belong between the others"
    return f"`{unit}` is neither a value with its word, as `0=OK`, nor a unit", unit_hint(unit)


def _sign_hint(sign: str) -> str:
    if not sign:
        return "leave it out, or write what is to stand behind the figure: `suffix:` and then the text"
    return f"for this text behind the figure, write `suffix:{sign}`"


def _in_other_letters(word: str) -> Iterator[str]:
    """Known names that differ from `word` in capitals alone; not for letters whose capitals are other units."""
    if len(word) < 3 and word.lower() != "ms":
        return
    candidates = [*UNITS, f"currency{word[8:].upper()}"] if word.lower().startswith("currency") else UNITS
    yield from (name for name in candidates if name.lower() == word.lower() and is_known_unit(name))


def _misspelt(word: str) -> Iterator[str]:
    """Known names of which `word` has another spelling of what is measured, and the rest letter by letter."""
    for name in (*UNITS, f"currency{word[-3:]}"):
        for stem in _STEMS:
            before, found, after = name.partition(stem)
            if not found or not is_known_unit(name):
                continue
            inner = word[len(before) : len(word) - len(after)]
            is_framed = word.startswith(before) and word.endswith(after) and len(word) >= len(before) + len(after)
            # At its ends a stem meets what says in which unit.
            is_whole = inner[:1] == stem[:1] and (inner[-1:] == stem[-1:] or stem.startswith(inner))
            # `volta` is as near to `volt` as to `voltamp`.
            is_torn = len(inner) < len(stem) and any(
                inner.startswith(other) and stem.startswith(other) for other in _STEMS if other != stem
            )
            if is_framed and is_whole and not is_torn and inner != stem and _is_nearest(inner, stem):
                yield name
            break


def _is_nearest(word: str, meant: str) -> bool:
    """True for a slip of `meant` that is none of a nearer one: `datdurations` is no `dtdurationms`."""
    if not _is_slip(word, meant):
        return False
    apart = _distance(word, meant)
    return not any(abs(len(word) - len(other)) < apart and _distance(word, other) < apart for other in _STEMS)


def _is_slip(word: str, meant: str) -> bool:
    """True when one letter is missing, wrong or in its neighbour's place, for a long word two of these.

    A letter too many may be one of those that say in which unit: `lengtkhm` is no `lengthm`.
    """
    return len(word) <= len(meant) >= 4 and _distance(word, meant) <= (1 if len(meant) < 7 else 2)


def _distance(one: str, other: str) -> int:
    """How many letters are to be put in, taken out, changed or exchanged with the next to make `other` of `one`."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
