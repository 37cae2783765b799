"""A wall folder looked at from the seats."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from displayd.compose.crowding import BOUNDS
from displayd.errors import ConfigError, DisplaydError
from displayd.hub.metrics.reading import Reading
from displayd.hub.storage.database import Store
from displayd.hub.wall import shipped
from displayd.tools.readability import Inspection, inspect
from displayd.tools.wall_finding import WallFinding
from tests.hub.walls import METRICS, NOON, SCREENS, TEAM, png, write_wall

Changes = dict[str, str | bytes | None]

CROWDED = """
pages:
  - title: Crowd
    landscape: ["a b c d e f g h"]
    widgets:
"""
CROWD = CROWDED + "".join(
    f"      {name}: {{type: number, title: Orders of today and of the day before, metric: orders}}\n"
    for name in "abcdefgh"
)


TABLE = TEAM.replace("type: number,", "type: table, columns: [{label: Who}, {label: Sum}],")


def inspected(folder: Path, changes: Changes | None = None, screen: str | None = None) -> Inspection:
    """What is found in the small wall with `changes`."""
    return inspect(write_wall(folder, changes), screen, unix_time=NOON)


def test_a_wall_that_can_be_read_has_no_findings(tmp_path: Path) -> None:
    found = inspected(tmp_path)

    assert found.findings == []
    # `right` is a portrait mirror of `left`, and `other` shows another page.
    assert found.page_count == 3


def test_equal_pages_are_looked_at_once(tmp_path: Path) -> None:
    same = "screens:\n" + "".join(f"  s{number}: {{show: [team]}}\n" for number in range(5))

    assert inspected(tmp_path / "a", {"screens.yaml": same}).page_count == 1
    assert inspected(tmp_path / "b", {"screens.yaml": same + "  far: {mirror: s1, viewing_m: 6}\n"}).page_count == 2


def test_a_tile_without_room_is_told_with_its_line_its_screens_and_what_to_do(tmp_path: Path) -> None:
    screens = "screens:\n  a: {show: [crowd]}\n  b: {show: [crowd, sales]}\n  up: {mirror: a, rotate: 90}\n"

    found = inspected(tmp_path, {"layouts/crowd.yaml": CROWD, "screens.yaml": screens})

    cut = [one for one in found.findings if "cuts" in one.reason and "(landscape" in one.reason]
    assert [one.where for one in cut] == [f"layouts/crowd.yaml:{number}" for number in range(5, 13)]
    assert cut[0].level == "warning"
    assert cut[0].reason.startswith('`a` on page `Crowd` cuts "')
    assert cut[0].reason.endswith("too wide, on a, b (landscape, 50 inches, 5 m)")
    assert "a larger tile" in cut[0].hint


def test_the_findings_of_one_screen_can_be_asked_for(tmp_path: Path) -> None:
    screens = "screens:\n  a: {show: [crowd]}\n  b: {show: [sales]}\n"

    assert inspected(tmp_path, {"layouts/crowd.yaml": CROWD, "screens.yaml": screens}, "b").findings == []
    with pytest.raises(DisplaydError) as caught:
        inspected(tmp_path, None, "lft")
    assert caught.value.hint == "did you mean `left`?"


@pytest.mark.parametrize(("metres", "level"), [(9, "warning"), (20, "error")])
def test_a_tv_that_is_too_far_away_is_told_once_and_with_what_would_do(tmp_path: Path, metres: int, level: str) -> None:
    screens = SCREENS.replace("device: OTHER, ", f"device: OTHER, viewing_m: {metres}, diagonal_in: 43, ")

    (finding,) = (one for one in inspected(tmp_path, {"screens.yaml": screens}).findings if "too small" in one.reason)

    assert finding.level == level
    assert finding.where == "screens.yaml:5"
    assert "`other` is too small for its distance" in finding.reason
    assert finding.hint.startswith("hang it 6.5 m away or nearer, or take a TV of ")


def test_what_would_do_does(tmp_path: Path) -> None:
    def is_too_small(metres: float, inches: float) -> bool:
        hung = f"device: OTHER, viewing_m: {metres}, diagonal_in: {inches}, "
        screens = SCREENS.replace("device: OTHER, ", hung)
        found = inspected(tmp_path, {"screens.yaml": screens}).findings
        return any("too small for its distance" in one.reason for one in found)

    assert [is_too_small(9, 43), is_too_small(6.5, 43), is_too_small(9, 60)] == [True, False, False]


def test_numbers_that_were_not_pushed_yet_are_stood_in_for(tmp_path: Path) -> None:
    assert inspected(tmp_path).without_data == []


def test_lists_that_were_not_pushed_yet_are_named(tmp_path: Path) -> None:
    assert inspected(tmp_path / "wall", {"layouts/team.yaml": TABLE}).without_data == ["team/orders"]


def test_values_that_were_pushed_are_those_that_are_looked_at(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"layouts/team.yaml": TABLE})
    (tmp_path / "state").mkdir()
    store = Store(tmp_path / "state" / "hub.sqlite3")
    store.write([], {"orders": Reading(as_of=NOON, rows=[["one", 2.0]])})
    store.close()

    assert inspect(folder, state=tmp_path / "state", unix_time=NOON).without_data == []


def test_the_size_of_the_panel_makes_no_difference_to_what_can_be_read(tmp_path: Path) -> None:
    folder = write_wall(tmp_path, {"layouts/team.yaml": CROWD})

    def places(size: tuple[int, int]) -> set[str]:
        return {one.where for one in inspect(folder, size=size, unix_time=NOON).findings}

    assert places((1920, 1080)) == places((3840, 2160)) != set()


def test_mistakes_are_told_first(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        inspected(tmp_path, {"screens.yaml": "screens: {a: {show: [nothing]}}"})


def test_findings_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    screens = SCREENS.replace("device: OTHER, ", "device: OTHER, viewing_m: 20, ")

    found = inspected(tmp_path, {"layouts/team.yaml": CROWD, "screens.yaml": screens, "pictures/logo.png": png()})

    places = [one.where.partition(":")[0] for one in found.findings]
    assert places[0] == "screens.yaml"
    assert places[1:] == sorted(places[1:])
    assert all(isinstance(one, WallFinding) and one.hint for one in found.findings)


def test_names_of_time_zones_from_before_are_told_where_they_stand(tmp_path: Path) -> None:
    layout = "pages: [{widgets: {c: {type: clock,\n  timezone: Asia/Calcutta}}}]"
    screens = "defaults: {timezone: Europe/London}\nscreens:\n  a:\n    show: [team]\n    timezone: US/Pacific\n"

    found = inspected(tmp_path, {"layouts/team.yaml": layout, "screens.yaml": screens}).findings

    assert [(finding.level, finding.where, finding.hint) for finding in found if "time zone" in finding.reason] == [
        ("warning", "screens.yaml:5", "write `America/Los_Angeles`"),
        ("warning", "layouts/team.yaml:2", "write `Asia/Kolkata`"),
    ]


def test_languages_that_the_product_does_not_speak_are_told(tmp_path: Path) -> None:
    screens = "screens:\n  a: {show: [team], locale: sv-SE}\n  b: {show: [team], locale: de-AT}\n"

    found = inspected(tmp_path, {"screens.yaml": screens}).findings

    (finding,) = [one for one in found if "words" in one.reason]
    assert (finding.level, finding.where) == ("warning", "screens.yaml:2")
    assert finding.reason == "the product has no words in `sv-SE`: its own are in English"
    assert "de, en, es" in finding.hint


def test_numbers_that_reach_further_back_than_the_hub_remembers_are_named(tmp_path: Path) -> None:
    metrics = METRICS.replace("orders: {", "orders: {compare_hours: 8736, ")
    screens = "screens: {a: {show: [team]}}"
    changes: Changes = {"metrics.yaml": metrics, "screens.yaml": screens}

    (finding,) = inspected(tmp_path / "short", changes).findings
    longer = inspected(tmp_path / "long", {**changes, "hub.yaml": "history_days: 364\n"}).findings

    assert (finding.level, finding.where) == ("warning", "layouts/team.yaml:6")
    assert finding.reason == "`orders` reaches 364 days back, and the hub remembers 30"
    assert "history_days: 364" in finding.hint
    assert longer == []


def test_calendars_that_know_no_week_or_add_up_what_is_asked_again_are_named(tmp_path: Path) -> None:
    team = """
    pages:
      - landscape: ["a b", "c d"]
        widgets:
          a: {type: heatcalendar, metric: orders}
          b: {type: heatcalendar, metric: errors, weeks: 4}
          c: {type: heatcalendar, metric: load}
          d: {type: heatcalendar, metric: made.up}
    """
    metrics = """
    orders: {title: Orders, unit: short}
    errors: {title: Errors, unit: short, history_hours: 672}
    load: {title: Load, host: load1, history_hours: 336}
    made.up: {title: Made up, unit: short, sample: {between: [1, 9]}}
    """
    changes: Changes = {
        "metrics.yaml": metrics, "layouts/team.yaml": team, "screens.yaml": "screens: {a: {show: [team]}}",
        "layouts/sales.yaml": None,
    }  # fmt: skip

    found = [one for one in inspected(tmp_path, changes).findings if "combine" in one.hint or "history" in one.hint]

    assert [(one.level, one.where, one.reason) for one in found] == [
        ("warning", "layouts/team.yaml:4", "`orders` reaches 24 hours back, and a calendar has weeks of them"),
        (
            "warning",
            "layouts/team.yaml:6",
            "a day is the sum of all readings of `load`, which the hub asks for again and again",
        ),
    ]
    assert found[0].hint == "`history_hours: 168` or more in metrics.yaml"


def test_numbers_for_vanity_are_named_where_they_are_shown(tmp_path: Path) -> None:
    metrics = METRICS.replace("orders: {", "orders: {vanity: true, ").replace("latency: {", "latency: {vanity: true, ")
    screens = "screens: {a: {show: [team]}, b: {show: [team]}}"

    (finding,) = inspected(tmp_path, {"metrics.yaml": metrics, "screens.yaml": screens}).findings

    assert (finding.level, finding.where) == ("warning", "layouts/team.yaml:6")
    assert "`orders` is tagged `vanity`" in finding.reason


def tiles_of(count: int, kind: str = "type: number, metric: orders") -> str:
    """A layout with so many equal tiles, five in a row."""
    names = [f"t{number}" for number in range(count)]
    rows = [" ".join([*names[at : at + 5], *"....."][:5]) for at in range(0, count, 5)]
    widgets = "".join(f"      {name}: {{{kind}}}\n" for name in names)
    return f"pages:\n  - title: Many\n    landscape: {rows}\n    widgets:\n{widgets}"


def crowded(found: Inspection) -> list[WallFinding]:
    """What is said of whole pages."""
    return [one for one in found.findings if "is crowded" in one.reason or "on different lines" in one.reason]


@pytest.mark.parametrize(("count", "is_told"), [(9, False), (10, True)])
def test_a_page_of_more_than_nine_tiles_is_told_once(tmp_path: Path, count: int, is_told: bool) -> None:
    screens = "screens:\n  a: {show: [many]}\n  b: {mirror: a}\n"

    told = crowded(inspected(tmp_path, {"layouts/many.yaml": tiles_of(count), "screens.yaml": screens}))

    assert [(one.level, one.where) for one in told] == [("warning", "layouts/many.yaml:2")] * is_told
    for one in told:
        assert one.reason == "page `Many` is crowded: 10 tiles (at most 9), on a, b (landscape, 50 inches, 5 m)"
        assert "9 tiles at most" in one.hint


def test_a_page_of_few_tiles_with_far_too_much_in_them_is_crowded(tmp_path: Path) -> None:
    rows = ", ".join(f"[Person {number}, {number}, {number}, {number}]" for number in range(30))
    table = f"type: table, columns: [{{label: Who}}, {{label: A}}, {{label: B}}, {{label: C}}], rows: [{rows}]"
    near = "screens: {a: {show: [many], viewing_m: 2}}"

    (told,) = crowded(inspected(tmp_path, {"layouts/many.yaml": tiles_of(3, table), "screens.yaml": near}))

    assert f"lines of text (at most {BOUNDS.texts})" in told.reason
    assert "25 lines of text" in told.hint


def test_the_counts_of_the_median_and_the_fullest_page_are_always_told(tmp_path: Path) -> None:
    screens = "screens: {a: {show: [sales]}, b: {show: [many]}, c: {show: [team]}}"

    typical, fullest = inspected(tmp_path, {"layouts/many.yaml": tiles_of(8), "screens.yaml": screens}).crowding

    assert typical.startswith("median of all pages: 2 tiles, ")
    assert fullest.startswith("fullest page, `Many` of many (landscape, 50 inches, 5 m): 8 tiles, ")
    assert " of second rank; the largest text is " in fullest


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["landscape", "portrait"])
@pytest.mark.parametrize("at", ["2026-11-20T13:13Z", "2026-11-29T08:56Z", "2026-11-29T23:40Z"])
def test_no_page_of_the_sample_office_is_crowded(size: tuple[int, int], at: str) -> None:
    moment = datetime.datetime.fromisoformat(at).timestamp()

    assert crowded(inspect(shipped.sample_wall_folder(), size=size, unix_time=moment)) == []


def test_a_row_in_which_one_value_is_too_long_for_the_line_of_the_others_is_told(tmp_path: Path) -> None:
    layout = """
