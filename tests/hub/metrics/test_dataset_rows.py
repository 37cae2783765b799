"""Rows that are appended, merged and given up, held against a list that does the same slowly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from displayd.hub.metrics import dataset_rows
from displayd.hub.metrics.dataset import Row
from displayd.hub.metrics.dataset_rows import Given, Rows

# Small, so that rows meet.
Cells = st.one_of(st.none(), st.sampled_from(["a", "b", "c"]))
Numbers = st.one_of(st.none(), st.just(UNSET), st.sampled_from([1.0, 2.0, 3.0, 4.0]))
Pushed = st.lists(st.tuples(Cells, st.one_of(Cells, st.just(UNSET)), Numbers), max_size=9)
Steps = st.lists(st.tuples(st.booleans(), Pushed, st.sampled_from([None, 2])), max_size=12)
Keys = st.sampled_from([(), (0,), (0, 1), (1, 0)])

MOST = 12


class Model:
    """A list of rows: what `Rows` has to be the same as."""

    def __init__(self, unique_by: Sequence[int]) -> None:
        self.unique_by = unique_by
        self.rows: list[Row] = []

    def key(self, row: Row) -> Row:
        return tuple(row[place] for place in self.unique_by)

    def add(self, pushed: Sequence[Given], age: int | None) -> None:
        for one in pushed:
            plain = tuple(None if isinstance(value, UnsetType) else value for value in one)
            same = [n for n, row in enumerate(self.rows) if self.unique_by and self.key(row) == self.key(plain)]
            if same:
                old = self.rows[same[0]]
                merged = [before if isinstance(new, UnsetType) else new for before, new in zip(old, one, strict=True)]
                self.rows[same[0]] = tuple(merged)
            else:
                self.rows.append(plain)
        while len(self.rows) > MOST:
            ages = [0.0 if age is None else float(str(row[age] or -1)) for row in self.rows]
            del self.rows[ages.index(min(ages))]


@pytest.fixture(autouse=True)
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_rows, "MAX_ROWS", MOST)
    monkeypatch.setattr(dataset_rows, "BLOCK_ROWS", 4)


@settings(deadline=None)
@given(unique_by=Keys, steps=Steps)
def test_rows_are_what_a_list_would_have(
    unique_by: tuple[int, ...], steps: list[tuple[bool, list[Given], int | None]]
) -> None:
    rows, model = Rows(unique_by), Model(unique_by)

    for is_all, pushed, age in steps:
        if is_all:
            rows.replace(pushed)
            model.rows = []
            model.add(pushed, None)
        else:
            rows.add(pushed, age)
            model.add(pushed, age)

        assert list(rows.all()) == model.rows
        assert len(rows) <= MOST


@settings(deadline=None)
@given(unique_by=Keys, steps=Steps)
def test_the_blocks_that_have_changed_are_enough_to_have_the_rows_again(
    unique_by: tuple[int, ...], steps: list[tuple[bool, list[Given], int | None]]
) -> None:
    rows = Rows(unique_by)
    kept: dict[int, dict[int, Row]] = {}

    for is_all, pushed, age in steps:
        if is_all:
            rows.replace(pushed)
        else:
            rows.add(pushed, age)
        kept |= {block: rows.block(block) for block in rows.changed}
        rows.changed.clear()

        again = Rows(unique_by, {number: row for block in rows.blocks() for number, row in kept[block].items()})
        assert again.all() == rows.all()
        assert all(not found for block, found in kept.items() if block not in rows.blocks())


def test_one_more_row_changes_its_own_block_and_that_of_the_row_it_displaces() -> None:
    rows = Rows()
    rows.add([(float(number),) for number in range(MOST)])
    rows.changed.clear()

    rows.add([(99.0,)])

    assert rows.changed == {0, MOST // 4}
