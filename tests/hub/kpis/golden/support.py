"""Tickets and ratings."""

from __future__ import annotations

from tests.hub.kpis.golden.books import Books, Record, Table, answers, mean, share

__all__ = ["recent_tickets"]


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
