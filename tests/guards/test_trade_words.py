"""Words of a trade on shipped dashboards: a definition spells them out, and titles do without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from displayd.hub.wall import shipped
from displayd.tools.trade_words import TRADE_WORDS, trade_words_in, unexplained_in
from displayd.validation.yaml_source import parse
from tests.support.sample_pages import sample_wall

LAYOUTS = sorted(shipped.layouts_folder().glob("*.yaml")) + sorted(
    (shipped.sample_wall_folder() / "layouts").glob("*.yaml")
)
KPIS = sorted((shipped.layouts_folder() / "kpis").glob("*.sql"))


class Said(NamedTuple):
    """A text that stands on the glass."""

    field: str
    text: str


def said_in(data: Any) -> Iterator[Said]:
    """Titles, names, labels and definitions in what a layout says."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name in ("title", "about", "label", "name", "previous_label", "now_label") and isinstance(value, str):
                yield Said(name, value)
            else:
                yield from said_in(value)
    elif isinstance(data, list):
        for one in data:
            yield from said_in(one)


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_texts_of_a_shipped_layout_have_trade_words_in_brackets_behind_plain_ones_alone(path: Path) -> None:
    data = parse(path.name, path.read_text("utf-8")).data

    assert {said: words for said in said_in(data) if (words := unexplained_in(said.text))} == {}


def test_metrics_of_the_sample_office_have_trade_words_in_brackets_behind_plain_ones_alone() -> None:
    wall = sample_wall()
    texts = [
        Said(name, text) for name, entry in wall.metrics.items() for text in (entry.title or "", entry.about or "")
    ]
    items = [
        Said(name, item.label)
        for name, entry in wall.metrics.items()
        for item in getattr(entry.origin, "items", ()) or ()
    ]

    assert {said: words for said in [*texts, *items] if (words := unexplained_in(said.text))} == {}


def test_a_unit_of_the_trade_is_spelt_out_in_the_definition() -> None:
    units = {name: entry for name, entry in sample_wall().metrics.items() if trade_words_in(entry.unit or "")}
    missing = [
        name for name, entry in units.items() if f"({trade_words_in(entry.unit or '')[0]})" not in (entry.about or "")
    ]

    assert units
    assert missing == []


@pytest.mark.parametrize("path", KPIS, ids=lambda path: path.stem)
def test_heads_of_shipped_kpis_have_trade_words_in_brackets_behind_plain_ones_alone(path: Path) -> None:
    head = dict(re.findall(r"^-- (title|about|unit): (.+)$", path.read_text("utf-8"), re.MULTILINE))
    unit = head.pop("unit", "")

    assert {text: words for text in head.values() if (words := unexplained_in(text))} == {}
    assert all(f"({word})" in head["about"] for word in trade_words_in(unit))


def test_every_trade_word_has_plain_words() -> None:
    assert {"σ", "FTE", "MRR", "ARR", "CAC", "LTV", "ARPA", "NPS", "CSAT", "pp", "p95"} <= set(TRADE_WORDS)
    assert not [word for word, plain in TRADE_WORDS.items() if trade_words_in(plain)]
