"""Small books whose answers were worked out by hand; and what is said of nothing at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hub.kpis.golden.books import ANSWERS, Books, tables
from tests.hub.kpis.golden.file import PARTS, plain
from tests.hub.kpis.made_up.rows import NOW

assert PARTS

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text("utf-8"))

# What is counted is 0 of nothing: nobody has left, no ticket is open. Everything else is not known.
COUNTS = {
    "alerts_open_by_age",
    "busy_hours",
    "calls_by_stakeholder",
    "contact_split",
    "customers_by_type",
    "emails_by_stakeholder",
    "engagements_by_stakeholder",
    "funnel",
    "funnel_steps",
    "hiring_outlook",
    "lost_accounts",
    "meetings_by_stakeholder",
    "missed_accounts_30",
    "missed_accounts_90",
    "new_customers",
    "new_customers_by_week",
    "onboarding_load",
    "open_tickets",
    "open_tickets_by_age",
    "overdue_amount",
    "overdue_by_age",
    "renewals_3_months",
    "renewed_accounts",
    "retention",
    "sentiment",
    "sentiment_negative",
    "sentiment_neutral",
    "sentiment_positive",
    "sla_breaches_in_renewal",
    "tickets_per_hour",
    "tickets_usual",
}


def whole(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """`row` with NULL for every column that it leaves out."""
    unknown = set(row) - set(tables()[table]["columns"])
    assert not unknown
    return dict.fromkeys(tables()[table]["columns"]) | row


def books_of(case: dict[str, Any]) -> Books:
    return Books(NOW, {table: [whole(table, row) for row in rows] for table, rows in case["tables"].items()})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kpi']}: {case['why']}")
def test_plain_arithmetic_finds_what_was_worked_out_by_hand(case: dict[str, Any]) -> None:
    found = [[plain(cell) for cell in row] for row in ANSWERS[case["kpi"]][1](books_of(case))]

    assert len(found) == len(case["rows"])
    for row, expected in zip(found, case["rows"], strict=True):
        assert row == [pytest.approx(cell) if isinstance(cell, float) else cell for cell in expected]


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - COUNTS))
def test_nothing_is_said_of_empty_tables(name: str) -> None:
    columns, answer = ANSWERS[name]

    for row in answer(Books(NOW)):
        assert row[columns.index("value")] is None


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_of_nothing_there_are_none(name: str) -> None:
    columns, answer = ANSWERS[name]
    amount = columns.index("value") if "value" in columns else 1

    assert {row[amount] for row in answer(Books(NOW))} <= {0, None}
