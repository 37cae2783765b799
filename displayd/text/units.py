"""The units that a figure may have, by the names that Grafana gave them: all of its own, and a few more.

A unit says how a figure is scaled and what stands around it. Beside the names listed there are `currencyXXX` for
every ISO 4217 code, and those of `custom_units`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal

from displayd.text.custom_units import custom_unit
from displayd.text.language import word
from displayd.text.moments import ISO
from displayd.text.unit import SI_PREFIXES, SPACE, Step, Unit, si_unit, steps_of
from displayd.text.value_words import ValueWordsError, value_words

__all__ = [
    "CURRENCIES",
    "MAX_CUSTOM_LETTERS",
    "UNITS",
    "WITHOUT_CENTS",
    "YEAR",
    "is_known_unit",
    "unit_of",
    "unit_of_figures",
]

YEAR = Decimal(31_556_952)
"""Seconds of a year of the calendar: of 400 years, 97 have a day more."""

_SI = SI_PREFIXES[SI_PREFIXES.index("") :]
_IEC = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi")
_TIME = (
    Step("ns", Decimal("1e-9")),
    Step("µs", Decimal("1e-6")),
    Step("ms", Decimal("1e-3")),
    Step("s", Decimal(1)),
    Step("min", Decimal(60)),
    Step("h", Decimal(3600)),
    Step("d", Decimal(86400)),
    Step("y", YEAR),
)


def _data() -> dict[str, Unit]:
    """Bytes and bits, amounts and rates, in every size that Grafana names."""
    units = {}
    # The names follow no rule: bytes, kbytes, deckbytes; Bps, KBs, KiBs; bits, bps, Kbits, Kibits.
    kinds: tuple[tuple[str, int, tuple[str, ...]], ...] = (
        ("B", 1024, ("bytes", "kbytes", "mbytes", "gbytes", "tbytes", "pbytes")),
        ("B", 1000, ("decbytes", "deckbytes", "decmbytes", "decgbytes", "dectbytes", "decpbytes")),
        ("bit", 1024, ("bits",)),
        ("bit", 1000, ("decbits",)),
        ("B/s", 1024, ("binBps", "KiBs", "MiBs", "GiBs", "TiBs", "PiBs")),
        ("B/s", 1000, ("Bps", "KBs", "MBs", "GBs", "TBs", "PBs")),
        ("bit/s", 1024, ("binbps", "Kibits", "Mibits", "Gibits", "Tibits", "Pibits")),
        ("bit/s", 1000, ("bps", "Kbits", "Mbits", "Gbits", "Tbits", "Pbits")),
    )
    for stem, base, names in kinds:
        steps = steps_of(stem, _IEC if base == 1024 else _SI, base)
        for power, name in enumerate(names):
            units[name] = Unit("scaled", steps, Decimal(base) ** power)
    return units


def _scaled() -> dict[str, Unit]:
    """Physical units with SI prefixes: name, prefix and symbol."""
    sizes = """
        sishort - -, hertz - Hz, rothz - Hz, rotkhz k Hz, rotmhz M Hz, rotghz G Hz, candela - cd, lumens - lm,
        flops - FLOP/s, mflops M FLOP/s, gflops G FLOP/s, tflops T FLOP/s, pflops P FLOP/s, eflops E FLOP/s,
        zflops Z FLOP/s, yflops Y FLOP/s,
        mwatt m W, watt - W, kwatt k W, megwatt M W, gwatt G W, watth - Wh, kwatth k Wh, mwatth M Wh, Wm2 - W/m²,
        watthperkg - Wh/kg, kwattm k Wmin, voltamp - VA, kvoltamp k VA, voltampreact - var, kvoltampreact k var,
        amph - Ah, kamph k Ah, mamph m Ah, joule - J, ev - eV, mvolt m V, volt - V, kvolt k V, mamp m A, amp - A,
        kamp k A, mohm m Ω, ohm - Ω, kohm k Ω, Mohm M Ω, farad - F, µfarad µ F, nfarad n F, pfarad p F, ffarad f F,
        henry - H, mhenry m H, µhenry µ H, forceNm - Nm, forcekNm k Nm, forceN - N, forcekN k N,
        Hs - H/s, KHs k H/s, MHs M H/s, GHs G H/s, THs T H/s, PHs P H/s, EHs E H/s,
        massmg m g, massg - g, lengthm - m, mlitre m L, litre - L,
        pressurembar m bar, pressurebar - bar, pressurekbar k bar, pressurepa - Pa,
        radbq - Bq, radci - Ci, radgy - Gy, radrad - rad, radsv - Sv, radmsv m Sv, radusv µ Sv, radrem - rem,
        radexpckg - C/kg, radr - R, radsvh - Sv/h, radmsvh m Sv/h, radusvh µ Sv/h
    """
    words = (one.split() for one in sizes.split(","))
    return {name: si_unit(stem.strip("-"), prefix.strip("-")) for name, prefix, stem in words}


def _with_suffix() -> dict[str, Unit]:
    """Counts of something and other units without sizes of their own."""
    suffixes = {
        "cps": "c/s", "ops": "ops/s", "reqps": "req/s", "rps": "rd/s", "wps": "wr/s", "iops": "io/s", "eps": "evt/s",
        "mps": "msg/s", "recps": "rec/s", "rowsps": "rows/s", "pps": "p/s",
        "cpm": "c/min", "opm": "ops/min", "reqpm": "req/min", "rpm": "rd/min", "wpm": "wr/min", "epm": "evt/min",
        "mpm": "msg/min", "recpm": "rec/min", "rowspm": "rows/min", "rotrpm": "rpm", "rotrads": "rad/s",
        "rotdegs": "°/s", "celsius": "°C", "fahrenheit": "°F", "kelvin": "K", "humidity": "%H", "dB": "dB",
        "dBm": "dBm", "pixel": "px", "lux": "lx", "accMS2": "m/s²", "accFS2": "ft/s²", "accG": "g",
        "radian": "rad", "grad": "grad", "arcmin": "arcmin", "arcsec": "arcsec",
        "areaM2": "m²", "areaF2": "ft²", "areaMI2": "mi²", "acres": "ac", "hectares": "ha",
        "ppm": "ppm", "conppb": "ppb", "conngm3": "ng/m³", "conngNm3": "ng/Nm³", "conμgm3": "µg/m³",
        "conμgNm3": "µg/Nm³", "conmgm3": "mg/m³", "conmgNm3": "mg/Nm³", "congm3": "g/m³", "congNm3": "g/Nm³",
        "conmgdL": "mg/dL", "conmmolL": "mmol/L", "masslb": "lb", "masskg": "kg", "masst": "t",
        "lengthmm": "mm", "lengthcm": "cm", "lengthkm": "km", "lengthin": "in", "lengthft": "ft", "lengthmi": "mi",
        "velocityms": "m/s", "velocitykmh": "km/h", "velocitymph": "mph", "velocityknot": "kn",
        "pressurehpa": "hPa", "pressurekpa": "kPa", "pressurehg": "inHg", "pressurepsi": "psi",
        "m3": "m³", "Nm3": "Nm³", "dm3": "dm³", "gallons": "gal", "flowgpm": "gpm", "flowcms": "m³/s",
        "flowcfs": "ft³/s", "flowcfm": "ft³/min", "litreh": "L/h", "flowlpm": "L/min", "flowmlpm": "mL/min",
    }  # fmt: skip
    return {name: Unit("count", suffix=SPACE + suffix) for name, suffix in suffixes.items()}


def _moments() -> dict[str, Unit]:
    """Milliseconds since 1970 as date and time."""
    american, local = "MM/DD/YYYY h:mm:ss a", "YYYY-MM-DD LTS"
    patterns = {"AsIso": (ISO, "HH:mm:ss"), "AsUS": (american, "h:mm:ss a"), "AsLocal": (local, "LTS")}
    whole = {f"dateTime{name}": Unit("moment", pattern=one) for name, (one, _) in patterns.items()}
    today = {
        f"dateTime{name}NoDateIfToday": Unit("moment", pattern=one, pattern_today=time)
        for name, (one, time) in patterns.items()
    }
    return {**whole, **today, "dateTimeAsSystem": Unit("moment", pattern=ISO), "dateTimeFromNow": Unit("moment")}


UNITS: Mapping[str, Unit] = {
    "short": Unit("count"),
    "none": Unit("plain", is_grouped=False),
    "locale": Unit("plain"),
    "percent": Unit("percent"),
    "percentunit": Unit("percent", times=Decimal(100)),
    **_with_suffix(),
    **_data(),
    **_scaled(),
    "ns": Unit("scaled", _TIME, Decimal("1e-9")),
    "us": Unit("scaled", _TIME, Decimal("1e-6")),
    "µs": Unit("scaled", _TIME, Decimal("1e-6")),
    "ms": Unit("scaled", _TIME, Decimal("1e-3")),
    "s": Unit("scaled", _TIME),
    "m": Unit("scaled", _TIME, Decimal(60)),
    "h": Unit("scaled", _TIME, Decimal(3600)),
    "d": Unit("scaled", _TIME, Decimal(86400)),
    "dtdurationms": Unit("duration", _TIME, Decimal("1e-3")),
    "dtdurations": Unit("duration", _TIME),
    "dthms": Unit("clock"),
    "dtdhms": Unit("clock", _TIME),
    "timeticks": Unit("scaled", _TIME, Decimal("1e-2")),
    "clockms": Unit("stopwatch", _TIME, Decimal("1e-3")),
    "clocks": Unit("stopwatch", _TIME),
    **_moments(),
    "string": Unit("plain", is_grouped=False, is_exact=True),
    "sci": Unit("power"),
    "hex": Unit("hexadecimal"),
    "hex0x": Unit("hexadecimal", prefix="0x"),
    "degree": Unit("count", suffix="°"),
    "currencymBTC": Unit("money", code="mBTC"),
    "currencyμBTC": Unit("money", code="µBTC"),
    "bool": Unit("words", words=(word("False", "a claim"), word("True", "a claim"))),
    "bool_yes_no": Unit("words", words=(word("No", "a claim"), word("Yes", "a claim"))),
    "bool_on_off": Unit("words", words=(word("Off", "a claim"), word("On", "a claim"))),
}
"""The units by name. `currencyXXX` and the custom ones come on top."""

# ISO 4217, codes of money in use, and Bitcoin.
_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTC BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split(" "))
"""Codes that may follow `currency`."""

WITHOUT_CENTS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF")
)
"""Currencies whose amounts have no decimals."""


MAX_CUSTOM_LETTERS = 40
"""As long as a custom unit may be that has no words for values: it stands around a figure."""


def unit_of(name: str) -> Unit:
    """The unit called `name`; `short` for a name that is not known (see `is_known_unit`)."""
    return _found(name) or UNITS["short"]


def unit_of_figures(name: str) -> str:
    """The unit in which `name` writes what has no word: that behind the words of `words:`, else `name` itself."""
    if not name.startswith("words:"):
        return name
    return value_words(name.removeprefix("words:")).unit or "short" if is_known_unit(name) else "short"


def is_known_unit(name: str) -> bool:
    """True when `name` can stand as the unit of a widget or metric."""
    return _found(name) is not None


def _found(name: str) -> Unit | None:
    unit = UNITS.get(name)
    if unit is not None:
        return unit
    if name.startswith("currency") and name[8:] in CURRENCIES:
        return Unit("money", code=name[8:])
    if name.startswith("words:"):
        return _with_words(name)
    return custom_unit(name) if len(name) <= MAX_CUSTOM_LETTERS else None


@functools.lru_cache(maxsize=256)
def _with_words(name: str) -> Unit | None:
    try:
        words = value_words(name.removeprefix("words:"))
    except ValueWordsError:
        return None
    unit = _found(words.unit or "short")
    # What has words for all of its values has no figures to dress.
    return None if unit is None or unit.kind == "words" or unit.named else unit._replace(named=words.named)
