"""The file of right answers, `layouts/kpis/golden.json`.

    python -m tests.hub.kpis.golden.file

writes it anew.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tests.hub.kpis.golden import health, money, sales, success, support, team, voice
from tests.hub.kpis.golden.books import ANSWERS, KPIS, Books
from tests.hub.kpis.made_up.rows import NOW

__all__ = ["FILE", "golden", "golden_text", "plain"]

FILE = KPIS / "golden.json"

PARTS = (health, money, sales, success, support, team, voice)
"""Importing them is what fills `ANSWERS`."""


@functools.cache
def fixture() -> Books:
    """The shipped fixture."""
    return Books.read(KPIS / "fixture", NOW)


def plain(value: Any) -> Any:
    """As JSON has it: numbers, texts, dates as text."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, (int, float)) else value


def golden(books: Books) -> Mapping[str, Any]:
    """Columns and rows of every KPI."""
    return {
        name: {"columns": columns, "rows": [[plain(cell) for cell in row] for row in answer(books)]}
        for name, (columns, answer) in sorted(ANSWERS.items())
    }


def golden_text() -> str:
    """The file as it should be: a line for each row."""
    lines = [f'{{\n"now": "{NOW.isoformat(sep=" ")}",\n"kpis": {{']
    kpis = []
    for name, answer in golden(fixture()).items():
        rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in answer["rows"])
        kpis.append(f'"{name}": {{"columns": {json.dumps(answer["columns"])}, "rows": [\n{rows}]}}')
    return "\n".join([*lines, ",\n".join(kpis), "}}", ""])


def main() -> None:
    """Writes it."""
    FILE.write_text(golden_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
