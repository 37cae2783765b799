"""Revenue, churn and what customers are worth."""

from __future__ import annotations

from collections import Counter
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


@answers("label", "value")
def mrr_by_plan(books: Books) -> Table:
    plans: Counter[str] = Counter()
    for one in books["subscriptions"]:
        is_on = one["valid_from"] <= books.today and (one["valid_to"] is None or one["valid_to"] > books.today)
        if is_on and one["plan"]:
            plans[one["plan"]] += one["mrr"]
    return sorted(([plan, paid] for plan, paid in plans.items()), key=lambda row: (-row[1], row[0]))


def _yearly(paid: dict[str, float]) -> float | None:
    monthly = total(paid)
    return None if monthly is None else 12 * monthly


@answers("value", "previous")
def arr(books: Books) -> Table:
    return [[_yearly(books.mrr()), _yearly(books.mrr(books.months_ago(12)))]]


@answers("value")
def arr_growth(books: Books) -> Table:
    before, after = books.mrr(books.months_ago(12)), books.mrr()
    return [[12 * sum(after.get(one, 0) - paid for one, paid in before.items()) if before else None]]


@answers("t", "value")
def arr_of_existing_by_month(books: Books) -> Table:
    existing = books.mrr(books.months_ago(12))
    days = sorted({books.month(back) for back in range(13)} | {books.today})
    found: Table = []
    for day in days:
        paid = {one: monthly for one, monthly in books.mrr(day).items() if one in existing}
        if day >= books.months_ago(12) and paid:
            found.append([day, 12 * sum(paid.values())])
    return found


def _customers_of_month(books: Books, back: int) -> tuple[int, int, int]:
    """How many there were at the beginning, how many of them left, how many were won."""
    start, stop = books.month(back), books.month(back - 1)
    before = books.customers(start)
    lost = [one for one in before if one["end_date"] and one["end_date"] <= stop]
    won = [one for one in books["accounts"] if one["type"] == "customer" and start <= one["start_date"] < stop]
    return len(before), len(lost), len(won)


@answers("value")
def subscription_lifetime(books: Books) -> Table:
    months = [_customers_of_month(books, back) for back in range(1, 13)]
    return [[share(sum(one[0] for one in months), sum(one[1] for one in months))]]


def _cac(books: Books, back: int) -> float | None:
    won = _customers_of_month(books, back)[2]
    months = [one for one in books["spend"] if one["month"] == books.month(back)]
    return share(sum((one["sales"] or 0) + (one["marketing"] or 0) for one in months), won) if months else None


@answers("value", "previous")
def cac(books: Books) -> Table:
    return [[_cac(books, 1), _cac(books, 2)]]


def _months(books: Books) -> list[int]:
    return list(range(12, 0, -1)) if books["accounts"] else []


@answers("t", "value")
def cac_by_month(books: Books) -> Table:
    return [[books.month(back), _cac(books, back)] for back in _months(books)]


def _ltv(books: Books, back: int) -> float | None:
    customers, lost, _ = _customers_of_month(books, back)
    return ltv_of(arpa_on(books, books.month(back - 1)), margin_of(books, books.month(back)), share(lost, customers))


@answers("t", "value")
def ltv_by_month(books: Books) -> Table:
    return [[books.month(back), _ltv(books, back)] for back in _months(books)]


def _ratio(books: Books, back: int) -> float | None:
    worth, cost = _ltv(books, back), _cac(books, back)
    return worth / cost if worth is not None and cost else None


@answers("value")
def ltv_to_cac(books: Books) -> Table:
    return [[_ratio(books, 1)]] if _months(books) else []


@answers("t", "value")
def ltv_to_cac_by_month(books: Books) -> Table:
    return [[books.month(back), _ratio(books, back)] for back in _months(books)]


@answers("value")
def paid_on_time(books: Books) -> Table:
    due = [one for one in books["invoices"] if one["amount"] > 0 and books.days_ago(90) < one["due_date"] < books.today]
    good = [
        one
        for one in due
        if one["paid_date"] and one["paid_date"] <= one["due_date"] and one["paid_amount"] >= one["amount"]
    ]
    return [[share(len(good), len(due))]]


def _overdue(books: Books) -> list[tuple[int, float]]:
    """Days late, and what is missing."""
    return [
        ((books.today - one["due_date"]).days, one["amount"] - (one["paid_amount"] or 0))
        for one in books["invoices"]
        if one["amount"] > max(0, one["paid_amount"] or 0) and one["due_date"] < books.today
    ]


@answers("value")
def overdue_amount(books: Books) -> Table:
    return [[sum(missing for _, missing in _overdue(books))]]


@answers("label", "value", "level")
def overdue_by_age(books: Books) -> Table:
    ends = [("7 d", 0, 7, "none"), ("30 d", 7, 30, "none"), ("60 d", 30, 60, "red"), ("older", 60, 99_999, "red")]
    return [
        [label, sum(missing for late, missing in _overdue(books) if low < late <= high), level]
        for label, low, high, level in ends
    ]


@answers("label", "value")
def customer_churn_by_segment(books: Books) -> Table:
    before = books.customers(books.months_ago(1))
    found: Table = []
    for segment in sorted({one["segment"] for one in before if one["segment"]}):
        inside = [one for one in before if one["segment"] == segment]
        lost = [one for one in inside if one["end_date"] and one["end_date"] <= books.today]
        found.append([segment, len(lost) / len(inside)])
    return found
