"""The words and times of which people make opening hours, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

__all__ = ["DAYS", "HoursError", "Word", "words_of"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The weekdays as they are written in documents; Monday is 0."""

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Two letters as in OpenStreetMap, and a short form that is not the beginning of its name.
_SHORT = {"mo": 0, "tu": 1, "we": 2, "weds": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}

_GROUPS = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays", "workweek"), range(5)),
    **dict.fromkeys(("weekend", "weekends"), (5, 6)),
    **dict.fromkeys(("daily", "day", "days", "everyday"), range(7)),
}

# German, French, Spanish, Italian, Dutch. They are answered and not taken: `di` is Tuesday in one, Sunday in another.
_ELSEWHERE = (
    "montag montags lun lu lundi lunes lunedi lunedì ma maandag",
    "di die dienstag dienstags mar ma mardi martes martedi martedì din dinsdag",
    "mi mit mittwoch mittwochs mer me mercredi mie mié miercoles miércoles mercoledi mercoledì wo woe woensdag",
    "do don donnerstag donnerstags jeu je jeudi jue ju jueves gio gi giovedi giovedì donderdag",
    "freitag freitags ven ve vendredi vie vi viernes venerdi venerdì vr vri vrijdag",
    "samstag samstags sonnabend sam samedi sab sáb sabado sábado sabato za zat zaterdag",
    "so son sonntag sonntags dim di dimanche dom do domingo domenica zo zon zondag",
)

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_DASH_WORDS = ("to", "until", "till", "til", "through", "thru", "bis")
_COMMA_WORDS = ("and", "und")
_FILLERS = ("from", "on", "every", "each", "at")

_ZONES = ("utc", "gmt", "cet", "cest", "eet", "eest", "wet", "west", "bst", "est", "edt", "cst", "cdt", "pst", "pdt")
_NAMED_TIMES = {"noon": 720, "midnight": 0}

_WORD = re.compile(
    r"(?P<digits>\d{4})(?![\d:.])"
    r"|(?P<hours>\d{1,2})(?:[:.h](?P<minutes>\d{2})|h)?(?![\d:])(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?"
    r"|(?P<letters>[^\W\d_]+)\.?"
    rf"|(?P<dash>[{_DASHES}])"
    r"|(?P<comma>[,;&+/\n])"
)


class HoursError(ValueError):
    """Opening hours that cannot be read; the message says which part, `hint` what to write."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


class Word(NamedTuple):
    """A word, sign or time in a text of opening hours."""

    kind: Literal["days", "time", "dash", "comma"]
    part: str
    """The part of the text, between commas, in which it stands."""
    days: frozenset[int] = frozenset()
    minute: int = 0
    """Of the day, 0 to 1440."""
    is_12_hours: bool = False
    """True for a time with am or pm."""
    is_short: bool = False
    """True for a time without a zero in front that it could have, such as `9` or `9:00`: mornings may be meant."""


def words_of(text: str) -> Iterator[Word]:
    """The words in `text`, without those that mean nothing.

    Raises:
        HoursError: one that is neither a weekday nor a time.
    """
    text = text.lower()
    position, is_after_days = 0, False
    while position < len(text):
        if text[position].isspace() and text[position] != "\n":
            position += 1
            continue
        part = _part(text, position)
        match = _WORD.match(text, position)
        if match is None:
            if text[position] == ":" and is_after_days:
                position += 1
                continue
            raise _no_hours(part)
        word = _word(match, part)
        if word is not None:
            yield word
            is_after_days = word.kind == "days"
        position = match.end()


def _word(match: re.Match[str], part: str) -> Word | None:
    """What `match` found; None for a word that means nothing."""
    if match["digits"]:
        return Word("time", part, minute=_minute(match["digits"][:2], match["digits"][2:], "", part))
    if match["hours"]:
        minute = _minute(match["hours"], match["minutes"] or "00", match["half"] or "", part)
        is_short = len(match["hours"]) == 1 and minute > 0
        return Word("time", part, minute=minute, is_12_hours=bool(match["half"]), is_short=is_short)
    if match["dash"]:
        return Word("dash", part)
    if match["comma"]:
        return Word("comma", part)
    word = match["letters"]
    if word in _DASH_WORDS:
        return Word("dash", part)
    if word in _COMMA_WORDS:
        return Word("comma", part)
    if word in _NAMED_TIMES:
        return Word("time", part, minute=_NAMED_TIMES[word], is_12_hours=True)
    return None if word in _FILLERS else Word("days", part, days=_days(word, part))


def _days(word: str, part: str) -> frozenset[int]:
    """The weekdays that `word` means."""
    if word in _GROUPS:
        return frozenset(_GROUPS[word])
    if word in _SHORT:
        return frozenset((_SHORT[word],))
    for number, full in enumerate(_FULL):
        if len(word) >= 3 and f"{full}s".startswith(word):
            return frozenset((number,))
    meant = [DAYS[number] for number, names in enumerate(_ELSEWHERE) if word in names.split()]
    if meant:
        raise HoursError(f"`{word}` is not an English weekday", f"write {' or '.join(f'`{day}`' for day in meant)}")
    if word in ("am", "pm", "uhr", "h"):
        raise HoursError(f"`{word}` belongs to a time", "for example `08:00`, or `8am`")
    if word in ("closed", "off", "never", "ph", "holidays"):
        raise HoursError(
            f"`{word}` is no opening time", "name the days and hours at which the screen is lit; no others"
        )
    if word in _ZONES:
        raise HoursError(f"`{word}` cannot stand here", "hours are those of `timezone`, for example `Europe/London`")
    if _is_nearly_a_day(word):
        raise HoursError(f"`{word}` is not a weekday ({', '.join(DAYS)})")
    raise _no_hours(part)


def _is_nearly_a_day(word: str) -> bool:
    """True for three letters, and for what a weekday's name ends like."""
    return len(word) == 3 or word.removesuffix("s").endswith("day")


def _no_hours(part: str) -> HoursError:
    return HoursError(f"`{part}` is not a time of opening such as `mon-fri 08:00-19:00`")


def _minute(hours: str, minutes: str, half: str, part: str) -> int:
    """Minute of the day; `half` is a or p, or empty for 24 hours."""
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > 1440 or (half and not 1 <= int(hours) <= 12):
        raise HoursError(f"`{part}` names a time that no clock shows")
    return minute if not half else minute % 720 + (720 if half == "p" else 0)


def _part(text: str, position: int) -> str:
    """The part of `text` between commas that is around `position`."""
    start = max(text.rfind(sign, 0, position + 1) for sign in ",;\n") + 1
    ends = [end for sign in ",;\n" if (end := text.find(sign, position)) >= start]
    return " ".join(text[start : min(ends, default=len(text))].split())
