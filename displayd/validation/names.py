"""Names that stand for something outside the file, checked wherever people write them: units, time zones, hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from displayd.text.time_zones import canonical_timezone, is_known_timezone
from displayd.text.unit_words import unit_hint, words_mistake
from displayd.text.units import MAX_CUSTOM_LETTERS, is_known_unit
from displayd.validation.faults import Fault, suggestion
from displayd.validation.hours_words import HoursError
from displayd.validation.opening_hours import checked_hours, hours_text, parse_hours
from displayd.validation.yaml_source import Path
from displayd.validation.zone_names import timezone_hint

__all__ = [
    "hours_faults",
    "theme_faults",
    "timezone_faults",
    "unit_faults",
    "written_hours_faults",
    "written_timezone_faults",
]

MAX_HOURS_LETTERS = 200
"""As of `ScreenSettings.on`, in whose form the hub writes them."""


def unit_faults(path: Path, unit: object) -> Iterator[Fault]:
    """What is wrong with a unit, if anything; what is no text at all is for the types to refuse."""
    if not isinstance(unit, str) or is_known_unit(unit):
        return
    written = unit.strip()
    if written.startswith("words:"):
        yield Fault(path, *words_mistake(written))
    elif len(written) > MAX_CUSTOM_LETTERS and ":" in written:
        yield Fault(path, f"a unit of {len(written)} letters", f"at most {MAX_CUSTOM_LETTERS}, except for `words:`")
    else:
        yield Fault(path, f"unknown unit `{unit}`", unit_hint(unit))


def timezone_faults(path: Path, timezone: object) -> Iterator[Fault]:
    """What is wrong with a time zone, if anything; what is no text at all is for the types to refuse."""
    if timezone == "":
        yield Fault(path, "the time zone is empty", "for example `Europe/London`")
    elif isinstance(timezone, str) and not is_known_timezone(timezone):
        yield Fault(path, f"unknown time zone `{timezone}`", timezone_hint(timezone))


def written_timezone_faults(path: Path, timezone: object) -> Iterator[Fault]:
    """What is wrong with a time zone that the hub writes into documents by its name of today."""
    yield from timezone_faults(path, canonical_timezone(timezone) if isinstance(timezone, str) else timezone)


def hours_faults(path: Path, hours: str, example: str = "Mon-Fri 08:00-19:00") -> Iterator[Fault]:
    """What is wrong with opening hours in a document, if anything."""
    try:
        parse_hours(hours)
    except HoursError as exc:
        yield Fault(path, str(exc), exc.hint or f"for example `{example}`")


def written_hours_faults(path: Path, hours: str, example: str = "Mon-Fri 08:00-19:00") -> Iterator[Fault]:
    """What is wrong with opening hours that somebody has written: also what is hardly meant so."""
    try:
        windows = checked_hours(hours)
    except HoursError as exc:
        yield Fault(path, str(exc), exc.hint or f"for example `{example}`")
        return
    if len(hours_text(windows)) > MAX_HOURS_LETTERS:
        yield Fault(path, "these are too many hours", "put days with the same hours together")


def theme_faults(path: Path, theme: str, known: Collection[str]) -> Iterator[Fault]:
    """What is wrong with the name of a theme, if anything.

    Args:
        known: names of all themes there are.
    """
    if theme not in known:
        yield Fault(path, f"unknown theme `{theme}`", suggestion(theme, sorted(known)))
