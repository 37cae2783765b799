"""What to tell the viewer about the screen itself: a line on the page, or a page of its own before there is one."""

from __future__ import annotations

import time
from collections.abc import Mapping

from displayd.compose.claim_page import ClaimFacts
from displayd.compose.notice import Notice
from displayd.device.edition import Edition
from displayd.device.mailbox import LinkState
from displayd.device.system.hub_clock import Source
from displayd.device.trouble import NETWORK_TROUBLES
from displayd.text.formatter import Formatter
from displayd.text.language import ENGLISH, language_of, word

__all__ = ["claim_facts", "clock_row", "forgotten_notice", "notice_at"]

# A hub that is away for less than this is not worth the viewer's attention.
AWAY_NOTICE_SECONDS = 30.0

# Troubles that a hub itself tells of.
_ANSWERS = ("ok", "not-claimed", "unauthorized", "not-found", "too-large", "server-error", "refused-document")

_CLOCK_WORDS: Mapping[Source, str] = {
    "hub": word("from the hub"),
    "date": word("from the web server"),
    "system": word("from NTP"),
    "none": word("not set"),
}


def notice_at(
    edition: Edition, link: LinkState | None, has_time: bool, unix_time: float, monotonic: float
) -> Notice | None:
    """The most important thing that the viewer should know about the whole screen.

    Args:
        edition: the one on show.
        link: how the screen and its hub get on; None before anything was tried.
        has_time: False when the clock cannot be trusted.
        monotonic: the same moment as `unix_time`, by `hub_clock.monotonic`.
    """
    language = language_of(edition.document.locale)
    is_asking = link is None or link.kind == "connecting"
    if not has_time and not is_asking:
        # Not in the first moments of a start, when the hub's time is about to come.
        return Notice(language.say("Clock not set"), "red", language.say("ages and times of day are unknown"))
    if link is None or not link.is_trouble:
        if edition.left_out:
            missing = language.say("parts of this dashboard are not shown")
            return Notice(language.say("This screen needs an update"), more=missing)
        return None
    arrived_at = edition.arrived_at(unix_time, monotonic)
    figures = ""
    if arrived_at is not None:
        figures = language.say("figures of {moment}", moment=_moment(edition, arrived_at, unix_time))
    if link.kind == "refused-document":
        return Notice(language.say("New dashboard refused"), more=figures)
    if link.kind == "not-claimed":
        return Notice(language.say("This screen is no longer claimed"), "red", figures)
    away_seconds = monotonic - link.since
    if away_seconds < AWAY_NOTICE_SECONDS and edition.received_at is not None:
        return None
    since = _moment(edition, unix_time - away_seconds, unix_time)
    heading = link.message(language).heading
    return Notice(language.say("{heading} since {moment}", heading=heading, moment=since), more=figures)


def forgotten_notice(edition: Edition) -> Notice:
    """What is said where nothing else is the matter with a screen whose identity is not kept."""
    language = language_of(edition.document.locale)
    heading = language.say("This screen has to be claimed again after a restart")
    return Notice(heading, more=language.say("its disk cannot be used"))


def claim_facts(
    introduction: ClaimFacts, link: LinkState | None, address: str, machine: tuple[tuple[str, str], ...] = ()
) -> ClaimFacts:
    """What a screen without a dashboard says.

    Args:
        introduction: who it is and what it is about to do.
        link: how it and its hub get on; None before anything was tried.
        address: IP address of this machine; empty for none.
        machine: what else whoever looks after the network asks for.
    """
    language = language_of(introduction.locale)
    facts = introduction._replace(
        address=address, machine=(*machine, *introduction.machine), network=language.say(_network_words(link, address))
    )
    if link is None:
        return facts
    is_claim = link.kind == "not-claimed"
    # The heading says already that it is not claimed.
    heading, sentence, advice = link.message(language)
    advice = advice if is_claim else f"{sentence} {advice}".strip()
    level = "red" if link.is_trouble and not is_claim else "amber"
    # The hub speaks English: in other languages the advice says the same, and its log has the rest.
    hub_says = link.hub_says if language is ENGLISH else ""
    wall_page = f"{link.hub}/#claim-{facts.fingerprint}" if is_claim and link.hub and facts.fingerprint else ""
    return facts._replace(heading=heading, advice=advice, hub_says=hub_says, level=level, wall_page=wall_page)


def _network_words(link: LinkState | None, address: str) -> str:
    """How network and hub are, as far as that is known; in English."""
    if not address or (link and link.kind in NETWORK_TROUBLES):
        is_starting = link is None or not link.is_trouble
        return word("There is no network yet.") if is_starting else word("The network does not work.")
    if link is None or not link.is_trouble:
        return word("The network works; the hub is being asked.")
    if link.kind in _ANSWERS:
        return word("The network works, and the hub answers.")
    return word("The network works; there is no hub to talk to.")


def clock_row(source: Source, unix_time: float, locale: str = "en-GB") -> tuple[str, str]:
    """What the screen takes for the time, and who says so, as a row of `ClaimFacts.machine`."""
    is_english = language_of(locale) is ENGLISH
    told = time.strftime("%d %b %Y, %H:%M UTC" if is_english else "%Y-%m-%d, %H:%M UTC", time.gmtime(unix_time))
    return word("Clock"), f"{told} · {_CLOCK_WORDS[source]}"


def _moment(edition: Edition, unix_time: float, now: float) -> str:
    """`unix_time` as the locale of `edition` writes it, for example `14:02`."""
    return Formatter(edition.document.locale, edition.document.timezone).moment(unix_time, now)
