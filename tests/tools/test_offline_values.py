"""Values without a running hub."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from displayd.errors import StoreError
from displayd.hub.client_states import ClientStates
from displayd.hub.datasets import Datasets
from displayd.hub.metrics.dataset import DatasetSchema, TableField
from displayd.hub.metrics.reading import Reading
from displayd.hub.storage.choice import FILE_NAME
from displayd.hub.storage.database import Store
from displayd.hub.widget_payloads import WidgetPayloads
from displayd.tools.offline_values import add_stand_ins, computed_values, stored_values, values_without_hub
from tests.hub.walls import NOON, wall

METRICS = """
kept: {title: Kept}
made: {title: Made up, sample: {between: [3, 9]}}
host: {title: Memory, host: memory}
share: {title: Share, unit: percentunit}
aimed: {title: Aimed, target: 50}
warned: {title: Warned, unit: percent, amber: 7, red: 9}
"""

OFFICE = wall({"metrics.yaml": METRICS + "orders: {}\nerrors: {}\nlatency: {}\n"})


def store_with(folder: Path, readings: dict[str, Reading]) -> Path:
    store = Store(folder / FILE_NAME)
    store.write([], readings)
    store.close()
    return folder


def test_values_are_those_that_were_kept_made_up_and_of_this_machine(tmp_path: Path) -> None:
    state = store_with(tmp_path, {"kept": Reading(value=42.0, as_of=NOON - 60)})
    found = values_without_hub(OFFICE, state, NOON)

    kept, made = found.reading("kept"), found.reading("made")
    assert kept is not None
    assert kept.value == 42.0
    assert made is not None
    assert made.value is not None
    assert 3 <= made.value <= 9
    assert found.reading("host") is not None or found.failure("host") is not None
    assert found.reading("share") is None


def test_a_source_that_hands_over_in_portions_is_heard_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A portion ends after the first answer.
    monkeypatch.setattr("displayd.hub.sources.refreshed.PORTION_SECONDS", 0.0)
    kpis = {f"kpis/{name}.sql": f"-- id: {name}\nselect {number} as value\n" for number, name in enumerate("abc")}
    found = values_without_hub(wall({"hub.yaml": f"data_folder: {tmp_path}\n", **kpis}), None, NOON)

    readings = [found.reading(name) for name in "abc"]
    assert [reading and reading.value for reading in readings] == [0, 1, 2]


def test_what_clients_have_pushed_is_read_from_the_state_folder(tmp_path: Path) -> None:
    metrics = "orders: {dataset: shop.daily}\nerrors: {geckoboard: 123-abc}\nlatency: {}\n"
    office, states = wall({"metrics.yaml": metrics}), ClientStates()
    fields = {"day": TableField(type="date", name="Day"), "n": TableField(type="number", name="N")}
    datasets = Datasets(states)
    made, _ = datasets.find_or_create("shop.daily", DatasetSchema(fields=fields), NOON - 60)
    datasets.add(made, [(datetime.date(2026, 11, 17), 1.0), (datetime.date(2026, 11, 18), 2.0)], None, NOON - 60)
    WidgetPayloads(states).put("123-abc", {"item": [{"value": 5}]}, NOON - 60)
    store = Store(tmp_path / FILE_NAME)
    store.write([], {}, client_states=states.take_unsaved())
    store.close()

    for found in (values_without_hub(office, tmp_path, NOON), stored_values(office, tmp_path, NOON)):
        orders, errors = found.reading("orders"), found.reading("errors")
        assert orders is not None
        assert (orders.value, len(orders.history or [])) == (2.0, 1)
        assert errors is not None
        assert errors.value == 5.0
    assert values_without_hub(office, None, NOON).failure("orders") is None


def test_values_that_follow_from_definitions_ask_nothing_outside() -> None:
    found = computed_values(OFFICE, NOON)

    assert found.reading("made") is not None
    assert found.reading("host") is None
    assert found.reading("kept") is None


def test_folder_of_no_hub_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no hub keeps its values there"):
        values_without_hub(OFFICE, tmp_path / "state", NOON)

    assert not (tmp_path / "state").exists()


def test_metric_without_a_value_gets_a_likely_one_with_a_past(tmp_path: Path) -> None:
    found = values_without_hub(OFFICE, store_with(tmp_path, {"kept": Reading(value=42.0, as_of=NOON - 60)}), NOON)
    add_stand_ins(found, NOON)

    values = {}
    for name in ("kept", "share", "aimed", "warned"):
        reading = found.reading(name)
        assert reading is not None
        values[name] = reading.value
    assert values == {"kept": 42.0, "share": 0.875, "aimed": 50.0, "warned": 7.0}
    assert all(found.reading(name) is not None for name in OFFICE.metrics if name != "host")
