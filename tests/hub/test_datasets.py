"""The datasets of a hub, and what is left of them after a restart."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from displayd.hub.client_states import ClientStates
from displayd.hub.datasets import BLOCKS, HEADS, Conflict, Datasets
from displayd.hub.metrics.dataset import DatasetSchema, FieldType, TableField
from displayd.hub.metrics.dataset_rows import Given

DAY = datetime.date(2026, 11, 21)
MOMENT = datetime.datetime(2026, 11, 21, 9, 30, 0, 250_000, tzinfo=datetime.UTC)
TYPES: tuple[FieldType, ...] = ("date", "datetime", "string", "number", "money")
SCHEMA = DatasetSchema(
    fields={
        one: TableField(type=one, name=one, optional=True, currency_code="EUR" if one == "money" else None)
        for one in TYPES
    },
    unique_by=("string",),
)
ROWS: list[Given] = [(DAY, MOMENT, "a", 1.5, 200.0), (None, None, "b", None, None)]


def test_rows_are_the_same_after_a_restart() -> None:
    states = ClientStates()
    before = Datasets(states)
    made, is_new = before.find_or_create("a.b", SCHEMA, 1.0)
    before.add(made, ROWS, None, 2.0)

    after = Datasets(states)
    found = after.table("a.b")

    assert is_new
    assert found is not None
    assert list(found.rows) == ROWS
    assert found.fields == SCHEMA.fields
    assert found.updated_at == 2.0
    kept = after.get("a.b")
    assert kept is not None
    after.add(kept, [(None, None, "a", 2.5, None)], None, 3.0)
    assert [row[3] for row in kept.table().rows] == [2.5, None]


def test_one_more_row_writes_one_block_and_not_the_dataset() -> None:
    states = ClientStates()
    datasets = Datasets(states)
    made, _ = datasets.find_or_create("a.b", SCHEMA, 1.0)
    datasets.add(made, [(None, None, str(number), 1.0, None) for number in range(5000)], None, 2.0)
    states.take_unsaved()

    datasets.add(made, [(None, None, "one more", 1.0, None)], None, 3.0)
    written = states.take_unsaved()

    assert len(made.rows) == 5000
    kinds = sorted(kind for kind, _ in written)
    assert kinds == [HEADS, BLOCKS, BLOCKS]
    assert sum(len(body or b"") for body in written.values()) < 12_000


def test_a_dataset_that_is_deleted_leaves_nothing() -> None:
    states = ClientStates()
    datasets = Datasets(states)
    made, _ = datasets.find_or_create("a.b", SCHEMA, 1.0)
    datasets.add(made, ROWS, None, 2.0)
    datasets.find_or_create("c.d", SCHEMA, 1.0)

    datasets.delete(made)

    assert datasets.table("a.b") is None
    assert datasets.names() == ["c.d"]
    assert not states.bodies(BLOCKS)
    assert list(states.bodies(HEADS)) == ["c.d"]


def test_another_schema_is_a_conflict_and_another_name_is_none() -> None:
    datasets = Datasets(ClientStates())
    made, _ = datasets.find_or_create("a.b", SCHEMA, 1.0)
    datasets.add(made, ROWS, None, 2.0)
    names = {key: msgspec.structs.replace(field, name="New") for key, field in reversed(SCHEMA.fields.items())}

    found, is_new = datasets.find_or_create("a.b", DatasetSchema(fields=names, unique_by=("string",)), 3.0)

    assert not is_new
    assert [field.name for field in found.table().fields.values()] == ["New"] * 5
    assert list(found.table().rows) == ROWS
    with pytest.raises(Conflict):
        datasets.find_or_create("a.b", DatasetSchema(fields={"day": TableField(type="date", name="Day")}), 4.0)


def test_a_table_has_another_version_whenever_it_has_changed_even_when_deleted_and_made_again() -> None:
    datasets = Datasets(ClientStates())
    versions = []
    for _ in range(2):
        made, _ = datasets.find_or_create("a.b", SCHEMA, 1.0)
        versions.append(made.table().version)
        datasets.add(made, ROWS, None, 2.0)
        versions.append(made.table().version)
        assert made.table() is made.table()
        datasets.delete(made)

    assert len(set(versions)) == 4


@pytest.mark.expects_log
def test_one_that_cannot_be_read_counts_as_none_and_can_be_made_anew(caplog: pytest.LogCaptureFixture) -> None:
    states = ClientStates()
    states.put(HEADS, "a.b", b"{}")
    datasets = Datasets(states)

    assert datasets.get("a.b") is None
    assert datasets.table("a.b") is None
    assert datasets.find_or_create("a.b", SCHEMA, 1.0)[1]
    assert datasets.table("a.b") is not None
    assert len(caplog.records) == 1
