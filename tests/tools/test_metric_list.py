"""`displayd hub metrics`."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.errors import StoreError
from displayd.hub.catalogue import Catalogue, MetricView
from displayd.hub.metrics.reading import Reading
from displayd.hub.storage.choice import FILE_NAME
from displayd.hub.storage.database import Store
from displayd.tools.metric_list import catalogue, lines
from tests.hub.walls import NOON, serving, write_wall

# Where certainly no hub listens.
NO_HUB = {"hub.yaml": "listen: 127.0.0.1:1\n"}


def values(found: Catalogue) -> dict[str, float | None]:
    return {one.id: one.value for one in found.metrics}


def test_running_hub_is_asked(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=3)
        _, found, is_from_hub = catalogue(folder, hub.address, unix_time=NOON)

    assert is_from_hub
    assert values(found) == {"orders": 3, "errors": None, "latency": None}


def test_without_a_hub_the_values_are_those_that_were_kept(tmp_path: Path) -> None:
    folder, state = write_wall(tmp_path / "wall", NO_HUB), tmp_path / "state"
    state.mkdir()
    store = Store(state / FILE_NAME)
    store.write([], {"orders": Reading(value=4, as_of=NOON - 60)})
    store.close()

    _, named, _ = catalogue(folder, state=state, unix_time=NOON)
    _, usual, is_from_hub = catalogue(folder, usual_state=state, unix_time=NOON)

    assert named == usual
    assert not is_from_hub
    assert values(named) == {"orders": 4, "errors": None, "latency": None}


def test_without_either_there_are_the_definitions(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", NO_HUB)

    _, found, _ = catalogue(folder, usual_state=tmp_path / "nowhere", unix_time=NOON)

    assert values(found) == {"orders": None, "errors": None, "latency": None}
    with pytest.raises(StoreError, match="no hub keeps its values there"):
        catalogue(folder, state=tmp_path / "nowhere", unix_time=NOON)


def test_table_has_a_line_for_each_metric_and_one_more_for_an_error() -> None:
    metrics = [
        MetricView(
            id="support.first-reply",
            title="First reply",
            unit="h",
            decimals=None,
            direction="down",
            amber=4,
            red=8,
            source="prometheus histogram_quantile(...)",
            refresh_seconds=60,
            expire_after=300,
            value=4.25,
            as_of=NOON - 120,
            is_failing=True,
            error="CRM: no answer",
            error_since=NOON,
        ),
        MetricView(id="orders", decimals=None, source="pushed", error="no row", error_since=NOON),
        MetricView(id="board", decimals=None, source="pushed", parts=3, as_of=NOON),
    ]

    printed = lines(Catalogue(time=NOON, metrics=metrics), "Europe/Berlin")

    cells = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in printed]
    assert cells == [
        ["ID", "VALUE", "AGE", "SOURCE", "ASKED", "EXPIRES", "GOOD", "TITLE"],
        [
            *("support.first-reply", "4.25 h", "2 min", "prometheus histogram_quantile(...)", "every 60 s", "300 s"),
            *("down, amber from 4 h, red from 8 h", "First reply"),
        ],
        ["CRM: no answer, since 2026-11-18 12:06"],
        ["orders", "no data", "pushed"],
        ["has data again; before: no row, from 2026-11-18 12:06 on"],
        ["board", "3 lines", "0 s", "pushed"],
    ]
    assert {line.index("pushed") for line in printed if "pushed" in line} == {printed[0].index("SOURCE")}
