"""What the viewer is told about the screen itself."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.compose.notice import Notice
from displayd.device.edition import Edition, edition_of
from displayd.device.mailbox import LinkState
from displayd.device.notices import AWAY_NOTICE_SECONDS, claim_facts, forgotten_notice, notice_at
from displayd.device.trouble import Trouble, TroubleFacts, message_for
from displayd.errors import Mistake
from tests.device.rig import FACTS
from tests.support.fakes import document_bytes

NOON = 1_795_262_400.0
DOCUMENT = edition_of(document_bytes(), "x").document
FRESH = Edition(DOCUMENT, "r", received_at=940.0)
REMEMBERED = Edition(DOCUMENT, "r", hub_time=NOON - 3600)


def link(kind: Any, since: float = 0.0) -> LinkState:
    return LinkState(kind, "Heading", "A sentence.", "Advice.", since, "the hub's words")


def said(edition: Edition, state: LinkState | None, has_time: bool = True) -> Notice | None:
    return notice_at(edition, state, has_time, NOON, 1000.0)


@pytest.mark.parametrize("state", [None, link("connecting"), link("ok")])
def test_nothing_is_said_while_nothing_is_the_matter(state: LinkState | None) -> None:
    assert said(FRESH, state) is None
    assert said(REMEMBERED, state) is None


def test_screen_that_is_older_than_its_hub_says_that_something_is_missing() -> None:
    older = Edition(DOCUMENT, "r", received_at=940.0, left_out=(Mistake("$.theme", "unknown theme `aurora`"),))

    assert said(older, link("ok")) == Notice(
        "This screen needs an update", more="parts of this dashboard are not shown"
    )
    assert said(older, link("timeout", 0.0)) == Notice("Heading since 11:43", more="figures of 11:59")


def test_hub_that_is_away_is_said_after_a_while_with_the_age_of_the_figures() -> None:
    notice = said(FRESH, link("timeout", 1000.0 - AWAY_NOTICE_SECONDS))

    assert said(FRESH, link("timeout", 1000.1 - AWAY_NOTICE_SECONDS)) is None
    assert notice == Notice("Heading since 11:59", more="figures of 11:59")


def test_hub_that_was_never_reached_is_said_at_once() -> None:
    assert said(REMEMBERED, link("timeout", 999.0)) == Notice("Heading since 11:59", more="figures of 11:00")


def test_figures_of_which_nobody_knows_the_age_have_none() -> None:
    assert said(Edition(DOCUMENT, "r"), link("timeout")) == Notice("Heading since 11:43")


def test_refused_document_and_lost_claim_are_said_at_once() -> None:
    assert said(FRESH, link("refused-document", 999.0)) == Notice("New dashboard refused", more="figures of 11:59")
    assert said(FRESH, link("not-claimed", 999.0)) == Notice(
        "This screen is no longer claimed", "red", "figures of 11:59"
    )


def test_notice_is_in_the_language_of_the_dashboard() -> None:
    document = msgspec.structs.replace(DOCUMENT, locale="de-DE")
    facts = TroubleFacts("https://hub.example.org/v1/screen")
    away = LinkState("timeout", *message_for("timeout", *facts), 0.0, facts=facts)

    assert said(Edition(document, "r", received_at=940.0), away) == Notice(
        "Hub nicht erreichbar seit 11:43", more="Zahlen von 11:59"
    )
    assert forgotten_notice(Edition(document, "r")).more == "sein Speicher ist nicht nutzbar"


def test_claim_page_is_in_the_language_of_the_settings() -> None:
    facts = TroubleFacts("https://hub.example.org/v1/screen")
    unclaimed = LinkState("not-claimed", *message_for("not-claimed", *facts), 0.0, facts=facts)

    german = claim_facts(FACTS._replace(locale="de-DE"), unclaimed, "192.0.2.9")

    assert german.heading == "Noch nicht angemeldet"
    # The hub's own words are English: the advice says the same, and the hub's log what it leaves out.
    assert claim_facts(FACTS._replace(locale="de-DE"), link("not-claimed"), "").hub_says == ""
    assert claim_facts(FACTS._replace(locale="de-DE"), link("unauthorized"), "").hub_says == ""
    assert german.network == "Das Netz funktioniert, und der Hub antwortet."


def test_clock_that_is_not_set_is_said_before_all_but_not_while_the_hub_is_asked() -> None:
    unset = Notice("Clock not set", "red", "ages and times of day are unknown")

    assert [said(FRESH, state, False) for state in (None, link("connecting"))] == [None, None]
    assert [said(FRESH, link(kind), False) for kind in ("ok", "timeout")] == [unset, unset]


def test_screen_without_a_dashboard_says_who_it_is_and_how_it_gets_on() -> None:
    waiting = claim_facts(FACTS, None, "192.0.2.9")
    unclaimed = claim_facts(FACTS, link("not-claimed"), "192.0.2.9")
    away = claim_facts(FACTS, link("timeout"), "")

    assert waiting == FACTS._replace(address="192.0.2.9", network="The network works; the hub is being asked.")
    assert (unclaimed.heading, unclaimed.advice, unclaimed.level) == ("Heading", "Advice.", "amber")
    assert unclaimed.hub_says == "the hub's words"
    assert (away.advice, away.level, away.address) == ("A sentence. Advice.", "red", "")
    assert {facts.fingerprint for facts in (waiting, unclaimed, away)} == {FACTS.fingerprint}


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("not-claimed", "192.0.2.9", "The network works, and the hub answers."),
        ("timeout", "192.0.2.9", "The network works; there is no hub to talk to."),
        ("no-cable", "", "The network does not work."),
        ("connecting", "", "There is no network yet."),
    ],
)
def test_network_and_hub_are_told_in_words(kind: Trouble, address: str, words: str) -> None:
    assert claim_facts(FACTS, link(kind), address).network == words


def test_code_to_scan_leads_to_the_hub_that_asks_for_a_claim_below_its_path() -> None:
    asking = msgspec.structs.replace(link("not-claimed"), hub="https://office.example.org/wall")

    found = claim_facts(FACTS, asking, "192.0.2.9")

    assert found.wall_page == f"https://office.example.org/wall/#claim-{FACTS.fingerprint}"
    assert claim_facts(FACTS, link("timeout"), "192.0.2.9").wall_page == ""
