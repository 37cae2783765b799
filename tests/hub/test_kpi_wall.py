"""A hub whose wall has KPIs: what the database says is on the screens, and edits are followed."""

from __future__ import annotations

from pathlib import Path

from tests.hub.walls import HUB, eventually, serving, write_wall


def test_kpis_reach_the_screens_and_edits_of_their_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("account_id,ended\na,0\nb,0\nc,1\n")
    files = {
        "hub.yaml": f"{HUB}data_folder: {tmp_path}/data\n",
        "metrics.yaml": "errors: {}\nlatency: {}\n",
        "sources/accounts.sql": "select account_id, ended = 1 as has_ended from read_csv('a.csv')\n",
        "kpis/orders.sql": "-- id: orders\n-- refresh: 1h\nselect count(*) as value from accounts where not has_ended",
    }
    folder = write_wall(tmp_path / "wall", files)

    with serving(folder, tmp_path / "state") as caller:

        def shows(value: float) -> bool:
            tile = caller.screen("left").json()["pages"][0]["widgets"]["orders"]
            return bool(tile.get("value") == value)

        at_first = eventually(lambda: shows(2))
        (folder / "sources" / "accounts.sql").write_text(
            "select account_id, false as has_ended from read_csv('a.csv')\n"
        )
        after_a_view = eventually(lambda: shows(3))
        (folder / "kpis" / "orders.sql").write_text("-- id: orders\nselect 10 * count(*) as value from accounts\n")
        after_a_kpi = eventually(lambda: shows(30))

        assert (at_first, after_a_view, after_a_kpi) == (True,) * 3
