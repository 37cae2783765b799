"""Voice of the customer: surveys, alerts and who follows up."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.hub.kpis.golden.books import Books, Record, Table, answers, quantile, share

__all__ = ["latest_scores"]


def latest_scores(books: Books) -> dict[str, Record]:
    """The last scored answer of each contact."""
    latest: dict[str, Record] = {}
    for one in sorted(
        books["surveys"], key=lambda row: (row["responded_at"] or books.moment_ago(9999), row["survey_id"])
    ):
        if one["score"] is not None:
            latest[one["contact_id"]] = one
    return latest


@answers("value")
def identified_promoters(books: Books) -> Table:
    promoters = [one for one in latest_scores(books).values() if one["score"] >= 9]
    return [[share(len(promoters), len(books["contacts"]))]]


@answers("value")
def alert_follow_up_rate(books: Books) -> Table:
    followed = [one for one in books["alerts"] if one["followed_up_at"]]
    return [[share(len(followed), len(books["alerts"]))]]


@answers("value")
def response_rate(books: Books) -> Table:
    return [[share(sum(1 for one in books["surveys"] if one["responded_at"]), len(books["surveys"]))]]


@answers("label", "value")
def response_rate_by_wave(books: Books) -> Table:
    sent = Counter(one["wave"] for one in books["surveys"] if one["wave"])
    back = Counter(one["wave"] for one in books["surveys"] if one["responded_at"])
    return [[wave, back[wave] / sent[wave]] for wave in sorted(sent)[-4:]]


def _silent(books: Books) -> tuple[set[str], set[str]]:
    """Accounts that were invited, and those of them that never answered."""
    invited = {one["account_id"] for one in books["surveys"]}
    return invited, invited - {one["account_id"] for one in books["surveys"] if one["responded_at"]}


@answers("value")
def silent_accounts(books: Books) -> Table:
    invited, silent = _silent(books)
    return [[share(len(silent), len(invited))]]


@answers("account", "revenue", "renewal")
def silent_accounts_list(books: Books) -> Table:
    paid, silent = books.mrr(), _silent(books)[1]
    found = [
        [one["name"], 12 * paid.get(one["account_id"], 0), one["renewal_date"]]
        for one in books.customers()
        if one["account_id"] in silent
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:8]


def _people(books: Books, *, answered: bool) -> dict[str, set[str]]:
    people: defaultdict[str, set[str]] = defaultdict(set)
    for one in books["surveys"]:
        if one["responded_at"] or not answered:
            people[one["account_id"]].add(one["contact_id"])
    return people


@answers("value")
def invitation_guideline(books: Books) -> Table:
    people, live = _people(books, answered=False), books.customers()
    enough = [one for one in live if len(people.get(one["account_id"], ())) >= (one["invite_min"] or 0)]
    return [[share(len(enough), len(live))]]


@answers("value")
def response_target(books: Books) -> Table:
    people, live = _people(books, answered=True), books.customers()
    enough = [one for one in live if len(people.get(one["account_id"], ())) >= (one["response_min"] or 0)]
    return [[share(len(enough), len(live))]]


@answers("value")
def nps(books: Books) -> Table:
    scores = [one["score"] for one in books["surveys"] if one["score"] is not None]
    balance = sum(1 for one in scores if one > 8) - sum(1 for one in scores if one < 7)
    return [[share(100 * balance, len(scores))]]


@answers("value")
def follow_up_time(books: Books) -> Table:
    waits = [
        (one["followed_up_at"] - one["raised_at"]).total_seconds() for one in books["alerts"] if one["followed_up_at"]
    ]
    return [[quantile(waits, 0.5)]]


def _raised(books: Books) -> list[Record]:
    return [one for one in books["alerts"] if one["raised_at"] <= books.now]


@answers("label", "value", "level")
def alerts_open_by_age(books: Books) -> Table:
    days = [
        (books.now - one["raised_at"]).total_seconds() / 86_400 for one in _raised(books) if not one["followed_up_at"]
    ]
    ends = [("1 d", 0.0, 1.0, "none"), ("2 d", 1.0, 2.0, "none"), ("4 d", 2.0, 4.0, "red"), ("4 d+", 4.0, 1e9, "red")]
    return [[label, sum(1 for one in days if low < one <= high), level] for label, low, high, level in ends]


@answers("label", "value", "detail", "time", "level")
def alerts_contacted(books: Books) -> Table:
    names = {one["account_id"]: one["name"] for one in books["accounts"]}
    waiting = sorted((one["raised_at"], one["alert_id"], one) for one in _raised(books) if not one["followed_up_at"])
    done = [(one["raised_at"], one["alert_id"], one) for one in _raised(books) if one["followed_up_at"]]
    done.sort(key=lambda entry: (books.now - entry[0], entry[1]))
    found: Table = []
    for raised, _, one in waiting + done:
        is_open = not one["followed_up_at"]
        outcome = "not yet" if is_open else one["outcome"] or "contacted"
        level = "good" if not is_open else "red" if (books.now - raised).total_seconds() > 2 * 86_400 else "amber"
        found.append([names[one["account_id"]], None, f"{one['owner'] or 'Nobody'}: {outcome}", raised, level])
    return found[:8]


@answers("label", "value", "previous")
def follow_ups_by_person(books: Books) -> Table:
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for one in books["alerts"]:
        at = one["followed_up_at"]
        if at and one["owner"] and at >= books.moment_ago(180):
            (now if at >= books.moment_ago(90) else before)[one["owner"]] += 1
    return sorted(([who, now[who], before[who]] for who in now | before), key=lambda row: (-row[1], row[0]))


@answers("account", "revenue_share", "invited")
def relationship_depth(books: Books) -> Table:
    paid, people = books.mrr(), _people(books, answered=False)
    whole = sum(paid.values())
    found = [
        [one["name"], paid[one["account_id"]] / whole, len(people.get(one["account_id"], ()))]
        for one in books.customers()
        if one["account_id"] in paid
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:8]


@answers("label", "value", "level")
def contact_split(books: Books) -> Table:
    latest = latest_scores(books)
    scores = [one["score"] for one in latest.values()]
    promoters = sum(1 for one in scores if one in {9, 10})
    detractors = sum(1 for one in scores if one in range(7))
    return [
        ["Promoters", promoters, "good"],
        ["Passives", len(scores) - promoters - detractors, "none"],
        ["Detractors", detractors, "red"],
        ["Silent", sum(1 for one in books["contacts"] if one["contact_id"] not in latest), "none"],
    ]
