"""Accounts: use, health, renewals."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

from tests.hub.kpis.golden.books import Books, Record, Table, answers, quantile, share
from tests.hub.kpis.golden.voice import latest_scores

__all__ = ["STAGES", "WEIGHTS", "active_users", "adoption_of", "due_to_renew", "healths", "last_contacts", "parts_of"]

STAGES = ["Onboarding", "Training", "Adapting", "Extending", "Renewal"]

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
    found = {}
    for key, parts in parts_of(books).items():
        weight = sum(WEIGHTS[name] for name in parts)
        found[key] = round(100 * sum(WEIGHTS[name] * part for name, part in parts.items()) / weight, 4)
    return found


@answers("label", "value")
def lifecycle_counts(books: Books) -> Table:
    counts = Counter(one["lifecycle"] for one in books.customers())
    return [[stage, counts[stage]] for stage in STAGES if counts[stage]]


@answers("value")
def settled_accounts(books: Books) -> Table:
    stages = [one["lifecycle"] for one in books.customers() if one["lifecycle"]]
    return [[share(len([one for one in stages if one not in STAGES[:2]]), len(stages))]]


@answers("value")
def onboarding_time(books: Books) -> Table:
    days = [
        (one["onboarded_date"] - one["start_date"]).days
        for one in books["accounts"]
        if one["onboarded_date"] and books.months_ago(12) < one["onboarded_date"] <= books.today
    ]
    return [[quantile(days, 0.5)]]


SEGMENTS = ["Small", "Mid-size", "Corporate"]


def _adoption_in(books: Books, segment: str) -> tuple[int, int]:
    """Active users and licences."""
    users = active_users(books)
    licensed = [one for one in books.customers() if one["licences"] and one["segment"] == segment]
    return sum(len(users.get(one["account_id"], ())) for one in licensed), sum(one["licences"] for one in licensed)


@answers("label", "value")
def adoption_by_segment(books: Books) -> Table:
    found = [(segment, *_adoption_in(books, segment)) for segment in SEGMENTS]
    found.sort(key=lambda entry: (entry[2], entry[0]))
    return [[segment, active / licences] for segment, active, licences in found if licences]


@answers("label", "value")
def adoption_by_product(books: Books) -> Table:
    licensed = {one["account_id"]: one["licences"] for one in books.customers() if one["licences"]}
    users: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in books["usage"]:
        if one["account_id"] in licensed and books.days_ago(30) < one["day"] <= books.today:
            users[one["product"]].add((one["account_id"], one["user_id"]))
    found = [[product, len(who) / sum(licensed.values())] for product, who in users.items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


@answers("value")
def adoption_small(books: Books) -> Table:
    return [[share(*_adoption_in(books, "Small"))]]


@answers("value")
def adoption_mid_size(books: Books) -> Table:
    return [[share(*_adoption_in(books, "Mid-size"))]]


@answers("value")
def adoption_corporate(books: Books) -> Table:
    return [[share(*_adoption_in(books, "Corporate"))]]


def _typical(books: Books, segment: str) -> Table:
    used = adoption_of(books)
    inside = [
        used[one["account_id"]] for one in books.customers() if one["segment"] == segment and one["account_id"] in used
    ]
    return [[quantile(inside, 0.5)]]


@answers("value")
def typical_adoption_small(books: Books) -> Table:
    return _typical(books, "Small")


@answers("value")
def typical_adoption_mid_size(books: Books) -> Table:
    return _typical(books, "Mid-size")


@answers("value")
def typical_adoption_corporate(books: Books) -> Table:
    return _typical(books, "Corporate")


@answers("account", "active", "licences", "in_use")
def adoption_by_account(books: Books) -> Table:
    users = active_users(books)
    found = [
        [one["name"], len(users.get(one["account_id"], ())), one["licences"]]
        for one in books.customers()
        if one["licences"]
    ]
    found = [[*row, row[1] / row[2]] for row in found]
    return sorted(found, key=lambda row: (row[3], -row[2], row[0]))[:8]


def _feature_users(books: Books) -> dict[str, set[str]]:
    """Accounts that used each feature in 30 days."""
    live = {one["account_id"] for one in books.customers()}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in books["usage"]:
        if one["feature"] and one["account_id"] in live and books.days_ago(30) < one["day"] <= books.today:
            found[one["feature"]].add(one["account_id"])
    return found


@answers("label", "value")
def feature_usage(books: Books) -> Table:
    live = len(books.customers())
    found = [[feature, len(accounts) / live] for feature, accounts in _feature_users(books).items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


@answers("feature", "small", "mid_size", "corporate")
def feature_usage_by_segment(books: Books) -> Table:
    used = _feature_users(books)
    groups = [{one["account_id"] for one in books.customers() if one["segment"] == segment} for segment in SEGMENTS]
    order = sorted(used, key=lambda feature: (-len(used[feature]), feature))
    return [[feature, *(share(len(used[feature] & group), len(group)) for group in groups)] for feature in order]


@answers("value")
def missed_accounts_30(books: Books) -> Table:
    return [[len(_missed(books, 30))]]


@answers("value")
def missed_accounts_90(books: Books) -> Table:
    return [[len(_missed(books, 90))]]


def _missed(books: Books, days: int) -> list[Record]:
    last, first = last_contacts(books), books.moment_ago(days)
    return [one for one in books.customers() if last.get(one["account_id"], books.moment_ago(10_000)) < first]


@answers("label", "value", "detail")
def missed_accounts(books: Books) -> Table:
    last = last_contacts(books)
    found: Table = []
    for one in books.customers():
        at = last.get(one["account_id"])
        day = one["start_date"] if at is None else at.date()
        found.append([one["name"], (books.today - day).days, one["csm"] or "Nobody"])
    return sorted((row for row in found if row[1] > 30), key=lambda row: (-row[1], row[0]))[:8]


@answers("value")
def newest_feature(books: Books) -> Table:
    first: dict[str, date] = {}
    for one in books["usage"]:
        first[one["feature"]] = min(one["day"], first.get(one["feature"], one["day"]))
    if not first:
        return []
    latest = max(first.values())
    newest = min(feature for feature, day in first.items() if day == latest)
    return [[share(len(_feature_users(books).get(newest, ())), len(books.customers()))]]
