"""Accounts: use, health, renewals."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from tests.hub.kpis.golden.books import Books, Record, Table, answers, mean, share
from tests.hub.kpis.golden.voice import latest_scores

__all__ = ["active_users", "adoption_of", "healths", "last_contacts"]

WEIGHTS = {"adoption": 0.4, "nps": 0.2, "csat": 0.2, "engagement": 0.2}


def active_users(books: Books) -> dict[str, set[str]]:
    """Users of 30 days, by account."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for one in books["usage"]:
        if books.days_ago(30) < one["day"] <= books.today:
            users[one["account_id"]].add(one["user_id"])
    return users


def adoption_of(books: Books) -> dict[str, float]:
    """Active users of the licences, by account; accounts without licences are left out."""
    users = active_users(books)
    return {
        one["account_id"]: len(users.get(one["account_id"], ())) / one["licences"]
        for one in books.customers()
        if one["licences"]
    }


@answers("value")
def adoption(books: Books) -> Table:
    users = active_users(books)
    licensed = [one for one in books.customers() if one["licences"]]
    active = sum(len(users.get(one["account_id"], ())) for one in licensed)
    return [[share(active, sum(one["licences"] for one in licensed))]]


def due_to_renew(books: Books) -> list[Record]:
    """Live accounts that renew within three months."""
    until = books.months_ago(-3)
    return [one for one in books.customers() if one["renewal_date"] and books.today <= one["renewal_date"] < until]


@answers("value")
def renewals_3_months(books: Books) -> Table:
    return [[len(due_to_renew(books))]]


def last_contacts(books: Books) -> dict[str, datetime]:
    """When each account was in touch by e-mail, call or meeting."""
    last: dict[str, datetime] = {}
    for one in books["engagements"]:
        if one["channel"] in {"email", "call", "meeting"} and one["account_id"] and one["occurred_at"] <= books.now:
            last[one["account_id"]] = max(last.get(one["account_id"], one["occurred_at"]), one["occurred_at"])
    return last


def parts_of(books: Books) -> dict[str, dict[str, float]]:
    """What is known of the health of each live account, 0 to 1 for each part."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for one in latest_scores(books).values():
        scores[one["account_id"]].append(1.0 if one["score"] >= 9 else 0.0 if one["score"] <= 6 else 0.5)
    ratings: defaultdict[str, list[float]] = defaultdict(list)
    for one in books["csat"]:
        if one["rating"] is not None and one["rated_at"] >= books.moment_ago(90):
            ratings[one["account_id"]].append(one["rating"] >= 4)
    used, last = adoption_of(books), last_contacts(books)
    found: dict[str, dict[str, float]] = {}
    for one in books.customers():
        key = one["account_id"]
        parts: dict[str, float] = {}
        if key in used:
            parts["adoption"] = min(1.0, used[key])
        for name, known in (("nps", scores), ("csat", ratings)):
            if key in known:
                parts[name] = sum(known[key]) / len(known[key])
        last_at = last.get(key, books.moment_ago(10_000))
        parts["engagement"] = (last_at >= books.moment_ago(30)) / 2 + (last_at >= books.moment_ago(90)) / 2
        found[key] = parts
    return found


def healths(books: Books) -> dict[str, float]:
    """0 to 100, by account."""
    return {
        key: 100 * sum(WEIGHTS[name] * part for name, part in parts.items()) / sum(WEIGHTS[name] for name in parts)
        for key, parts in parts_of(books).items()
    }


@answers("value")
def health_score(books: Books) -> Table:
    return [[mean(healths(books).values())]]
