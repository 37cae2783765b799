"""Every word of the wall page, in two tables; the page is written with them, and its script gets those it needs."""

from __future__ import annotations

from collections.abc import Mapping

from displayd.text.formatter import Formatter
from displayd.text.language import counted, word

__all__ = ["COUNTED", "IN_SCRIPT", "OF_CATEGORY", "WORDS", "for_script", "told", "told_count"]

WORDS: Mapping[str, str] = {
    # States of a screen.
    "online": word("on", "wall page"),
    "offline": word("silent", "wall page"),
    "waiting": word("not heard of yet", "wall page"),
    "free": word("no TV yet", "wall page"),
    "seen_on": word("on, {age} ago", "wall page"),
    "seen_off": word("{state}, seen {age} ago", "wall page"),
    "age_seconds": word("{n} s", "wall page"),
    "age_minutes": word("{n} min", "wall page"),
    "age_hours": word("{n} h", "wall page"),
    # The head of the page.
    "lost": word("The hub does not answer. Last heard {age} ago", "wall page"),
    "not_here": word(
        "The screen that was scanned does not wait here: by now it is claimed, or it asks another hub.", "wall page"
    ),
    "skip": word("Skip to the screens", "wall page"),
    "sign_out": word("Sign out {name}", "wall page"),
    # Filters.
    "filters": word("Filter the screens", "wall page"),
    "search": word("Search", "wall page"),
    "group": word("Group", "wall page"),
    "dashboard": word("Dashboard", "wall page"),
    "state": word("State", "wall page"),
    "any": word("All", "wall page"),
    "mirrored": word("All that mirror", "wall page"),
    "alone": word("Without a mirror", "wall page"),
    "bad": word("With a problem", "wall page"),
    "sent_too": word("Also what screens sent", "wall page"),
    "clear": word("Show all", "wall page"),
    "none_shown": word("No screen is like that.", "wall page"),
    # A screen.
    "screens": word("Screens", "wall page"),
    "now": word("now: {page}", "wall page"),
    "dark": word("dark: outside its hours", "wall page"),
    "no_page": word("nothing to show yet", "wall page"),
    "no_picture": word("no picture yet", "wall page"),
    "not_drawn": word("not drawn", "wall page"),
    "drawn_picture": word("Page of {name}, drawn by the hub", "wall page"),
    "sent_picture": word("What {name} sent of its glass", "wall page"),
    "drawn_by_hub": word("as planned", "wall page"),
    "sent_ago": word("sent {age} ago", "wall page"),
    "open": word("{name} in full size", "wall page"),
    "in_step": word("{names} mirror each other, at most {apart} apart", "wall page"),
    "out_of_step": word("{names} mirror each other, and may be {apart} apart", "wall page"),
    "step_unknown": word("{names} mirror each other; how far apart is not measured yet", "wall page"),
    "milliseconds": word("{n} ms", "wall page"),
    "seconds": word("{n} s", "wall page"),
    # A screen in full size.
    "close": word("Close", "wall page"),
    "copy": word("Copy the line", "wall page"),
    "copy_name": word("Copy the name", "wall page"),
    "copy_name_of": word("Copy the name {name}", "wall page"),
    "copy_address": word("Copy the address", "wall page"),
    "copied": word("Copied", "wall page"),
    "selected": word("Selected: copy it now", "wall page"),
    "fact_state": word("State", "wall page"),
    "fact_shows": word("Shows", "wall page"),
    "fact_page": word("Page now", "wall page"),
    "fact_address": word("Address", "wall page"),
    "fact_mirrors": word("Mirrors", "wall page"),
    "fact_image": word("Image", "wall page"),
    "fact_update": word("Update", "wall page"),
    "fact_clock": word("Clock off by at most", "wall page"),
    "fact_problems": word("Problems", "wall page"),
    # Notices.
    "hub": word("The hub", "wall page"),
    "keeps": word("The screens keep what they had before.", "wall page"),
    "serves_nothing": word("There has been no folder without mistakes yet, so screens get nothing.", "wall page"),
    "no_data": word("No data", "wall page"),
    "left_out": word("Files that are left out", "wall page"),
    "not_drawing": word("Pages are not drawn", "wall page"),
    "not_drawing_why": word(
        "This hub cannot draw pages, so the pictures are those that the screens sent: {reason}", "wall page"
    ),
    "paste": word(
        "Paste the line under `screens:` in `screens.yaml`, and give the screen a name."
        " Compare the whole fingerprint with the one on the glass.",
        "wall page",
    ),
    "code": word("code", "wall page"),
    "wish": word("asks to be called {name}", "wall page"),
    "reviews": word("Reviews", "wall page"),
    "review_how": word(
        "Once its team has gone through a dashboard, write the day into its file: `reviewed: {today}`", "wall page"
    ),
    "review_late": word("Time to go through again", "wall page"),
    "review_none": word("No review noted", "wall page"),
    "review_on": word("on {screens}", "wall page"),
}
"""By name, in English; `{...}` is filled in."""

COUNTED: Mapping[str, tuple[str, str]] = {
    "age_days": counted("{count} day", "{count} days", "wall page"),
    "screens_on": counted("{on} of {count} screen on", "{on} of {count} screens on", "wall page"),
    "screens_shown": counted("{shown} of {count} screen shown", "{shown} of {count} screens shown", "wall page"),
    "mistakes": counted("The wall folder has one mistake", "The wall folder has {count} mistakes", "wall page"),
    "claims": counted("One screen waits to be claimed", "{count} screens wait to be claimed", "wall page"),
    "reviewed": counted("reviewed {count} day ago", "reviewed {count} days ago", "wall page"),
}
"""The same for what is counted, for one and for many; a language may have more forms."""

OF_CATEGORY: Mapping[str, int] = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""A number of each plural category of CLDR, in whichever language has it; in Polish 100 is many as 11 is."""

IN_SCRIPT = (
    *("online", "offline", "waiting", "free", "seen_on", "seen_off", "age_seconds", "age_minutes", "age_hours"),
    *("age_days", "screens_on", "lost", "screens_shown", "none_shown", "now", "dark", "no_page", "no_picture"),
    *("drawn_picture", "sent_picture", "sent_ago", "in_step", "out_of_step", "step_unknown", "milliseconds", "seconds"),
    *("not_drawn", "copied", "selected"),
)
"""Names of those that the script needs to keep the page up to date."""


def told(to: Formatter, word_name: str, /, **values: object) -> str:
    """The words of that name in the reader's language, with `values` filled in; not escaped."""
    return to.say_as("wall page", WORDS[word_name], **values)


def told_count(to: Formatter, word_name: str, count: int, /, **values: object) -> str:
    """The words of that name for `count`, with it and `values` filled in; not escaped."""
    return to.say_count_as("wall page", *COUNTED[word_name], count, **values)


def for_script(to: Formatter) -> Mapping[str, str | Mapping[str, str]]:
    """What the script needs, by name, in the reader's language: what is counted by the plural category of the count.

    A script has the categories of every language (`Intl.PluralRules`), and no gettext.
    """
    return {name: _forms(to, name) if name in COUNTED else to.say_as("wall page", WORDS[name]) for name in IN_SCRIPT}


def _forms(to: Formatter, word_name: str) -> Mapping[str, str]:
    places = {name: _Place(f"{{{name}}}") for name in ("count", "on", "shown")}
    return {category: told_count(to, word_name, count, **places) for category, count in OF_CATEGORY.items()}


class _Place:
    """Where the script puts a number: no text, which would be set apart in a language from the right."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return self._name
