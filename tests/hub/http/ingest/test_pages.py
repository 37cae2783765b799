"""The examples in docs/data of what is pushed to the hub, against a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.document.model import decode
from displayd.widgets.number.widget import Number
from tests.hub.walls import KEY, METRICS, eventually, serving, write_wall
from tests.support.doc_examples import example, run_in_python, run_in_shell


def test_the_keys_page(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + "sales.orders: {}\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        printed = run_in_shell(example("data/keys.md", "sh"), tmp_path / "state", HUB=hub.address)

    assert "ingest:sales.*" in printed
    assert "the key billing is revoked" in printed


@pytest.mark.expects_log
def test_the_pushgateway_page(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + example("data/pushgateway.md", "yaml")})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        run_in_python(example("data/pushgateway.md", "python"), HUB=hub.address, KEY=KEY)
        run_in_shell(example("data/pushgateway.md", "sh"), tmp_path / "state", HUB=hub.address, KEY=KEY)

        def known() -> str:
            return hub.get("/metrics").text

        assert eventually(lambda: 'displayd_metric_value{metric="backup.size"} 2000000000\n' in known())
        assert eventually(lambda: 'displayd_metric_value{metric="backup.age"} 60\n' in known())
        assert eventually(lambda: 'displayd_metric_value{metric="backup.pushed"}' in known())


@pytest.mark.expects_log
def test_the_dashing_page(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + example("data/dashing.md", "yaml")})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        run_in_shell(example("data/dashing.md", "sh"), tmp_path / "state", HUB=hub.address, KEY=KEY)

        assert eventually(lambda: 'displayd_metric_value{metric="karma"} 9\n' in hub.get("/metrics").text)


@pytest.mark.expects_log
def test_the_geckoboard_page(tmp_path: Path) -> None:
    page = "data/geckoboard.md"
    metrics = example(page, "yaml", 1) + example(page, "yaml", 2)
    layouts = "pages: [{widgets: {csat: {type: number, metric: csat}, signups: {type: number, metric: signups}}}]"
    write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + metrics, "layouts/team.yaml": layouts})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        printed = run_in_shell(example(page, "sh"), tmp_path / "state", HUB=hub.address, KEY=KEY)
        run_in_python(example(page, "python"), HUB=hub.address, KEY=KEY)
        listed = hub.send("GET", "/datasets/", KEY).json()["data"]

        def values() -> list[float | None]:
            widgets = decode(hub.screen("left").content).pages[0].widgets.values()
            return [one.value for one in widgets if isinstance(one, Number)]

        assert eventually(lambda: values() == [0.95, 142.0])

    assert '{"success":true}' in printed
    assert [one["id"] for one in listed] == ["sales.daily", "support.daily"]
