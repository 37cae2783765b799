"""The wall folder as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.errors import ConfigError
from displayd.hub.wall.listing import MAX_SCREENS_BYTES, MAX_YAML_BYTES
from displayd.hub.wall.loader import load
from displayd.hub.wall.reader import read
from tests.hub.walls import METRICS, device_of, mistakes, png, wall, wall_files, write_wall


def test_a_good_wall_has_every_screen_with_all_that_holds_for_it() -> None:
    found = wall()

    assert list(found.screens) == ["left", "right", "other"]
    left, right = found.screens["left"], found.screens["right"]
    assert (left.show, left.group, left.mirror, left.settings.rotate) == (("team",), "left", None, 0)
    assert (right.show, right.group, right.mirror, right.settings.rotate) == (("team",), "left", "left", 90)
    assert found.screens["other"].group is None
    assert left.device == device_of("left")
    assert left.settings.timezone == "Europe/London"
    assert found.screen_of(device_of("other")) is found.screens["other"]
    assert found.metrics_on("right") == {"orders", "errors"}


def test_a_wall_knows_in_which_time_zones_a_metric_is_shown_by_days() -> None:
    sales = """
    pages:
      - landscape: ["a b"]
        widgets:
          a: {type: heatcalendar, metric: orders}
          b: {type: heatcalendar, points: {metric: errors}}
      - landscape: ["c"]
        widgets: {c: {type: line, metric: latency}}
    """
    screens = """
    defaults: {timezone: Europe/London}
    screens:
      left: {show: [team]}
      other: {show: [sales]}
      tokyo: {show: [sales, team], timezone: Asia/Tokyo}
    """

    found = wall({"layouts/sales.yaml": sales, "screens.yaml": screens})

    zones = frozenset({"Europe/London", "Asia/Tokyo"})
    assert found.day_zones == {"orders": zones, "errors": zones}
    assert wall().day_zones == {}


def test_a_screen_without_a_device_is_no_mistake() -> None:
    found = wall({"screens.yaml": "screens:\n  lobby: {show: team}\n"})

    assert found.screens["lobby"].device is None
    assert found.screens["lobby"].show == ("team",)


def test_a_device_may_be_typed_in_any_way() -> None:
    typed = device_of("left").lower().replace("-", " ")

    found = wall({"screens.yaml": f"screens:\n  lobby: {{device: {typed}, show: [team]}}\n"})

    assert found.screens["lobby"].device == device_of("left")


def test_all_is_what_the_other_screens_show_and_then_what_nobody_shows() -> None:
    screens = """
        screens:
          ceo: {show: all}
          one: {show: [sales]}
          two: {show: [team, sales]}
        """
    layout = "pages: [{widgets: {a: {type: text, text: hello}}}]"

    found = wall({"screens.yaml": screens, "layouts/zebra.yaml": layout, "layouts/ants.yaml": layout})

    assert found.screens["ceo"].show == ("sales", "team", "ants", "zebra")


def test_a_mirror_of_all_shows_all() -> None:
    found = wall({"screens.yaml": "screens:\n  ceo: {show: all}\n  copy: {mirror: ceo}\n"})

    assert found.screens["copy"].show == found.screens["ceo"].show == ("sales", "team")


def test_a_shipped_layout_serves_where_the_wall_has_none_of_that_name() -> None:
    files = wall_files({"layouts/sales.yaml": None})
    ready_made = {"sales.yaml": b"title: Ready made\npages: [{widgets: {a: {type: text, text: hello}}}]"}

    from displayd.hub.wall.loader import wall_of

    found = wall_of(type(files)(files.own, {**ready_made, "team.yaml": b"pages: 3"}))

    assert found.layouts["sales"].title == "Ready made"
    assert found.layouts["team"].title == "Team"


def test_one_mistake_does_not_hide_or_cause_others() -> None:
    found = mistakes(
        {
            "screens.yaml": "screens:\n  a:\n    rotat: 90\n    show: [team]\n  b: {mirror: a}\n  c: {show: [nope]}\n",
            "metrics.yaml": "orders: {unit: parsecs}\nerrors: {oops: 1}\nlatency: {}\n",
            "layouts/sales.yaml": "pages: [{widgets: {a: {type: number, metric: latncy}}}]\n",
        }
    )

    assert [line.split(": ")[0] for line in found] == [
        "screens.yaml:3",
        "screens.yaml:6",
        "metrics.yaml:1",
        "metrics.yaml:2",
        "layouts/sales.yaml:1",
    ]


def test_metrics_are_not_called_unknown_when_their_file_cannot_be_read() -> None:
    found = mistakes({"metrics.yaml": "orders: ["})

    assert [line.split(":")[0] for line in found] == ["metrics.yaml"]


def test_metrics_are_not_called_unknown_when_one_of_their_files_cannot_be_read() -> None:
    layout = "pages: [{widgets: {a: {type: number, metric: deals}}}]\n"

    found = mistakes({"metrics/sales.yaml": "deals: [", "layouts/deals.yaml": layout})

    assert [line.split(":")[0] for line in found] == ["metrics/sales.yaml"]


def test_metrics_stand_in_one_file_or_in_many(tmp_path: Path) -> None:
    layout = "pages: [{widgets: {a: {type: number, metric: deals}, b: {type: number, metric: orders}}}]\n"
    files = {"metrics/sales.yaml": "deals: {title: Deals}\n", "metrics/none.yaml": "", "layouts/deals.yaml": layout}

    found = load(write_wall(tmp_path / "both", files))
    without = wall({"metrics.yaml": None, "metrics/all.yaml": METRICS})

    assert found.metrics["deals"].title == "Deals"
    assert found.metrics["orders"].title == "Orders"
    assert without.metrics == wall().metrics


def test_a_missing_folder_is_a_mistake_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder"):
        load(tmp_path / "nowhere")


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    write_wall(tmp_path, {"layouts/huge.yaml": b"#" * (MAX_YAML_BYTES + 1)})

    with pytest.raises(ConfigError, match="larger than 1 MB"):
        read(tmp_path)


def test_a_wall_may_have_far_more_screens_than_anything_else(tmp_path: Path) -> None:
    with_room = "screens: {a: {show: [team]}}\n" + "#" * 3_000_000
    write_wall(tmp_path, {"layouts/team.yaml": "pages: [{widgets: {a: {type: clock}}}]\n", "screens.yaml": with_room})

    assert MAX_YAML_BYTES < len(with_room) < MAX_SCREENS_BYTES
    assert set(load(tmp_path).screens) == {"a"}


def test_screens_without_end_are_a_mistake(tmp_path: Path) -> None:
    write_wall(tmp_path, {"screens.yaml": b"#" * (MAX_SCREENS_BYTES + 1)})

    with pytest.raises(ConfigError, match="larger than 4 MB"):
        load(tmp_path)


def test_a_folder_on_disk_makes_the_same_wall(tmp_path: Path) -> None:
    write_wall(tmp_path, {"pictures/team/logo.png": png()})

    found = load(tmp_path)

    assert found.screens == wall().screens
    assert list(found.pictures) == ["team/logo.png"]


@pytest.mark.parametrize("end", [".inf", ".nan", "1.0e+300", "1000000000000000000001"])
def test_a_sample_that_is_not_finite_is_told_with_its_line(end: str) -> None:
    found = mistakes({"metrics.yaml": f"orders: {{}}\nerrors: {{}}\nlatency:\n  sample:\n    between: [0, {end}]\n"})

    assert len(found) == 1
    assert found[0].startswith("metrics.yaml:5")


def test_a_layout_without_a_title_whose_name_is_too_long_for_one_is_told() -> None:
    name = "n" * 201
    page = "pages: [{widgets: {a: {type: text, text: hello}}}]\n"

    found = mistakes({f"layouts/{name}.yaml": page})

    assert len(found) == 1
    assert found[0].startswith(f"layouts/{name}.yaml:1")
    assert wall({f"layouts/{name}.yaml": f"title: Short\n{page}"})
