"""How each TV hangs and what is set for its picture, from `screens.yaml` to the document."""

from __future__ import annotations

import json
from typing import Any

import pytest

from displayd.document.model import decode
from displayd.errors import ConfigError
from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.plan_base import base_of
from displayd.hub.publish.publisher import Publisher
from displayd.hub.publish.wall_diff import differences
from displayd.hub.wall.loader import Wall
from tests.hub.walls import NOON, SCREENS, wall

PAIR = """
defaults: {diagonal_in: 43, viewing_m: 3, motion: false, transition: slide}
screens:
  left: {show: [team], pixel_shift: false}
  right: {mirror: left, rotate: 90, title: Behind you, diagonal_in: 65, viewing_m: 7.5}
  other: {show: [sales], motion: true, transition: cut}
"""


def published(found: Wall) -> dict[str, dict[str, Any]]:
    """The document of every screen."""
    metrics, publisher = Metrics(), Publisher()
    metrics.define(found.metrics)
    publisher.publish(found, metrics, NOON)
    bodies = {}
    for name in found.screens:
        issue = publisher.issue(name)
        assert issue is not None
        decode(issue.body, name)
        bodies[name] = json.loads(issue.body)
    return bodies


def mistakes(screens: str) -> list[str]:
    """All mistakes of a wall with this `screens.yaml`."""
    with pytest.raises(ConfigError) as caught:
        wall({"screens.yaml": screens})
    return [str(mistake) for mistake in caught.value.mistakes]


def test_what_a_screen_leaves_out_is_as_in_the_defaults() -> None:
    documents = published(wall({"screens.yaml": PAIR}))

    names = ("diagonal_in", "viewing_m", "transition", "motion", "pixel_shift")
    assert [documents["left"].get(name) for name in names] == [43, 3, "slide", False, False]
    assert [documents["other"].get(name) for name in names] == [43, 3, "cut", None, None]


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("Mon-Fri 08:00-12:00, 13:00-18:00", "Mon-Fri 08:00-12:00, Mon-Fri 13:00-18:00"),
        ("weekdays 8am-6pm", "Mon-Fri 08:00-18:00"),
    ],
)
def test_hours_are_served_in_words_that_earlier_screens_know(written: str, served: str) -> None:
    screens = f"screens:\n  hall:\n    show: [team]\n    on: {written}\n"

    assert published(wall({"screens.yaml": screens}))["hall"]["on"] == served


def test_members_of_a_group_differ_in_how_they_hang_and_in_nothing_else() -> None:
    documents = published(wall({"screens.yaml": PAIR}))
    left, right = documents["left"], documents["right"]

    names = ("screen", "rotate", "diagonal_in", "viewing_m")
    own = [[document.pop(name, None) for name in names] for document in (left, right)]

    assert own == [["left", None, 43, 3], ["right", 90, 65, 7.5]]
    assert left == right


def test_a_tv_that_is_hung_elsewhere_leaves_the_revision_as_it_is() -> None:
    before = wall({"screens.yaml": PAIR})
    metrics, publisher = Metrics(), Publisher()
    metrics.define(before.metrics)
    publisher.publish(before, metrics, NOON)
    revision, moment = publisher.effective()["left"]

    after = wall({"screens.yaml": PAIR.replace("diagonal_in: 65, viewing_m: 7.5", "diagonal_in: 50, viewing_m: 9")})
    changed = publisher.publish(after, metrics, NOON + 60).changed

    assert changed == {"right"}
    assert publisher.effective()["left"] == (revision, moment)


def test_a_leader_that_is_hung_elsewhere_changes_alone() -> None:
    before = wall({"screens.yaml": PAIR})
    metrics, publisher = Metrics(), Publisher()
    metrics.define(before.metrics)
    publisher.publish(before, metrics, NOON)

    after = wall({"screens.yaml": PAIR.replace("pixel_shift: false}", "pixel_shift: false, viewing_m: 8}")})

    assert publisher.publish(after, metrics, NOON + 60).changed == {"left"}


@pytest.mark.parametrize("field", ["theme: light", "motion: false", "pixel_shift: false", "transition: cut"])
def test_a_mirror_has_no_picture_of_its_own(field: str) -> None:
    (mistake,) = mistakes(f"screens:\n  a: {{show: [team]}}\n  b:\n    mirror: a\n    {field}\n")

    name = field.partition(":")[0]
    assert mistake.startswith(f"screens.yaml:5: `{name}` and `mirror` cannot stand together")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("diagonal_in: 1.4", ["at least 2 inches", "for example `55`"]),
        ("viewing_m: 5m", ["`viewing_m` is a number of metres, not `5m`", "write `5`, if that is in metres"]),
        ("transition: slid", ["did you mean `slide`?"]),
        ("motion: maybe", ["`motion` is `true` or `false`, not `maybe`"]),
        ("diagonal: 55", ["did you mean `diagonal_in`?"]),
    ],
)
def test_settings_that_cannot_be_are_told_with_a_hint(field: str, words: list[str]) -> None:
    (mistake,) = mistakes(f"screens:\n  a:\n    show: [team]\n    {field}\n")

    assert mistake.startswith("screens.yaml:4: ")
    assert all(word in mistake for word in words), mistake


def test_a_plan_says_how_the_tvs_hang() -> None:
    after = wall({"screens.yaml": SCREENS.replace("rotate: 90", "rotate: 90, viewing_m: 6, diagonal_in: 65")})

    (difference,) = differences(base_of(wall()), base_of(after))

    assert str(difference) == "right:\n  diagonal_in `50` -> `65`\n  viewing_m `5` -> `6`"


def test_a_plan_against_an_older_hub_is_silent_about_what_that_does_not_know() -> None:
    before, after = base_of(wall()), base_of(wall())
    for name in ("diagonal_in", "viewing_m", "motion", "pixel_shift"):
        for screen in before.screens.values():
            del screen.document[name]

    assert differences(before, after) == []
