"""What the page about KPIs shows is so: its files make a wall, and its queries give what they say."""

from __future__ import annotations

import math
import re
from pathlib import Path

from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import wall_of
from displayd.hub.wall.reader import read
from displayd.tools.kpi_run import run
from tests.hub.walls import NOON, write_wall

PAGE = (Path(__file__).parents[3] / "docs" / "data" / "kpis.md").read_text("utf-8")

KPIS = shipped.layouts_folder() / "kpis"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_files_of_the_page_are_a_wall_whose_kpis_have_values(tmp_path: Path) -> None:
    kpi, _ = blocks("sql")
    entries = [one for one in blocks("yaml") if not one.startswith("# hub.yaml")]
    (hub,) = (one for one in blocks("yaml") if one.startswith("# hub.yaml"))
    fixture = (KPIS / "fixture").resolve()
    sources = {f"sources/{path.stem}.sql": f"select * from read_csv('{path.name}')\n" for path in fixture.glob("*.csv")}
    folder = write_wall(
        tmp_path / "wall",
        {
            "metrics.yaml": "orders: {}\nerrors: {}\nlatency: {}\n" + "".join(entries),
            "hub.yaml": re.sub(r"data_folder: .*", f"data_folder: {fixture}", hub),
            "kpis/late_tickets.sql": kpi,
            **sources,
        },
    )
    wall = wall_of(read(folder))
    answers: dict[str, object] = {}
    for kind in ("kpi", "sql"):
        reader = SOURCES[kind].reader()
        assert reader is not None
        asked = asked_of(SOURCES[kind], wall.metrics)
        while asked.keys() - answers.keys():
            answers |= reader.read(asked, wall.office, NOON, NOON if answers else -math.inf)

    assert wall.metrics["support.late"].title == "Overdue"
    assert set(answers) == {"late_tickets", "support.late", "open-tickets", "by-agent"}
    for answer in answers.values():
        assert isinstance(answer, Reading), answer
        assert answer.value is not None or answer.items


def test_the_file_of_another_country_on_the_page_is_read(tmp_path: Path) -> None:
    _, source = blocks("sql")
    (tmp_path / "vertraege.csv").write_bytes("Kunde;Betrag;Beginn\n007;1.234,50;31.01.2026\n".encode("latin-1"))
    files = {
        "hub.yaml": f"data_folder: {tmp_path}\n",
        "sources/subscriptions.sql": source,
        "kpis/paid.sql": "-- id: paid\n-- result: table\nselect * from subscriptions\n",
    }
    folder = write_wall(tmp_path / "wall", files)

    assert run(folder, "paid", NOON).rows == [["007", 1234.5, ("day", "2026-01-31")]]
