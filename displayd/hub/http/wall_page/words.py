"""Every word of the wall page, in one table: the page is written with it, and its script gets those that it needs."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["IN_SCRIPT", "WORDS", "told"]

WORDS: Mapping[str, str] = {
    # States of a screen.
    "online": "on",
    "offline": "silent",
    "waiting": "not heard of yet",
    "free": "no TV yet",
    "seen_on": "on, {age} ago",
    "seen_off": "{state}, seen {age} ago",
    "age_seconds": "{n} s",
    "age_minutes": "{n} min",
    "age_hours": "{n} h",
    "age_days": "{n} days",
    # The head of the page.
    "count": "{on} of {all} screens on",
    "lost": "The hub does not answer. Last heard {age} ago",
    "not_here": "The screen that was scanned does not wait here: by now it is claimed, or it asks another hub.",
    "skip": "Skip to the screens",
    "sign_out": "Sign out {name}",
    # Filters.
    "filters": "Filter the screens",
    "search": "Search",
    "group": "Group",
    "dashboard": "Dashboard",
    "state": "State",
    "any": "All",
    "mirrored": "All that mirror",
    "alone": "Without a mirror",
    "bad": "With a problem",
    "sent_too": "Also what screens sent",
    "clear": "Show all",
    "shown": "{shown} of {all} screens shown",
    "none_shown": "No screen is like that.",
    # A screen.
    "screens": "Screens",
    "now": "now: {page}",
    "dark": "dark: outside its hours",
    "no_page": "nothing to show yet",
    "no_picture": "no picture yet",
    "not_drawn": "not drawn",
    "drawn_picture": "Page of {name}, drawn by the hub",
    "sent_picture": "What {name} sent of its glass",
    "drawn_by_hub": "as planned",
    "sent_ago": "sent {age} ago",
    "open": "{name} in full size",
    "in_step": "{names} mirror each other, at most {apart} apart",
    "out_of_step": "{names} mirror each other, and may be {apart} apart",
    "step_unknown": "{names} mirror each other; how far apart is not measured yet",
    "milliseconds": "{n} ms",
    "seconds": "{n} s",
    # A screen in full size.
    "close": "Close",
    "copy": "Copy the line",
    "copy_name": "Copy the name",
    "copy_name_of": "Copy the name {name}",
    "copy_address": "Copy the address",
    "copied": "Copied",
    "selected": "Selected: copy it now",
    "fact_state": "State",
    "fact_shows": "Shows",
    "fact_page": "Page now",
    "fact_address": "Address",
    "fact_mirrors": "Mirrors",
    "fact_image": "Image",
    "fact_update": "Update",
    "fact_clock": "Clock off by at most",
    "fact_problems": "Problems",
    # Notices.
    "hub": "The hub",
    "mistake": "The wall folder has one mistake",
    "mistakes": "The wall folder has {n} mistakes",
    "keeps": "The screens keep what they had before.",
    "serves_nothing": "There has been no folder without mistakes yet, so screens get nothing.",
    "no_data": "No data",
    "not_drawing": "Pages are not drawn",
    "not_drawing_why": "This hub cannot draw pages, so the pictures are those that the screens sent: {reason}",
    "claim": "One screen waits to be claimed",
    "claims": "{n} screens wait to be claimed",
    "code": "code",
    "wish": "asks to be called {name}",
    "reviews": "Reviews",
    "review_late": "Time to go through again",
    "review_none": "No review noted",
    "reviewed": "reviewed {n} days ago",
    "review_on": "on {screens}",
}
"""By name; `{...}` is filled in."""

IN_SCRIPT = (
    *("online", "offline", "waiting", "free", "seen_on", "seen_off", "age_seconds", "age_minutes", "age_hours"),
    *("age_days", "count", "lost", "shown", "none_shown", "now", "dark", "no_page", "no_picture", "not_drawn"),
    *("drawn_picture", "sent_picture", "sent_ago", "in_step", "out_of_step", "step_unknown", "milliseconds", "seconds"),
    *("copied", "selected"),
)
"""Names of those that the script needs to keep the page up to date."""


def told(word: str, **values: object) -> str:
    """The words of that name with `values` filled in; not escaped."""
    return WORDS[word].format(**values)
