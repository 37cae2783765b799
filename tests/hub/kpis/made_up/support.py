"""Tickets and their ratings, and what the users use."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.hub.kpis.made_up.accounts import is_live
from tests.hub.kpis.made_up.rows import NOW, TODAY, Chance, Row, Rows, days_after
from tests.hub.kpis.made_up.voice import moment

__all__ = ["csat", "tickets", "usage"]

_SUBJECTS = ["Export", "Log-in", "Bill", "Slow page", "New user", "Report", "Calendar", "Import", "Refund"]
_AGENTS = ["Priya", "Tomas", "Ines", "Owen", "Mei"]
_FEATURES = [("Orders", 0.9), ("Delivery", 0.6), ("Stock", 0.4), ("Reports", 0.28), ("Planner", 0.18)]


def tickets(chance: Chance, customers: Rows) -> Rows:
    """Eight weeks and a half, some twenty a working day; more come in this afternoon than usual."""
    made: Rows = []
    for ago in range(60, -1, -1):
        day = days_after(TODAY, -ago)
        count = chance.whole(3, 7) if day.weekday() >= 5 else chance.whole(15, 24)
        created = [moment(chance, day, 7, 19) for _ in range(count)]
        if ago == 0:
            created += [NOW - timedelta(minutes=chance.whole(1, 58)) for _ in range(5)]
        made += [
            _ticket(chance, one, chance.one_of(customers))
            for one in sorted(created)
            if one <= NOW - timedelta(minutes=1)
        ]
    for number, row in enumerate(made):
        row["ticket_id"] = f"T{number + 1:05}"
    return made


def _ticket(chance: Chance, created: datetime, account: Row) -> Row:
    reply = created + timedelta(seconds=int(90 + chance.small(7_000)))
    close = reply + timedelta(seconds=int(600 + chance.small(70_000)))
    age = NOW - created
    is_answered = reply <= NOW and not (age < timedelta(days=4) and chance.is_so(0.06))
    is_closed = is_answered and close <= NOW and not (age < timedelta(days=12) and chance.is_so(0.12))
    has_promise = not chance.is_so(0.05)
    return {
        "ticket_id": "",
        "account_id": None if chance.is_so(0.03) else account["account_id"],
        "subject": chance.one_of(_SUBJECTS),
        "channel": chance.one_by_weight([("E-mail", 5), ("Chat", 3), ("Phone", 2), ("App", 1)]),
        "agent": chance.one_of(_AGENTS) if is_answered else None,
        "created_at": created,
        "first_reply_at": reply if is_answered else None,
        "closed_at": close if is_closed else None,
        "reply_due_at": created + timedelta(hours=4) if has_promise else None,
        "close_due_at": created + timedelta(days=2) if has_promise else None,
    }


def csat(chance: Chance, solved: Rows) -> Rows:
    """Two fifths of those whose ticket was closed say how it was; some only in words."""
    made: Rows = []
    for ticket in solved:
        closed = ticket["closed_at"]
        if not isinstance(closed, datetime) or not chance.is_so(0.4):
            continue
        rated = closed + timedelta(minutes=chance.whole(5, 2_000))
        if rated > NOW:
            continue
        made.append(
            {
                "csat_id": f"R{len(made) + 1:04}",
                "ticket_id": ticket["ticket_id"],
                "account_id": ticket["account_id"],
                "rated_at": rated,
                "rating": chance.one_by_weight([(5, 50), (4, 34), (3, 7), (2, 4), (1, 3), (None, 2)]),
            }
        )
    return made


def usage(chance: Chance, customers: Rows) -> Rows:
    """Two months: on which days a user was there, and the one or two features of the day."""
    made: Rows = []
    for account in customers:
        licences = account["licences"]
        users = int((licences if isinstance(licences, int) else 0) * chance.one_of([0.1, 0.4, 0.7, 0.85, 0.95, 1.0]))
        # Some have more users than licences.
        users += chance.whole(0, 2) if users else 0
        features = [name for name, share in _FEATURES if chance.is_so(share)] or ["Orders"]
        for user in range(users):
            for _ in range(chance.whole(1, 3)):
                day = days_after(TODAY, -int(chance.small(40)))
                if not is_live(account, day):
                    continue
                feature = chance.one_of(features)
                made.append(
                    {
                        "account_id": account["account_id"],
                        "user_id": f"{account['account_id']}-{user + 1}",
                        "product": "Mobile" if feature == "Delivery" else "Office",
                        "feature": feature,
                        "day": day,
                    }
                )
    return made
