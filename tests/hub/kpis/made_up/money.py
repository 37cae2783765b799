"""Subscriptions, bills, spending and leads."""

from __future__ import annotations

from datetime import date

from tests.hub.kpis.made_up.accounts import is_live
from tests.hub.kpis.made_up.rows import TODAY, Chance, Row, Rows, days_after, first_of_month

__all__ = ["invoices", "leads", "spend", "subscriptions"]

_PLANS = {"Small": ("Basic", 140, 380), "Mid-size": ("Team", 500, 1400), "Corporate": ("Company", 2200, 6800)}
_SELLERS = ["Amara", "Lars", "Chiara", "Diego", "Saskia"]
_STAGES = ["lead", "trial", "offer", "signed", "onboarded", "expanded"]
_GOES_ON = [0.52, 0.6, 0.5, 0.9, 0.45]


def subscriptions(chance: Chance, customers: Rows) -> Rows:
    """One or more rows for each customer; prices change on some birthdays, mostly up."""
    made: Rows = []
    for account in customers:
        if chance.is_so(0.02):
            # A customer on a free trial period.
            continue
        plan, low, high = _PLANS[str(account["segment"])]
        price = float(chance.whole(low, high))
        start, end = account["start_date"], account["end_date"]
        assert isinstance(start, date)
        begins = start
        while True:
            birthday = days_after(begins, 365 if chance.is_so(0.6) else 180)
            last = birthday > TODAY or (isinstance(end, date) and birthday >= end)
            made.append(
                {
                    "subscription_id": f"B{len(made) + 1:04}",
                    "account_id": account["account_id"],
                    "plan": plan,
                    "mrr": round(price, 2),
                    "valid_from": begins,
                    "valid_to": end if last else birthday,
                }
            )
            if last:
                break
            begins = birthday
            price *= chance.one_by_weight([(1.0, 0.4), (1.06, 0.4), (1.25, 0.12), (0.85, 0.08)])
    return made


def spend(chance: Chance, paid: Rows) -> Rows:
    """Two years and this month: what the subscriptions bring, and what is spent for it."""
    made: Rows = []
    for back in range(24, -1, -1):
        month = first_of_month(TODAY, -back)
        revenue = sum(_mrr(row) for row in paid if _holds(row, month))
        made.append(
            {
                "month": month,
                "revenue": round(revenue * chance.number(1.0, 1.04), 2),
                "cogs": round(revenue * chance.number(0.24, 0.31), 2),
                "sales": round(9_000 + revenue * chance.number(0.08, 0.12), 2),
                "marketing": None if back == 17 else round(5_000 + revenue * chance.number(0.03, 0.06), 2),
            }
        )
    return made


def invoices(chance: Chance, customers: Rows, paid: Rows) -> Rows:
    """A bill a month for half a year, and some credit notes."""
    made: Rows = []
    for back in range(5, -1, -1):
        issued = first_of_month(TODAY, -back)
        for account in customers:
            mrr = sum(_mrr(row) for row in paid if row["account_id"] == account["account_id"] and _holds(row, issued))
            if not mrr or not is_live(account, issued):
                continue
            made.append(_bill(chance, len(made), account, issued, round(mrr, 2)))
            if chance.is_so(0.02):
                made.append(_credit(len(made), made[-1]))
    return made


def _bill(chance: Chance, count: int, account: Row, issued: date, amount: float) -> Row:
    due = days_after(issued, chance.one_of([7, 14, 14, 30]))
    late = chance.one_by_weight([(-chance.whole(0, 13), 0.86), (chance.whole(1, 40), 0.09), (None, 0.05)])
    paid_date = None if late is None else days_after(due, late)
    if paid_date is not None and paid_date > TODAY:
        paid_date = None
    part = 0.0 if paid_date is None else 0.5 if chance.is_so(0.02) else 1.0
    return {
        "invoice_id": f"I{count + 1:04}",
        "account_id": account["account_id"],
        "issued_date": issued,
        "due_date": due,
        "paid_date": paid_date,
        "amount": amount,
        "paid_amount": None if paid_date is None else round(amount * part, 2),
    }


def _credit(count: int, bill: Row) -> Row:
    amount = bill["amount"]
    assert isinstance(amount, float)
    return bill | {
        "invoice_id": f"I{count + 1:04}",
        "amount": -round(amount / 4, 2),
        "paid_date": None,
        "paid_amount": None,
    }


def leads(chance: Chance, prospects: Rows) -> Rows:
    """What became of some 1,300 leads of fifteen months, most of them without an account."""
    made: Rows = []
    for number in range(1300):
        owner = chance.one_of(_SELLERS)
        prospect = chance.one_of(prospects)
        day = days_after(TODAY, -chance.whole(0, 460))
        amount = float(chance.whole(2, 60) * 600)
        row: Row = {
            "lead_id": f"D{number + 1:04}",
            "account_id": prospect["account_id"] if chance.is_so(0.2) else None,
            "name": f"{prospect['name']}" if chance.is_so(0.2) else f"Lead {number + 1}",
            "owner": owner,
            "decision_date": None,
            "amount": None,
        }
        for at, stage in enumerate(_STAGES):
            decides = days_after(day, chance.whole(10, 40)) if stage == "offer" else None
            known = amount if at >= 2 else None
            made.append(row | {"stage": stage, "entered_date": day, "amount": known, "decision_date": decides})
            if stage == "trial" and chance.is_so(0.04):
                made.append(row | {"stage": stage, "entered_date": days_after(day, 1)})
            goes_on = at < len(_GOES_ON) and chance.is_so(_GOES_ON[at])
            next_day = days_after(day, chance.whole(3, 24) if at < 3 else chance.whole(14, 90))
            if next_day > TODAY:
                break
            if not goes_on:
                if at < 3:
                    made.append(row | {"stage": "lost", "entered_date": next_day, "amount": known})
                break
            day = next_day
    return [{name: one[name] for name in _LEAD_COLUMNS} for one in made]


_LEAD_COLUMNS = ("lead_id", "account_id", "name", "owner", "stage", "entered_date", "amount", "decision_date")


def _mrr(row: Row) -> float:
    assert isinstance(row["mrr"], float)
    return row["mrr"]


def _holds(row: Row, day: date) -> bool:
    first, last = row["valid_from"], row["valid_to"]
    assert isinstance(first, date)
    return first <= day and (last is None or last > day)  # type: ignore[operator]
