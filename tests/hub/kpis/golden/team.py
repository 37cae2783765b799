"""Whom the team talks to, how accounts feel, and who carries how much."""

from __future__ import annotations

from collections import Counter

from tests.hub.kpis.golden.books import Books, Table, answers, quantile, share
from tests.hub.kpis.golden.support import open_now

__all__: list[str] = []


def _talks(books: Books, *channels: str) -> Table:
    people = Counter(
        one["stakeholder"]
        for one in books["engagements"]
        if one["channel"] in channels and books.moment_ago(30) <= one["occurred_at"] <= books.now
    )
    return [["Sponsor", people["sponsor"]], ["Decider", people["decider"]], ["Technical", people["technical"]]]


@answers("label", "value")
def engagements_by_stakeholder(books: Books) -> Table:
    return _talks(books, "email", "call", "meeting")


@answers("label", "value")
def emails_by_stakeholder(books: Books) -> Table:
    return _talks(books, "email")


@answers("label", "value")
def calls_by_stakeholder(books: Books) -> Table:
    return _talks(books, "call")


@answers("label", "value")
def meetings_by_stakeholder(books: Books) -> Table:
    return _talks(books, "meeting")


def _tones(books: Books) -> Counter[str]:
    live = {one["account_id"] for one in books.customers()}
    latest: dict[str, str] = {}
    for one in sorted(books["engagements"], key=lambda row: (row["occurred_at"], row["engagement_id"])):
        if one["sentiment"] and one["account_id"] in live and one["occurred_at"] <= books.now:
            latest[one["account_id"]] = one["sentiment"]
    return Counter(latest.values())


@answers("label", "value", "level")
def sentiment(books: Books) -> Table:
    tones = _tones(books)
    return [
        ["Positive", tones["positive"], "good"],
        ["Neutral", tones["neutral"], "none"],
        ["Negative", tones["negative"], "red"],
    ]


@answers("value")
def sentiment_positive(books: Books) -> Table:
    return [[_tones(books)["positive"]]]


@answers("value")
def sentiment_neutral(books: Books) -> Table:
    return [[_tones(books)["neutral"]]]


@answers("value")
def sentiment_negative(books: Books) -> Table:
    return [[_tones(books)["negative"]]]


@answers("label", "value", "level")
def load_per_csm(books: Books) -> Table:
    loads = Counter(one["csm"] for one in books.customers() if one["csm"])
    limit = 1.3 * (quantile(loads.values(), 0.5) or 0)
    order = sorted(loads, key=lambda who: (-loads[who], who))
    return [[who, loads[who], "red" if loads[who] > limit else "none"] for who in order]


@answers("label", "value")
def open_tickets_per_csm(books: Books) -> Table:
    keepers = {one["account_id"]: one["csm"] for one in books.customers() if one["csm"]}
    counts = dict.fromkeys(keepers.values(), 0)
    for one in open_now(books):
        if one["account_id"] in keepers:
            counts[keepers[one["account_id"]]] += 1
    return sorted(([who, count] for who, count in counts.items()), key=lambda row: (-row[1], row[0]))


HOURS_PER_ACCOUNT, HOURS_PER_ONBOARDING, HOURS_PER_PERSON, ONBOARDING_HOURS = 4, 16, 120, 160


@answers("label", "value", "target")
def hiring_outlook(books: Books) -> Table:
    live = books.customers()
    recent = [one for one in books["accounts"] if one["type"] == "customer"]
    first = books.days_ago(90)
    came = sum(1 for one in recent if first < one["start_date"] <= books.today)
    went = sum(1 for one in recent if one["end_date"] and first < one["end_date"] <= books.today)
    people = len({one["csm"] for one in live if one["csm"]})
    return [
        [label, (len(live) + months * (came - went) / 3) * HOURS_PER_ACCOUNT / HOURS_PER_PERSON, people]
        for label, months in (("Now", 0), ("1 month", 1), ("3 months", 3))
    ]


def _rates(leads: list[set[str]]) -> dict[str, float | None]:
    signed = sum(1 for one in leads if "signed" in one)
    return {stage: share(signed, sum(1 for one in leads if stage in one)) for stage in ("lead", "trial", "offer")}


@answers("label", "value")
def onboarding_load(books: Books) -> Table:
    stages: dict[str, set[str]] = {}
    recent: set[str] = set()
    for one in books["leads"]:
        if one["entered_date"] > books.today:
            continue
        stages.setdefault(one["lead_id"], set()).add(one["stage"])
        if one["stage"] == "lead" and one["entered_date"] > books.months_ago(12):
            recent.add(one["lead_id"])
    waiting = Counter(
        "offer" if "offer" in one else "trial" if "trial" in one else "lead"
        for one in stages.values()
        if not one & {"signed", "lost"}
    )
    starting = [
        one for one in books.customers() if not (one["onboarded_date"] and one["onboarded_date"] <= books.today)
    ]
    rates = _rates([stages[lead] for lead in recent])
    hours = HOURS_PER_ONBOARDING / ONBOARDING_HOURS
    offer, trial, lead = rates["offer"], rates["trial"], rates["lead"]
    soon = None if offer is None else waiting["offer"] * offer
    later = (
        None
        if soon is None or trial is None or lead is None
        else (soon + waiting["trial"] * trial + waiting["lead"] * lead) / 3
    )
    return [
        ["Now", len(starting) * hours],
        ["1 month", None if soon is None else soon * hours],
        ["3 months", None if later is None else later * hours],
    ]
