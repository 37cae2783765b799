"""The examples in docs/data of what is pushed to the hub, against a real one."""

from __future__ import annotations

from pathlib import Path

from tests.hub.walls import METRICS, serving, write_wall
from tests.support.doc_examples import example, run_in_shell


def test_the_keys_page(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"metrics.yaml": METRICS + "sales.orders: {}\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        printed = run_in_shell(example("data/keys.md", "sh"), tmp_path / "state", HUB=hub.address)

    assert "ingest:sales.*" in printed
    assert "the key billing is revoked" in printed
