"""Books as nobody keeps them on purpose: things not known, days ahead, ends of months, credit notes, odd words."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tests.hub.kpis.golden.books import Record, tables

__all__ = ["odd_books"]

_NAMES = ("Ärzte GmbH", "alpha", "Alpha", "O'Brien", "名前", " lead space", "100%", "")

# Numbers of days from today at which periods begin and end.
_EDGES = (0, 1, -1, -28, -29, -30, -31, -89, -90, -91, -180, -364, -365, -366, 30, 90, 92)

_WORDS: Mapping[str, tuple[str, ...]] = {
    "name": _NAMES,
    "subject": _NAMES,
    "segment": ("Small", "Mid-size", "Corporate", "Enterprise"),
    "lifecycle": ("Onboarding", "Training", "Adapting", "Extending", "Renewal", "Odd"),
    "wave": ("2026-Q1", "2026-Q2", "2025-Q4"),
    "plan": ("Basic", "Pro"),
    "product": ("P", "Q"),
    "feature": ("one", "Two", "ö"),
}
_PEOPLE = ("Ann", "Bob", "Çem", "dora")
_NUMBERS: Mapping[str, tuple[float, ...]] = {
    "licences": (0, 1, 5, 100),
    "score": tuple(range(11)),
    "rating": (1, 2, 3, 4, 5),
    "mrr": (0, 0.1, 19.99, 333.33, -20.5),
    "amount": (100, 99.99, 0, -50, 1_000_000),
    "paid_amount": (0, 50, 100, 1_000_001),
}


def odd_books(seed: int, now: datetime) -> dict[str, list[Record]]:
    """Rows by table; none, one, or up to 40 in each.

    Args:
        seed: of the chance that makes them.
    """
    chance = random.Random(seed)
    most, unknown = chance.choice([(1, 0.0), (6, 0.02), (40, 0.15), (40, 0.5)])
    return {
        name: [_row(chance, name, number, table["columns"], now, unknown) for number in range(chance.randint(0, most))]
        for name, table in tables().items()
    }


def _row(
    chance: random.Random, table: str, number: int, columns: Mapping[str, Any], now: datetime, unknown: float
) -> Record:
    if table == "spend":
        month = now.year * 12 + now.month - 1 - number
        own: Record = {"month": date(month // 12, month % 12 + 1, 1)}
    else:
        own = {next(iter(columns)): f"{table}-{number:03}"} if table not in ("usage", "leads") else {}
    for name, facts in columns.items():
        is_known = facts.get("key") or chance.random() >= unknown
        own.setdefault(name, _value(chance, name, facts, now) if is_known else None)
    return own


def _value(chance: random.Random, name: str, facts: Mapping[str, Any], now: datetime) -> Any:
    day = now.date() + timedelta(days=chance.choice(_EDGES) if chance.random() < 0.4 else chance.randint(-400, 60))
    match facts["type"]:
        case "date":
            return chance.choice([day, day.replace(day=1), day.replace(day=1) - timedelta(days=1)])
        case "timestamp":
            moment = now + timedelta(days=chance.choice([0, -1, -7, -28, -30, -90]), seconds=chance.choice([0, -1, 1]))
            return chance.choice([moment, now - timedelta(seconds=chance.randint(-200_000, 9_000_000))])
        case "integer" | "decimal":
            return chance.choice(_NUMBERS.get(name, (0, 1, 2, 3)))
    if "values" in facts:
        return chance.choice(facts["values"])
    if name.endswith("_id"):
        return f"{name.removesuffix('_id')}s-{chance.randint(0, 12):03}"
    return chance.choice(_WORDS.get(name, _PEOPLE))
