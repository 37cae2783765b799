"""All tables of the made-up company, and their files.

    python -m tests.hub.kpis.made_up.company

writes them to `layouts/kpis/fixture`.
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping

from displayd.hub.wall.shipped import layouts_folder
from tests.hub.kpis.made_up import accounts, money, support, voice
from tests.hub.kpis.made_up.rows import Chance, Rows

__all__ = ["company", "csv_text"]

SEED = 20_261_120


@functools.cache
def company() -> Mapping[str, Rows]:
    """Rows by name of the table. Each table has chance of its own, so that a change of one leaves the others."""
    chances = iter([Chance(SEED + number) for number in range(12)])
    all_accounts = accounts.accounts(next(chances))
    paying = accounts.customers(all_accounts)
    people = accounts.contacts(next(chances), all_accounts)
    asked = voice.surveys(next(chances), paying, people)
    paid = money.subscriptions(next(chances), paying)
    requests = support.tickets(next(chances), paying)
    return {
        "accounts": all_accounts,
        "contacts": people,
        "surveys": asked,
        "alerts": voice.alerts(next(chances), asked),
        "subscriptions": paid,
        "spend": money.spend(next(chances), paid),
        "tickets": requests,
        "csat": support.csat(next(chances), requests),
        "usage": support.usage(next(chances), paying),
        "engagements": voice.engagements(next(chances), paying),
        "leads": money.leads(next(chances), [row for row in all_accounts if row["type"] == "prospect"]),
        "invoices": money.invoices(next(chances), paying, paid),
    }


def csv_text(rows: Rows) -> str:
    """`rows` as a file with a head; what is not known is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def main() -> None:
    """Writes the files."""
    folder = layouts_folder() / "kpis" / "fixture"
    for table, rows in company().items():
        (folder / f"{table}.csv").write_text(csv_text(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
