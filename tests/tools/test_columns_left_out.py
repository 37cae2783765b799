"""Columns that tables of a wall folder have no room for, as `displayd check` names them."""

from __future__ import annotations

import math
from pathlib import Path

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.schedule import Showing
from displayd.hub.metrics.reading import Cell, Reading
from displayd.hub.storage.database import Store
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Text
from displayd.tools.offline_documents import OfflineDocuments
from displayd.tools.offline_values import values_without_hub
from displayd.tools.readability import Inspection, inspect
from displayd.tools.wall_check import check
from displayd.tools.wall_finding import WallFinding
from tests.hub.walls import NOON, write_wall
from tests.tools.test_readability import Changes, inspected

HEADINGS = ("Namespace", "CPU Usage", "CPU Requests", "CPU Limits", "Memory Usage", "Memory Limits", "Restarts")

WIDE = """
pages:
  - title: Wide
    landscape: ["nodes orders"]
    widgets:
      nodes:
        type: table
        title: Nodes
        COLUMNS
        rows: [[payments, 12.5, 11, 10, 9, 8, 7], [shop, 1, 2, 3, 4, 5, 6]]
      orders: {type: number, metric: orders}
"""


def wide_wall(*columns: str, screens: str = "tv: {show: [wide]}") -> Changes:
    """A wall with a table of `columns` in half of its page."""
    return {
        "layouts/wide.yaml": WIDE.replace("COLUMNS", f"columns: [{', '.join(columns)}]" if columns else ""),
        "screens.yaml": f"screens: {{{screens}}}\n",
    }


def headed(*headings: str) -> list[str]:
    return [f"{{label: '{one}'}}" for one in headings]


def columns_left_out(found: Inspection) -> list[WallFinding]:
    return [one for one in found.findings if "no room for its column" in one.reason]


def test_columns_that_a_table_leaves_out_are_named_with_its_line_its_screens_and_what_to_do(tmp_path: Path) -> None:
    screens = "a: {show: [wide]}, b: {mirror: a}, near: {show: [wide], viewing_m: 1}"

    (far, near) = columns_left_out(inspected(tmp_path, wide_wall(*headed(*HEADINGS), screens=screens)))

    assert far.level == near.level == "warning"
    assert far.where == "layouts/wide.yaml:5"
    assert far.reason == (
        "`nodes` on page `Wide` has no room for its columns `CPU Limits`, `Memory Usage`, `Memory Limits`, `Restarts`, "
        "on a, b (landscape, 50 inches, 5 m)"
    )
    assert "for its columns `Memory Limits`, `Restarts`, on near (" in near.reason
    assert "fewer `columns`" in far.hint


def test_a_table_with_room_for_its_columns_or_without_rows_is_not_told(tmp_path: Path) -> None:
    empty: Changes = {
        "layouts/wide.yaml": WIDE.replace("COLUMNS", "columns: [{label: Who}]").replace("rows: [[", "# [[")
    }

    assert columns_left_out(inspected(tmp_path / "few", wide_wall(*headed(*HEADINGS[:2])))) == []
    assert columns_left_out(inspected(tmp_path / "none", wide_wall("{}") | empty)) == []


def test_the_key_column_is_kept_and_columns_without_heading_have_their_number(tmp_path: Path) -> None:
    key = [*headed(*HEADINGS[:6]), "{label: Restarts, key: true}"]

    (kept,) = columns_left_out(inspected(tmp_path / "key", wide_wall(*key)))
    (numbered,) = columns_left_out(inspected(tmp_path / "bare", wide_wall(*["{}"] * 7)))

    assert "`Restarts`" not in kept.reason
    assert "`CPU Requests`" in kept.reason
    assert "for its columns `column 6`, `column 7`, on tv (" in numbered.reason


def test_columns_that_the_metric_names_are_told_as_well_where_one_has_no_answer_too(tmp_path: Path) -> None:
    wide = WIDE.replace("COLUMNS", "metric: latency").replace("rows: [[", "# [[")
    folder = write_wall(tmp_path / "wall", {**wide_wall(), "layouts/wide.yaml": wide})
    (tmp_path / "state").mkdir()
    store = Store(tmp_path / "state" / "hub.sqlite3")
    rows: list[list[Cell]] = [["payments", 12.5, 11.0, 10.0, 9.0, 8.0, 7.0]]
    fault = "column `CPU Usage`: no answer"
    store.write([], {"latency": Reading(as_of=NOON, columns=list(HEADINGS), rows=rows, fault=fault)})
    store.close()

    found = inspect(folder, state=tmp_path / "state", unix_time=NOON)

    (finding,) = columns_left_out(found)
    assert found.without_data == []
    assert "`Memory Limits`, `Restarts`, on tv (" in finding.reason


def test_the_columns_that_are_named_are_those_without_heading_and_as_many_as_the_tile_counts(tmp_path: Path) -> None:
    wall = check(write_wall(tmp_path, wide_wall(*headed(*HEADINGS))))
    document, _ = OfflineDocuments(wall, values_without_hub(wall, None, NOON)).of(wall.screens["tv"])
    context = PageContext(document, (1920, 1080), PangoFonts(document.locale))

    scene = compose(context, Showing(0, document.pages[0], NOON, math.inf), NOON)

    (cell,) = (one for one in scene.cells if one.name == "nodes")
    drawn = [op.text for op in cell.ops if isinstance(op, Text)]
    assert f"+{len(cell.left_out)}" in drawn
    assert list(cell.left_out) == [one for one in HEADINGS if one not in drawn]
