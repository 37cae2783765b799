"""What an edit has changed, in words that fit into a log."""

from __future__ import annotations

import statistics
import time

import pytest

from displayd.hub.publish.plan_base import base_of
from displayd.hub.publish.wall_diff import differences, told, wall_differences
from displayd.hub.wall.loader import Wall
from tests.hub.walls import SALES, SCREENS, TEAM, wall

MORE_PAGES = "".join(f"  - {{title: More {number}, widgets: {{a: {{type: text, text: x}}}}}}\n" for number in range(3))


def lines(before: Wall, after: Wall) -> list[str]:
    """The words, line by line."""
    return told(wall_differences(before, after), len(after.screens)).splitlines()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"layouts/sales.yaml": SALES + MORE_PAGES}, ["1 of 3 screens change", "  other: 3 pages come"]),
        (
            {"layouts/team.yaml": TEAM.replace("Failures", "Faults")},
            [
                "2 of 3 screens change",
                "  left, right: page `Team / Now`: widget `errors`: title `Failures` -> `Faults`",
            ],
        ),
        (
            {
                "layouts/team.yaml": TEAM.replace("Failures", "Faults").replace(
                    "title: Now", "title: Now\n    seconds: 9"
                )
            },
            ["2 of 3 screens change", "  left, right: 2 changes on one page"],
        ),
        (
            {"screens.yaml": SCREENS + "  hall: {show: [sales, team]}\n"},
            ["1 of 4 screens change", "  hall: this screen is new and shows Sales, Team"],
        ),
        (
            {"screens.yaml": "screens:\n  hall: {show: [team]}\n"},
            [
                "4 of 4 screens change",
                "  left, right, other: this screen goes",
                "  hall: this screen is new and shows Team",
            ],
        ),
        (
            {"screens.yaml": SCREENS.replace("show: [sales]", "show: [team], title: Corner")},
            [
                "1 of 3 screens change",
                "  other: title `Sales` -> `Corner`; page `Sales / Latency` goes; page `Team / Now` comes",
            ],
        ),
    ],
)
def test_an_edit_is_told_by_screen(changes: dict[str, str | bytes | None], expected: list[str]) -> None:
    assert lines(wall(), wall(changes)) == expected


def many(count: int, title: str = "Failures", *, is_each_its_own: bool = False) -> Wall:
    """A wall of many screens."""
    own = ", seconds: {}" if is_each_its_own else ""
    screens = "".join(f"  s{number}: {{show: [team]{own.format(number + 100)}}}\n" for number in range(count))
    return wall({"screens.yaml": f"screens:\n{screens}", "layouts/team.yaml": TEAM.replace("Failures", title)})


def test_a_thousand_screens_are_told_in_a_line_where_they_change_alike() -> None:
    found = lines(many(1000), many(1000, "Faults"))

    assert found[0] == "1000 of 1000 screens change"
    assert found[1].startswith("  s0, s1, s2, s3, s4 and 995 more: page `Team / Now`: ")
    assert len(found) == 2


def test_a_thousand_screens_that_change_each_in_its_way_are_told_in_a_few_lines() -> None:
    before, after = many(1000, is_each_its_own=True), many(1000)

    found = lines(before, after)

    assert found[0] == "1000 of 1000 screens change"
    assert len(found) == 21
    assert found[-1] == "  and 981 more; `displayd hub plan` says how before an edit is saved"
    assert max(map(len, found)) < 300


def test_the_words_are_those_of_the_plan() -> None:
    before, after = many(30, is_each_its_own=True), many(40, "Faults")

    assert wall_differences(before, after) == differences(base_of(before), base_of(after))


def test_what_screens_have_in_common_is_compared_once() -> None:
    """Against the comparison of each for itself, on the same machine at the same moment."""
    before, after = many(1000), many(1000, "Faults")

    def share() -> float:
        began = time.process_time()
        wall_differences(before, after)
        once = time.process_time() - began
        began = time.process_time()
        differences(base_of(before), base_of(after))
        return once / (time.process_time() - began)

    # The median of several, each of some hundredths of a second: 0.45 here, and 1.1 if each were compared.
    assert statistics.median(share() for _ in range(5)) < 0.75
