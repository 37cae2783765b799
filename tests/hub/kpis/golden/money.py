"""Revenue, churn and what customers are worth."""

from __future__ import annotations

from datetime import date

from tests.hub.kpis.golden.books import Books, Table, answers, share

__all__ = ["arpa_on", "churn_until", "margin_of", "total"]


def total(paid: dict[str, float]) -> float | None:
    """All of it; None where nobody pays."""
    return sum(paid.values()) if paid else None


@answers("value", "previous")
def mrr(books: Books) -> Table:
    return [[total(books.mrr()), total(books.mrr(books.months_ago(1)))]]


@answers("t", "value")
def mrr_by_month(books: Books) -> Table:
    days = sorted({books.month(back) for back in range(13)} | {books.today})
    return [[day, total(books.mrr(day))] for day in days] if books["subscriptions"] else []


def churn_until(books: Books, start: date, end: date) -> float | None:
    """Of the customers at `start`, the share that is gone at `end`."""
    before = books.customers(start)
    return share(sum(1 for one in before if one["end_date"] and one["end_date"] <= end), len(before))


@answers("value")
def customer_churn(books: Books) -> Table:
    return [[churn_until(books, books.months_ago(1), books.today)]]


@answers("value")
def revenue_churn(books: Books) -> Table:
    before, after = books.mrr(books.months_ago(1)), books.mrr()
    lost = sum(max(0, paid - after.get(account, 0)) for account, paid in before.items())
    return [[share(lost, sum(before.values()))]]


@answers("value")
def net_revenue_retention(books: Books) -> Table:
    before, after = books.mrr(books.months_ago(12)), books.mrr()
    return [[share(sum(after.get(account, 0) for account in before), sum(before.values()))]]


def arpa_on(books: Books, day: date) -> float | None:
    """What a paying account paid a month on `day`."""
    paid = books.mrr(day)
    return share(sum(paid.values()), len(paid))


@answers("value")
def arpa(books: Books) -> Table:
    return [[arpa_on(books, books.today)]]


def margin_of(books: Books, month: date) -> float | None:
    """Gross margin of one month."""
    found = [one for one in books["spend"] if one["month"] == month]
    return share(sum(one["revenue"] - one["cogs"] for one in found), sum(one["revenue"] for one in found))


@answers("value", "previous")
def gross_margin(books: Books) -> Table:
    return [[margin_of(books, books.month(1)), margin_of(books, books.month(2))]]


def ltv_of(revenue: float | None, margin: float | None, churn: float | None) -> float | None:
    """Lifetime value; None where a part is not known, or where nobody leaves."""
    return None if revenue is None or margin is None or not churn else revenue * margin / churn


@answers("value")
def ltv(books: Books) -> Table:
    churn = churn_until(books, books.months_ago(1), books.today)
    return [[ltv_of(arpa_on(books, books.today), margin_of(books, books.month(1)), churn)]]
