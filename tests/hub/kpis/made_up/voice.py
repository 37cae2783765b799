"""Surveys, alerts, and what else passed between the company and its accounts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from tests.hub.kpis.made_up.accounts import is_live
from tests.hub.kpis.made_up.rows import NOW, TODAY, Chance, Rows, days_after

__all__ = ["alerts", "engagements", "moment", "surveys"]

_WAVES = [("2025-Q4", date(2025, 11, 10)), ("2026-Q1", date(2026, 2, 9)), ("2026-Q2", date(2026, 5, 11))]
_WAVES += [("2026-Q3", date(2026, 8, 10)), ("2026-Q4", date(2026, 11, 9))]
_SCORES = [(10, 22), (9, 24), (8, 16), (7, 13), (6, 9), (5, 5), (4, 3), (3, 3), (2, 2), (1, 1), (0, 2)]
_OUTCOMES = ["content again", "training", "new bill", "connected", "left us", None]
_OWNERS = ["Nadia", "Joris", "Elena", "Kofi", "Fatima", "Sven"]


def moment(chance: Chance, day: date, first_hour: int = 8, last_hour: int = 17) -> datetime:
    """Some minute of `day`, in office hours."""
    return datetime.combine(day, time(chance.whole(first_hour, last_hour), chance.whole(0, 59)))


def surveys(chance: Chance, customers: Rows, contacts: Rows) -> Rows:
    """Five waves; a fifth of the accounts never answers."""
    made: Rows = []
    deaf = {row["account_id"] for row in customers if chance.is_so(0.22)}
    of_account = {row["account_id"]: row for row in customers}
    for wave, day in _WAVES:
        for contact in contacts:
            account = of_account.get(contact["account_id"])
            if account is None or not is_live(account, day) or chance.is_so(0.35):
                continue
            sent = moment(chance, day, 9, 10)
            answers = contact["account_id"] not in deaf and chance.is_so(0.48)
            answered = sent + timedelta(minutes=chance.whole(30, 14_000)) if answers else None
            if answered is not None and answered > NOW:
                answered = None
            score = None if answered is None or chance.is_so(0.03) else chance.one_by_weight(_SCORES)
            made.append(
                {
                    "survey_id": f"S{len(made) + 1:05}",
                    "account_id": contact["account_id"],
                    "contact_id": contact["contact_id"],
                    "wave": wave,
                    "invited_at": sent,
                    "responded_at": answered,
                    "score": score,
                }
            )
    return made


def alerts(chance: Chance, answers: Rows) -> Rows:
    """Low scores of the last year, most of them followed up."""
    made: Rows = []
    for answer in answers:
        score, raised = answer["score"], answer["responded_at"]
        if not isinstance(score, int) or not isinstance(raised, datetime) or score > 6:
            continue
        wait = timedelta(minutes=int(60 + chance.small(2400)))
        is_recent = raised > NOW - timedelta(days=20)
        is_followed = raised + wait <= NOW and not (is_recent and chance.is_so(0.5))
        made.append(
            {
                "alert_id": f"L{len(made) + 1:04}",
                "account_id": answer["account_id"],
                "raised_at": raised,
                "followed_up_at": raised + wait if is_followed else None,
                "owner": None if chance.is_so(0.05) else chance.one_of(_OWNERS),
                "outcome": chance.one_of(_OUTCOMES) if is_followed else None,
            }
        )
    return made


def engagements(chance: Chance, customers: Rows) -> Rows:
    """Half a year of it; some accounts hear nothing for months, and of some messages nobody knows the account."""
    made: Rows = []
    for account in customers:
        quiet = chance.one_by_weight([(0, 0.72), (35, 0.16), (95, 0.12)])
        start = account["start_date"]
        for _ in range(chance.whole(2, 13)):
            ago = chance.whole(quiet, 190)
            day = days_after(TODAY, -ago)
            assert isinstance(start, date)
            if day < start or not is_live(account, day):
                continue
            channel = chance.one_by_weight(
                [("email", 45), ("call", 20), ("meeting", 12), ("community", 12), ("social", 7), ("event", 4)]
            )
            made.append(
                {
                    "engagement_id": "",
                    "account_id": None if channel == "social" and chance.is_so(0.5) else account["account_id"],
                    "channel": channel,
                    "stakeholder": chance.one_by_weight(
                        [("sponsor", 2), ("decider", 3), ("technical", 5), ("user", 3), (None, 0.5)]
                    ),
                    "occurred_at": min(moment(chance, day), NOW - timedelta(minutes=20)),
                    "sentiment": chance.one_by_weight([("positive", 5), ("neutral", 3), ("negative", 1.4), (None, 2)]),
                }
            )
    for number, row in enumerate(made):
        row["engagement_id"] = f"E{number + 1:05}"
    return made
