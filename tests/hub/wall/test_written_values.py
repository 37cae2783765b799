"""What people write without quotes is on the glass as they wrote it."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.hub.wall.loader import Wall
from tests.hub.wall.test_screens import published
from tests.hub.walls import HUB, METRICS, mistakes, wall

ROTA = """
title: {title}
reviewed: 2026-01-02
pages:
  - title: {title}
    widgets:
      t:
        type: table
        title: No
        columns:
          - {{label: Shift}}
          - {{label: From}}
          - {{label: 1.10}}
          - {{label: Code}}
          - {{label: Land}}
          - {{label: Price, unit: currencyEUR}}
          - {{label: Number}}
        rows:
          - [Early, 06:30, 1.10, 0123, DE, 12.50, 1]
          - [Late, 14:30, 1.20, 0777, NO, 9.90, 1284]
          - [Night, 22:00, 2.0, 1_000, SE, 010, 0.5]
      n: {{type: number, title: 12:30, value: 0012, metric: orders}}
"""


def document(name: str, **screen: str) -> dict[str, Any]:
    """What the screen `hall` gets, of which the file says `screen` besides."""
    fields = "".join(f"    {key}: {value}\n" for key, value in screen.items())
    screens = f"defaults: {{timezone: Europe/London}}\nscreens:\n  hall:\n    show: [rota]\n{fields}"
    return published(wall({"screens.yaml": screens, "layouts/rota.yaml": ROTA.format(title=name)}))["hall"]


def test_cells_of_a_table_are_shown_as_written() -> None:
    widgets = document("Rota")["pages"][0]["widgets"]

    assert widgets["t"]["rows"] == [
        ["Early", "06:30", "1.10", "0123", "DE", 12.5, 1],
        ["Late", "14:30", "1.20", "0777", "NO", 9.9, 1284],
        ["Night", "22:00", "2.0", "1_000", "SE", 10, 0.5],
    ]
    assert [column["label"] for column in widgets["t"]["columns"]][2] == "1.10"
    assert (widgets["t"]["title"], widgets["n"]["title"], widgets["n"]["value"]) == ("No", "12:30", 12)


@pytest.mark.parametrize("title", ["1.10", "12:30", "No", "2026-01-02", "0123", "on", "1e1", "true"])
def test_titles_of_dashboards_and_screens_are_shown_as_written(title: str) -> None:
    found = document(title, title=title)
    served: Wall = wall({"screens.yaml": f"screens:\n  hall: {{show: [team], title: {title}}}\n"})

    assert found["pages"][0].get("title") == title
    assert found["pages"][0]["dashboard"] == title
    assert served.screens["hall"].title == title


def test_hours_and_switches_of_a_screen_are_read_as_meant() -> None:
    found = document("Rota", on="8:00-18:00", motion="no", pixel_shift="off", seconds="1e1", rotate="090")

    assert (found["on"], found["motion"], found["pixel_shift"], found["rotate"]) == ("08:00-18:00", False, False, 90)
    assert found["pages"][0]["seconds"] == 10


def test_titles_of_metrics_keys_and_the_wall_page_are_as_written() -> None:
    found = wall(
        {
            "metrics.yaml": METRICS + "release: {title: 1.10, about: No, unit: short}\n",
            "hub.yaml": HUB + "title: 2026-01-02\nannounce: no\n",
        }
    )

    assert (found.metrics["release"].title, found.metrics["release"].about) == ("1.10", "No")
    assert (found.settings.title, found.settings.announce) == ("2026-01-02", False)


def test_time_zones_are_served_by_their_names_of_today() -> None:
    screens = "defaults: {timezone: CET}\nscreens:\n  a: {show: [team]}\n  b: {show: [team], timezone: GB}\n"
    zones = "{type: clock, timezone: Asia/Calcutta, zones: [{label: SF, timezone: US/Pacific}]}"
    found = published(
        wall(
            {
                "screens.yaml": screens,
                "layouts/team.yaml": f"pages: [{{widgets: {{c: {zones}}}}}]",
            }
        )
    )

    assert [found[name]["timezone"] for name in "ab"] == ["Europe/Brussels", "Europe/London"]
    clock = found["a"]["pages"][0]["widgets"]["c"]
    assert (clock["timezone"], clock["zones"][0]["timezone"]) == ("Asia/Kolkata", "America/Los_Angeles")


def test_defaults_may_be_taken_in_by_name() -> None:
    screens = """
    defaults: &usual {seconds: 7}
    screens:
      hall: &hall
        <<: *usual
        show: &shown [team]
      lobby: {<<: *hall, rotate: 90}
      stairs: {show: *shown}
    """
    found = wall({"screens.yaml": screens}).screens

    assert (found["hall"].own_seconds, found["lobby"].own_seconds, found["stairs"].own_seconds) == (7, 7, None)
    assert found["lobby"].settings.rotate == 90
    assert {screen.show for screen in found.values()} == {("team",)}


def test_line_that_cannot_be_read_hides_no_other_mistake_and_is_told_once() -> None:
    screens = (
        "screens:\n  hall: {show: [team], title: !x y}\n  lobby:\n    show: [team]\n    on: #8-18\n    theme: drak\n"
    )

    assert mistakes({"screens.yaml": screens}) == [
        "screens.yaml:2: `!x` means nothing here (write the value itself; for text, put it in quotes)",
        'screens.yaml:5: `#` begins a comment: nothing is left of the value (put it in quotes: "#8-18")',
        "screens.yaml:6: unknown theme `drak` (did you mean `dark`?)",
    ]


def test_file_in_another_encoding_is_told_with_its_line() -> None:
    latin: dict[str, str | bytes | None] = {"layouts/team.yaml": "title: x\nabout: Büro\n".encode("latin-1")}

    assert mistakes(latin)[0] == (
        "layouts/team.yaml:2: is not UTF-8: the byte 0xFC is `ü` in Windows-1252 (save the file as UTF-8)"
    )
