"""Accounts and the people there."""

from __future__ import annotations

from datetime import date

from tests.hub.kpis.made_up.rows import TODAY, Chance, Row, Rows, days_after

__all__ = ["accounts", "contacts", "customers", "is_live"]

_FIRST = [
    "Alder",
    "Birch",
    "Cedar",
    "Dahlia",
    "Elder",
    "Fern",
    "Garnet",
    "Hazel",
    "Iris",
    "Juniper",
    "Kestrel",
    "Laurel",
    "Maple",
    "Nettle",
    "Olive",
    "Poppy",
    "Quince",
    "Rowan",
    "Sorrel",
    "Thistle",
    "Umber",
    "Violet",
    "Willow",
    "Yarrow",
]
_SECOND = ["Foods", "Labs", "Works", "Freight", "Clinics", "Books", "Tools", "Energy", "Hotels"]
_PEOPLE = ["Nadia", "Joris", "Elena", "Kofi", "Fatima", "Sven"]
_SEGMENTS = [("Small", 0.5), ("Mid-size", 0.33), ("Corporate", 0.17)]
_USERS = {"Small": (3, 12), "Mid-size": (10, 40), "Corporate": (30, 90)}
_GUIDELINE = {"Small": (2, 1), "Mid-size": (3, 2), "Corporate": (5, 3)}
_TYPES = [("customer", 0.72), ("prospect", 0.16), ("free", 0.07), ("partner", 0.05)]


def accounts(chance: Chance) -> Rows:
    """216 accounts, most of them customers; some have left, and some will."""
    return [_account(chance, number) for number in range(len(_FIRST) * len(_SECOND))]


def customers(rows: Rows) -> Rows:
    """Those that pay or have paid."""
    return [row for row in rows if row["type"] == "customer"]


def is_live(account: Row, day: date = TODAY) -> bool:
    """Whether `account` was a customer on `day`."""
    start, end = account["start_date"], account["end_date"]
    assert isinstance(start, date)
    return start <= day and (end is None or end > day)  # type: ignore[operator]


def contacts(chance: Chance, rows: Rows) -> Rows:
    """People at the accounts; at some accounts we know nobody."""
    made: Rows = []
    for account in rows:
        count = (
            0 if chance.is_so(0.06) else chance.whole(1, {"Small": 3, "Mid-size": 5, "Corporate": 8}[_segment(account)])
        )
        for place in range(count):
            role = ("decider", "technical", "user", "sponsor")[place % 4]
            made.append(
                {
                    "contact_id": f"P{len(made) + 1:04}",
                    "account_id": account["account_id"],
                    "role": None if chance.is_so(0.04) else role,
                    "created_date": days_after(TODAY, -chance.whole(20, 900)),
                }
            )
    return made


def _segment(account: Row) -> str:
    return str(account["segment"] or "Small")


def _account(chance: Chance, number: int) -> Row:
    kind = chance.one_by_weight(_TYPES)
    segment = chance.one_by_weight(_SEGMENTS)
    invite, response = _GUIDELINE[segment]
    row: Row = {
        "account_id": f"A{number + 1:03}",
        "name": f"{_FIRST[number % len(_FIRST)]} {_SECOND[number // len(_FIRST)]}",
        "type": kind,
        "segment": segment,
        "lifecycle": None,
        "csm": None,
        "start_date": None,
        "onboarded_date": None,
        "renewal_date": None,
        "renewed_date": None,
        "end_date": None,
        "licences": None,
        "invite_min": None,
        "response_min": None,
    }
    if kind != "customer":
        return row
    age = chance.whole(1, 60) if chance.is_so(0.08) else chance.whole(61, 1300)
    low, high = _USERS[segment]
    row |= {
        "csm": None if chance.is_so(0.03) else chance.one_by_weight([(one, 6 - at) for at, one in enumerate(_PEOPLE)]),
        "start_date": days_after(TODAY, -age),
        "licences": chance.one_by_weight([(chance.whole(low, high), 0.93), (0, 0.05), (None, 0.02)]),
        "invite_min": invite,
        "response_min": response,
    }
    return row | _course(chance, age)


def _course(chance: Chance, age: int) -> Row:
    """How it went with a customer of `age` days."""
    start = days_after(TODAY, -age)
    took = chance.whole(12, 70)
    gone = chance.is_so(0.3) and age > 150
    end = days_after(start, chance.whole(120, age)) if gone else None
    if not gone and age > 200 and chance.is_so(0.03):
        # Has given notice.
        end = days_after(TODAY, chance.whole(5, 80))
    year = 365
    renewed = days_after(start, age // year * year) if age >= year else None
    if renewed is not None and end is not None and renewed >= end:
        renewed = days_after(renewed, -year) if age >= 2 * year else None
    until_next = year - age % year
    stage = _stage(chance, age, took, until_next)
    return {
        "lifecycle": stage,
        "onboarded_date": days_after(start, took) if took <= age else None,
        "renewal_date": None if chance.is_so(0.03) else days_after(TODAY, until_next),
        "renewed_date": renewed,
        "end_date": end,
    }


def _stage(chance: Chance, age: int, took: int, until_next: int) -> str | None:
    if chance.is_so(0.02):
        return None
    if age < took:
        return "Onboarding"
    if age < 120:
        return "Training"
    if until_next <= 90:
        return "Renewal"
    return "Adapting" if age < 500 else "Extending"
