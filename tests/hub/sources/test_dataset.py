"""Metrics that show a pushed dataset."""

from __future__ import annotations

import math

import pytest

from displayd.errors import SourceError
from displayd.hub.client_states import ClientStates
from displayd.hub.datasets import Datasets
from displayd.hub.metrics.dataset import DatasetSchema, TableField
from displayd.hub.metrics.dataset_origin import DatasetOrigin
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources import dataset
from displayd.hub.sources.dataset import DatasetReader
from displayd.hub.sources.metric_entry import entry_of
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from tests.hub.walls import wall

SCHEMA = DatasetSchema(fields={"team": TableField(type="string", name="T"), "n": TableField(type="number", name="N")})
METRICS = "orders: {dataset: shop.orders}\nerrors: {dataset: {id: shop.errors, reducer: sum}}\nlatency: {}\n"


class Office:
    """A reader, and the datasets that it reads."""

    def __init__(self) -> None:
        self.datasets = Datasets(ClientStates())
        self.wall = wall({"metrics.yaml": METRICS})
        self.reader = DatasetReader()

    def push(self, name: str, *numbers: float) -> None:
        """Rows for a dataset, which is made if need be."""
        made, _ = self.datasets.find_or_create(name, SCHEMA, 1000.0)
        self.datasets.add(made, [("EMEA", number) for number in numbers], None, 1000.0)

    def read(self, since: float = 0.0, *, is_rested: bool = True) -> Answers:
        """What the reader says."""
        if is_rested:
            self.reader._rests_until = -math.inf
        office = self.wall.office._replace(tables=self.datasets)
        return self.reader.read(asked_of(SOURCES["dataset"], self.wall.metrics), office, 2000.0, since)


def test_a_dataset_is_named_alone_or_with_what_becomes_of_it() -> None:
    short, _ = entry_of({"dataset": "shop.orders"})
    long, faults = entry_of({"dataset": {"id": "shop.orders", "reducer": "mean", "over": "day"}})
    _, wrong = entry_of({"dataset": {"id": "shop.orders", "reducer": "average"}})

    assert short is not None
    assert short.origin == DatasetOrigin(id="shop.orders")
    assert long is not None
    assert long.origin == DatasetOrigin(id="shop.orders", reducer="mean", over="day")
    assert not faults
    assert [fault.path for fault in wrong] == [("dataset", "reducer")]


def test_a_metric_follows_its_dataset_and_is_not_read_again_while_that_is_the_same() -> None:
    office = Office()
    office.push("shop.orders", 1.0, 2.0)
    office.push("shop.errors", 1.0, 2.0)

    first, second = office.read(-math.inf), office.read()
    office.push("shop.errors", 4.0)
    third = office.read()

    assert [(name, one.value) for name, one in first.items() if isinstance(one, Reading)] == [
        ("orders", 2.0),
        ("errors", 3.0),
    ]
    assert second == {}
    assert list(third) == ["errors"]
    assert list(office.read(-math.inf)) == ["orders", "errors"]


def test_a_dataset_that_is_pushed_row_by_row_is_looked_at_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def slow(*_: object) -> Reading:
        now[0] += 0.01
        return Reading(value=now[0], as_of=1000.0)

    monkeypatch.setattr("displayd.hub.sources.dataset.time.monotonic", lambda: now[0])
    monkeypatch.setattr(dataset, "reading_of", slow)
    office = Office()
    asked = asked_of(SOURCES["dataset"], office.wall.metrics)
    looks = 0
    for number in range(100):
        office.push("shop.orders", float(number))
        looks += "orders" in office.read(is_rested=False)
        now[0] += 0.002

    assert looks == 3
    assert office.reader.next_due(asked, office.wall.office, 1000.0) > 1000.0
    now[0] += 1.0
    assert "orders" in office.read(is_rested=False)
    assert office.reader.next_due(asked, office.wall.office, 1000.0) == math.inf


def test_a_dataset_that_nobody_has_pushed_or_that_was_deleted_is_named() -> None:
    office = Office()
    office.push("shop.orders", 1.0)

    missing = office.read()["errors"]
    made = office.datasets.get("shop.orders")
    assert made is not None
    office.datasets.delete(made)
    deleted = office.read()

    assert isinstance(missing, SourceError)
    assert missing.message == "nobody has pushed the dataset `shop.errors`"
    assert list(deleted) == ["orders"]
    assert isinstance(deleted["orders"], SourceError)
