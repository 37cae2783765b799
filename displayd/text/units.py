"""The units that a figure may have, by the names that Grafana gave them.

A unit says how a figure is scaled and what stands around it. Beside the names listed there are `currencyXXX` for
every ISO 4217 code, `suffix:text` and `prefix:text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

__all__ = ["CURRENCIES", "SPACE", "UNITS", "WITHOUT_CENTS", "Step", "Unit", "is_known_unit", "unit_of"]

# Between a figure and its unit: narrow, as typography has it, and never the end of a line.
SPACE = "\N{NARROW NO-BREAK SPACE}"

Kind = Literal["count", "plain", "percent", "money", "scaled", "words", "duration", "clock"]


class Step(NamedTuple):
    """One size of a unit, such as the kilobyte."""

    symbol: str
    factor: Decimal
    """How many of the smallest named thing (byte, second, watt) it is."""


class Unit(NamedTuple):
    """How figures of one unit are written."""

    kind: Kind
    """`count`: abbreviated with the locale's own k and M; `plain`: all digits; `percent` and `money`: by locale;
    `scaled`: by `steps`; `words`: one of two; `duration` and `clock`: seconds in parts."""
    steps: tuple[Step, ...] = ()
    """For `scaled`, rising."""
    times: Decimal = Decimal(1)
    """What a value is multiplied with before it is written; for `scaled` the factor of the unit's own step."""
    prefix: str = ""
    suffix: str = ""
    """After the number, its leading space included."""
    code: str = ""
    """ISO code of a currency."""
    words: tuple[str, str] = ("", "")
    """For 0 and for everything else."""
    is_grouped: bool = True
    """False when thousands stay together, as in a year or a port."""


def _steps(stem: str, symbols: str, base: int, first_power: int = 0) -> tuple[Step, ...]:
    """Steps of one unit, one for each of `symbols` (blank-separated, `-` for none)."""
    return tuple(
        Step(("" if symbol == "-" else symbol) + stem, Decimal(base) ** (first_power + power))
        for power, symbol in enumerate(symbols.split())
    )


_SI = "- k M G T P E Z Y"
_SI_SMALL = "n µ m - k M G T P E Z Y"
_IEC = "- Ki Mi Gi Ti Pi Ei Zi Yi"
_TIME = (
    Step("ns", Decimal("1e-9")),
    Step("µs", Decimal("1e-6")),
    Step("ms", Decimal("1e-3")),
    Step("s", Decimal(1)),
    Step("min", Decimal(60)),
    Step("h", Decimal(3600)),
    Step("d", Decimal(86400)),
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
        steps = _steps(stem, _IEC if base == 1024 else _SI, base)
        for power, name in enumerate(names):
            units[name] = Unit("scaled", steps, Decimal(base) ** power)
    return units


def _scaled() -> dict[str, Unit]:
    """Physical units with SI prefixes."""
    sizes: dict[str, tuple[str, Decimal | int]] = {
        "hertz": ("Hz", 1), "rothz": ("Hz", 1), "rotkhz": ("Hz", 10**3), "rotmhz": ("Hz", 10**6),
        "rotghz": ("Hz", 10**9),
        "mwatt": ("W", Decimal("1e-3")), "watt": ("W", 1), "kwatt": ("W", 10**3), "megwatt": ("W", 10**6),
        "gwatt": ("W", 10**9), "watth": ("Wh", 1), "kwatth": ("Wh", 10**3), "mwatth": ("Wh", 10**6),
        "voltamp": ("VA", 1), "kvoltamp": ("VA", 10**3), "joule": ("J", 1), "mvolt": ("V", Decimal("1e-3")),
        "volt": ("V", 1), "kvolt": ("V", 10**3), "mamp": ("A", Decimal("1e-3")), "amp": ("A", 1), "ohm": ("Ω", 1),
        "massg": ("g", 1), "lengthm": ("m", 1), "litre": ("L", 1), "pressurebar": ("bar", 1), "pressurepa": ("Pa", 1),
    }  # fmt: skip
    return {
        name: Unit("scaled", _steps(stem, _SI_SMALL, 1000, -3), Decimal(times)) for name, (stem, times) in sizes.items()
    }


def _with_suffix() -> dict[str, Unit]:
    """Counts of something and other units without sizes of their own."""
    suffixes = {
        "cps": "c/s", "ops": "ops/s", "reqps": "req/s", "rps": "rd/s", "wps": "wr/s", "iops": "io/s", "eps": "evt/s",
        "mps": "msg/s", "recps": "rec/s", "rowsps": "rows/s", "pps": "p/s",
        "cpm": "c/min", "opm": "ops/min", "reqpm": "req/min", "rpm": "rd/min", "wpm": "wr/min", "epm": "evt/min",
        "mpm": "msg/min", "recpm": "rec/min", "rowspm": "rows/min", "rotrpm": "rpm",
        "celsius": "°C", "fahrenheit": "°F", "kelvin": "K", "humidity": "%H", "dB": "dB", "dBm": "dBm", "pixel": "px",
        "ppm": "ppm", "lux": "lx", "masskg": "kg", "masst": "t", "lengthkm": "km", "lengthmm": "mm",
        "velocitykmh": "km/h", "velocityms": "m/s", "pressurehpa": "hPa", "m3": "m³",
    }  # fmt: skip
    return {name: Unit("count", suffix=SPACE + suffix) for name, suffix in suffixes.items()}


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
    "bool": Unit("words", words=("False", "True")),
    "bool_yes_no": Unit("words", words=("No", "Yes")),
    "bool_on_off": Unit("words", words=("Off", "On")),
}
"""The units by name. `currencyXXX`, `suffix:` and `prefix:` come on top."""

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


def unit_of(name: str) -> Unit:
    """The unit called `name`; `short` for a name that is not known (see `is_known_unit`)."""
    return _found(name) or UNITS["short"]


def is_known_unit(name: str) -> bool:
    """True when `name` can stand as the unit of a widget or metric."""
    return _found(name) is not None


def _found(name: str) -> Unit | None:
    unit = UNITS.get(name)
    if unit is not None:
        return unit
    if name.startswith("currency") and name[8:] in CURRENCIES:
        return Unit("money", code=name[8:])
    match = re.fullmatch(r"(suffix|prefix):\s*(\S.*?)\s*", name)
    if match is None:
        return None
    text = match[2]
    if match[1] == "prefix":
        return Unit("count", prefix=text + (SPACE if text[-1].isalnum() else ""))
    return Unit("count", suffix=(SPACE if text[0].isalnum() else "") + text)
