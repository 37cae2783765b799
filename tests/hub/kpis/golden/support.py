"""Tickets and ratings."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime, timedelta

from tests.hub.kpis.golden.books import Books, Record, Table, answers, mean, quantile, share
from tests.hub.kpis.golden.success import due_to_renew

__all__ = ["open_now", "recent_tickets"]


def recent_tickets(books: Books, days: int = 30) -> list[Record]:
    """Those that came in within `days`."""
    return [one for one in books["tickets"] if one["created_at"] >= books.moment_ago(days)]


@answers("value")
def csat(books: Books) -> Table:
    ratings = [one["rating"] for one in books["csat"] if one["rated_at"] >= books.moment_ago(30) and one["rating"]]
    return [[share(sum(1 for one in ratings if one > 3), len(ratings))]]


def _kept(books: Books, done: str, due: str) -> float | None:
    kept = broken = 0
    for one in recent_tickets(books):
        if one[due] is None:
            continue
        if one[done] is not None and one[done] <= one[due]:
            kept += 1
        elif one[done] is not None or one[due] < books.now:
            broken += 1
    return share(kept, kept + broken)


@answers("value")
def sla_reply(books: Books) -> Table:
    return [[_kept(books, "first_reply_at", "reply_due_at")]]


@answers("value")
def sla_close(books: Books) -> Table:
    return [[_kept(books, "closed_at", "close_due_at")]]


def _seconds(books: Books, done: str) -> list[float]:
    return [(one[done] - one["created_at"]).total_seconds() for one in recent_tickets(books) if one[done]]


@answers("value")
def first_reply_mean(books: Books) -> Table:
    return [[mean(_seconds(books, "first_reply_at"))]]


@answers("value")
def first_reply_median(books: Books) -> Table:
    return [[quantile(_seconds(books, "first_reply_at"), 0.5)]]


@answers("value")
def first_reply_p90(books: Books) -> Table:
    return [[quantile(_seconds(books, "first_reply_at"), 0.9)]]


@answers("value")
def close_mean(books: Books) -> Table:
    return [[mean(_seconds(books, "closed_at"))]]


@answers("value")
def close_median(books: Books) -> Table:
    return [[quantile(_seconds(books, "closed_at"), 0.5)]]


@answers("value")
def close_p90(books: Books) -> Table:
    return [[quantile(_seconds(books, "closed_at"), 0.9)]]


def _hours(books: Books) -> list[datetime]:
    this = books.now.replace(minute=0, second=0)
    return [this - timedelta(hours=back) for back in range(12, 0, -1)]


@answers("t", "value")
def tickets_per_hour(books: Books) -> Table:
    came = Counter(one["created_at"].replace(minute=0, second=0) for one in books["tickets"])
    return [[hour, came[hour]] for hour in _hours(books)]


@answers("t", "value")
def tickets_usual(books: Books) -> Table:
    first = books.days_ago(28)
    days = [one["created_at"] for one in books["tickets"] if first <= one["created_at"].date() < books.today]
    return [[hour, sum(1 for one in days if one.hour == hour.hour) / 28] for hour in _hours(books)]


@answers("value")
def ticket_spike(books: Books) -> Table:
    def came(days: int) -> int:
        end = books.moment_ago(days)
        return sum(1 for one in books["tickets"] if end - timedelta(hours=1) < one["created_at"] <= end)

    usual = [came(days) for days in range(1, 29)]
    spread = statistics.pstdev(usual)
    return [[(came(0) - statistics.mean(usual)) / spread]] if spread else []


def open_now(books: Books) -> list[Record]:
    """Tickets that are not closed."""
    return [one for one in books["tickets"] if one["closed_at"] is None and one["created_at"] <= books.now]


@answers("value")
def open_tickets(books: Books) -> Table:
    return [[len(open_now(books))]]


@answers("label", "value")
def open_tickets_by_age(books: Books) -> Table:
    hours = [(books.now - one["created_at"]).total_seconds() / 3600 for one in open_now(books)]
    ends = [("4 h", -1, 4), ("1 d", 4, 24), ("3 d", 24, 72), ("3 d+", 72, 10**9)]
    return [[label, sum(1 for one in hours if low < one <= high)] for label, low, high in ends]


def _accounts(books: Books) -> dict[str | None, Record]:
    return {one["account_id"]: one for one in books["accounts"]}


def _unanswered(books: Books) -> list[Record]:
    return [one for one in open_now(books) if one["first_reply_at"] is None]


@answers("customer", "waiting", "owner", "subject")
def tickets_waiting(books: Books) -> Table:
    accounts, found = _accounts(books), []
    for one in sorted(_unanswered(books), key=lambda row: (row["created_at"], row["ticket_id"]))[:6]:
        account = accounts.get(one["account_id"], {})
        owner = one["agent"] or account.get("csm") or "Nobody"
        waits = (books.now - one["created_at"]).total_seconds()
        found.append([account.get("name", "Unknown"), waits, owner, one["subject"]])
    return found


@answers("label", "value", "detail", "time")
def tickets_due(books: Books) -> Table:
    accounts = _accounts(books)
    promised = [one for one in _unanswered(books) if one["reply_due_at"] and one["reply_due_at"] >= books.moment_ago(1)]
    promised.sort(key=lambda row: (row["reply_due_at"], row["ticket_id"]))
    return [
        [accounts.get(one["account_id"], {}).get("name", "Unknown"), None, one["subject"], one["reply_due_at"]]
        for one in promised[:6]
    ]


@answers("label", "value", "previous")
def solved_by_person(books: Books) -> Table:
    closed = [
        (one["closed_at"].date(), one["agent"])
        for one in books["tickets"]
        if one["agent"] and one["closed_at"] and one["closed_at"] <= books.now
    ]
    today = Counter(who for day, who in closed if day == books.today)
    before = Counter(who for day, who in closed if day == books.days_ago(1))
    return sorted(([who, today[who], before[who]] for who in today | before), key=lambda row: (-row[1], row[0]))


@answers("label", "value")
def ticket_channels(books: Books) -> Table:
    ways = Counter(one["channel"] for one in recent_tickets(books, 7) if one["channel"])
    return sorted(([way, count] for way, count in ways.items()), key=lambda row: (-row[1], row[0]))


@answers("weekday", "h09", "h11", "h13", "h15", "h17")
def busy_hours(books: Books) -> Table:
    monday = books.days_ago(books.today.weekday())
    weeks = [
        one["created_at"]
        for one in books["tickets"]
        if monday - timedelta(days=28) <= one["created_at"].date() < monday
    ]
    return [
        [
            name,
            *(sum(1 for one in weeks if one.weekday() == day and one.hour in {hour, hour + 1}) / 8 for hour in _BLOCKS),
        ]
        for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))
    ]


_BLOCKS = (9, 11, 13, 15, 17)


def _broken_promise(books: Books, one: Record) -> datetime | None:
    for done, due in (("first_reply_at", "reply_due_at"), ("closed_at", "close_due_at")):
        if one[due] and (one[done] or books.now) > one[due]:
            broken: datetime = one[due]
            return broken
    return None


def _late_before_renewal(books: Books) -> list[tuple[datetime, Record, Record]]:
    due = {one["account_id"]: one for one in due_to_renew(books)}
    return [
        (broken, due[one["account_id"]], one)
        for one in recent_tickets(books)
        if one["account_id"] in due and (broken := _broken_promise(books, one))
    ]


@answers("value")
def sla_breaches_in_renewal(books: Books) -> Table:
    return [[len({account["account_id"] for _, account, _ in _late_before_renewal(books)})]]


@answers("label", "value", "detail", "time", "level")
def sla_breaches_in_renewal_list(books: Books) -> Table:
    found = sorted(_late_before_renewal(books), key=lambda entry: entry[2]["ticket_id"])
    found.sort(key=lambda entry: entry[0], reverse=True)
    return [[account["name"], None, one["subject"], broken, "red"] for broken, account, one in found[:6]]