pages:
  - title: Long
    landscape: ["a b c d"]
    landscape_columns: [2, 2, 2, 1]
    widgets:
      a: {type: number, title: A, value: 12}
      b: {type: number, title: B, value: 13}
      c: {type: number, title: C, value: 14}
      d: {type: number, title: D, value: 123456.25, decimals: 3}
"""
    screens = "screens: {a: {show: [long]}}"

    (told,) = crowded(inspected(tmp_path, {"layouts/long.yaml": layout, "screens.yaml": screens}))

    assert told.reason.startswith("page `Long` has the values of one row, `a`, `b`, `c`, `d`, on different lines")
    assert "fewer digits" in told.hint


@pytest.mark.parametrize(("template", "is_told"), [('["orders errors"]', True), ('["orders orders errors"]', False)])
def test_a_hero_that_is_not_the_largest_tile_is_told_at_its_line(tmp_path: Path, template: str, is_told: bool) -> None:
    team = TEAM.replace('["orders errors"]', f"{template}\n    hero: orders\n    portrait: [orders, orders, errors]")

    found = inspected(tmp_path, {"layouts/team.yaml": team}).findings

    assert [(one.level, one.where) for one in found if "hero" in one.reason] == [
        ("warning", "layouts/team.yaml:5")
    ] * is_told
    assert all("`errors` is as large or larger, on left (landscape" in one.reason for one in found)


def test_a_hero_without_a_tile_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    team = TEAM.replace("  - title: Now", "  - title: Now\n    hero: ordrs")

    with pytest.raises(ConfigError) as caught:
        inspected(tmp_path, {"layouts/team.yaml": team})

    (mistake,) = caught.value.mistakes
    assert (mistake.where, mistake.hint) == ("layouts/team.yaml:4", "did you mean `orders`?")


@pytest.mark.expects_log
def test_pictures_of_a_folder_that_cannot_be_shown_are_told_at_the_line_of_their_metric(tmp_path: Path) -> None:
    slideshow = "pages: [{widgets: {a: {type: slideshow, metric: orders}, b: {type: slideshow, metric: errors}}}]\n"
    changes: Changes = {
        "metrics.yaml": "latency: {}\norders: {slides: {folder: pictures/team}}\n"
        "errors: {slides: {folder: pictures/no}}\n",
        "layouts/team.yaml": slideshow,
        "layouts/sales.yaml": slideshow,
        "pictures/team/good.png": png(1),
        "pictures/team/broken.png": png(3)[:40],
        "pictures/team/empty.jpg": b"",
        "pictures/team/logo.svg": b"<svg/>",
        "pictures/team/IMG_0001.HEIC": b"x",
    }

    told = [one for one in inspected(tmp_path, changes).findings if "metrics.yaml" in one.where]

    assert {one.level for one in told} == {"warning"}
    assert [(one.where, one.reason) for one in told[:-1]] == [
        ("metrics.yaml:2", "`orders` leaves out broken.png: the picture is damaged"),
        ("metrics.yaml:2", "`orders` leaves out empty.jpg: the file is empty, or larger than 30 MB"),
        ("metrics.yaml:2", "`orders` leaves out IMG_0001.HEIC: HEIC is not shown: save it as JPEG"),
        ("metrics.yaml:2", "`orders` leaves out logo.svg: SVG is not shown: export it as PNG"),
    ]
    assert (told[-1].where, told[-1].reason) == ("metrics.yaml:3", "`errors`: there is no picture in pictures/no")


def test_a_folder_that_no_screen_shows_is_not_told(tmp_path: Path) -> None:
    changes: Changes = {"metrics/more.yaml": "photos: {slides: {folder: pictures/no}}\n"}

    assert [one for one in inspected(tmp_path, changes).findings if "metrics" in one.where] == []


def test_a_page_of_figures_of_which_none_stands_out_is_told_with_its_tiles(tmp_path: Path) -> None:
    far = "screens: {a: {show: [many], viewing_m: 7}}"
    kind = "type: number, title: Orders in all shops of the office, value: 1234567"

    found = inspected(tmp_path, {"layouts/many.yaml": tiles_of(9, kind), "screens.yaml": far}).findings

    (told,) = [one for one in found if "no figure stands out" in one.reason]
    assert told.where == "layouts/many.yaml:2"
    assert "on page `Many` no figure stands out: the largest text is 1." in told.reason
    assert "`t0`, `t1`, " in told.reason
