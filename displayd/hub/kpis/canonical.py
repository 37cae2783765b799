"""The tables that the shipped KPIs read, as `tables.yaml` beside them has them: whoever names one means it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CANONICAL"]


def _columns(
    texts: str = "", dates: str = "", times: str = "", decimals: str = "", integers: str = ""
) -> dict[str, str]:
    groups = (("text", texts), ("date", dates), ("timestamp", times), ("decimal", decimals), ("integer", integers))
    return {name: kind for kind, names in groups for name in names.split()}


CANONICAL: Mapping[str, Mapping[str, str]] = {
    "accounts": _columns(
        "account_id name type segment lifecycle csm",
        dates="start_date onboarded_date renewal_date renewed_date end_date",
        integers="licences invite_min response_min",
    ),
    "contacts": _columns("contact_id account_id role", dates="created_date"),
    "surveys": _columns("survey_id account_id contact_id wave", times="invited_at responded_at", integers="score"),
    "alerts": _columns("alert_id account_id owner outcome", times="raised_at followed_up_at"),
    "subscriptions": _columns("subscription_id account_id plan", dates="valid_from valid_to", decimals="mrr"),
    "spend": _columns(dates="month", decimals="revenue cogs sales marketing"),
    "tickets": _columns(
        "ticket_id account_id subject channel agent",
        times="created_at first_reply_at closed_at reply_due_at close_due_at",
    ),
    "csat": _columns("csat_id ticket_id account_id", times="rated_at", integers="rating"),
    "usage": _columns("account_id user_id product feature", dates="day"),
    "engagements": _columns("engagement_id account_id channel stakeholder sentiment", times="occurred_at"),
    "leads": _columns("lead_id account_id name owner stage", dates="entered_date decision_date", decimals="amount"),
    "invoices": _columns(
        "invoice_id account_id", dates="issued_date due_date paid_date", decimals="amount paid_amount"
    ),
}
"""By name of the table: the type of each column (text, date, timestamp, decimal, integer), by its name."""
