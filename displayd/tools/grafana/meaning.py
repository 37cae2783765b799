"""What a panel says of its figures: unit, decimals, ends of the scale, what is good, and words for values."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from displayd.text.custom_units import CUSTOM_KINDS
from displayd.text.units import MAX_CUSTOM_LETTERS, is_known_unit
from displayd.tools.grafana.fields import Json, flag, listed, mapping, number, text
from displayd.tools.grafana.mapped_values import Mapped, mapped_values, worded
from displayd.tools.grafana.word_colours import Coloured, Severity, Zones, zones_of_words

__all__ = ["Figures", "figures_of", "unit_of_grafana", "zones_of"]

# Colours of Grafana's palette by name, without `super-light-`, `light-`, `semi-dark-` and `dark-`.
_NAMED: Mapping[str, Severity] = {"yellow": 1, "orange": 1, "red": 2}

# Hues in degrees; what is pale or dark is no warning.
_RED_UP_TO, _AMBER_UP_TO, _RED_FROM = 18.0, 65.0, 335.0
_LEAST_SATURATION, _LEAST_LIGHTNESS = 0.35, 0.2

# Grafana begins every panel with these, whatever it shows.
_USUAL = [(None, 0), (80.0, 2)]

# Ends of the scale that a unit has by itself.
_ENDS = {"percent": (0.0, 100.0), "percentunit": (0.0, 1.0), "humidity": (0.0, 100.0)}

# Figures of these are mostly whole: a threshold of 1 means one and more.
_COUNTS = ("", "none", "short", "locale", "string")

# Cells of a table that are drawn in the colour of their threshold.
_COLOURED_CELLS = ("color", "gauge", "gradient", "lcd", "basic")

_ALIASES = {"farenheit": "fahrenheit", "dateTimeAsIsoNoDateIfToday ": "dateTimeAsIsoNoDateIfToday", "si:": "sishort"}


class Figures(NamedTuple):
    """What a panel says of its figures."""

    unit: str
    """Empty where it says none."""
    decimals: int | None
    minimum: float | None
    maximum: float | None
    zones: Zones
    when_none: float | None
    """The figure to show where there is none."""
    remarks: list[str]
    """What could not be kept."""


def unit_of_grafana(unit: str) -> str:
    """Our name of a unit; what Grafana does not know stands behind its figures there, and so it does here."""
    unit = _ALIASES.get(unit, unit).strip()
    if not unit or (is_known_unit(unit) and len(unit) <= MAX_CUSTOM_LETTERS):
        return unit
    name, colon, sign = unit.partition(":")
    shown = (sign if colon and name in CUSTOM_KINDS else unit).strip()
    return f"suffix:{shown}"[:MAX_CUSTOM_LETTERS].rstrip() if shown else ""


def figures_of(panel: Json) -> Figures:
    """What `panel` says of its figures, in the manner of Grafana 7 and later, or as before that."""
    defaults = mapping(panel, "fieldConfig", "defaults")
    remarks: list[str] = []
    axis = next(iter(listed(panel, "yaxes")), {})
    unit = unit_of_grafana(text(defaults, "unit") or text(axis, "format") or text(panel, "format"))
    low = _first(number(defaults, "min"), number(axis, "min"), number(panel, "gauge", "minValue"))
    high = _first(number(defaults, "max"), number(axis, "max"), number(panel, "gauge", "maxValue"))
    decimals = _first(number(defaults, "decimals"), number(panel, "decimals"), number(axis, "decimals"))
    found, lost = mapped_values(panel)
    zones = zones_of(panel, unit, low, high, is_whole=not decimals)
    if _are_words_coloured(panel):
        coloured = [
            Coloured(one.low, one.high, _severity(one.colour), one.word)
            for one in found if one.colour and not one.is_none
        ]  # fmt: skip
        zones = zones_of_words(coloured, zones)
    named = _two_words(found, unit)
    if named:
        unit, low, high, decimals = named, None, None, None
    words = worded([] if named else found, unit)
    unit, lost = words.unit or unit, [*words.left_out, *lost]
    if lost:
        remarks.append(f"words for values are not shown: {', '.join(lost[:5])}")
    if zones.remark:
        remarks.append(zones.remark)
    whole = None if decimals is None else int(min(max(decimals, 0), 6))
    when_none = _first(number(defaults, "noValue"), words.when_none)
    return Figures(unit, whole, low, high, zones, when_none, remarks)


def zones_of(
    panel: Json, unit: str, low: float | None = None, high: float | None = None, is_whole: bool = True
) -> Zones:
    """Amber and red of `panel`, and which way is good.

    Args:
        low: lower end of the scale, for thresholds that are a percentage of it.
        high: its upper end.
        is_whole: False where the figures are shown with decimals.
    """
    if not _is_coloured(panel):
        return Zones()
    steps, is_share = _steps(panel)
    if is_share and len(steps) > 1:
        least, most = _ENDS.get(unit, (0.0, None))
        least, most = (least if low is None else low), (most if high is None else high)
        if most is None:
            return Zones(remark="thresholds in percent of a scale without an end are not kept")
        steps = [(None if at is None else least + (most - least) * at / 100, how) for at, how in steps]
    if not is_share and steps == _USUAL and unit not in _ENDS:
        return Zones()
    return _zones(steps, unit, is_whole)


def _is_coloured(panel: Json) -> bool:
    """False where Grafana shows nothing of the thresholds, which every panel has."""
    is_by_choice = text(panel, "type") in ("stat", "bargauge", "piechart", "barchart")
    mode = text(panel, "fieldConfig", "defaults", "color", "mode")
    return _draws_colours(panel) and (not is_by_choice or mode in ("", "thresholds"))


def _draws_colours(panel: Json) -> bool:
    """False where Grafana draws figures in no colour, whatever that would be by."""
    kind, defaults = text(panel, "type"), mapping(panel, "fieldConfig", "defaults")
    if kind == "table":
        cell = mapping(defaults, "custom.cellOptions") or mapping(defaults, "custom", "cellOptions")
        mode = text(cell, "type") or text(defaults, "custom.displayMode") or text(defaults, "custom", "displayMode")
        return mode.startswith(_COLOURED_CELLS)
    return not (kind == "stat" and text(panel, "options", "colorMode") == "none")


def _zones(steps: Sequence[tuple[float | None, Severity]], unit: str, is_whole: bool) -> Zones:
    """The steps as two thresholds: the first one from which it is amber, and the first from which it is red."""
    severities = [severity for _, severity in steps]
    if len(set(severities)) < 2:
        return Zones()
    rises = severities == sorted(severities)
    falls = severities == sorted(severities, reverse=True)
    remark = ""
    if not rises and not falls:
        # Good in the middle: a tile has thresholds on one side. The upper one is kept where good comes before it.
        best = severities.index(min(severities))
        steps = steps[best:] if len(set(severities[best:])) > 1 else steps[: best + 1]
        kept = [severity for _, severity in steps]
        rises, remark = kept == sorted(kept), "of thresholds on both sides, one side is kept"
        if not rises and kept != sorted(kept, reverse=True):
            return Zones(remark="thresholds that go up and down again are not kept")
    if rises:
        amber = next((at for at, severity in steps if severity == 1), None)
        red = next((at for at, severity in steps if severity == 2), None)
        # Without an amber step the first red one is all there is; one that comes behind it is never seen.
        amber = None if amber is not None and red is not None and amber >= red else amber
        return Zones("down", _reached(amber, unit, is_whole), _reached(red, unit, is_whole), remark)
    red = next((at for at, severity in steps if severity < 2), None) if steps[0][1] == 2 else None
    amber = next((at for at, severity in steps if severity < 1), None) if any(one == 1 for _, one in steps) else None
    amber = None if amber is not None and red is not None and amber <= red else amber
    return Zones("up", amber, red, remark)


def _reached(at: float | None, unit: str, is_whole: bool) -> float | None:
    """The threshold of ours that a count has passed when it is at Grafana's `at`.

    There a value at a threshold is beyond it, here it is still on its better side: nobody sees that of 80 %, but one
    failure is one too many.
    """
    is_count = at is not None and is_whole and unit in _COUNTS and at == int(at) and 0 < at <= 10
    return at - 0.01 if at is not None and is_count else at


def _steps(panel: Json) -> tuple[list[tuple[float | None, Severity]], bool]:
    """Where each step begins (None for the first), how bad it is, and whether that is in percent of the scale."""
    found = mapping(panel, "fieldConfig", "defaults", "thresholds")
    if not found:
        return _old_steps(panel), False
    steps = [(number(step, "value"), _severity(text(step, "color"))) for step in listed(found, "steps")]
    steps = sorted(steps, key=lambda step: -1e300 if step[0] is None else step[0])
    # A base that says 0 stands for all that is less as well.
    steps = [(None, steps[0][1]), *steps[1:]] if steps else []
    return [(at, how) for at, how in steps], text(found, "mode") == "percentage"


def _old_steps(panel: Json) -> list[tuple[float | None, Severity]]:
    """Those of `singlestat` and `graph`."""
    if text(panel, "thresholds"):
        colours = panel.get("colors")
        severities = [_severity(one) for one in colours if isinstance(one, str)] if isinstance(colours, list) else []
        is_coloured = any(flag(panel, name) for name in ("colorValue", "colorBackground"))
        is_coloured = is_coloured or flag(panel, "gauge", "show")
        ends = [number({"at": one}, "at") for one in re.split(r"[,;]", text(panel, "thresholds"))]
        if not is_coloured or None in ends or len(severities) <= len(ends):
            return []
        return [(None, severities[0]), *zip(ends, severities[1:], strict=False)]
    kinds: Mapping[str, Severity] = {"critical": 2, "warning": 1, "ok": 0}
    lines = sorted(
        (at, kinds[text(one, "colorMode")], text(one, "op"))
        for one in listed(panel, "thresholds")
        if text(one, "colorMode") in kinds and (at := number(one, "value")) is not None
    )
    if lines and all(op == "gt" for *_, op in lines):
        return [(None, 0), *((at, how) for at, how, _ in lines)]
    if lines and all(op == "lt" for *_, op in lines):
        worse = [how for _, how, _ in lines]
        return [(None, worse[0]), *((at, how) for (at, *_), how in zip(lines, [*worse[1:], 0], strict=True))]
    return []


def _severity(colour: str) -> Severity:
    """How bad a colour says that it is."""
    name = colour.strip().lower()
    if name in ("transparent", "", "text") or name.startswith("transparent"):
        return 0
    bare = re.sub(r"^(super-light|semi-dark|light|dark)-", "", name)
    if re.fullmatch(r"[a-z]+", bare):
        return _NAMED.get(bare, 0)
    parts = _channels(name)
    if parts is None:
        return 0
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in parts))
    hue *= 360
    if saturation < _LEAST_SATURATION or lightness < _LEAST_LIGHTNESS:
        return 0
    if hue <= _RED_UP_TO or hue >= _RED_FROM:
        return 2
    return 1 if hue <= _AMBER_UP_TO else 0


def _channels(colour: str) -> tuple[float, ...] | None:
    """Red, green and blue, 0 to 255, of `#rrggbb`, `#rgb`, `rgb()` and `rgba()`."""
    if match := re.fullmatch(r"#([0-9a-f]{6})(?:[0-9a-f]{2})?", colour):
        return tuple(bytes.fromhex(match[1]))
    if match := re.fullmatch(r"#([0-9a-f]{3})[0-9a-f]?", colour):
        return tuple(bytes.fromhex("".join(2 * letter for letter in match[1])))
    match = re.match(r"rgba?\(\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)", colour)
    return tuple(min(255.0, float(part)) for part in match.groups()) if match else None


def _two_words(found: Sequence[Mapped], unit: str) -> str:
    """The unit of a claim, where `found` has a word for 0 and one for 1 and `unit` does not matter."""
    words = {one.low: one.word for one in found if one.low == one.high and one.word and not one.is_none}
    said = worded(found, "")
    is_claim = set(words) == {0.0, 1.0} and len(said.unit.split("=")) == 3 and unit in _COUNTS
    named = f"bool:{words[1.0]}/{words[0.0]}" if is_claim else ""
    return named if "/" not in words.get(1.0, "") and len(named) <= MAX_CUSTOM_LETTERS else ""


def _are_words_coloured(panel: Json) -> bool:
    """True where Grafana draws a value in the colour of its word, whatever else its colour is by."""
    return text(panel, "type") not in ("timeseries", "graph") and _draws_colours(panel)


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
